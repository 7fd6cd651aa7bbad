#include "NpcMakeActions.h"

#include "Core/ContentRequests.h"
#include "Core/Generation.h"
#include "Engine/GameInstance.h"
#include "Engine/World.h"
#include "Misc/Compression.h"
#include "NpcConvert.h"
#include "NpcGenSettings.h"
#include "NpcGenSubsystem.h"
#include "NpcHttp.h"

// Reads what is made, on the HTTP thread, and says on the game's how far it is.
struct FNpcMaking final : public FNpcReader
{
    virtual bool Feed(std::string_view Bytes) override
    {
        const FScopeLock Lock(&Reading);
        Made.feed(Bytes);
        return !Made.is_over();
    }
    virtual void Stop() override { Made.stop(); }
    virtual npcgen::Outcome Finish(const npcgen::ResponseHead& Head, npcgen::TransportEnd End) override
    {
        Made.begin(Head);
        return Made.finish(End);
    }

    // False where it is as far as it was.
    bool TakeProgress(FString& Phase, double& Fraction)
    {
        const FScopeLock Lock(&Reading);
        const bool bIsNew = Made.fraction() != Told;
        Told = Fraction = Made.fraction();
        Phase = NpcConvert::FromUtf8(Made.phase());
        return bIsNew;
    }

    npcgen::Generation Made;

private:
    FCriticalSection Reading;
    double Told = -1.0;
};

void UNpcMakeAction::Prepare(const UObject* WorldContext, const FString& InMethod, std::string InRequest)
{
    Method = InMethod;
    Request = MoveTemp(InRequest);
    const UWorld* World = WorldContext != nullptr ? WorldContext->GetWorld() : nullptr;
    UGameInstance* Game = World != nullptr ? World->GetGameInstance() : nullptr;
    if (Game != nullptr)
    {
        Server = Game->GetSubsystem<UNpcGenSubsystem>();
        RegisterWithGameInstance(WorldContext);
    }
}

void UNpcMakeAction::Activate()
{
    UNpcGenSubsystem* To = Server.Get();
    if (To == nullptr)
    {
        Fail(TEXT("CANCELLED"), TEXT("there is no running game"), TEXT("Call it from an actor that is in play."));
        return;
    }
    const TSharedRef<FNpcMaking, ESPMode::ThreadSafe> Begun = MakeShared<FNpcMaking, ESPMode::ThreadSafe>();
    const TWeakObjectPtr<UNpcMakeAction> Weak(this);
    const TSharedRef<FNpcStream, ESPMode::ThreadSafe> Started = MakeShared<FNpcStream, ESPMode::ThreadSafe>(Begun,
        [Weak](const npcgen::Outcome& Outcome)
        {
            UNpcMakeAction* Action = Weak.Get();
            if (Action == nullptr)
            {
                return;
            }
            const TSharedPtr<FNpcMaking, ESPMode::ThreadSafe> Ended = Action->Making;
            Action->End();
            if (Outcome.ok && Ended.IsValid())
            {
                Action->Finish(Ended->Made);
            }
            else
            {
                Action->Fail(NpcConvert::Failure(Outcome.failure));
            }
        });
    Making = Begun;
    Streaming = Started;
    Ticking = FTSTicker::GetCoreTicker().AddTicker(FTickerDelegate::CreateUObject(this, &UNpcMakeAction::TellProgress));
    To->Listen(Started, Method, Request, GetDefault<UNpcGenSettings>()->MakeTimeoutS);
}

uint32 UNpcMakeAction::DeadlineMs()
{
    return static_cast<uint32>(GetDefault<UNpcGenSettings>()->MakeTimeoutS * 1000.0f);
}

bool UNpcMakeAction::TellProgress(float)
{
    FString Phase;
    double Fraction = 0.0;
    const TSharedPtr<FNpcMaking, ESPMode::ThreadSafe> Held = Making;
    if (!Held.IsValid() || !Server.IsValid())
    {
        return false;
    }
    if (Held->TakeProgress(Phase, Fraction))
    {
        OnProgress.Broadcast(Phase, Fraction);
    }
    return true;
}

void UNpcMakeAction::Cancel()
{
    if (Streaming.IsValid())
    {
        Streaming->Cancel();
    }
    End();
}

void UNpcMakeAction::End()
{
    FTSTicker::GetCoreTicker().RemoveTicker(Ticking);
    Making.Reset();
    Streaming.Reset();
    SetReadyToDestroy();
}

void UNpcMakeAction::Fail(const FNpcFailure& Failure)
{
    OnFailed.Broadcast(Failure);
    SetReadyToDestroy();
}

void UNpcMakeAction::Fail(const FString& Reason, const FString& Message, const FString& Hint)
{
    FNpcFailure Failure;
    Failure.Code = TEXT("failed_precondition");
    Failure.Reason = Reason;
    Failure.Message = Message;
    Failure.Hint = Hint;
    Fail(Failure);
}

