#include "Core/Level.h"
#include "Misc/FileHelper.h"
#include "NpcContent.h"
#include "NpcFactories.h"
#include "NpcText.h"

namespace
{
FNpcLevelTile TileOf(const npcgen::LevelTile& From)
{
    FNpcLevelTile To;
    To.Name = FName(*NpcText::FromUtf8(From.name));
    To.Colour = FColor::FromHex(NpcText::FromUtf8(From.colour));
    for (const std::string& Trait : From.traits)
    {
        To.Traits.Add(FName(*NpcText::FromUtf8(Trait)));
    }
    return To;
}

FNpcLevelLayer LayerOf(const npcgen::LevelLayer& From)
{
    FNpcLevelLayer To;
    To.Name = FName(*NpcText::FromUtf8(From.name));
    To.Cells.Append(From.cells.data(), static_cast<int32>(From.cells.size()));
    return To;
}

FNpcLevelEntity EntityOf(const npcgen::LevelEntity& From)
{
    FNpcLevelEntity To;
    To.Id = NpcText::FromUtf8(From.id);
    To.Kind = FName(*NpcText::FromUtf8(From.kind));
    To.Cell = FIntVector(static_cast<int32>(From.x), static_cast<int32>(From.y), static_cast<int32>(From.floor));
    for (const std::string& Property : From.properties)
    {
        To.Properties.Add(NpcText::FromUtf8(Property));
    }
    return To;
}

void Fill(UNpcLevel& To, const npcgen::Level& From)
{
    To.Kind = FName(*NpcText::FromUtf8(From.kind));
    To.Seed = From.seed;
    To.Size = FIntVector(
        static_cast<int32>(From.width), static_cast<int32>(From.height), static_cast<int32>(From.floors));
    for (const npcgen::LevelTile& Tile : From.tiles)
    {
        To.Tiles.Add(TileOf(Tile));
    }
    for (const npcgen::LevelLayer& Layer : From.layers)
    {
        To.Layers.Add(LayerOf(Layer));
    }
    for (const npcgen::LevelEntity& Entity : From.entities)
    {
        To.Entities.Add(EntityOf(Entity));
    }
}
}

UNpcLevelFactory::UNpcLevelFactory()
{
    SupportedClass = UNpcLevel::StaticClass();
}

// NOTE: a level's name has no ending of its own, so its first field tells it.
bool UNpcLevelFactory::Reads(const FString& Filename) const
{
    constexpr int32 Head = 64;
    FString Text;
    return Filename.EndsWith(TEXT(".json")) && FFileHelper::LoadFileToString(Text, *Filename) &&
           Text.Left(Head).Contains(TEXT("\"npcgen level\""));
}

UObject* UNpcLevelFactory::Read(UObject* Parent, FName Name, EObjectFlags Flags, const FString& Text, FString& Wrong)
{
    npcgen::Level From;
    Wrong = NpcText::FromUtf8(npcgen::read_level(NpcText::ToUtf8(Text), From));
    if (!Wrong.IsEmpty())
    {
        return nullptr;
    }
    UNpcLevel* Level = NewObject<UNpcLevel>(Parent, UNpcLevel::StaticClass(), Name, Flags);
    Fill(*Level, From);
    return Level;
}
