// Blueprint nodes that make levels, quests and materials while the game runs.
#pragma once

#include <string>

#include "Containers/Ticker.h"
#include "CoreMinimal.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "NpcComponent.h"
#include "NpcContent.h"
#include "NpcQuestTypes.h"

#include "NpcMakeActions.generated.h"

class FNpcStream;
class UMaterialInstanceDynamic;
class UNpcGenSubsystem;
struct FNpcMaking;

namespace npcgen
{
class Generation;
class LevelAssembly;
}

DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FNpcMakeProgress, const FString&, Phase, double, Fraction);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcLevelMade, UNpcLevel*, Level);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcQuestsMade, const TArray<FNpcQuest>&, Quests);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcMaterialMade, UMaterialInstanceDynamic*, Material);

/** What shall be made; what isn't set is the server's own. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcLevelSpec
{
    GENERATED_BODY()

    /** dungeon, cave, building, settlement, overworld, tiles or rules; empty where the prompt says it. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Kind;

    /** Cells across, 1..2048; 0 is the server's own, 48. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int32 Width = 0;

    /** Cells down, 1..2048; 0 is the server's own, 32. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int32 Height = 0;

    /** 1..16; 0 is the server's own, 1. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int32 Floors = 0;

    /** Same spec, seed and server: same level. 0..4294967295. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int64 Seed = 0;

    /** One of the kind's themes; empty for its first. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Theme;

    /** The same in words. Example: a flooded crypt of twelve rooms. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", meta = (MultiLine = "true"))
    FString Prompt;

    /** The rest of the spec: counts, constraints, tiles. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", meta = (MultiLine = "true"))
    FString Yaml;
};

/** Whatever is made by a stream: how far it is, and why it failed. */
UCLASS(Abstract)
class NPCGEN_API UNpcMakeAction : public UBlueprintAsyncActionBase
{
    GENERATED_BODY()

public:
    /** What is being done, and how much of all is done, 0..1. */
    UPROPERTY(BlueprintAssignable)
    FNpcMakeProgress OnProgress;

    UPROPERTY(BlueprintAssignable)
    FNpcFailed OnFailed;

    /** Ends the work, here and on the server; no pin fires any more. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void Cancel();

    virtual void Activate() override;

protected:
    // What is asked, and of which game's server.
    void Prepare(const UObject* WorldContext, const FString& InMethod, std::string InRequest);

    // Milliseconds that the settings allow for what is made.
    static uint32 DeadlineMs();

    UNpcGenSubsystem* Subsystem() const { return Server.Get(); }
    void Fail(const FNpcFailure& Failure);
    void Fail(const FString& Reason, const FString& Message, const FString& Hint);

    // Tells what was made, or fails.
    virtual void Finish(npcgen::Generation& Made) {}

    FString Method;
    std::string Request;

private:
    bool TellProgress(float DeltaTime);
    void End();

    TWeakObjectPtr<UNpcGenSubsystem> Server;
    TSharedPtr<FNpcMaking, ESPMode::ThreadSafe> Making;
    TSharedPtr<FNpcStream, ESPMode::ThreadSafe> Streaming;
    FTSTicker::FDelegateHandle Ticking;
};

/** Make Level, Regenerate Region, Get Chunk: a level as an object that the game spawns from. */
UCLASS(meta = (ExposedAsyncProxy = "Work"))
class NPCGEN_API UNpcMakeLevel : public UNpcMakeAction
{
    GENERATED_BODY()

public:
    UPROPERTY(BlueprintAssignable)
    FNpcLevelMade OnMade;

    /** Makes a level. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcMakeLevel* MakeLevel(const UObject* WorldContext, const FNpcLevelSpec& Spec);

    /** Makes the inside of a rectangle anew, and leaves the rest as it is: Left, Top and Floor in Cell, 0 and
     *  more; what the level's spec demands still holds. Level itself stays as it was. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcMakeLevel* RegenerateRegion(const UObject* WorldContext, const UNpcLevel* Level, FIntVector Cell,
        int32 Width, int32 Height, int64 Seed = 0);

    /** A chunk of an endless world, X to the right of its middle and Y below, in chunks; the spec's size is the
     *  chunk's, its seed the world's. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcMakeLevel* GetChunk(const UObject* WorldContext, const FNpcLevelSpec& Spec, int32 X, int32 Y);

    virtual void Activate() override;

protected:
    virtual void Finish(npcgen::Generation& Made) override;

private:
    void Tell(npcgen::LevelAssembly& Sent, const FString& SpecJson);

    bool bHasLevel = true;  // the one to change
    bool bIsChunk = false;
};

/** Make Quests: quests to offer, to start, and to keep in a save game. */
UCLASS(meta = (ExposedAsyncProxy = "Work"))
class NPCGEN_API UNpcMakeQuests : public UNpcMakeAction
{
    GENERATED_BODY()

public:
    UPROPERTY(BlueprintAssignable)
    FNpcQuestsMade OnMade;

    /** World: the id of one that ships, such as emberlow, or the game's own as a text of several lines.
     *  Count: 1..1000. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcMakeQuests* MakeQuests(const UObject* WorldContext, const FString& World, int32 Count = 1,
        int64 Seed = 0, const FString& Prompt = TEXT(""));

protected:
    virtual void Finish(npcgen::Generation& Made) override;
};

/** Make Material: an instance of the settings' Material Parent, with textures of its own. */
UCLASS(meta = (ExposedAsyncProxy = "Work"))
class NPCGEN_API UNpcMakeMaterial : public UNpcMakeAction
{
    GENERATED_BODY()

public:
    UPROPERTY(BlueprintAssignable)
    FNpcMaterialMade OnMade;

    /** Prompt: what it shall be, such as mossy castle wall. Width: pixels a side, 16..4096, a multiple of 4.
     *  Yaml: the rest of the spec. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcMakeMaterial* MakeMaterial(const UObject* WorldContext, const FString& Prompt, int32 Width = 512,
        int64 Seed = 0, const FString& Yaml = TEXT(""));

protected:
    virtual void Finish(npcgen::Generation& Made) override;
};
