// Levels and quests as npcgen exports them, once they are imported.
#pragma once

#include "CoreMinimal.h"
#include "Engine/DataAsset.h"
#include "Engine/DataTable.h"

#include "NpcContent.generated.h"

namespace npcgen
{
struct Level;
}

/** A kind of tile. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcLevelTile
{
    GENERATED_BODY()

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FName Name;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FColor Colour = FColor::White;

    /** solid, liquid, bridge, hazard, platform, ladder, opaque. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FName> Traits;
};

/** A layer of tiles; layers are drawn in their order. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcLevelLayer
{
    GENERATED_BODY()

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Name;

    /** By floor, row and column in one line: 0, or a tile's place in Tiles, from 1. */
    UPROPERTY()
    TArray<uint16> Cells;
};

/** Something that stands in a cell. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcLevelEntity
{
    GENERATED_BODY()

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Id;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FName Kind;

    /** Cells from the left, cells from the top, floor. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FIntVector Cell = FIntVector(0, 0, 0);

    /** Each as name=value. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Properties;
};

/** A room, or another area of a kind. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcLevelRoom
{
    GENERATED_BODY()

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Id;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FName Kind;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Name;

    /** Its left column, its top row, and its floor. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FIntVector Cell = FIntVector(0, 0, 0);

    /** Columns. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    int32 Width = 0;

    /** Rows. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    int32 Height = 0;
};

/** A level: spawn whatever the game has for its tiles and entities. */
UCLASS(BlueprintType)
class NPCGEN_API UNpcLevel : public UDataAsset
{
    GENERATED_BODY()

public:
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FName Kind;

    /** Columns, rows and floors. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FIntVector Size = FIntVector(0, 0, 0);

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    int64 Seed = 0;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FNpcLevelTile> Tiles;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FNpcLevelLayer> Layers;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FNpcLevelEntity> Entities;

    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FNpcLevelRoom> Rooms;

    /** The spec that it was made from, as JSON; empty for an imported one. */
    UPROPERTY(VisibleAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString SpecJson;

    /** The tile that a layer has in a cell; false where it has none, or there is no such cell. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    bool GetTile(int32 Layer, FIntVector Cell, FNpcLevelTile& Tile) const;

    /** The middle of a cell in the world, rows going along +Y: cells have CellSize, floors FloorHeight. */
    UFUNCTION(BlueprintPure, Category = "NpcGen")
    FVector GetCellCentre(FIntVector Cell, double CellSize = 100.0, double FloorHeight = 300.0) const;

    // From the core's level, and back.
    void Read(const npcgen::Level& From);
    npcgen::Level Write() const;

private:
    // What only the server understands of it: RegenerateRegion sends it back.
    UPROPERTY()
    FString Fields;
    UPROPERTY()
    TArray<uint16> Areas;
    UPROPERTY()
    TArray<uint16> Heights;
};

/** A row of STEM.quests.json. Texts are keys into the table of lines. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuestRow : public FTableRowBase
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Id;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString World;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    int64 Seed = 0;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Version;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Giver;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Motive;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Title;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Cites;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Goal;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Cast;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Meanwhile;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Properties;
};

/** A row of STEM.nodes.json: a step, an outcome, a repair. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuestNodeRow : public FTableRowBase
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Quest;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Id;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Kind;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Part;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Choice;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Lines;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Next;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Branches;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Action;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Arguments;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Verb;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    bool Optional = false;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Needs;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Does;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> When;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Grants;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Giver;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Result;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    double Money = 0;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Items;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    int32 Experience = 0;
};

/** A row of STEM.lines.json. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuestLineRow : public FTableRowBase
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Quest;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Key;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Role;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Node;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Speaker;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString SpeakerName;
    UPROPERTY(EditAnywhere, BlueprintReadOnly, Category = "NpcGen")
    FString Text;
};
