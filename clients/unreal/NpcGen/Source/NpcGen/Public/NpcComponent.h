// An NPC that talks: put it on an actor, name its persona, bind its events.
#pragma once

#include "Components/ActorComponent.h"
#include "CoreMinimal.h"
#include "NpcTypes.h"

#include "NpcComponent.generated.h"

struct FNpcTalk;

DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcTextDelta, const FString&, Text);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcSentenceSpoken, const FNpcSentence&, Sentence);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcActionChosen, const FNpcAction&, Action);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(
    FNpcEmotionChanged, const FString&, Label, double, Intensity);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_FourParams(
    FNpcRelationshipChanged, const FString&, Axis, double, OldValue, double, NewValue, const FString&, Why);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcCompleted, const FNpcReply&, Reply);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcFailed, const FNpcFailure&, Failure);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcOtherEvent, const FString&, Kind);
DECLARE_DYNAMIC_MULTICAST_DELEGATE(FNpcEnded);

/**
 * All events come on the game thread, at most MaxEventsPerFrame a frame. Where the server can't be
 * reached, the NPC says one of its fallback lines, by the same events, and OnFailed says why.
 */
UCLASS(ClassGroup = (NpcGen), meta = (BlueprintSpawnableComponent))
class NPCGEN_API UNpcComponent : public UActorComponent
{
    GENERATED_BODY()

public:
    UNpcComponent();

    /** Who the NPC is, by the server's id. Example: brannoch. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString PersonaId;

    /** The game's own id for the player, so that the NPC remembers. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString PlayerId;

    /** The name the NPC hears. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString PlayerName;

    /** What is going on around them, at most 500 characters. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Scene;

    /** What the NPC says when the server can't be reached. Empty: its persona's, once they are known. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<FString> FallbackLines;

    /** Events that one frame gets at most, 1..1000. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen", meta = (ClampMin = "1", ClampMax = "1000"))
    int32 MaxEventsPerFrame = 64;

    /** New text, and only that. */
    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcTextDelta OnTextDelta;

    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcSentenceSpoken OnSentence;

    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcActionChosen OnAction;

    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcEmotionChanged OnEmotionChanged;

    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcRelationshipChanged OnRelationshipChanged;

    /** The whole reply; the NPC can be spoken to again. */
    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcCompleted OnCompleted;

    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcFailed OnFailed;

    /** An event that has no other: started, safety, or the name of one that is newer than this plugin. */
    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcOtherEvent OnOtherEvent;

    /** Once behind every Chat, Notify, Regenerate, Bark and GroupChat, however it ended; also when play ends. */
    UPROPERTY(BlueprintAssignable, Category = "NpcGen")
    FNpcEnded OnEnded;

    /** The player speaks. False while the NPC still answers: Cancel first. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "Options"))
    bool Chat(const FString& Text, const FNpcReplyOptions& Options);

    /** Something happened; the NPC may say something to it, unless it is silent. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "Options"))
    bool Notify(const FString& Stimulus, bool bSilent, const FNpcReplyOptions& Options);

    /** The last turn again, with another seed unless the options say which. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "Options"))
    bool Regenerate(const FNpcReplyOptions& Options);

    /** One-liners for passers-by, 1..8; nothing is remembered. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    bool Bark(const FString& Situation, int32 Count);

    /** Begins the conversation and computes its prompt, when the player comes near. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void Warmup();

    /** Ends the reply. With HeardChars >= 0 the NPC remembers only what the player heard of it. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void Cancel(int32 HeardChars = -1);

    /** What the game did with an action. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void AcknowledgeAction(const FNpcAction& Action, bool bOk, const FString& Detail);

    /** Gives the NPC a memory of the player, who needs a PlayerId: one line, at most 400 characters. Deed moves what it
     *  feels: gift, payment, help, rescue, promise_kept, promise_broken, lie_found, theft, harm, victory, or nothing. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void Remember(const FString& Memory, const FString& Deed);

    /** Files the player's report of the last turn, in the server's audit log. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void ReportTurn(ENpcReportReason Reason, const FString& Comment);

    /** Forgets the talk, here and on the server; the next line begins another. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void EndConversation();

    /** Keeps what comes while a frame is heavy, or a menu is open. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void PauseDelivery();

    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void ResumeDelivery();

    /** Whether a Chat would be refused. */
    UFUNCTION(BlueprintPure, Category = "NpcGen")
    bool IsBusy() const;

    /** Empty until the first call began one. Keep it in a save game, beside SaveConversations. */
    UFUNCTION(BlueprintPure, Category = "NpcGen")
    FString GetConversationId() const { return ConversationId; }

    /** Goes on with a conversation, after LoadConversations. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void SetConversationId(const FString& Id) { ConversationId = Id; }

    virtual void BeginPlay() override;
    virtual void EndPlay(const EEndPlayReason::Type Reason) override;
    virtual void TickComponent(
        float DeltaTime, ELevelTick TickType, FActorComponentTickFunction* ThisTickFunction) override;

private:
    friend struct FNpcTalk;
    friend class UNpcGroupChat;

    UPROPERTY(SaveGame)
    FString ConversationId;

    TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Talk;
};
