#include "NpcGroupChat.h"

#include "Core/Requests.h"
#include "NpcConvert.h"
#include "NpcGenSettings.h"
#include "NpcGenSubsystem.h"
#include "NpcHttp.h"
#include "NpcTalk.h"

// The core's talk of the group. Shared with the HTTP thread, which may still hand on events.
struct FNpcGroup final : public npcgen::TalkListener, public TSharedFromThis<FNpcGroup, ESPMode::ThreadSafe>
{
    explicit FNpcGroup(UNpcGroupChat& InOwner) : Owner(&InOwner) {}

    virtual void on_event(const npcgen::Event& Event) override
    {
        if (UNpcGroupChat* Chat = Owner.Get())
        {
            Chat->Hear(Event);
        }
    }
    virtual void on_ended(const npcgen::Outcome& Outcome) override
    {
        if (UNpcGroupChat* Chat = Owner.Get())
        {
            Chat->End(Outcome);
        }
    }

    npcgen::Talk Talk;
    uint32 Call = 0;
    TSharedPtr<FNpcStream, ESPMode::ThreadSafe> Streaming;
    TWeakObjectPtr<UNpcGroupChat> Owner;
};

UNpcGroupChat* UNpcGroupChat::GroupChat(const TArray<UNpcComponent*>& InNpcs, const FString& InText,
    const FNpcGroupOptions& InGroup, const FNpcReplyOptions& InOptions)
{
    UNpcGroupChat* Chat = NewObject<UNpcGroupChat>();
    for (UNpcComponent* Npc : InNpcs)
    {
        Chat->Npcs.Add(Npc);
    }
    for (UNpcComponent* Npc : InGroup.Audience)
    {
        Chat->Audience.Add(Npc);
    }
    for (UNpcComponent* Npc : InGroup.WhisperTo)
    {
        Chat->WhisperTo.Add(Npc);
    }
    Chat->Text = InText;
    Chat->Stimulus = InGroup.Stimulus;
    Chat->MaxSpeakers = InGroup.MaxSpeakers;
    Chat->Options = InOptions;
    if (UNpcComponent* Npc = Chat->AnyInPlay())
    {
        Chat->RegisterWithGameInstance(Npc);
    }
    return Chat;
}

void UNpcGroupChat::Activate()
{
    if (!CanBegin())
    {
        Refuse();
        return;
    }
    Group = MakeShared<FNpcGroup, ESPMode::ThreadSafe>(*this);
    for (const TWeakObjectPtr<UNpcComponent>& Npc : Npcs)
    {
        Npc->Talk->bInGroup = true;
    }
    Npcs[0]->Talk->ReadProperties();
    Group->Talk.set_npc_id(NpcConvert::ToUtf8(Npcs[0]->PersonaId));
    Group->Talk.set_fallback_lines(Npcs[0]->Talk->Talk.fallback_lines());
    Group->Call = Group->Talk.begin(npcgen::StreamKind::Turns);
    Ticking = FTSTicker::GetCoreTicker().AddTicker(FTickerDelegate::CreateUObject(this, &UNpcGroupChat::Deliver));
    BeginFrom(0);
}

bool UNpcGroupChat::CanBegin() const
{
    for (const TWeakObjectPtr<UNpcComponent>& Npc : Npcs)
    {
        if (!Npc.IsValid() || !Npc->Talk.IsValid() || Npc->IsBusy())
        {
            return false;
        }
    }
    return Npcs.Num() > 0;
}

void UNpcGroupChat::BeginFrom(int32 Place)
{
    if (Place == Npcs.Num())
    {
        Send();
        return;
    }
    UNpcComponent* Npc = Npcs[Place].Get();
    if (Npc == nullptr || !Npc->Talk.IsValid())
    {
        EndAsLeft();
        return;
    }
    const TWeakObjectPtr<UNpcGroupChat> Weak(this);
    Npc->Talk->WithConversation(
        [Weak, Place](const npcgen::Outcome& Outcome)
        {
            UNpcGroupChat* Chat = Weak.Get();
            if (Chat == nullptr || !Chat->Group.IsValid())
            {
                return;
            }
            if (Outcome.ok)
            {
                Chat->BeginFrom(Place + 1);
            }
            else
            {
                Chat->Group->Talk.end(Chat->Group->Call, Outcome);
            }
        });
}

