#include "NpcTalk.h"

#include "Core/Requests.h"
#include "Engine/GameInstance.h"
#include "Engine/World.h"
#include "Misc/Guid.h"
#include "NpcConvert.h"
#include "NpcGenSettings.h"
#include "NpcGenSubsystem.h"

namespace
{
const TCHAR* const Dialogue = TEXT("npcgen.v1.DialogueService/");
}

bool FNpcTalk::Speak(const FString& Method, FMakeRequest MakeRequest)
{
    ReadProperties();
    const uint32 Call = bInGroup ? 0 : Talk.begin();
    if (Call == 0)
    {
        return false;
    }
    const TWeakPtr<FNpcTalk, ESPMode::ThreadSafe> Weak = AsShared();
    WithConversation(
        [Weak, Call, Method, MakeRequest = MoveTemp(MakeRequest)](const npcgen::Outcome& Outcome)
        {
            const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Self = Weak.Pin();
            if (Self.IsValid() && Outcome.ok)
            {
                Self->Stream(Call, npcgen::StreamKind::OneTurn, Method, MakeRequest(Self->ConversationId()));
            }
            else if (Self.IsValid())
            {
                Self->Talk.end(Call, Outcome);
            }
        });
    return true;
}

bool FNpcTalk::SpeakAlone(const FString& Method, const std::string& Request)
{
    ReadProperties();
    const uint32 Call = bInGroup ? 0 : Talk.begin(npcgen::StreamKind::Turns);
    if (Call != 0)
    {
        Stream(Call, npcgen::StreamKind::Turns, Method, Request);
    }
    return Call != 0;
}

void FNpcTalk::Tell(const FString& Method, FMakeRequest MakeRequest)
{
    UNpcGenSubsystem* Server = Subsystem();
    const std::string Conversation = ConversationId();
    if (Server != nullptr && !Conversation.empty())
    {
        Server->Call(Dialogue + Method, MakeRequest(Conversation), &NpcLogFailure);
    }
}

void FNpcTalk::ReadProperties()
{
    const UNpcComponent* Npc = Owner.Get();
    if (Npc == nullptr)
    {
        return;
    }
    Talk.set_npc_id(NpcConvert::ToUtf8(Npc->PersonaId));
    if (Npc->FallbackLines.Num() > 0)
    {
        Talk.set_fallback_lines(NpcConvert::Texts(Npc->FallbackLines));
    }
}

void FNpcTalk::Warmup()
{
    const TWeakPtr<FNpcTalk, ESPMode::ThreadSafe> Weak = AsShared();
    WithConversation(
        [Weak](const npcgen::Outcome& Outcome)
        {
            const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Self = Weak.Pin();
            if (Self.IsValid() && Outcome.ok)
            {
                Self->Tell(TEXT("Warmup"), npcgen::conversation_request);
            }
        });
}

void FNpcTalk::Cancel()
{
    Talk.cancel();
    if (Streaming.IsValid())
    {
        Streaming->Cancel();
        Streaming.Reset();
    }
}

void FNpcTalk::Leave()
{
    Cancel();
    Owner.Reset();
}

UNpcGenSubsystem* FNpcTalk::Subsystem() const
{
    const UNpcComponent* Npc = Owner.Get();
    const UWorld* World = Npc != nullptr ? Npc->GetWorld() : nullptr;
    UGameInstance* Game = World != nullptr ? World->GetGameInstance() : nullptr;
    return Game != nullptr ? Game->GetSubsystem<UNpcGenSubsystem>() : nullptr;
}

std::string FNpcTalk::ConversationId() const
{
    const UNpcComponent* Npc = Owner.Get();
    return Npc != nullptr ? NpcConvert::ToUtf8(Npc->ConversationId) : std::string();
}

void FNpcTalk::WithConversation(TFunction<void(const npcgen::Outcome&)> Next)
{
    UNpcGenSubsystem* Server = Subsystem();
    const UNpcComponent* Npc = Owner.Get();
    if (Server == nullptr || Npc == nullptr)
    {
        Next(npcgen::failed(npcgen::Reason::Cancelled, "the component is in no running game"));
        return;
    }
    if (!Npc->ConversationId.IsEmpty())
    {
        Next({});
        return;
    }
    Beginning.Add(MoveTemp(Next));
    if (Beginning.Num() > 1)
    {
        return;
    }
    const std::string Request = npcgen::start_conversation_request(
        NpcConvert::ToUtf8(FGuid::NewGuid().ToString()), NpcConvert::ToUtf8(Npc->PersonaId),
        NpcConvert::ToUtf8(Npc->PlayerId), NpcConvert::ToUtf8(Npc->PlayerName), "", NpcConvert::ToUtf8(Npc->Scene));
    const TWeakPtr<FNpcTalk, ESPMode::ThreadSafe> Weak = AsShared();
    Server->Call(FString(Dialogue) + TEXT("StartConversation"), Request,
        [Weak](const FNpcAnswer& Answer)
        {
            const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Self = Weak.Pin();
            UNpcComponent* Begun = Self.IsValid() ? Self->Owner.Get() : nullptr;
            if (Begun == nullptr)
            {
                return;
            }
            if (Answer.Outcome.ok)
            {
                Begun->ConversationId = NpcConvert::FromUtf8(Answer.Json["conversation"]["id"].text());
                Self->LearnFallbackLines();
            }
            const TArray<TFunction<void(const npcgen::Outcome&)>> Waited = MoveTemp(Self->Beginning);
            Self->Beginning.Empty();
            for (const TFunction<void(const npcgen::Outcome&)>& Each : Waited)
            {
                Each(Answer.Outcome);
            }
        });
}

