#include "NpcGenSubsystem.h"

#include "Core/Base64.h"
#include "Core/ContentRequests.h"
#include "Core/Quest.h"
#include "Core/Requests.h"
#include "NpcConvert.h"
#include "NpcGenSettings.h"
#include "NpcHttp.h"
#include "NpcServerLauncher.h"

void UNpcGenSubsystem::Initialize(FSubsystemCollectionBase& Collection)
{
    Super::Initialize(Collection);
    const UNpcGenSettings* Settings = GetDefault<UNpcGenSettings>();
    if (Settings->bLaunchServer)
    {
        Launcher = MakeShared<FNpcServerLauncher>();
        Launcher->Start(Settings->ServerProgram, Settings->ServerFlags);
        Watching = FTSTicker::GetCoreTicker().AddTicker(
            FTickerDelegate::CreateUObject(this, &UNpcGenSubsystem::TellWaiting));
    }
}

void UNpcGenSubsystem::Deinitialize()
{
    for (const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Stream : Streams)
    {
        Stream->Cancel();
    }
    for (const TSharedRef<FNpcCall, ESPMode::ThreadSafe>& Each : Calls)
    {
        Each->Cancel();
    }
    FTSTicker::GetCoreTicker().RemoveTicker(Watching);
    Streams.Empty();
    Calls.Empty();
    Waiting.Empty();
    Launcher.Reset();
    Super::Deinitialize();
}

FString UNpcGenSubsystem::GetServerUrl() const
{
    FString Url = Launcher.IsValid() ? NpcConvert::FromUtf8(Launcher->GetLaunch().http_url())
                                     : GetDefault<UNpcGenSettings>()->ServerUrl;
    while (Url.RemoveFromEnd(TEXT("/")))
    {
    }
    return Url;
}

bool UNpcGenSubsystem::IsServerListening() const
{
    return !Launcher.IsValid() || Launcher->GetLaunch().state() == npcgen::LaunchState::Listening;
}

void UNpcGenSubsystem::Call(
    const FString& Method, const std::string& RequestJson, TFunction<void(const FNpcAnswer&)> OnAnswer)
{
    Send(Method, RequestJson, MoveTemp(OnAnswer), npcgen::RetryPolicy());
}

void UNpcGenSubsystem::Send(const FString& Method, const std::string& RequestJson,
    TFunction<void(const FNpcAnswer&)> OnAnswer, const npcgen::RetryPolicy& Policy)
{
    WhenListening(
        [this, Method, RequestJson, OnAnswer = MoveTemp(OnAnswer), Policy](const npcgen::Outcome& Listening)
        {
            if (!Listening.ok)
            {
                FNpcAnswer Answer;
                Answer.Outcome = Listening;
                OnAnswer(Answer);
                return;
            }
            const UNpcGenSettings* Settings = GetDefault<UNpcGenSettings>();
            const TSharedRef<FNpcCall, ESPMode::ThreadSafe> Made = MakeShared<FNpcCall, ESPMode::ThreadSafe>(
                FNpcEndpoint{GetServerUrl(), Settings->ApiKey, Settings->CallTimeoutS}, Method, RequestJson, OnAnswer,
                Policy);
            Calls.RemoveAll([](const TSharedRef<FNpcCall, ESPMode::ThreadSafe>& Each) { return Each->IsOver(); });
            Calls.Add(Made);
            Made->Start();
        });
}

void UNpcGenSubsystem::Listen(const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Stream, const FString& Method,
    const std::string& RequestJson, float TimeoutS)
{
    Streams.RemoveAll([](const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Each) { return Each->IsOver(); });
    Streams.Add(Stream);
    WhenListening(
        [this, Stream, Method, RequestJson, TimeoutS](const npcgen::Outcome& Listening)
        {
            if (Listening.ok)
            {
                const FString& Key = GetDefault<UNpcGenSettings>()->ApiKey;
                Stream->Start({GetServerUrl(), Key, TimeoutS}, Method, RequestJson);
            }
            else
            {
                Stream->Fail(Listening);
            }
        });
}

// NOTE: who waits is kept here and nowhere else, so it may hold this object.
void UNpcGenSubsystem::WhenListening(FOnListening Next)
{
    if (IsServerListening())
    {
        Next({});
        return;
    }
    Waiting.Add({MoveTemp(Next)});
}

bool UNpcGenSubsystem::TellWaiting(float DeltaTime)
{
    // NOTE: a game that was suspended comes back with one frame of minutes, in which no server could start.
    constexpr float LongestFrameS = 1.0f;
    const npcgen::Launch& Launch = Launcher->GetLaunch();
    const TArray<FWaiting> Now = MoveTemp(Waiting);
    Waiting.Empty();
    for (FWaiting Each : Now)
    {
        Each.WaitedS += FMath::Min(DeltaTime, LongestFrameS);
        if (Launch.state() == npcgen::LaunchState::Failed)
        {
            Each.Next({false, Launch.failure()});
        }
        else if (IsServerListening())
        {
            Each.Next({});
        }
        else if (Each.WaitedS > GetDefault<UNpcGenSettings>()->CallTimeoutS)
        {
            Each.Next(npcgen::failed(npcgen::Reason::DeadlineExceeded, "the server hasn't started in time"));
        }
        else
        {
            Waiting.Add(Each);
        }
    }
    return true;
}

