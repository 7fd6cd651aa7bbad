// A call of the conformance runner, from its request to its last line.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <thread>

#include "DialogueStream.h"
#include "Envelope.h"
#include "JsonWriter.h"
#include "Retry.h"
#include "Unary.h"
#include "curl_transport.h"
#include "event_json.h"

namespace driver {

// What the runner asks for.
struct Request {
    std::string id;  // as JSON
    std::string method;
    bool stream = false;
    HttpCall http;
    std::uint32_t cancel_after = 0;  // events; 0 for never
    std::uint32_t retries = 0;
};

class Call {
  public:
    using Say = std::function<void(const std::string& line)>;

    Call(Request request, const std::atomic<bool>& quitting, Say say)
        : request_(std::move(request)), quitting_(quitting), say_(std::move(say)) {}

    void run() {
        const bool is_dialogue = request_.method.rfind("npcgen.v1.DialogueService/", 0) == 0;
        const npcgen::Outcome outcome = !request_.stream ? unary() : is_dialogue ? dialogue() : messages();
        say("done", done(outcome));
    }

  private:
    npcgen::Outcome dialogue() {
        npcgen::DialogueStream stream(kind_of(request_.method));
        return streamed(stream, [this, &stream](const npcgen::Event& event) {
            say("event", event_json(event));
            count(stream);
        });
    }

    npcgen::Outcome messages() {
        npcgen::StreamReader stream;
        return streamed(stream, [this, &stream](npcgen::JsonView message) {
            say("message", message.source());
            count(stream);
            return true;
        });
    }

    template <class Stream, class OnPart>
    npcgen::Outcome streamed(Stream& stream, OnPart on_part) {
        HttpListener listener;
        listener.on_head = [&stream](npcgen::ResponseHead head) {
            stream.begin(std::move(head));
            return true;
        };
        listener.on_bytes = [&stream, &on_part](std::string_view bytes) {
            stream.feed(bytes, on_part);
            return !stream.is_over();
        };
        listener.goes_on = [this] { return !quitting_; };
        const npcgen::TransportEnd end = CurlTransport().run(request_.http, listener);
        return stream.finish(cancelled_ ? npcgen::TransportEnd::Cancelled : end);
    }

    npcgen::Outcome unary() {
        const npcgen::RetryPolicy policy = {request_.retries + 1};
        std::mt19937 random(std::random_device{}());
        for (std::uint32_t attempt = 1;; ++attempt) {
            const npcgen::Outcome outcome = once();
            if (outcome.ok ||
                !npcgen::is_retried(policy, request_.method, outcome.failure, attempt)) {
                return outcome;
            }
            const double chance = std::uniform_real_distribution<>()(random);
            std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(
                npcgen::retry_pause_ms(policy, outcome.failure, attempt, chance)));
        }
    }

    npcgen::Outcome once() {
        npcgen::UnaryReader reader;
        HttpListener listener;
        listener.on_head = [&reader](npcgen::ResponseHead head) {
            reader.begin(std::move(head));
            return true;
        };
        listener.on_bytes = [&reader](std::string_view bytes) { return reader.feed(bytes); };
        listener.goes_on = [this] { return !quitting_; };
        npcgen::JsonDocument answer;
        const npcgen::TransportEnd end = CurlTransport().run(request_.http, listener);
        const npcgen::Outcome outcome = reader.finish(end, answer);
        if (outcome.ok) {
            say("response", answer.root().source());
        }
        return outcome;
    }

    template <class Stream>
    void count(Stream& stream) {
        cancelled_ = ++parts_ == request_.cancel_after;
        if (cancelled_) {
            stream.stop();
        }
    }

    static npcgen::StreamKind kind_of(std::string_view method) {
        const std::string_view name = method.substr(method.find('/') + 1);
        return name == "Bark" || name == "GroupChat" ? npcgen::StreamKind::Turns
                                                     : npcgen::StreamKind::OneTurn;
    }

    static std::string done(const npcgen::Outcome& outcome) {
        npcgen::JsonWriter to;
        to.open('{').member("ok", outcome.ok);
        if (!outcome.ok) {
            const npcgen::Failure& failure = outcome.failure;
            to.member("code", failure.code)
                .member("reason", failure.reason)
                .member("field", failure.field)
                .member("retry_after_ms", failure.retry_after_ms)
                .member("message", failure.message)
                .member("hint", failure.hint);
        }
        return to.close('}').str();
    }

    void say(std::string_view what, std::string_view json) {
        npcgen::JsonWriter to;
        to.open('{').key("id").raw(request_.id).key(what).raw(json).close('}');
        std::string line = to.str();
        // NOTE: a line break that JSON doesn't escape is white space between its parts.
        std::replace(line.begin(), line.end(), '\n', ' ');
        say_(line);
    }

    Request request_;
    const std::atomic<bool>& quitting_;
    Say say_;
    std::uint32_t parts_ = 0;
    bool cancelled_ = false;
};

}  // namespace driver
