// Blueprint nodes that wait for an NPC's answer.
#pragma once

#include "CoreMinimal.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "NpcComponent.h"
#include "NpcTypes.h"
#include "Templates/Function.h"

#include "NpcTalkActions.generated.h"

/** Talk To Npc and its kin: their pins fire as the reply comes; the last is Completed or Failed. */
UCLASS(meta = (ExposedAsyncProxy = "Reply"))
class NPCGEN_API UNpcTalkAction : public UBlueprintAsyncActionBase
{
    GENERATED_BODY()

public:
    UPROPERTY(BlueprintAssignable)
    FNpcTextDelta OnTextDelta;

    UPROPERTY(BlueprintAssignable)
    FNpcSentenceSpoken OnSentence;

    UPROPERTY(BlueprintAssignable)
    FNpcActionChosen OnAction;

    UPROPERTY(BlueprintAssignable)
    FNpcCompleted OnCompleted;

    UPROPERTY(BlueprintAssignable)
    FNpcFailed OnFailed;

    /** The player speaks to the NPC. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", AutoCreateRefTerm = "Options"))
    static UNpcTalkAction* TalkToNpc(UNpcComponent* Npc, const FString& Text, const FNpcReplyOptions& Options);

    /** Something happened that the NPC notices. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", AutoCreateRefTerm = "Options"))
    static UNpcTalkAction* NotifyNpc(
        UNpcComponent* Npc, const FString& Stimulus, bool bSilent, const FNpcReplyOptions& Options);

    /** The NPC says its last turn again. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", AutoCreateRefTerm = "Options"))
    static UNpcTalkAction* RegenerateReply(UNpcComponent* Npc, const FNpcReplyOptions& Options);

    /** The NPC says one-liners to nobody; Completed comes once for each. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (BlueprintInternalUseOnly = "true"))
    static UNpcTalkAction* BarkNpc(UNpcComponent* Npc, const FString& Situation, int32 Count = 1);

    virtual void Activate() override;

private:
    UFUNCTION()
    void HandleTextDelta(const FString& Text);
    UFUNCTION()
    void HandleSentence(const FNpcSentence& Sentence);
    UFUNCTION()
    void HandleAction(const FNpcAction& Action);
    UFUNCTION()
    void HandleCompleted(const FNpcReply& Reply);
    UFUNCTION()
    void HandleFailed(const FNpcFailure& Failure);
    UFUNCTION()
    void HandleEnded();

    static UNpcTalkAction* Make(UNpcComponent* InNpc, TFunction<bool(UNpcComponent&)> InBegin);
    void Listen(UNpcComponent& To);
    void StopListening();

    // NOTE: a node that waits must not keep a level alive.
    TWeakObjectPtr<UNpcComponent> Npc;

    TFunction<bool(UNpcComponent&)> Begin;
};
