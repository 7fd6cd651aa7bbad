// What comes back over HTTP, as far as every call shares it: the head, how the transport ended, and
// an answer that is no npcgen's.
#pragma once

#include <cctype>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ConnectError.h"
#include "Failure.h"
#include "Json.h"

namespace npcgen {

struct ResponseHead {
    int status = 0;
    std::string content_type;
};

// How the engine's HTTP says that a response ended.
enum class TransportEnd : std::uint8_t {
    Finished,      // as its head announced
    Cut,           // early, once the head was there
    Unreachable,   // before a whole head came
    NotHttp,       // what came is no HTTP
    TlsUntrusted,  // the handshake failed
    TimedOut,      // by the call's own clock
    Cancelled,     // by the game
};

namespace detail {

// The bytes of an error that are kept: an npcgen server's have some thousand.
constexpr std::size_t MaxErrorBytes = 64u << 10;

// Without parameters, in small letters.
inline std::string media_type(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find(';')));
    while (!type.empty() && type.back() == ' ') {
        type.pop_back();
    }
    for (char& symbol : type) {
        symbol = static_cast<char>(std::tolower(static_cast<unsigned char>(symbol)));
    }
    return type;
}

inline Outcome not_npcgen(const ResponseHead& head) {
    const std::string type = head.content_type.empty() ? "no content type" : head.content_type;
    return failed(Reason::NotNpcgen, "what answered sent HTTP status " +
                                         std::to_string(head.status) + " and " + type.substr(0, 80));
}

// The failure of a response that is no answer.
inline Outcome refusal(const ResponseHead& head, std::string_view body, TransportEnd end) {
    JsonDocument document;
    Outcome outcome;
    if (head.status != 200 && document.parse(body) &&
        read_connect_error(document.root(), outcome.failure)) {
        outcome.ok = false;
        return outcome;
    }
    const bool is_error = head.status != 200 && media_type(head.content_type) == "application/json";
    return is_error && end == TransportEnd::Cut
               ? failed(Reason::StreamCut, "the server's error ended early")
               : not_npcgen(head);
}

// The failure of a transport that ended before there was anything to read; ok for the others.
inline Outcome transport_failure(TransportEnd end) {
    switch (end) {
        case TransportEnd::Cancelled:
            return failed(Reason::Cancelled, "the call was cancelled");
        case TransportEnd::TimedOut:
            return failed(Reason::DeadlineExceeded, "the call took longer than its timeout");
        case TransportEnd::Unreachable:
            return failed(Reason::ServerUnreachable, "the server didn't answer");
        case TransportEnd::NotHttp:
            return failed(Reason::NotNpcgen, "what answered speaks no HTTP/1.1");
        case TransportEnd::TlsUntrusted:
            return failed(Reason::TlsUntrusted, "the TLS handshake failed");
        case TransportEnd::Finished:
        case TransportEnd::Cut:
            break;
    }
    return {};
}

}  // namespace detail

}  // namespace npcgen
