#include "AssetImportTask.h"
#include "AssetToolsModule.h"
#include "Core/MaterialTable.h"
#include "Engine/Texture2D.h"
#include "MaterialEditingLibrary.h"
#include "Materials/MaterialInstanceConstant.h"
#include "Misc/PackageName.h"
#include "Misc/Paths.h"
#include "Modules/ModuleManager.h"
#include "NpcFactories.h"
#include "NpcGenSettings.h"
#include "NpcText.h"

namespace
{
// The picture as an asset beside the material, set as the table says; null where it can't be.
UTexture2D* Import(const npcgen::MaterialTexture& From, const FString& Folder, const FString& AssetFolder)
{
    const int64 Compression =
        StaticEnum<TextureCompressionSettings>()->GetValueByNameString(NpcText::FromUtf8(From.compression));
    if (Compression == INDEX_NONE)
    {
        return nullptr;
    }
    UAssetImportTask* Task = NewObject<UAssetImportTask>();
    Task->Filename = FPaths::Combine(Folder, NpcText::FromUtf8(From.file));
    Task->DestinationPath = AssetFolder;
    Task->DestinationName = NpcText::FromUtf8(From.asset);
    Task->bAutomated = true;
    Task->bReplaceExisting = true;
    FModuleManager::LoadModuleChecked<FAssetToolsModule>("AssetTools").Get().ImportAssetTasks({Task});
    UTexture2D* Texture =
        Task->ImportedObjectPaths.Num() > 0 ? LoadObject<UTexture2D>(nullptr, *Task->ImportedObjectPaths[0]) : nullptr;
    if (Texture != nullptr)
    {
        Texture->CompressionSettings = static_cast<TextureCompressionSettings>(Compression);
        Texture->SRGB = From.srgb;
        Texture->bFlipGreenChannel = false;  // NOTE: npcgen's green already points down here.
        Texture->PostEditChange();
    }
    return Texture;
}
}

UNpcMaterialFactory::UNpcMaterialFactory()
{
    SupportedClass = UMaterialInstanceConstant::StaticClass();
}

bool UNpcMaterialFactory::Reads(const FString& Filename) const
{
    return Filename.EndsWith(TEXT(".unreal.json"));
}

UObject* UNpcMaterialFactory::Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong)
{
    npcgen::MaterialTable Table;
    Wrong = NpcText::FromUtf8(npcgen::read_material_table(NpcText::ToUtf8(Text), Table));
    UMaterialInterface* Base = GetDefault<UNpcGenSettings>()->MaterialParent.LoadSynchronous();
    if (Wrong.IsEmpty() && Base == nullptr)
    {
        Wrong = TEXT("choose Project Settings > Plugins > NpcGen > Material Parent first");
    }
    if (!Wrong.IsEmpty())
    {
        return nullptr;
    }
    UMaterialInstanceConstant* Material =
        NewObject<UMaterialInstanceConstant>(Parent, UMaterialInstanceConstant::StaticClass(), Name, Flags);
    Material->SetParentEditorOnly(Base);
    const FString Folder = FPaths::GetPath(GetCurrentFilename());
    const FString AssetFolder = FPackageName::GetLongPackagePath(Parent->GetPathName());
    for (const npcgen::MaterialTexture& Each : Table.textures)
    {
        UTexture2D* Texture = Import(Each, Folder, AssetFolder);
        if (Texture == nullptr)
        {
            Wrong += TEXT("can't import ") + NpcText::FromUtf8(Each.file) + TEXT("; ");
            continue;
        }
        UMaterialEditingLibrary::SetMaterialInstanceTextureParameterValue(
            Material, FName(*NpcText::FromUtf8(Each.parameter)), Texture);
    }
    return Material;
}