void UNpcGroupChat::EndAsLeft()
{
    Group->Talk.end(Group->Call, npcgen::failed(npcgen::Reason::Cancelled, "one of the group left the game"));
}

namespace
{
// The conversations of those NPCs; false where one of them has left. NOTE: a whisper to nobody would be
// said aloud.
bool IdsOf(const TArray<TWeakObjectPtr<UNpcComponent>>& Npcs, std::vector<std::string>& Ids)
{
    for (const TWeakObjectPtr<UNpcComponent>& Npc : Npcs)
    {
        if (!Npc.IsValid())
        {
            return false;
        }
        Ids.push_back(NpcConvert::ToUtf8(Npc->GetConversationId()));
    }
    return true;
}
}

void UNpcGroupChat::Send()
{
    UNpcComponent* First = AnyInPlay();
    UNpcGenSubsystem* Server = First != nullptr ? First->Talk->Subsystem() : nullptr;
    if (Server == nullptr)
    {
        return;
    }
    npcgen::GroupLine Said;
    if (!IdsOf(Npcs, Said.conversation_ids) || !IdsOf(Audience, Said.audience) || !IdsOf(WhisperTo, Said.whisper_to))
    {
        EndAsLeft();
        return;
    }
    Said.text = NpcConvert::ToUtf8(Text);
    Said.stimulus = NpcConvert::ToUtf8(Stimulus);
    Said.max_speakers = static_cast<uint32>(MaxSpeakers);
    const TWeakPtr<FNpcGroup, ESPMode::ThreadSafe> Weak = Group->AsShared();
    const uint32 Call = Group->Call;
    const FNpcStream::FReader Reader =
        MakeShared<FNpcEventReader, ESPMode::ThreadSafe>(npcgen::StreamKind::Turns,
            [Weak, Call](npcgen::Event& Event)
            {
                const TSharedPtr<FNpcGroup, ESPMode::ThreadSafe> Self = Weak.Pin();
                return Self.IsValid() && Self->Talk.receive(Call, Event);
            });
    const TSharedRef<FNpcStream, ESPMode::ThreadSafe> Started = MakeShared<FNpcStream, ESPMode::ThreadSafe>(Reader,
        [Weak, Call](const npcgen::Outcome& Outcome)
        {
            if (const TSharedPtr<FNpcGroup, ESPMode::ThreadSafe> Self = Weak.Pin())
            {
                Self->Talk.end(Call, Outcome);
            }
        });
    Group->Streaming = Started;
    Server->Listen(Started, TEXT("npcgen.v1.DialogueService/GroupChat"),
        npcgen::group_chat_request(Said, NpcConvert::Options(Options)), GetDefault<UNpcGenSettings>()->ReplyTimeoutS);
}

bool UNpcGroupChat::Deliver(float)
{
    constexpr uint32 MaxEventsPerFrame = 64;
    // NOTE: a handler may end the chat, so the group is held here.
    const TSharedPtr<FNpcGroup, ESPMode::ThreadSafe> Held = Group;
    if (!Held.IsValid())
    {
        return false;
    }
    if (AnyInPlay() == nullptr)
    {
        // The level was unloaded, or the game ends: nobody is there to tell.
        Cancel();
        Free();
        return false;
    }
    Held->Talk.deliver(*Held, MaxEventsPerFrame);
    return Group.IsValid();
}

void UNpcGroupChat::Cancel()
{
    if (Group.IsValid())
    {
        Group->Talk.cancel();
        if (Group->Streaming.IsValid())
        {
            Group->Streaming->Cancel();
        }
    }
}

