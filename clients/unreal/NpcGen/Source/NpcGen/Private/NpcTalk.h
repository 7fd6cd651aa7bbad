// The core's talk of one component, with the calls that feed it.
#pragma once

#include <string>

#include "Core/Talk.h"
#include "CoreMinimal.h"
#include "NpcComponent.h"
#include "NpcHttp.h"

class UNpcGenSubsystem;

// Shared with the HTTP thread, which may still hand on events while the component goes.
struct FNpcTalk final : public npcgen::TalkListener, public TSharedFromThis<FNpcTalk, ESPMode::ThreadSafe>
{
    // Makes a request, of the conversation's id where the call has one.
    using FMakeRequest = TFunction<std::string(const std::string& ConversationId)>;

    explicit FNpcTalk(UNpcComponent& InOwner) : Owner(&InOwner) {}

    bool IsBusy() const { return bInGroup || Talk.state() != npcgen::TalkState::Idle; }

    // False while another call is under way. The conversation is begun where there is none yet.
    bool Speak(const FString& Method, FMakeRequest MakeRequest);
    // The same without a conversation.
    bool SpeakAlone(const FString& Method, const std::string& Request);

    // A unary call of this conversation, if there is one, that nobody waits for.
    void Tell(const FString& Method, FMakeRequest MakeRequest);

    // Goes on once there is a conversation, or with why there is none.
    void WithConversation(TFunction<void(const npcgen::Outcome&)> Next);

    // Takes over who the NPC is and what it says without a server: a game may set that at any time.
    void ReadProperties();

    // Begins the conversation, if need be, and computes its prompt.
    void Warmup();
    void Cancel();

    // Its component is told nothing any more, though it may live on for a while.
    void Leave();

    virtual void on_event(const npcgen::Event& Event) override;
    virtual void on_ended(const npcgen::Outcome& Outcome) override;

    UNpcGenSubsystem* Subsystem() const;
    std::string ConversationId() const;

    npcgen::Talk Talk;
    std::string TurnId;
    bool bInGroup = false;  // a GroupChat is under way, and this NPC hears it

private:
    void LearnFallbackLines();
    void Stream(uint32 Call, npcgen::StreamKind Kind, const FString& Method, const std::string& Request);

    TWeakObjectPtr<UNpcComponent> Owner;
    // Who waits for the conversation that is being begun.
    TArray<TFunction<void(const npcgen::Outcome&)>> Beginning;
    TSharedPtr<FNpcStream, ESPMode::ThreadSafe> Streaming;
};
