#include "NpcHttp.h"

#include "Core/Envelope.h"
#include "HttpModule.h"
#include "Interfaces/IHttpResponse.h"
#include "Misc/EngineVersionComparison.h"
#include "NpcConvert.h"

DEFINE_LOG_CATEGORY_STATIC(LogNpcGen, Log, All);

namespace
{
FHttpRequestRef NewRequest(
    const FNpcEndpoint& Endpoint, const FString& Method, const FString& ContentType, const std::string& Body)
{
    const FHttpRequestRef Request = FHttpModule::Get().CreateRequest();
    Request->SetVerb(TEXT("POST"));
    Request->SetURL(Endpoint.Url + TEXT("/") + Method);
    Request->SetHeader(TEXT("Content-Type"), ContentType);
    Request->SetHeader(TEXT("Connect-Protocol-Version"), TEXT("1"));
    Request->SetHeader(
        TEXT("Connect-Timeout-Ms"), FString::FromInt(static_cast<int32>(Endpoint.TimeoutS * 1000.0f)));
    if (!Endpoint.Key.IsEmpty())
    {
        Request->SetHeader(TEXT("Authorization"), TEXT("Bearer ") + Endpoint.Key);
    }
    Request->SetTimeout(Endpoint.TimeoutS);
    TArray<uint8> Content;
    Content.Append(reinterpret_cast<const uint8*>(Body.data()), static_cast<int32>(Body.size()));
    Request->SetContent(MoveTemp(Content));
    return Request;
}

npcgen::ResponseHead HeadOf(const FHttpResponsePtr& Response)
{
    npcgen::ResponseHead Head;
    if (Response.IsValid())
    {
        Head.status = Response->GetResponseCode();
        Head.content_type = NpcConvert::ToUtf8(Response->GetContentType());
    }
    return Head;
}

// Whether the server's certificate was refused. NOTE: the engine doesn't say so. It tells what kept it
// from connecting, though, and of https little else is left that ends a call before its answer.
bool IsUntrusted(const IHttpRequest& Request, const FNpcEndpoint& Endpoint)
{
#if UE_VERSION_OLDER_THAN(5, 4, 0)
    const bool bConnected = Request.GetStatus() == EHttpRequestStatus::Failed;
#else
    const bool bConnected = Request.GetFailureReason() == EHttpFailureReason::Other;
#endif
    return bConnected && Endpoint.Url.StartsWith(TEXT("https://"));
}

npcgen::TransportEnd EndOf(
    const IHttpRequest& Request, const FNpcEndpoint& Endpoint, const npcgen::ResponseHead& Head, bool bSucceeded)
{
    if (bSucceeded)
    {
        return npcgen::TransportEnd::Finished;
    }
    if (Request.GetElapsedTime() >= Endpoint.TimeoutS)
    {
        return npcgen::TransportEnd::TimedOut;
    }
    if (Head.status > 0)
    {
        return npcgen::TransportEnd::Cut;
    }
    return IsUntrusted(Request, Endpoint) ? npcgen::TransportEnd::TlsUntrusted : npcgen::TransportEnd::Unreachable;
}
}

void NpcLogFailure(const FNpcAnswer& Answer)
{
    if (!Answer.Outcome.ok)
    {
        const FNpcFailure Failure = NpcConvert::Failure(Answer.Outcome.failure);
        UE_LOG(LogNpcGen, Warning, TEXT("%s: %s"), *Failure.Reason, *Failure.Message);
    }
}

bool FNpcEventReader::Feed(std::string_view Bytes)
{
    Stream.feed(Bytes,
        [this](npcgen::Event& Event)
        {
            if (!OnEvent(Event))
            {
                Stream.stop();
            }
        });
    return !Stream.is_over();
}

npcgen::Outcome FNpcEventReader::Finish(const npcgen::ResponseHead& Head, npcgen::TransportEnd End)
{
    Stream.begin(Head);
    return Stream.finish(End);
}

void FNpcStream::Start(const FNpcEndpoint& InEndpoint, const FString& Method, const std::string& RequestJson)
{
    if (bOver)
    {
        return;
    }
    Endpoint = InEndpoint;
    const FHttpRequestRef Started =
        NewRequest(Endpoint, Method, TEXT("application/connect+json"), npcgen::enveloped(RequestJson));
    Request = Started;
    const TWeakPtr<FNpcStream, ESPMode::ThreadSafe> Weak = AsShared();
#if UE_VERSION_OLDER_THAN(5, 4, 0)
    Started->SetResponseBodyReceiveStreamDelegate(FHttpRequestStreamDelegate::CreateLambda(
        [Weak](void* Bytes, int64 Size)
        {
            const TSharedPtr<FNpcStream, ESPMode::ThreadSafe> Self = Weak.Pin();
            return Self.IsValid() && Self->Read(Bytes, Size);
        }));
#else
    Started->SetResponseBodyReceiveStreamDelegateV2(FHttpRequestStreamDelegateV2::CreateLambda(
        [Weak](void* Bytes, int64& InOutSize)
        {
            const TSharedPtr<FNpcStream, ESPMode::ThreadSafe> Self = Weak.Pin();
            if (!Self.IsValid() || !Self->Read(Bytes, InOutSize))
            {
                InOutSize = 0;
            }
        }));
#endif
    Started->OnProcessRequestComplete().BindLambda(
        [Weak](FHttpRequestPtr, FHttpResponsePtr Response, bool bSucceeded)
        {
            if (const TSharedPtr<FNpcStream, ESPMode::ThreadSafe> Self = Weak.Pin())
            {
                Self->Complete(Response, bSucceeded);
            }
        });
    Started->ProcessRequest();
}

