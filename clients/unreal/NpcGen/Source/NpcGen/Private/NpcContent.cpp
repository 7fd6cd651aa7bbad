#include "NpcContent.h"

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
