// The connection to the server, for as long as a game instance lives.
#pragma once

#include <string>

#include "Containers/Ticker.h"
#include "CoreMinimal.h"
#include "NpcQuestTypes.h"
#include "NpcTypes.h"
#include "Subsystems/GameInstanceSubsystem.h"
#include "Templates/Function.h"

#include "NpcGenSubsystem.generated.h"

class FNpcCall;
class FNpcServerLauncher;
class FNpcStream;
struct FNpcAnswer;

namespace npcgen
{
struct Outcome;
struct RetryPolicy;
}

DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcReady, bool, bOk, const FString&, Model, const FNpcFailure&, Failure);
DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcSaved, bool, bOk, const TArray<uint8>&, Save, const FNpcFailure&, Failure);
DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcLoaded, bool, bOk, const TArray<FString>&, ConversationIds, const FNpcFailure&, Failure);
DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcQuestsLoaded, bool, bOk, const FNpcQuestUpdate&, Update, const FNpcFailure&, Failure);
DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcAnswered, bool, bOk, const FString&, AnswerJson, const FNpcFailure&, Failure);

/** Where the server is, saves, and whatever else isn't one NPC's. */
UCLASS()
class NPCGEN_API UNpcGenSubsystem : public UGameInstanceSubsystem
{
    GENERATED_BODY()

public:
    virtual void Initialize(FSubsystemCollectionBase& Collection) override;
    virtual void Deinitialize() override;

    /** Where calls go: the launched server, once it listens, else the settings' ServerUrl. */
    UFUNCTION(BlueprintPure, Category = "NpcGen")
    FString GetServerUrl() const;

    /** Whether calls can be sent: false while a server of the game's own is starting. */
    UFUNCTION(BlueprintPure, Category = "NpcGen")
    bool IsServerListening() const;

    /** Tells once the server's model can speak, for a loading screen; after a minute or so, why it can't. Nobody has
     *  to wait: until then NPCs say their authored lines. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnReady"))
    void WaitUntilReady(const FNpcReady& OnReady);

    /** What NPCs remember of these conversations, and feel, for a save game: some kilobytes. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnSaved"))
    void SaveConversations(const TArray<FString>& ConversationIds, const FNpcSaved& OnSaved);

    /** Rolls back to a save: its conversations are as they were, under their ids. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnLoaded"))
    void LoadConversations(const TArray<uint8>& Save, const FNpcLoaded& OnLoaded);

    /** A play's quests, for a save game: about 3 KiB each. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnSaved"))
    void SaveQuests(const FString& PlayId, const FNpcSaved& OnSaved);

    /** Rolls the play back to a save. World: as MakeQuests had it. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "Save,OnLoaded"))
    void LoadQuests(
        const FString& PlayId, const FString& World, const TArray<uint8>& Save, const FNpcQuestsLoaded& OnLoaded);

    /** How fast the server's models may be, all replies together: 0 for no limit, or 0.1..1000000 tokens a second;
     *  the share of the time that they may work, 0.01..1; and whether they rest. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen")
    void SetPace(double MaxTokensPerS = 0.0, double CpuShare = 1.0, bool bPaused = false);

    /** Any other call of the server's that has one answer, in the protos' JSON.
     *  Example: npcgen.v1.LoreService/SearchLore, {"worldId": "emberlow", "text": "the mine"} */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnAnswered"))
    void Ask(const FString& Method, const FString& RequestJson, const FNpcAnswered& OnAnswered);

    // Sends a unary call; what comes of it comes on the game thread. Retried where that is safe. While a
    // server of the game's own is starting it waits, as long as any call may take.
    void Call(const FString& Method, const std::string& RequestJson, TFunction<void(const FNpcAnswer&)> OnAnswer);

    // Starts a stream in the same way, keeps it until it ended, and cancels it when the game ends.
    void Listen(const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Stream, const FString& Method,
        const std::string& RequestJson, float TimeoutS);

private:
    using FOnListening = TFunction<void(const npcgen::Outcome&)>;

    // Who waits for a server of the game's own, and for how long already.
    struct FWaiting
    {
        FOnListening Next;
        float WaitedS = 0.0f;
    };

    void Send(const FString& Method, const std::string& RequestJson, TFunction<void(const FNpcAnswer&)> OnAnswer,
        const npcgen::RetryPolicy& Policy);
    void WhenListening(FOnListening Next);
    bool TellWaiting(float DeltaTime);

    TArray<TSharedRef<FNpcStream, ESPMode::ThreadSafe>> Streams;
    TArray<TSharedRef<FNpcCall, ESPMode::ThreadSafe>> Calls;
    TArray<FWaiting> Waiting;
    TSharedPtr<FNpcServerLauncher> Launcher;
    FTSTicker::FDelegateHandle Watching;
};
