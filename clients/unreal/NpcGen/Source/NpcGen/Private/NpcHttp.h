// Calls over the engine's own HTTP module, and nothing else: the core reads what comes.
#pragma once

#include <string>

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

// A streaming call. Bytes are read on the HTTP thread; its end is told on the game thread.
class FNpcStream : public TSharedFromThis<FNpcStream, ESPMode::ThreadSafe>
{
public:
    // Takes an event, on the HTTP thread; false ends the stream.
    using FOnEvent = TFunction<bool(npcgen::Event&)>;
    using FOnEnded = TFunction<void(const npcgen::Outcome&)>;

    FNpcStream(npcgen::StreamKind Kind, FOnEvent InOnEvent, FOnEnded InOnEnded)
        : Stream(Kind), OnEvent(MoveTemp(InOnEvent)), OnEnded(MoveTemp(InOnEnded))
    {
    }

    void Start(const FNpcEndpoint& Endpoint, const FString& Method, const std::string& RequestJson);

    // No event and no end is told any more.
    void Cancel();

    bool IsOver() const { return bOver; }

private:
    // False ends the transfer.
    bool Read(const void* Bytes, int64 Size);
    void Complete(const FHttpResponsePtr& Response, bool bSucceeded);

    npcgen::DialogueStream Stream;
    FOnEvent OnEvent;
    FOnEnded OnEnded;
    FHttpRequestPtr Request;
    float TimeoutS = 0.0f;
    FCriticalSection Reading;
    bool bOver = false;
};

// A unary call, tried again as the core says. All of it is on the game thread.
class FNpcCall : public TSharedFromThis<FNpcCall, ESPMode::ThreadSafe>
{
public:
    using FOnAnswer = TFunction<void(const FNpcAnswer&)>;

    FNpcCall(FNpcEndpoint InEndpoint, FString InMethod, std::string InRequestJson, FOnAnswer InOnAnswer)
        : Endpoint(MoveTemp(InEndpoint)), Method(MoveTemp(InMethod)), RequestJson(MoveTemp(InRequestJson)),
          OnAnswer(MoveTemp(InOnAnswer))
    {
    }

    void Start();
    void StartAt(const FString& Url);
    void Fail(const npcgen::Failure& Failure);
    void Cancel();
    bool IsOver() const { return bOver; }

    // Another frame goes by before it is sent; true where it waited for as long as it may take, and
    // so has failed.
    bool WaitedTooLong(float DeltaTime);

private:
    void Complete(const FHttpResponsePtr& Response, bool bSucceeded);
    void TryAgain(const npcgen::Failure& Failure);

    FNpcEndpoint Endpoint;
    FString Method;
    std::string RequestJson;
    FOnAnswer OnAnswer;
    FHttpRequestPtr Request;
    FTSTicker::FDelegateHandle Pause;
    float WaitedS = 0.0f;
    uint32 Attempt = 0;
    bool bOver = false;
};
