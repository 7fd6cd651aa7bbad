// One call over libcurl. It stands where FHttpModule stands in the plugin, which uses libcurl too.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "Response.h"

namespace driver {

struct HttpCall {
    std::string url;
    std::string content_type;
    std::string body;
    std::string key;               // empty for none
    std::uint32_t timeout_ms = 0;  // 0 for none
};

// What becomes of a response. Each returns whether the transport should go on.
struct HttpListener {
    std::function<bool(npcgen::ResponseHead)> on_head;
    std::function<bool(std::string_view)> on_bytes;
    std::function<bool()> goes_on;  // asked now and then while nothing comes
};

class CurlTransport {
  public:
    // Blocks until the response is over.
    npcgen::TransportEnd run(const HttpCall& call, const HttpListener& listener) {
        listener_ = &listener;
        const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
        curl_slist* headers = headers_of(call);
        set_up(curl.get(), call, headers);
        const CURLcode code = curl_easy_perform(curl.get());
        curl_slist_free_all(headers);
        return end_of(code);
    }

  private:
    static curl_slist* headers_of(const HttpCall& call) {
        curl_slist* headers = curl_slist_append(nullptr, ("content-type: " + call.content_type).c_str());
        headers = curl_slist_append(headers, "connect-protocol-version: 1");
        headers = curl_slist_append(headers, "expect:");
        if (!call.key.empty()) {
            headers = curl_slist_append(headers, ("authorization: Bearer " + call.key).c_str());
        }
        if (call.timeout_ms > 0) {
            const std::string timeout = "connect-timeout-ms: " + std::to_string(call.timeout_ms);
            headers = curl_slist_append(headers, timeout.c_str());
        }
        return headers;
    }

    void set_up(CURL* curl, const HttpCall& call, curl_slist* headers) {
        curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
        curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(call.timeout_ms));
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &CurlTransport::on_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &CurlTransport::on_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &CurlTransport::on_progress);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
    }

    npcgen::TransportEnd end_of(CURLcode code) const {
        using npcgen::TransportEnd;
        switch (code) {
            case CURLE_OK:
                return TransportEnd::Finished;
            case CURLE_OPERATION_TIMEDOUT:
                return TransportEnd::TimedOut;
            case CURLE_UNSUPPORTED_PROTOCOL:  // HTTP/0.9: bytes without a status line
            case CURLE_WEIRD_SERVER_REPLY:
                return TransportEnd::NotHttp;
            case CURLE_SSL_CONNECT_ERROR:
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_CERTPROBLEM:
            case CURLE_SSL_ISSUER_ERROR:
                return TransportEnd::TlsUntrusted;
            default:
                return has_head_ ? TransportEnd::Cut : TransportEnd::Unreachable;
        }
    }

    static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self) {
        return static_cast<CurlTransport*>(self)->header({bytes, size}) ? size : 0;
    }

    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* self) {
        return static_cast<CurlTransport*>(self)->listener_->on_bytes({bytes, size}) ? size : 0;
    }

    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
        return static_cast<CurlTransport*>(self)->listener_->goes_on() ? 0 : 1;
    }

    bool header(std::string_view line) {
        constexpr std::string_view Type = "content-type:";
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) {
            line.remove_suffix(1);
        }
        if (line.substr(0, 5) == "HTTP/") {
            head_ = {};
            head_.status = std::atoi(std::string(line.substr(line.find(' ') + 1)).c_str());
        } else if (curl_strnequal(line.data(), Type.data(), Type.size()) != 0) {
            line.remove_prefix(Type.size());
            head_.content_type = line.substr(line.find_first_not_of(' '));
        }
        const bool is_whole = line.empty() && head_.status >= 200;
        has_head_ = has_head_ || is_whole;
        return !is_whole || listener_->on_head(head_);
    }

    const HttpListener* listener_ = nullptr;
    npcgen::ResponseHead head_;
    bool has_head_ = false;
};

}  // namespace driver
