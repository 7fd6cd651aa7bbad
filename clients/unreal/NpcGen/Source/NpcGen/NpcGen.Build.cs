using UnrealBuildTool;

public class NpcGen : ModuleRules
{
    public NpcGen(ReadOnlyTargetRules Target) : base(Target)
    {
        PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;
        PublicDependencyModuleNames.AddRange(
            new[] { "Core", "CoreUObject", "DeveloperSettings", "Engine" });
        PrivateDependencyModuleNames.AddRange(new[] { "HTTP" });
    }
}
