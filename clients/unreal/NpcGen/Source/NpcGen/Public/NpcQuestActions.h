// Blueprint nodes that follow quests through a play: one game that is being played.
#pragma once

#include <string>

#include "CoreMinimal.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "NpcComponent.h"
#include "NpcQuestTypes.h"

#include "NpcQuestActions.generated.h"

class UNpcGenSubsystem;

DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcQuestsUpdated, const FNpcQuestUpdate&, Update);

/** Offer Quest and its kin. PlayId is the game's own, 1..64 characters; set it in a reply's state too, and
 *  NPCs speak of the quests that they know. */
UCLASS()
class NPCGEN_API UNpcQuestAction : public UBlueprintAsyncActionBase
{
    GENERATED_BODY()

public:
    UPROPERTY(BlueprintAssignable)
    FNpcQuestsUpdated OnDone;

    UPROPERTY(BlueprintAssignable)
    FNpcFailed OnFailed;

    /** Lets its giver have the quest to ask for. World: as Make Quests had it. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcQuestAction* OfferQuest(
        const UObject* WorldContext, const FString& PlayId, const FString& World, const FNpcQuest& Quest);

    /** The player takes the quest on; Time by the game's own clock. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcQuestAction* StartQuest(const UObject* WorldContext, const FString& PlayId, const FString& World,
        const FNpcQuest& Quest, double Time = 0.0);

    /** Tells what happened, 1..1000 events in any order; Update has the quests that aren't what they were. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcQuestAction* ReportGameEvents(
        const UObject* WorldContext, const FString& PlayId, const TArray<FNpcGameEvent>& Events);

    /** How far the quests of the play have come; QuestId and NpcId may be empty. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", WorldContext = "WorldContext"))
    static UNpcQuestAction* GetQuestStates(
        const UObject* WorldContext, const FString& PlayId, const FString& QuestId, const FString& NpcId);

    virtual void Activate() override;

private:
    static UNpcQuestAction* Make(const UObject* WorldContext, const TCHAR* InMethod, std::string InRequest);
    void End(bool bOk, const FNpcQuestUpdate& Update, const FNpcFailure& Failure);

    TWeakObjectPtr<UNpcGenSubsystem> Server;
    FString Method;
    std::string Request;
};
