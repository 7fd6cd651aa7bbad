// The connection to the server, for as long as a game instance lives.
#pragma once

#include "Containers/Ticker.h"
#include "CoreMinimal.h"
#include "NpcTypes.h"
#include "Subsystems/GameInstanceSubsystem.h"
#include "Templates/Function.h"

#include "NpcGenSubsystem.generated.h"

class FNpcCall;
class FNpcServerLauncher;
class FNpcStream;
struct FNpcAnswer;

DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcSaved, bool, bOk, const TArray<uint8>&, Save, const FNpcFailure&, Failure);
DECLARE_DYNAMIC_DELEGATE_ThreeParams(
    FNpcLoaded, bool, bOk, const TArray<FString>&, ConversationIds, const FNpcFailure&, Failure);

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

    /** What NPCs remember of these conversations, and feel, for a save game: some kilobytes. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnSaved"))
    void SaveConversations(const TArray<FString>& ConversationIds, const FNpcSaved& OnSaved);

    /** Rolls back to a save: its conversations are as they were, under their ids. */
    UFUNCTION(BlueprintCallable, Category = "NpcGen", meta = (AutoCreateRefTerm = "OnLoaded"))
    void LoadConversations(const TArray<uint8>& Save, const FNpcLoaded& OnLoaded);

    /** Sends a unary call; what comes of it comes on the game thread. Retried where that is safe. While a
     *  server of the game's own is starting it waits, as long as any call may take. */
    void Call(const FString& Method, const FString& RequestJson, TFunction<void(const FNpcAnswer&)> OnAnswer);

    /** Keeps a stream until it ended, and cancels it when the game ends. */
    void Keep(const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Stream);

private:
    bool SendWaiting(float DeltaTime);

    TArray<TSharedRef<FNpcStream, ESPMode::ThreadSafe>> Streams;
    TArray<TSharedRef<FNpcCall, ESPMode::ThreadSafe>> Calls;
    TArray<TSharedRef<FNpcCall, ESPMode::ThreadSafe>> Waiting;
    TSharedPtr<FNpcServerLauncher> Launcher;
    FTSTicker::FDelegateHandle Watching;
};
