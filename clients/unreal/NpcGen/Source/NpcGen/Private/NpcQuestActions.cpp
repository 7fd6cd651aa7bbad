#include "NpcQuestActions.h"

#include "Core/ContentRequests.h"
#include "Engine/GameInstance.h"
#include "Engine/World.h"
#include "Misc/Guid.h"
#include "NpcConvert.h"
#include "NpcGenSubsystem.h"
#include "NpcHttp.h"

using NpcConvert::ToUtf8;

UNpcQuestAction* UNpcQuestAction::OfferQuest(
    const UObject* WorldContext, const FString& PlayId, const FString& World, const FNpcQuest& Quest)
{
    return Make(WorldContext, TEXT("OfferQuest"),
        npcgen::offer_quest_request(ToUtf8(PlayId), ToUtf8(World), ToUtf8(Quest.Json)));
}

UNpcQuestAction* UNpcQuestAction::StartQuest(const UObject* WorldContext, const FString& PlayId,
    const FString& World, const FNpcQuest& Quest, double Time)
{
    return Make(WorldContext, TEXT("StartQuest"),
        npcgen::start_quest_request(ToUtf8(FGuid::NewGuid().ToString()), ToUtf8(PlayId), ToUtf8(World),
            ToUtf8(Quest.Json), Time));
}

UNpcQuestAction* UNpcQuestAction::ReportGameEvents(
    const UObject* WorldContext, const FString& PlayId, const TArray<FNpcGameEvent>& Events)
{
    std::vector<npcgen::GameEvent> Told;
    for (const FNpcGameEvent& Event : Events)
    {
        Told.push_back({ToUtf8(Event.Id), Event.Time, NpcConvert::Texts(Event.Literals), ToUtf8(Event.QuestId),
            Event.bRefuses});
    }
    return Make(
        WorldContext, TEXT("ReportGameEvent"), npcgen::report_game_event_request(ToUtf8(PlayId), Told));
}

UNpcQuestAction* UNpcQuestAction::GetQuestStates(
    const UObject* WorldContext, const FString& PlayId, const FString& QuestId, const FString& NpcId)
{
    return Make(WorldContext, TEXT("GetQuestState"),
        npcgen::play_request(ToUtf8(PlayId), ToUtf8(QuestId), ToUtf8(NpcId)));
}

UNpcQuestAction* UNpcQuestAction::Make(const UObject* WorldContext, const TCHAR* InMethod, std::string InRequest)
{
    UNpcQuestAction* Action = NewObject<UNpcQuestAction>();
    Action->Method = FString(TEXT("npcgen.v1.QuestService/")) + InMethod;
    Action->Request = MoveTemp(InRequest);
    const UWorld* World = WorldContext != nullptr ? WorldContext->GetWorld() : nullptr;
    UGameInstance* Game = World != nullptr ? World->GetGameInstance() : nullptr;
    if (Game != nullptr)
    {
        Action->Server = Game->GetSubsystem<UNpcGenSubsystem>();
        Action->RegisterWithGameInstance(WorldContext);
    }
    return Action;
}

void UNpcQuestAction::Activate()
{
    UNpcGenSubsystem* To = Server.Get();
    if (To == nullptr)
    {
        End(false, {},
            NpcConvert::Failure(npcgen::failure_of(npcgen::Reason::Cancelled, "there is no running game")));
        return;
    }
    const TWeakObjectPtr<UNpcQuestAction> Weak(this);
    To->Call(Method, Request,
        [Weak](const FNpcAnswer& Answer)
        {
            if (UNpcQuestAction* Action = Weak.Get())
            {
                Action->End(Answer.Outcome.ok, NpcConvert::QuestUpdate(npcgen::read_quest_update(Answer.Json)),
                    NpcConvert::Failure(Answer.Outcome.failure));
            }
        });
}

void UNpcQuestAction::End(bool bOk, const FNpcQuestUpdate& Update, const FNpcFailure& Failure)
{
    if (bOk)
    {
        OnDone.Broadcast(Update);
    }
    else
    {
        OnFailed.Broadcast(Failure);
    }
    SetReadyToDestroy();
}