void UNpcGroupChat::Hear(const npcgen::Event& Event)
{
    if (const npcgen::GroupCompleted* Completed = Event.get<npcgen::GroupCompleted>())
    {
        // NOTE: both enums have the proto's order.
        Ending = static_cast<ENpcGroupEnd>(Completed->end);
        return;
    }
    UNpcComponent* Npc = SpeakerOf(Event);
    if (Npc == nullptr || !Npc->Talk.IsValid())
    {
        return;
    }
    const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Speaking = Npc->Talk;
    Speaking->on_event(Event);
    if (const npcgen::TextDelta* Delta = Event.get<npcgen::TextDelta>())
    {
        OnTextDelta.Broadcast(Npc, NpcConvert::FromUtf8(Delta->text));
    }
    else if (const npcgen::Sentence* Sentence = Event.get<npcgen::Sentence>())
    {
        OnSentence.Broadcast(Npc, NpcConvert::Sentence(*Sentence));
    }
    else if (const npcgen::ActionChosen* Action = Event.get<npcgen::ActionChosen>())
    {
        OnAction.Broadcast(Npc, NpcConvert::Action(Event, *Action));
    }
    else if (const npcgen::Completed* Completed = Event.get<npcgen::Completed>())
    {
        OnCompleted.Broadcast(Npc, NpcConvert::Reply(Event, *Completed));
    }
}

void UNpcGroupChat::End(const npcgen::Outcome& Outcome)
{
    Free();
    if (Outcome.ok)
    {
        OnEnded.Broadcast(Ending);
    }
    else
    {
        OnFailed.Broadcast(NpcConvert::Failure(Outcome.failure));
    }
}

void UNpcGroupChat::Refuse()
{
    FNpcFailure Failure;
    Failure.Code = TEXT("failed_precondition");
    Failure.Reason = TEXT("TURN_IN_PROGRESS");
    Failure.Message = TEXT("one of the NPCs still speaks, or isn't in play");
    Failure.Hint = TEXT("Wait for its completed event, or Cancel first.");
    OnFailed.Broadcast(Failure);
    SetReadyToDestroy();
}

// Lets the NPCs speak to others again.
void UNpcGroupChat::Free()
{
    FTSTicker::GetCoreTicker().RemoveTicker(Ticking);
    Group.Reset();
    for (const TWeakObjectPtr<UNpcComponent>& Each : Npcs)
    {
        UNpcComponent* Npc = Each.Get();
        if (Npc != nullptr && Npc->Talk.IsValid())
        {
            Npc->Talk->bInGroup = false;
            Npc->OnEnded.Broadcast();
        }
    }
    SetReadyToDestroy();
}

// NOTE: a turn's id begins with its conversation's. Two NPCs may have one persona, so the id of that
// is the second choice: a fallback line has no turn.
UNpcComponent* UNpcGroupChat::SpeakerOf(const npcgen::Event& Event) const
{
    const std::string Conversation = Event.turn_id.substr(0, Event.turn_id.rfind('.'));
    UNpcComponent* Speaker = nullptr;
    for (const TWeakObjectPtr<UNpcComponent>& Each : Npcs)
    {
        UNpcComponent* Npc = Each.Get();
        if (Npc == nullptr)
        {
            continue;
        }
        if (NpcConvert::ToUtf8(Npc->ConversationId) == Conversation)
        {
            return Npc;
        }
        if (Speaker == nullptr && NpcConvert::ToUtf8(Npc->PersonaId) == Event.npc_id)
        {
            Speaker = Npc;
        }
    }
    return Speaker;
}

UNpcComponent* UNpcGroupChat::AnyInPlay() const
{
    for (const TWeakObjectPtr<UNpcComponent>& Each : Npcs)
    {
        UNpcComponent* Npc = Each.Get();
        if (Npc != nullptr && Npc->Talk.IsValid())
        {
            return Npc;
        }
    }
    return nullptr;
}
