// Calls over the engine's own HTTP module, and nothing else: the core reads what comes.
#pragma once

#include <string>
#include <string_view>

#include "Containers/Ticker.h"
#include "Core/DialogueStream.h"
#include "Core/Retry.h"
#include "Core/Unary.h"
#include "CoreMinimal.h"
#include "Interfaces/IHttpRequest.h"
#include "Templates/Function.h"

// Where a call goes.
struct FNpcEndpoint
{
    FString Url;
    FString Key;
    float TimeoutS = 30.0f;
};

// A unary call's answer.
struct FNpcAnswer
{
    npcgen::Outcome Outcome;
    npcgen::JsonView Json;  // until the callback returns
};

// For calls that nobody waits for.
void NpcLogFailure(const FNpcAnswer& Answer);

// What reads a stream's bytes: on the HTTP thread while they come, on the game thread at their end,
// never on both at once.
class FNpcReader
{
public:
    virtual ~FNpcReader() = default;

    // False once nothing more is read: the transfer can end.
    virtual bool Feed(std::string_view Bytes) = 0;
    virtual void Stop() = 0;
    virtual npcgen::Outcome Finish(const npcgen::ResponseHead& Head, npcgen::TransportEnd End) = 0;
};

// Of a stream of events.
class FNpcEventReader final : public FNpcReader
{
public:
    // Takes an event, on the HTTP thread; false ends the stream.
    using FOnEvent = TFunction<bool(npcgen::Event&)>;

    FNpcEventReader(npcgen::StreamKind Kind, FOnEvent InOnEvent) : Stream(Kind), OnEvent(MoveTemp(InOnEvent)) {}

    virtual bool Feed(std::string_view Bytes) override;
    virtual void Stop() override { Stream.stop(); }
    virtual npcgen::Outcome Finish(const npcgen::ResponseHead& Head, npcgen::TransportEnd End) override;

private:
    npcgen::DialogueStream Stream;
    FOnEvent OnEvent;
};

// A streaming call. Its end is told on the game thread.
class FNpcStream : public TSharedFromThis<FNpcStream, ESPMode::ThreadSafe>
{
public:
    using FReader = TSharedRef<FNpcReader, ESPMode::ThreadSafe>;
    using FOnEnded = TFunction<void(const npcgen::Outcome&)>;

    FNpcStream(const FReader& InReader, FOnEnded InOnEnded) : Reader(InReader), OnEnded(MoveTemp(InOnEnded)) {}

    void Start(const FNpcEndpoint& Endpoint, const FString& Method, const std::string& RequestJson);

    // It ends before it was sent.
    void Fail(const npcgen::Outcome& Outcome);

    // Nothing is read and no end is told any more.
    void Cancel();

    bool IsOver() const { return bOver; }

private:
    // False ends the transfer.
    bool Read(const void* Bytes, int64 Size);
    void Complete(const FHttpResponsePtr& Response, bool bSucceeded);

    FReader Reader;
    FOnEnded OnEnded;
    FHttpRequestPtr Request;
    FNpcEndpoint Endpoint;
    FCriticalSection Reading;
    bool bOver = false;
};

// A unary call, tried again as the core says. All of it is on the game thread.
class FNpcCall : public TSharedFromThis<FNpcCall, ESPMode::ThreadSafe>
{
public:
    using FOnAnswer = TFunction<void(const FNpcAnswer&)>;

    FNpcCall(FNpcEndpoint InEndpoint, FString InMethod, std::string InRequestJson, FOnAnswer InOnAnswer,
        const npcgen::RetryPolicy& InPolicy)
        : Endpoint(MoveTemp(InEndpoint)), Method(MoveTemp(InMethod)), RequestJson(MoveTemp(InRequestJson)),
          OnAnswer(MoveTemp(InOnAnswer)), Policy(InPolicy)
    {
    }

    void Start();
    void Cancel();
    bool IsOver() const { return bOver; }

private:
    void Complete(const FHttpResponsePtr& Response, bool bSucceeded);
    void TryAgain(const npcgen::Failure& Failure);

    FNpcEndpoint Endpoint;
    FString Method;
    std::string RequestJson;
    FOnAnswer OnAnswer;
    npcgen::RetryPolicy Policy;
    FHttpRequestPtr Request;
    FTSTicker::FDelegateHandle Pause;
    uint32 Attempt = 0;
    bool bOver = false;
};
