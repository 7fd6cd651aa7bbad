// Several NPCs hear a line, or what happens: who answers is the server's choice.
#pragma once

#include <string>

#include "Containers/Ticker.h"
#include "CoreMinimal.h"
#include "Kismet/BlueprintAsyncActionBase.h"
#include "NpcComponent.h"
#include "NpcTypes.h"

#include "NpcGroupChat.generated.h"

struct FNpcGroup;

namespace npcgen
{
struct Event;
struct Outcome;
}

DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FNpcGroupTextDelta, UNpcComponent*, Npc, const FString&, Text);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FNpcGroupSentence, UNpcComponent*, Npc, const FNpcSentence&, Sentence);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FNpcGroupAction, UNpcComponent*, Npc, const FNpcAction&, Action);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(FNpcGroupTurn, UNpcComponent*, Npc, const FNpcReply&, Reply);
DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(FNpcGroupEnded, ENpcGroupEnd, End);

/** How a line is said to a group. */
USTRUCT(BlueprintType)
struct NPCGEN_API FNpcGroupOptions
{
    GENERATED_BODY()

    /** What happens, in the place of what is said, at most 300 characters. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    FString Stimulus;

    /** Who hears it; empty for all. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<TObjectPtr<UNpcComponent>> Audience;

    /** Who alone hears it, and may answer in whispers; empty where it is said aloud. Not with Audience. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    TArray<TObjectPtr<UNpcComponent>> WhisperTo;

    /** Turns at most, 1..8; 0 is the server's own, 2. */
    UPROPERTY(EditAnywhere, BlueprintReadWrite, Category = "NpcGen")
    int32 MaxSpeakers = 0;
};

/**
 * Group Chat: its pins say which NPC speaks, and the events of that component fire as well. All of
 * them are busy until it ends; the last pin is Ended or Failed.
 */
UCLASS(meta = (ExposedAsyncProxy = "Chat"))
class NPCGEN_API UNpcGroupChat : public UBlueprintAsyncActionBase
{
    GENERATED_BODY()

public:
    UPROPERTY(BlueprintAssignable)
    FNpcGroupTextDelta OnTextDelta;

    UPROPERTY(BlueprintAssignable)
    FNpcGroupSentence OnSentence;

    UPROPERTY(BlueprintAssignable)
    FNpcGroupAction OnAction;

    /** An NPC has spoken; another one may follow. */
    UPROPERTY(BlueprintAssignable)
    FNpcGroupTurn OnCompleted;

    UPROPERTY(BlueprintAssignable)
    FNpcGroupEnded OnEnded;

    /** Where nobody had spoken yet, the first of them says a fallback line before. */
    UPROPERTY(BlueprintAssignable)
    FNpcFailed OnFailed;

    /** Says a line to 1..8 NPCs of one player; an empty text lets them talk among themselves. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen",
        meta = (BlueprintInternalUseOnly = "true", AutoCreateRefTerm = "Group,Options"))
    static UNpcGroupChat* GroupChat(const TArray<UNpcComponent*>& Npcs, const FString& Text,
        const FNpcGroupOptions& Group, const FNpcReplyOptions& Options);

    /** Ends what they say; Failed is CANCELLED. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void Cancel();

    virtual void Activate() override;

private:
    friend struct FNpcGroup;

    // Begins the conversations of those from here on, then sends the line.
    void BeginFrom(int32 Place);
    void Send();
    bool Deliver(float DeltaTime);
    void Hear(const npcgen::Event& Event);
    void End(const npcgen::Outcome& Outcome);
    void EndAsLeft();
    void Refuse();
    void Free();
    bool CanBegin() const;
    UNpcComponent* SpeakerOf(const npcgen::Event& Event) const;
    UNpcComponent* AnyInPlay() const;

    // NOTE: a node that waits must not keep a level alive.
    TArray<TWeakObjectPtr<UNpcComponent>> Npcs;
    TArray<TWeakObjectPtr<UNpcComponent>> Audience;
    TArray<TWeakObjectPtr<UNpcComponent>> WhisperTo;
    TSharedPtr<FNpcGroup, ESPMode::ThreadSafe> Group;
    FTSTicker::FDelegateHandle Ticking;
    FString Text;
    FString Stimulus;
    int32 MaxSpeakers = 0;
    FNpcReplyOptions Options;
    ENpcGroupEnd Ending = ENpcGroupEnd::Unspecified;
};