// The persona's own lines, where the game has none: for the day its server is gone.
void FNpcTalk::LearnFallbackLines()
{
    UNpcGenSubsystem* Server = Subsystem();
    const UNpcComponent* Npc = Owner.Get();
    if (Server == nullptr || Npc == nullptr || Npc->FallbackLines.Num() > 0)
    {
        return;
    }
    const std::string Request = npcgen::persona_request(NpcConvert::ToUtf8(Npc->PersonaId));
    const TWeakPtr<FNpcTalk, ESPMode::ThreadSafe> Weak = AsShared();
    Server->Call(TEXT("npcgen.v1.PersonaService/GetPersona"), Request,
        [Weak](const FNpcAnswer& Answer)
        {
            std::vector<std::string> Lines;
            for (const npcgen::JsonView Line : Answer.Json["persona"]["fallbackLines"])
            {
                Lines.emplace_back(Line.text());
            }
            const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Self = Weak.Pin();
            if (Self.IsValid() && !Lines.empty())
            {
                Self->Talk.set_fallback_lines(MoveTemp(Lines));
            }
        });
}

void FNpcTalk::Stream(uint32 Call, npcgen::StreamKind Kind, const FString& Method, const std::string& Request)
{
    UNpcGenSubsystem* Server = Subsystem();
    if (Server == nullptr)
    {
        Talk.end(Call, npcgen::failed(npcgen::Reason::Cancelled, "the component is in no running game"));
        return;
    }
    const TWeakPtr<FNpcTalk, ESPMode::ThreadSafe> Weak = AsShared();
    const FNpcStream::FReader Reader = MakeShared<FNpcEventReader, ESPMode::ThreadSafe>(Kind,
        [Weak, Call](npcgen::Event& Event)
        {
            const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Self = Weak.Pin();
            return Self.IsValid() && Self->Talk.receive(Call, Event);
        });
    const TSharedRef<FNpcStream, ESPMode::ThreadSafe> Started = MakeShared<FNpcStream, ESPMode::ThreadSafe>(Reader,
        [Weak, Call](const npcgen::Outcome& Outcome)
        {
            if (const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Self = Weak.Pin())
            {
                Self->Talk.end(Call, Outcome);
            }
        });
    Streaming = Started;
    Server->Listen(Started, Dialogue + Method, Request, GetDefault<UNpcGenSettings>()->ReplyTimeoutS);
}

void FNpcTalk::on_event(const npcgen::Event& Event)
{
    // NOTE: a handler may destroy the component, so it is looked up for each event.
    UNpcComponent* Npc = Owner.Get();
    if (Npc == nullptr)
    {
        return;
    }
    TurnId = Event.turn_id;
    if (const npcgen::TextDelta* Delta = Event.get<npcgen::TextDelta>())
    {
        Npc->OnTextDelta.Broadcast(NpcConvert::FromUtf8(Delta->text));
    }
    else if (const npcgen::Sentence* Sentence = Event.get<npcgen::Sentence>())
    {
        Npc->OnSentence.Broadcast(NpcConvert::Sentence(*Sentence));
    }
    else if (const npcgen::ActionChosen* Action = Event.get<npcgen::ActionChosen>())
    {
        Npc->OnAction.Broadcast(NpcConvert::Action(Event, *Action));
    }
    else if (const npcgen::Emotion* Emotion = Event.get<npcgen::Emotion>())
    {
        Npc->OnEmotionChanged.Broadcast(NpcConvert::FromUtf8(Emotion->label), Emotion->intensity);
    }
    else if (const npcgen::RelationshipChange* Change = Event.get<npcgen::RelationshipChange>())
    {
        Npc->OnRelationshipChanged.Broadcast(
            NpcConvert::FromUtf8(Change->axis), Change->old_value, Change->new_value,
            NpcConvert::FromUtf8(Change->why));
    }
    else if (const npcgen::Completed* Completed = Event.get<npcgen::Completed>())
    {
        Npc->OnCompleted.Broadcast(NpcConvert::Reply(Event, *Completed));
    }
    else
    {
        const npcgen::Unknown* Newer = Event.get<npcgen::Unknown>();
        Npc->OnOtherEvent.Broadcast(NpcConvert::FromUtf8(Newer != nullptr ? Newer->name : Event.kind()));
    }
}

void FNpcTalk::on_ended(const npcgen::Outcome& Outcome)
{
    UNpcComponent* Npc = Owner.Get();
    if (Npc != nullptr && Outcome.failure.reason == "CONVERSATION_NOT_FOUND")
    {
        // The next call begins another one.
        Npc->ConversationId.Reset();
    }
    if (Npc != nullptr && !Outcome.ok)
    {
        Npc->OnFailed.Broadcast(NpcConvert::Failure(Outcome.failure));
    }
    if (UNpcComponent* Still = Owner.Get())
    {
        Still->OnEnded.Broadcast();
    }
}
