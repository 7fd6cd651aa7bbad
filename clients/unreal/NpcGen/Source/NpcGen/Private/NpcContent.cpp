#include "NpcContent.h"

#include "Core/Level.h"
#include "NpcConvert.h"

namespace
{
FName NameOf(const std::string& Text)
{
    return FName(*NpcConvert::FromUtf8(Text));
}

FNpcLevelTile TileOf(const npcgen::LevelTile& From)
{
    FNpcLevelTile To;
    To.Name = NameOf(From.name);
    To.Colour = FColor::FromHex(NpcConvert::FromUtf8(From.colour));
    for (const std::string& Trait : From.traits)
    {
        To.Traits.Add(NameOf(Trait));
    }
    return To;
}

TArray<uint16> CellsOf(const std::vector<uint16>& From)
{
    TArray<uint16> To;
    To.Append(From.data(), static_cast<int32>(From.size()));
    return To;
}

FNpcLevelEntity EntityOf(const npcgen::LevelEntity& From)
{
    FNpcLevelEntity To;
    To.Id = NpcConvert::FromUtf8(From.id);
    To.Kind = NameOf(From.kind);
    To.Cell = FIntVector(static_cast<int32>(From.x), static_cast<int32>(From.y), static_cast<int32>(From.floor));
    To.Properties = NpcConvert::Texts(From.properties);
    return To;
}

FNpcLevelRoom RoomOf(const npcgen::LevelRoom& From)
{
    FNpcLevelRoom To;
    To.Id = NpcConvert::FromUtf8(From.id);
    To.Kind = NameOf(From.kind);
    To.Name = NpcConvert::FromUtf8(From.name);
    To.Cell = FIntVector(static_cast<int32>(From.x), static_cast<int32>(From.y), static_cast<int32>(From.floor));
    To.Width = static_cast<int32>(From.width);
    To.Height = static_cast<int32>(From.height);
    return To;
}

std::vector<uint16> CellsOf(const TArray<uint16>& From)
{
    return std::vector<uint16>(From.GetData(), From.GetData() + From.Num());
}
}

void UNpcLevel::Read(const npcgen::Level& From)
{
    Kind = NameOf(From.kind);
    Seed = From.seed;
    Size = FIntVector(
        static_cast<int32>(From.width), static_cast<int32>(From.height), static_cast<int32>(From.floors));
    for (const npcgen::LevelTile& Tile : From.tiles)
    {
        Tiles.Add(TileOf(Tile));
    }
    for (const npcgen::LevelLayer& Layer : From.layers)
    {
        FNpcLevelLayer To;
        To.Name = NpcConvert::FromUtf8(Layer.name);
        To.Cells = CellsOf(Layer.cells);
        Layers.Add(MoveTemp(To));
    }
    for (const npcgen::LevelEntity& Entity : From.entities)
    {
        Entities.Add(EntityOf(Entity));
    }
    for (const npcgen::LevelRoom& Room : From.rooms)
    {
        Rooms.Add(RoomOf(Room));
    }
    Areas = CellsOf(From.areas);
    Heights = CellsOf(From.heights);
    Fields = NpcConvert::FromUtf8(From.fields);
}

npcgen::Level UNpcLevel::Write() const
{
    npcgen::Level To;
    for (const FNpcLevelLayer& Layer : Layers)
    {
        npcgen::LevelLayer& Sent = To.layers.emplace_back();
        Sent.name = NpcConvert::ToUtf8(Layer.Name);
        Sent.cells = CellsOf(Layer.Cells);
    }
    To.areas = CellsOf(Areas);
    To.heights = CellsOf(Heights);
    To.fields = NpcConvert::ToUtf8(Fields);
    return To;
}

bool UNpcLevel::GetTile(int32 Layer, FIntVector Cell, FNpcLevelTile& Tile) const
{
    const bool bInside = Cell.X >= 0 && Cell.X < Size.X && Cell.Y >= 0 && Cell.Y < Size.Y && Cell.Z >= 0 &&
                         Cell.Z < Size.Z && Layers.IsValidIndex(Layer);
    if (!bInside)
    {
        return false;
    }
    const int32 Place = (Cell.Z * Size.Y + Cell.Y) * Size.X + Cell.X;
    const uint16 Found = Layers[Layer].Cells[Place];
    if (Found == 0)
    {
        return false;
    }
    Tile = Tiles[Found - 1];
    return true;
}

FVector UNpcLevel::GetCellCentre(FIntVector Cell, double CellSize, double FloorHeight) const
{
    return FVector((Cell.X + 0.5) * CellSize, (Cell.Y + 0.5) * CellSize, Cell.Z * FloorHeight);
}