bool FNpcStream::Read(const void* Bytes, int64 Size)
{
    const FScopeLock Lock(&Reading);
    if (bOver)
    {
        return false;
    }
    return Reader->Feed(std::string_view(static_cast<const char*>(Bytes), static_cast<size_t>(Size)));
}

void FNpcStream::Complete(const FHttpResponsePtr& Response, bool bSucceeded)
{
    npcgen::Outcome Outcome;
    {
        const FScopeLock Lock(&Reading);
        if (bOver)
        {
            return;
        }
        bOver = true;
        const npcgen::ResponseHead Head = HeadOf(Response);
        Outcome = Reader->Finish(Head, EndOf(*Request, Endpoint, Head, bSucceeded));
    }
    Request.Reset();
    OnEnded(Outcome);
}

void FNpcStream::Fail(const npcgen::Outcome& Outcome)
{
    if (!bOver)
    {
        bOver = true;
        OnEnded(Outcome);
    }
}

void FNpcStream::Cancel()
{
    {
        const FScopeLock Lock(&Reading);
        bOver = true;
        Reader->Stop();
    }
    if (Request.IsValid())
    {
        Request->OnProcessRequestComplete().Unbind();
        Request->CancelRequest();
        Request.Reset();
    }
}

void FNpcCall::Start()
{
    ++Attempt;
    const FHttpRequestRef Started = NewRequest(Endpoint, Method, TEXT("application/json"), RequestJson);
    Request = Started;
    const TWeakPtr<FNpcCall, ESPMode::ThreadSafe> Weak = AsShared();
    Started->OnProcessRequestComplete().BindLambda(
        [Weak](FHttpRequestPtr, FHttpResponsePtr Response, bool bSucceeded)
        {
            if (const TSharedPtr<FNpcCall, ESPMode::ThreadSafe> Self = Weak.Pin())
            {
                Self->Complete(Response, bSucceeded);
            }
        });
    Started->ProcessRequest();
}

void FNpcCall::Complete(const FHttpResponsePtr& Response, bool bSucceeded)
{
    if (bOver)
    {
        return;
    }
    npcgen::UnaryReader Reader;
    const npcgen::ResponseHead Head = HeadOf(Response);
    Reader.begin(Head);
    if (Response.IsValid())
    {
        const TArray<uint8>& Content = Response->GetContent();
        Reader.feed(std::string_view(
            reinterpret_cast<const char*>(Content.GetData()), static_cast<size_t>(Content.Num())));
    }
    npcgen::JsonDocument Document;
    FNpcAnswer Answer;
    Answer.Outcome = Reader.finish(EndOf(*Request, Endpoint, Head, bSucceeded), Document);
    Answer.Json = Document.root();
    Request.Reset();
    if (npcgen::is_retried(Policy, NpcConvert::ToUtf8(Method), Answer.Outcome.failure, Attempt))
    {
        TryAgain(Answer.Outcome.failure);
        return;
    }
    bOver = true;
    OnAnswer(Answer);
}

void FNpcCall::TryAgain(const npcgen::Failure& Failure)
{
    const double PauseMs = npcgen::retry_pause_ms(Policy, Failure, Attempt, FMath::FRand());
    const TWeakPtr<FNpcCall, ESPMode::ThreadSafe> Weak = AsShared();
    Pause = FTSTicker::GetCoreTicker().AddTicker(
        FTickerDelegate::CreateLambda(
            [Weak](float)
            {
                if (const TSharedPtr<FNpcCall, ESPMode::ThreadSafe> Self = Weak.Pin())
                {
                    Self->Start();
                }
                return false;
            }),
        static_cast<float>(PauseMs / 1000.0));
}

void FNpcCall::Cancel()
{
    bOver = true;
    FTSTicker::GetCoreTicker().RemoveTicker(Pause);
    if (Request.IsValid())
    {
        Request->OnProcessRequestComplete().Unbind();
        Request->CancelRequest();
        Request.Reset();
    }
}