namespace
{
npcgen::LevelSpec SpecOf(const FNpcLevelSpec& From, uint32 DeadlineMs)
{
    npcgen::LevelSpec To;
    To.kind = NpcConvert::ToUtf8(From.Kind);
    // NOTE: what is out of range goes to the server, which says so.
    To.width = static_cast<uint32>(From.Width);
    To.height = static_cast<uint32>(From.Height);
    To.floors = static_cast<uint32>(From.Floors);
    To.seed = static_cast<uint32>(From.Seed);
    To.theme = NpcConvert::ToUtf8(From.Theme);
    To.yaml = NpcConvert::ToUtf8(From.Yaml);
    To.deadline_ms = DeadlineMs;
    return To;
}

std::string Compressed(const std::string& Bytes)
{
    int32 Size = FCompression::CompressMemoryBound(NAME_Zlib, static_cast<int32>(Bytes.size()));
    std::string Packed(static_cast<size_t>(Size), '\0');
    if (!FCompression::CompressMemory(NAME_Zlib, &Packed[0], Size, Bytes.data(), static_cast<int32>(Bytes.size())))
    {
        return std::string();
    }
    Packed.resize(static_cast<size_t>(Size));
    return Packed;
}
}

UNpcMakeLevel* UNpcMakeLevel::MakeLevel(const UObject* WorldContext, const FNpcLevelSpec& Spec)
{
    UNpcMakeLevel* Action = NewObject<UNpcMakeLevel>();
    Action->Prepare(WorldContext, TEXT("npcgen.v1.LevelService/GenerateLevel"),
        npcgen::generate_level_request(SpecOf(Spec, DeadlineMs()), NpcConvert::ToUtf8(Spec.Prompt)));
    return Action;
}

UNpcMakeLevel* UNpcMakeLevel::RegenerateRegion(const UObject* WorldContext, const UNpcLevel* Level, FIntVector Cell,
    int32 Width, int32 Height, int64 Seed)
{
    UNpcMakeLevel* Action = NewObject<UNpcMakeLevel>();
    Action->bHasLevel = Level != nullptr;
    const npcgen::LevelRegion Region = {static_cast<uint32>(Cell.X), static_cast<uint32>(Cell.Y),
        static_cast<uint32>(Width), static_cast<uint32>(Height), static_cast<uint32>(Cell.Z)};
    if (Level != nullptr)
    {
        Action->Prepare(WorldContext, TEXT("npcgen.v1.LevelService/RegenerateRegion"),
            npcgen::regenerate_region_request(Level->Write(), NpcConvert::ToUtf8(Level->SpecJson), Region,
                static_cast<uint32>(Seed), &Compressed));
    }
    return Action;
}

UNpcMakeLevel* UNpcMakeLevel::GetChunk(const UObject* WorldContext, const FNpcLevelSpec& Spec, int32 X, int32 Y)
{
    UNpcMakeLevel* Action = NewObject<UNpcMakeLevel>();
    Action->bIsChunk = true;
    Action->Prepare(WorldContext, TEXT("npcgen.v1.LevelService/GetChunk"),
        npcgen::get_chunk_request(SpecOf(Spec, DeadlineMs()), X, Y));
    return Action;
}

void UNpcMakeLevel::Activate()
{
    if (!bHasLevel)
    {
        Fail(TEXT("LEVEL_MISSING"), TEXT("there is no level to change"), TEXT("Connect the node's pin Level."));
        return;
    }
    if (!bIsChunk || Subsystem() == nullptr)
    {
        Super::Activate();
        return;
    }
    const TWeakObjectPtr<UNpcMakeLevel> Weak(this);
    Subsystem()->Call(Method, Request,
        [Weak](const FNpcAnswer& Answer)
        {
            UNpcMakeLevel* Action = Weak.Get();
            if (Action != nullptr && Answer.Outcome.ok)
            {
                npcgen::LevelAssembly Sent;
                Sent.begin(Answer.Json["level"]);
                Action->Tell(Sent, FString());
            }
            else if (Action != nullptr)
            {
                Action->Fail(NpcConvert::Failure(Answer.Outcome.failure));
            }
        });
}

void UNpcMakeLevel::Finish(npcgen::Generation& Made)
{
    npcgen::JsonDocument Completed;
    Completed.parse(Made.completed());
    Tell(Made.level(), NpcConvert::FromUtf8(Completed.root()["spec"].source()));
}

void UNpcMakeLevel::Tell(npcgen::LevelAssembly& Sent, const FString& SpecJson)
{
    npcgen::Level Read;
    const std::string Wrong = Sent.finish(Read);
    if (!Wrong.empty())
    {
        Fail(NpcConvert::Failure(npcgen::failure_of(npcgen::Reason::BadMessage, Wrong)));
        return;
    }
    UNpcLevel* Level = NewObject<UNpcLevel>();
    Level->Read(Read);
    Level->SpecJson = SpecJson;
    OnMade.Broadcast(Level);
    SetReadyToDestroy();
}

UNpcMakeQuests* UNpcMakeQuests::MakeQuests(
    const UObject* WorldContext, const FString& World, int32 Count, int64 Seed, const FString& Prompt)
{
    UNpcMakeQuests* Action = NewObject<UNpcMakeQuests>();
    Action->Prepare(WorldContext, TEXT("npcgen.v1.QuestService/GenerateQuests"),
        npcgen::generate_quests_request(NpcConvert::ToUtf8(World), static_cast<uint32>(Count),
            static_cast<uint32>(Seed), NpcConvert::ToUtf8(Prompt), DeadlineMs()));
    return Action;
}

void UNpcMakeQuests::Finish(npcgen::Generation& Made)
{
    TArray<FNpcQuest> Quests;
    for (const std::string& Json : Made.quests())
    {
        Quests.Add(NpcConvert::Quest(npcgen::read_quest(Json)));
    }
    OnMade.Broadcast(Quests);
    SetReadyToDestroy();
}
