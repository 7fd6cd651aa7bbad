#include "NpcTalkActions.h"

UNpcTalkAction* UNpcTalkAction::TalkToNpc(UNpcComponent* InNpc, const FString& Text, const FNpcReplyOptions& Options)
{
    return Make(InNpc, [Text, Options](UNpcComponent& To) { return To.Chat(Text, Options); });
}

UNpcTalkAction* UNpcTalkAction::NotifyNpc(
    UNpcComponent* InNpc, const FString& Stimulus, bool bSilent, const FNpcReplyOptions& Options)
{
    return Make(InNpc, [Stimulus, bSilent, Options](UNpcComponent& To) { return To.Notify(Stimulus, bSilent, Options); });
}

UNpcTalkAction* UNpcTalkAction::RegenerateReply(UNpcComponent* InNpc, const FNpcReplyOptions& Options)
{
    return Make(InNpc, [Options](UNpcComponent& To) { return To.Regenerate(Options); });
}

UNpcTalkAction* UNpcTalkAction::BarkNpc(UNpcComponent* InNpc, const FString& Situation, int32 Count)
{
    return Make(InNpc, [Situation, Count](UNpcComponent& To) { return To.Bark(Situation, Count); });
}

UNpcTalkAction* UNpcTalkAction::Make(UNpcComponent* InNpc, TFunction<bool(UNpcComponent&)> InBegin)
{
    UNpcTalkAction* Action = NewObject<UNpcTalkAction>();
    Action->Npc = InNpc;
    Action->Begin = MoveTemp(InBegin);
    if (InNpc != nullptr)
    {
        Action->RegisterWithGameInstance(InNpc);
    }
    return Action;
}

void UNpcTalkAction::Activate()
{
    UNpcComponent* To = Npc.Get();
    if (To == nullptr || !Begin(*To))
    {
        FNpcFailure Failure;
        Failure.Code = TEXT("failed_precondition");
        Failure.Reason = TEXT("TURN_IN_PROGRESS");
        Failure.Message = TEXT("the NPC still speaks, or isn't in play");
        Failure.Hint = TEXT("Wait for its completed event, or Cancel first.");
        OnFailed.Broadcast(Failure);
        SetReadyToDestroy();
        return;
    }
    Listen(*To);
}

void UNpcTalkAction::Listen(UNpcComponent& To)
{
    To.OnTextDelta.AddDynamic(this, &UNpcTalkAction::HandleTextDelta);
    To.OnSentence.AddDynamic(this, &UNpcTalkAction::HandleSentence);
    To.OnAction.AddDynamic(this, &UNpcTalkAction::HandleAction);
    To.OnCompleted.AddDynamic(this, &UNpcTalkAction::HandleCompleted);
    To.OnFailed.AddDynamic(this, &UNpcTalkAction::HandleFailed);
    To.OnEnded.AddDynamic(this, &UNpcTalkAction::HandleEnded);
}

void UNpcTalkAction::StopListening()
{
    if (UNpcComponent* To = Npc.Get())
    {
        To->OnTextDelta.RemoveDynamic(this, &UNpcTalkAction::HandleTextDelta);
        To->OnSentence.RemoveDynamic(this, &UNpcTalkAction::HandleSentence);
        To->OnAction.RemoveDynamic(this, &UNpcTalkAction::HandleAction);
        To->OnCompleted.RemoveDynamic(this, &UNpcTalkAction::HandleCompleted);
        To->OnFailed.RemoveDynamic(this, &UNpcTalkAction::HandleFailed);
        To->OnEnded.RemoveDynamic(this, &UNpcTalkAction::HandleEnded);
    }
}

void UNpcTalkAction::HandleTextDelta(const FString& Text)
{
    OnTextDelta.Broadcast(Text);
}

void UNpcTalkAction::HandleSentence(const FNpcSentence& Sentence)
{
    OnSentence.Broadcast(Sentence);
}

void UNpcTalkAction::HandleAction(const FNpcAction& Action)
{
    OnAction.Broadcast(Action);
}

void UNpcTalkAction::HandleCompleted(const FNpcReply& Reply)
{
    OnCompleted.Broadcast(Reply);
}

void UNpcTalkAction::HandleFailed(const FNpcFailure& Failure)
{
    OnFailed.Broadcast(Failure);
}

void UNpcTalkAction::HandleEnded()
{
    StopListening();
    SetReadyToDestroy();
}
