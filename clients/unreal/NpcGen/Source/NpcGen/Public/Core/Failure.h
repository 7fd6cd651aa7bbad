// The one error type: a code in Connect's words, a stable reason, and what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace npcgen {

struct Failure {
    std::string code;     // Connect's word. Example: "unavailable"
    std::string reason;   // UPPER_SNAKE_CASE, stable. Example: "SERVER_UNREACHABLE"
    std::string message;  // what happened, for people
    std::string hint;     // what to do about it; empty where the server's message says it
    std::string field;    // the path of the field that is wrong; empty for none
    std::uint32_t retry_after_ms = 0;  // the least pause before another try; 0 for none
};

// How a call ended.
struct Outcome {
    bool ok = true;
    Failure failure;  // where it isn't
};

// What a client finds by itself. The texts are those of clients/conformance/reasons.json.
enum class Reason : std::uint8_t {
    ServerUnreachable,
    NotNpcgen,
    TlsUntrusted,
    StreamCut,
    MessageTooLarge,
    BadMessage,
    DeadlineExceeded,
    Cancelled,
    ServerStopped,
};

namespace detail {

struct ReasonText {
    const char* reason;
    const char* code;
    bool retry;
    const char* hint;
};

inline const ReasonText& text_of(Reason reason) {
    static constexpr ReasonText Texts[] = {
        {"SERVER_UNREACHABLE", "unavailable", true,
         "Nothing answers at this address. Start the server (npcgen serve), or check the host and "
         "the port."},
        {"NOT_NPCGEN", "failed_precondition", false,
         "Another program answers on this port. Use the server's HTTP port, which it prints as "
         "http= when it starts; the gRPC port won't do."},
        {"TLS_UNTRUSTED", "failed_precondition", false,
         "This machine doesn't trust the server's certificate. Install its authority, or use "
         "http:// for a server on the same machine."},
        {"STREAM_CUT", "unavailable", true,
         "The connection broke in the middle of an answer. The server may have stopped; call again "
         "once it is back."},
        {"MESSAGE_TOO_LARGE", "resource_exhausted", false,
         "The server sent a message of more than 4 MiB, and none of npcgen's is that large. Check "
         "what stands between the game and the server."},
        {"BAD_MESSAGE", "internal", false,
         "The server's answer can't be read. Use a plugin and a server of the same release, and "
         "check for a proxy that rewrites answers."},
        {"DEADLINE_EXCEEDED", "deadline_exceeded", false,
         "The answer took longer than this call allows. Allow more time, ask for fewer tokens, or "
         "use a smaller model."},
        {"CANCELLED", "canceled", false,
         "The game cancelled this call, or the scene that made it was unloaded. Nothing needs to be "
         "done."},
        {"SERVER_STOPPED", "unavailable", false,
         "The server that the game started ended twice. The end of its log, shown with this error, "
         "says why."},
    };
    return Texts[static_cast<std::size_t>(reason)];
}

}  // namespace detail

inline Failure failure_of(Reason reason, std::string_view message) {
    const detail::ReasonText& text = detail::text_of(reason);
    Failure failure;
    failure.code = text.code;
    failure.reason = text.reason;
    failure.message = message;
    failure.hint = text.hint;
    return failure;
}

inline Outcome failed(Reason reason, std::string_view message) {
    return {false, failure_of(reason, message)};
}

}  // namespace npcgen
