using UnrealBuildTool;

public class NpcGenEditor : ModuleRules
{
    public NpcGenEditor(ReadOnlyTargetRules Target) : base(Target)
    {
        PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;
        PublicDependencyModuleNames.AddRange(new[] { "Core", "CoreUObject", "Engine", "NpcGen" });
        PrivateDependencyModuleNames.AddRange(new[] { "AssetTools", "MaterialEditor", "UnrealEd" });
    }
}
