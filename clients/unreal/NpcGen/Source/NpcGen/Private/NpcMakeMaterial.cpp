#include "Core/ContentRequests.h"
#include "Core/Generation.h"
#include "Core/MaterialTable.h"
#include "Engine/Texture2D.h"
#include "ImageUtils.h"
#include "Materials/MaterialInstanceDynamic.h"
#include "NpcConvert.h"
#include "NpcGenSettings.h"
#include "NpcMakeActions.h"

namespace
{
constexpr std::string_view TableEnd = ".unreal.json";

// Empty where the pack has none.
std::string TableOf(const npcgen::Generation& Made)
{
    for (const auto& [Name, Bytes] : Made.files())
    {
        if (Name.size() > TableEnd.size() && Name.substr(Name.size() - TableEnd.size()) == TableEnd)
        {
            return Bytes;
        }
    }
    return std::string();
}

// Null where the pack doesn't have the picture, or it is none.
UTexture2D* TextureOf(const npcgen::Generation& Made, const npcgen::MaterialTexture& From)
{
    const auto Found = Made.files().find(From.file);
    if (Found == Made.files().end())
    {
        return nullptr;
    }
    TArray<uint8> Bytes;
    Bytes.Append(reinterpret_cast<const uint8*>(Found->second.data()), static_cast<int32>(Found->second.size()));
    UTexture2D* Texture = FImageUtils::ImportBufferAsTexture2D(Bytes);
    if (Texture != nullptr)
    {
        Texture->SRGB = From.srgb;
        Texture->UpdateResource();
    }
    return Texture;
}
}

UNpcMakeMaterial* UNpcMakeMaterial::MakeMaterial(
    const UObject* WorldContext, const FString& Prompt, int32 Width, int64 Seed, const FString& Yaml)
{
    UNpcMakeMaterial* Action = NewObject<UNpcMakeMaterial>();
    Action->Prepare(WorldContext, TEXT("npcgen.v1.TextureService/GenerateTexture"),
        npcgen::generate_texture_request(NpcConvert::ToUtf8(Prompt), "made", static_cast<uint32>(Width),
            static_cast<uint32>(Seed), NpcConvert::ToUtf8(Yaml), DeadlineMs()));
    return Action;
}

void UNpcMakeMaterial::Finish(npcgen::Generation& Made)
{
    UMaterialInterface* Parent = GetDefault<UNpcGenSettings>()->MaterialParent.LoadSynchronous();
    if (Parent == nullptr)
    {
        Fail(TEXT("MATERIAL_PARENT_MISSING"), TEXT("no material is set to make instances of"),
            TEXT("Choose Project Settings > Plugins > NpcGen > Material Parent."));
        return;
    }
    npcgen::MaterialTable Table;
    std::string Wrong = npcgen::read_material_table(TableOf(Made), Table);
    UMaterialInstanceDynamic* Material = UMaterialInstanceDynamic::Create(Parent, nullptr);
    for (const npcgen::MaterialTexture& Each : Table.textures)
    {
        UTexture2D* Texture = TextureOf(Made, Each);
        Wrong += Texture != nullptr ? "" : Each.file + " is no picture";
        Material->SetTextureParameterValue(FName(*NpcConvert::FromUtf8(Each.parameter)), Texture);
    }
    if (!Wrong.empty())
    {
        Fail(NpcConvert::Failure(npcgen::failure_of(npcgen::Reason::BadMessage, Wrong)));
        return;
    }
    OnMade.Broadcast(Material);
    SetReadyToDestroy();
}
