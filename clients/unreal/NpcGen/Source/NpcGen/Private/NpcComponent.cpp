#include "NpcComponent.h"

#include <optional>

#include "Core/Requests.h"
#include "Misc/Guid.h"
#include "NpcConvert.h"
#include "NpcGenSubsystem.h"
#include "NpcHttp.h"
#include "NpcTalk.h"

UNpcComponent::UNpcComponent()
{
    PrimaryComponentTick.bCanEverTick = true;
}

void UNpcComponent::BeginPlay()
{
    Super::BeginPlay();
    Talk = MakeShared<FNpcTalk, ESPMode::ThreadSafe>(*this);
}

void UNpcComponent::EndPlay(const EEndPlayReason::Type Reason)
{
    const bool bWasBusy = IsBusy();
    if (Talk.IsValid())
    {
        // NOTE: this may happen inside one of its own events, behind which others wait.
        Talk->Leave();
        Talk.Reset();
    }
    if (bWasBusy)
    {
        // Whoever waits for this call, as a node does, must not wait for ever.
        OnEnded.Broadcast();
    }
    Super::EndPlay(Reason);
}

void UNpcComponent::TickComponent(
    float DeltaTime, ELevelTick TickType, FActorComponentTickFunction* ThisTickFunction)
{
    Super::TickComponent(DeltaTime, TickType, ThisTickFunction);
    // NOTE: a handler may end the component's play, so the talk is held here.
    const TSharedPtr<FNpcTalk, ESPMode::ThreadSafe> Held = Talk;
    if (Held.IsValid())
    {
        Held->Talk.deliver(*Held, static_cast<uint32>(FMath::Max(MaxEventsPerFrame, 1)));
    }
}

bool UNpcComponent::Chat(const FString& Text, const FNpcReplyOptions& Options)
{
    return Talk.IsValid() &&
           Talk->Speak(TEXT("Chat"),
               [Said = NpcConvert::ToUtf8(Text), Wanted = NpcConvert::Options(Options)](const std::string& Conversation)
               { return npcgen::chat_request(Conversation, Said, Wanted); });
}

bool UNpcComponent::Notify(const FString& Stimulus, bool bSilent, const FNpcReplyOptions& Options)
{
    return Talk.IsValid() &&
           Talk->Speak(TEXT("Notify"),
               [Noticed = NpcConvert::ToUtf8(Stimulus), bSilent,
                   Wanted = NpcConvert::Options(Options)](const std::string& Conversation)
               { return npcgen::notify_request(Conversation, Noticed, bSilent, Wanted); });
}

bool UNpcComponent::Regenerate(const FNpcReplyOptions& Options)
{
    return Talk.IsValid() && Talk->Speak(TEXT("Regenerate"),
                                 [Wanted = NpcConvert::Options(Options)](const std::string& Conversation)
                                 { return npcgen::regenerate_request(Conversation, Wanted); });
}

bool UNpcComponent::Bark(const FString& Situation, int32 Count)
{
    return Talk.IsValid() &&
           Talk->SpeakAlone(TEXT("Bark"), npcgen::bark_request(NpcConvert::ToUtf8(PersonaId),
                                              NpcConvert::ToUtf8(Situation), static_cast<uint32>(Count)));
}

void UNpcComponent::Warmup()
{
    if (Talk.IsValid())
    {
        Talk->Warmup();
    }
}

void UNpcComponent::Cancel(int32 HeardChars)
{
    if (!Talk.IsValid())
    {
        return;
    }
    const std::string Turn = Talk->TurnId;
    Talk->Cancel();
    std::optional<uint32> Heard;
    if (HeardChars >= 0)
    {
        Heard = static_cast<uint32>(HeardChars);
    }
    // NOTE: what a group says isn't this component's call, so the server is asked to end it.
    if (Heard || Talk->bInGroup)
    {
        Talk->Tell(TEXT("Cancel"), [Turn, Heard](const std::string& Conversation)
            { return npcgen::cancel_request(Conversation, Turn, Heard); });
    }
}

void UNpcComponent::AcknowledgeAction(const FNpcAction& Action, bool bOk, const FString& Detail)
{
    if (Talk.IsValid())
    {
        Talk->Tell(TEXT("AcknowledgeAction"),
            [Turn = NpcConvert::ToUtf8(Action.TurnId), Id = NpcConvert::ToUtf8(Action.ActionId), bOk,
                What = NpcConvert::ToUtf8(Detail)](const std::string& Conversation)
            { return npcgen::acknowledge_action_request(Conversation, Turn, Id, bOk, What); });
    }
}

void UNpcComponent::Remember(const FString& Memory, const FString& Deed)
{
    UNpcGenSubsystem* Server = Talk.IsValid() ? Talk->Subsystem() : nullptr;
    if (Server == nullptr)
    {
        return;
    }
    using NpcConvert::ToUtf8;
    Server->Call(TEXT("npcgen.v1.MemoryService/AddMemory"),
        npcgen::add_memory_request(ToUtf8(FGuid::NewGuid().ToString()), ToUtf8(PersonaId), ToUtf8(PlayerId),
            ToUtf8(Memory), ToUtf8(Deed)),
        &NpcLogFailure);
}

void UNpcComponent::ReportTurn(ENpcReportReason Reason, const FString& Comment)
{
    static constexpr const char* Reasons[] = {"UNSAFE", "UNTRUE", "OUT_OF_CHARACTER", "REPETITION", "OTHER"};
    if (Talk.IsValid())
    {
        Talk->Tell(TEXT("ReportTurn"), [Turn = Talk->TurnId, Why = Reasons[static_cast<uint8>(Reason)],
                                           Said = NpcConvert::ToUtf8(Comment)](const std::string& Conversation)
            { return npcgen::report_turn_request(Conversation, Turn, Why, Said); });
    }
}

void UNpcComponent::EndConversation()
{
    if (Talk.IsValid())
    {
        Talk->Cancel();
        Talk->Tell(TEXT("DeleteConversation"), npcgen::conversation_request);
        Talk->TurnId.clear();
    }
    ConversationId.Reset();
}

void UNpcComponent::PauseDelivery()
{
    if (Talk.IsValid())
    {
        Talk->Talk.pause();
    }
}

void UNpcComponent::ResumeDelivery()
{
    if (Talk.IsValid())
    {
        Talk->Talk.resume();
    }
}

bool UNpcComponent::IsBusy() const
{
    return Talk.IsValid() && Talk->IsBusy();
}
