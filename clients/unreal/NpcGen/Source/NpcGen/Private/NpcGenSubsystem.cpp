#include "NpcGenSubsystem.h"

#include "Core/Base64.h"
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
            FTickerDelegate::CreateUObject(this, &UNpcGenSubsystem::SendWaiting));
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
    const FString& Method, const FString& RequestJson, TFunction<void(const FNpcAnswer&)> OnAnswer)
{
    const UNpcGenSettings* Settings = GetDefault<UNpcGenSettings>();
    const TSharedRef<FNpcCall, ESPMode::ThreadSafe> Made = MakeShared<FNpcCall, ESPMode::ThreadSafe>(
        FNpcEndpoint{GetServerUrl(), Settings->ApiKey, Settings->CallTimeoutS}, Method,
        NpcConvert::ToUtf8(RequestJson), MoveTemp(OnAnswer));
    if (!IsServerListening())
    {
        Waiting.Add(Made);
        return;
    }
    Calls.RemoveAll([](const TSharedRef<FNpcCall, ESPMode::ThreadSafe>& Each) { return Each->IsOver(); });
    Calls.Add(Made);
    Made->Start();
}

bool UNpcGenSubsystem::SendWaiting(float DeltaTime)
{
    const npcgen::Launch& Launch = Launcher->GetLaunch();
    const TArray<TSharedRef<FNpcCall, ESPMode::ThreadSafe>> Now = MoveTemp(Waiting);
    Waiting.Empty();
    for (const TSharedRef<FNpcCall, ESPMode::ThreadSafe>& Each : Now)
    {
        if (Launch.state() == npcgen::LaunchState::Failed)
        {
            Each->Fail(Launch.failure());
        }
        else if (IsServerListening())
        {
            Calls.Add(Each);
            Each->StartAt(GetServerUrl());
        }
        else if (!Each->WaitedTooLong(DeltaTime))
        {
            Waiting.Add(Each);
        }
    }
    return true;
}

void UNpcGenSubsystem::Keep(const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Stream)
{
    Streams.RemoveAll([](const TSharedRef<FNpcStream, ESPMode::ThreadSafe>& Each) { return Each->IsOver(); });
    Streams.Add(Stream);
}

void UNpcGenSubsystem::SaveConversations(const TArray<FString>& ConversationIds, const FNpcSaved& OnSaved)
{
    const std::string Request = npcgen::save_request(NpcConvert::Texts(ConversationIds));
    Call(TEXT("npcgen.v1.DialogueService/SaveConversations"), NpcConvert::FromUtf8(Request),
        [OnSaved](const FNpcAnswer& Answer)
        {
            std::string Bytes;
            npcgen::base64_decoded(Answer.Json["data"].text(), Bytes);
            TArray<uint8> Save;
            Save.Append(reinterpret_cast<const uint8*>(Bytes.data()), static_cast<int32>(Bytes.size()));
            OnSaved.ExecuteIfBound(Answer.Outcome.ok, Save, NpcConvert::Failure(Answer.Outcome.failure));
        });
}

void UNpcGenSubsystem::LoadConversations(const TArray<uint8>& Save, const FNpcLoaded& OnLoaded)
{
    const std::string Request = npcgen::load_request(
        std::string_view(reinterpret_cast<const char*>(Save.GetData()), static_cast<size_t>(Save.Num())));
    Call(TEXT("npcgen.v1.DialogueService/LoadConversations"), NpcConvert::FromUtf8(Request),
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