namespace
{
// What a call for a save answers.
void TellSaved(const FNpcAnswer& Answer, const FNpcSaved& OnSaved)
{
    std::string Bytes;
    npcgen::base64_decoded(Answer.Json["data"].text(), Bytes);
    TArray<uint8> Save;
    Save.Append(reinterpret_cast<const uint8*>(Bytes.data()), static_cast<int32>(Bytes.size()));
    OnSaved.ExecuteIfBound(Answer.Outcome.ok, Save, NpcConvert::Failure(Answer.Outcome.failure));
}

std::string_view BytesOf(const TArray<uint8>& Save)
{
    return std::string_view(reinterpret_cast<const char*>(Save.GetData()), static_cast<size_t>(Save.Num()));
}
}

void UNpcGenSubsystem::SaveConversations(const TArray<FString>& ConversationIds, const FNpcSaved& OnSaved)
{
    Call(TEXT("npcgen.v1.DialogueService/SaveConversations"), npcgen::save_request(NpcConvert::Texts(ConversationIds)),
        [OnSaved](const FNpcAnswer& Answer) { TellSaved(Answer, OnSaved); });
}

void UNpcGenSubsystem::LoadConversations(const TArray<uint8>& Save, const FNpcLoaded& OnLoaded)
{
    Call(TEXT("npcgen.v1.DialogueService/LoadConversations"), npcgen::load_request(BytesOf(Save)),
        [OnLoaded](const FNpcAnswer& Answer)
        {
            TArray<FString> Ids;
            for (const npcgen::JsonView Id : Answer.Json["conversationIds"])
            {
                Ids.Add(NpcConvert::FromUtf8(Id.text()));
            }
            OnLoaded.ExecuteIfBound(Answer.Outcome.ok, Ids, NpcConvert::Failure(Answer.Outcome.failure));
        });
}

void UNpcGenSubsystem::SaveQuests(const FString& PlayId, const FNpcSaved& OnSaved)
{
    Call(TEXT("npcgen.v1.QuestService/SaveQuests"), npcgen::play_request(NpcConvert::ToUtf8(PlayId)),
        [OnSaved](const FNpcAnswer& Answer) { TellSaved(Answer, OnSaved); });
}

void UNpcGenSubsystem::LoadQuests(
    const FString& PlayId, const FString& World, const TArray<uint8>& Save, const FNpcQuestsLoaded& OnLoaded)
{
    Call(TEXT("npcgen.v1.QuestService/LoadQuests"),
        npcgen::load_quests_request(NpcConvert::ToUtf8(PlayId), NpcConvert::ToUtf8(World), BytesOf(Save)),
        [OnLoaded](const FNpcAnswer& Answer)
        {
            OnLoaded.ExecuteIfBound(Answer.Outcome.ok, NpcConvert::QuestUpdate(npcgen::read_quest_update(Answer.Json)),
                NpcConvert::Failure(Answer.Outcome.failure));
        });
}

void UNpcGenSubsystem::SetPace(double MaxTokensPerS, double CpuShare, bool bPaused)
{
    Call(TEXT("npcgen.v1.ModelService/SetPace"), npcgen::set_pace_request(MaxTokensPerS, CpuShare, bPaused),
        &NpcLogFailure);
}

void UNpcGenSubsystem::WaitUntilReady(const FNpcReady& OnReady)
{
    npcgen::RetryPolicy Patient;
    Patient.attempts = 60;
    Patient.longest_pause_ms = 1000;
    Send(TEXT("npcgen.v1.ModelService/GetServerInfo"), "{}",
        [OnReady](const FNpcAnswer& Answer)
        {
            OnReady.ExecuteIfBound(Answer.Outcome.ok, NpcConvert::FromUtf8(Answer.Json["model"]["name"].text()),
                NpcConvert::Failure(Answer.Outcome.failure));
        },
        Patient);
}

void UNpcGenSubsystem::Ask(const FString& Method, const FString& RequestJson, const FNpcAnswered& OnAnswered)
{
    Call(Method, NpcConvert::ToUtf8(RequestJson),
        [OnAnswered](const FNpcAnswer& Answer)
        {
            OnAnswered.ExecuteIfBound(Answer.Outcome.ok, NpcConvert::FromUtf8(Answer.Json.source()),
                NpcConvert::Failure(Answer.Outcome.failure));
        });
}
