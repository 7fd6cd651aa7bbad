// What Blueprints and C++ hand to the server, and get from it. Names and units are the protos'.
#pragma once

#include "CoreMinimal.h"

#include "NpcTypes.generated.h"

/** Why a reply ended. */
UENUM(BlueprintType)
enum class ENpcFinishReason : uint8
{
    /** Newer than this plugin. */
    Unspecified,
    Stop,
    Length,
    Cancelled,
    Deadline,
    /** An authored line was said, for no model could speak in time or the server wasn't reached. */
    Fallback,
    Guardrail
};

/** Why nobody in a group says any more. */
UENUM(BlueprintType)
enum class ENpcGroupEnd : uint8
{
    /** Newer than this plugin. */
    Unspecified,
    /** Whoever had something to say has said it. */
    Answered,
    Silence,
    /** As many have spoken as may. */
    Limit,
    /** They went round in circles, and rest until something happens. */
    Loop,
    Cancelled
};

/** Why a player reports what an NPC said. */
UENUM(BlueprintType)
enum class ENpcReportReason : uint8
{
    Unsafe,
    Untrue,
    OutOfCharacter,
    Repetition,
    Other
};

/** Why a call failed, and what to do about it. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcFailure
{
    GENERATED_BODY()

    /** Connect's word. Example: unavailable. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Code;

    /** Stable, in capitals. Example: SERVER_UNREACHABLE. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Reason;

    /** What happened. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Message;

    /** What to do about it; empty where the message says it. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Hint;

    /** The path of the field that is wrong; empty for none. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Field;

    /** The least pause before another try, in milliseconds; 0 for none. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    int32 RetryAfterMs = 0;
};

/** A finished sentence, for speech and subtitles. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcSentence
{
    GENERATED_BODY()

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Text;

    /** Where it begins in the whole reply, in Unicode code points. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    int32 Start = 0;

    /** Where it ends, exclusive. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    int32 End = 0;
};

/** What an NPC does. Answer it with AcknowledgeAction. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcAction
{
    GENERATED_BODY()

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString ActionId;

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString TurnId;

    /** One of those that were declared. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Name;

    /** JSON that satisfies the declared schema. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString ArgumentsJson;
};

/** A whole reply. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcReply
{
    GENERATED_BODY()

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString TurnId;

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString Text;

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    ENpcFinishReason FinishReason = ENpcFinishReason::Unspecified;

    /** The reason of the failure that a fallback line stands for; empty for a model's own words. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    FString FallbackReason;

    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    int32 CompletionTokens = 0;

    /** Milliseconds to the first token, on the server. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    double TtftMs = 0;

    /** Milliseconds to the end, on the server. */
    UPROPERTY(BlueprintReadOnly, Category = "NpcGen")
    double TotalMs = 0;
};

/** Something an NPC may do now. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcActionDeclaration
{
    GENERATED_BODY()

    /** 1..40 of a-z, 0-9 and _. Example: give_item. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Name;

    /** What it does, for the model. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Description;

    /** The JSON Schema of its arguments; empty for none. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString SchemaJson;

    /** Words that an exchange holds when the action makes sense. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FString> When;
};

/** An object, or a character, that is there now. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcThing
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Id;

    /** What people call it. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Name;

    /** The game's own word for its sort; characters have none. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Kind;
};

/** What the game says about now, in the place of all it said before. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcGameState
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Place;

    /** The stage that each quest has reached, 0..10000. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TMap<FString, int32> Quests;

    /** What the player holds. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FString> Items;

    /** Whatever else is true. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FString> Flags;

    /** The play of quests that they talk in; empty for none. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString PlayId;
};

/** What may be asked of one reply; what isn't set is the server's own. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcReplyOptions
{
    GENERATED_BODY()

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    bool bSetScene = false;

    /** What is going on from now on, at most 500 characters. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", meta = (EditCondition = "bSetScene"))
    FString Scene;

    /** 1..4096; 0 is the server's own. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int32 MaxTokens = 0;

    /** Milliseconds for the reply, 1..600000; 0 is the server's own. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int32 TimeoutMs = 0;

    /** Lets the reply come no faster than the game shows it; 0 is as fast as it comes. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    double MaxTokensPerS = 0.0;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    bool bSetSeed = false;

    /** 0..4294967295. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", meta = (EditCondition = "bSetSeed"))
    int64 Seed = 0;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    bool bSetState = false;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", meta = (EditCondition = "bSetState"))
    FNpcGameState State;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FNpcActionDeclaration> Actions;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FNpcThing> Objects;

    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FNpcThing> Characters;
};
