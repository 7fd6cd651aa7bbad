// Quests in a game that is being played. Names are the protos'.
#pragma once

#include "CoreMinimal.h"

#include "NpcQuestTypes.generated.h"

/** A quest that was made. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuest
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    FString Id;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    FString World;

    /** The id of who asks. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    FString Giver;

    /** Why they ask. Example: debt. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    FString Motive;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    FString Title;

    /** Its texts, by their keys. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    TMap<FString, FString> Lines;

    /** All of it, as the server takes it. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", SaveGame)
    FString Json;
};

/** A step of a quest, and how it stands. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuestObjective
{
    GENERATED_BODY()

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString BranchId;

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString StepId;

    /** done, skipped, current, later or closed. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Status;
};

/** How far a quest has come. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuestState
{
    GENERATED_BODY()

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString QuestId;

    /** offered, open, succeeded, failed or refused. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Status;

    /** The id of who gives it now. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Giver;

    /** The way of which the most was done; empty for none. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString BranchId;

    /** How it ended; empty while it hasn't. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString OutcomeId;

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    TArray<FNpcQuestObjective> Objectives;

    /** Keys of the quest's lines that the player has read, in order. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Journal;

    /** Whether nothing known leads on, for now. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    bool bStuck = false;
};

/** What a call about quests answers: whatever of it the call has. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcQuestUpdate
{
    GENERATED_BODY()

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    TArray<FNpcQuestState> States;

    /** What the game has to make so. Example: has mira lantern. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> Effects;

    /** Keys of the lines that the NPC knows that was asked about. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    TArray<FString> KnownLineKeys;
};

/** Something that happened in the game, whoever did it. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcGameEvent
{
    GENERATED_BODY()

    /** The same event has the same id, however often it is told; 1..200 characters. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Id;

    /** The game's own clock: what happens later has more of it; a whole number. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    double Time = 0.0;

    /** What is so from then on, at most 64. Examples: has mira lantern; not alive wolf. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FString> Literals;

    /** The quest that it is about; empty for none. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString QuestId;

    /** Whether the player gives that quest up. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    bool bRefuses = false;
};
