// What the plugin uses of Unreal's HTTP module, over libcurl as in the engine: bodies come on a
// thread of their own, ends on the game's.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core.h"

enum class EHttpFailureReason { None, ConnectionError, Cancelled, TimedOut, Other };
struct EHttpRequestStatus {
    enum Type { Succeeded, Failed, Failed_ConnectionError };
};

class IHttpResponse {
  public:
    int32 GetResponseCode() const { return code; }
    FString GetContentType() const { return content_type; }
    const TArray<uint8>& GetContent() const { return content; }
    int32 code = 0;
    FString content_type;
    TArray<uint8> content;
};
class IHttpRequest;
using FHttpResponsePtr = TSharedPtr<IHttpResponse, ESPMode::ThreadSafe>;
using FHttpRequestPtr = TSharedPtr<IHttpRequest, ESPMode::ThreadSafe>;
using FHttpRequestRef = TSharedRef<IHttpRequest, ESPMode::ThreadSafe>;
using FHttpRequestStreamDelegate = TDelegate<bool(void*, int64)>;
using FHttpRequestStreamDelegateV2 = TDelegate<void(void*, int64&)>;
using FHttpRequestCompleteDelegate = TDelegate<void(FHttpRequestPtr, FHttpResponsePtr, bool)>;

class IHttpRequest : public TSharedFromThis<IHttpRequest, ESPMode::ThreadSafe> {
  public:
    ~IHttpRequest() { join(); }
    void SetVerb(const FString&) {}
    void SetURL(const FString& url) { url_ = stub_utf8(*url); }
    void SetHeader(const FString& name, const FString& value) {
        headers_.push_back(stub_utf8(*name) + ": " + stub_utf8(*value));
    }
    void SetTimeout(float seconds) { timeout_s_ = seconds; }
    void SetContent(TArray<uint8>&& content) { content_ = std::move(content); }
    bool SetResponseBodyReceiveStreamDelegate(FHttpRequestStreamDelegate delegate) {
        on_bytes_ = [delegate](void* bytes, int64& size) { size = delegate.Execute(bytes, size) ? size : 0; };
        return true;
    }
    bool SetResponseBodyReceiveStreamDelegateV2(FHttpRequestStreamDelegateV2 delegate) {
        on_bytes_ = [delegate](void* bytes, int64& size) { delegate.Execute(bytes, size); };
        return true;
    }
    FHttpRequestCompleteDelegate& OnProcessRequestComplete() { return on_complete_; }
    bool ProcessRequest();
    void CancelRequest() { cancelled_ = true; }
    float GetElapsedTime() const {
        return std::chrono::duration<float>(std::chrono::steady_clock::now() - started_).count();
    }

    EHttpFailureReason GetFailureReason() const { return failure_; }
    EHttpRequestStatus::Type GetStatus() const {
        return failure_ == EHttpFailureReason::None              ? EHttpRequestStatus::Succeeded
               : failure_ == EHttpFailureReason::ConnectionError ? EHttpRequestStatus::Failed_ConnectionError
                                                                 : EHttpRequestStatus::Failed;
    }

    // Of the game thread: whether the request is over; tells it once.
    bool Tick() {
        if (!done_) {
            return false;
        }
        join();
        const FHttpResponsePtr response = head_code_ > 0 ? response_ : FHttpResponsePtr();
        on_complete_.ExecuteIfBound(AsShared(), response, failure_ == EHttpFailureReason::None);
        return true;
    }

  private:
    static std::size_t body(char* bytes, std::size_t, std::size_t size, void* self) {
        return static_cast<IHttpRequest*>(self)->take(bytes, size);
    }
    static int progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<IHttpRequest*>(self)->cancelled_ ? 1 : 0;
    }
    std::size_t take(char* bytes, std::size_t size) {
        if (on_bytes_ == nullptr) {
            response_->content.Append(reinterpret_cast<const uint8*>(bytes), static_cast<int32>(size));
            return size;
        }
        int64 taken = static_cast<int64>(size);
        on_bytes_(bytes, taken);
        return static_cast<std::size_t>(taken);
    }
    void run();
    // As the engine tells what its libcurl says.
    EHttpFailureReason failure_of(CURLcode code) const {
        switch (code) {
            case CURLE_OK:
                return EHttpFailureReason::None;
            case CURLE_COULDNT_CONNECT:
            case CURLE_OPERATION_TIMEDOUT:
            case CURLE_COULDNT_RESOLVE_PROXY:
            case CURLE_COULDNT_RESOLVE_HOST:
            case CURLE_SSL_CONNECT_ERROR:
                return EHttpFailureReason::ConnectionError;
            default:
                return cancelled_ ? EHttpFailureReason::Cancelled : EHttpFailureReason::Other;
        }
    }
    void join() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }

    std::string url_;
    std::vector<std::string> headers_;
    float timeout_s_ = 0;
    TArray<uint8> content_;
    std::function<void(void*, int64&)> on_bytes_;
    FHttpRequestCompleteDelegate on_complete_;
    FHttpResponsePtr response_ = MakeShared<IHttpResponse, ESPMode::ThreadSafe>();
    int32 head_code_ = 0;
    EHttpFailureReason failure_ = EHttpFailureReason::None;
    std::atomic<bool> cancelled_{false};
    std::atomic<bool> done_{false};
    std::chrono::steady_clock::time_point started_;
    std::thread thread_;
};

class FHttpModule {
  public:
    static FHttpModule& Get() {
        static FHttpModule module;
        return module;
    }
    FHttpRequestRef CreateRequest() { return MakeShared<IHttpRequest, ESPMode::ThreadSafe>(); }
    void Keep(const FHttpRequestRef& request) { requests_.push_back(request); }
    void Tick() {
        const std::vector<FHttpRequestRef> now = requests_;
        for (const FHttpRequestRef& request : now) {
            if (request->Tick()) {
                const auto is_it = [&](const FHttpRequestRef& each) { return &*each == &*request; };
                requests_.erase(std::find_if(requests_.begin(), requests_.end(), is_it));
            }
        }
    }
    std::size_t Running() const { return requests_.size(); }

  private:
    std::vector<FHttpRequestRef> requests_;
};

inline bool IHttpRequest::ProcessRequest() {
    started_ = std::chrono::steady_clock::now();
    FHttpModule::Get().Keep(AsShared());
    thread_ = std::thread([this] { run(); });
    return true;
}

inline void IHttpRequest::run() {
    CURL* curl = curl_easy_init();
    curl_slist* headers = nullptr;
    for (const std::string& header : headers_) {
        headers = curl_slist_append(headers, header.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(content_.Num()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(content_.GetData()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_s_ * 1000));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &IHttpRequest::body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &IHttpRequest::progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
    failure_ = failure_of(curl_easy_perform(curl));
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    response_->code = head_code_ = static_cast<int32>(code);
    response_->content_type = type != nullptr ? FString(UTF8_TO_TCHAR(type)) : FString();
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    done_ = true;
}
