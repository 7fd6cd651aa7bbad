// A call that answers with a stream of messages: Connect's envelopes, each a JSON object, then an
// end message. Bytes may come in any cut, from any one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "ConnectError.h"
#include "Envelope.h"
#include "Response.h"

namespace npcgen {

class StreamReader {
  public:
    // The head, as soon as it is known. An engine that tells it late may call this after the bytes:
    // their first one then says whether they are envelopes.
    void begin(ResponseHead head) {
        head_ = std::move(head);
        if (shape_ == Shape::Undecided) {
            shape_ = is_stream() ? Shape::Envelopes : Shape::Refusal;
        }
    }

    // Hands every message that is whole to `on_message`, which returns whether it could read it.
    template <class OnMessage>
    void feed(std::string_view bytes, OnMessage&& on_message) {
        if (shape_ == Shape::Undecided && !bytes.empty()) {
            shape_ = bytes.front() < ' ' ? Shape::Envelopes : Shape::Refusal;
        }
        if (shape_ == Shape::Refusal) {
            keep(bytes);
            return;
        }
        if (!is_over()) {
            envelopes_.feed(bytes);
        }
        Envelope envelope;
        while (!is_over()) {
            switch (envelopes_.next(envelope)) {
                case EnvelopeReader::Result::NeedsBytes:
                    return;
                case EnvelopeReader::Result::TooLarge:
                    fail(Reason::MessageTooLarge, "a message has more than 4194304 bytes");
                    return;
                case EnvelopeReader::Result::Message:
                    read(envelope, on_message);
            }
        }
    }

    // No message is handed on any more.
    void stop() { over_ = true; }

    // Whether nothing more is read, however much comes: the transport can stop.
    bool is_over() const { return over_; }

    // How the call ended. `whole` says that it needs no end message any more.
    Outcome finish(TransportEnd end, bool whole = false) const {
        const Outcome transport = detail::transport_failure(end);
        if (!transport.ok) {
            return transport;
        }
        if (shape_ != Shape::Envelopes || !is_stream()) {
            return detail::refusal(head_, refusal_, end);
        }
        if (ended_ || whole) {
            return outcome_;
        }
        return failed(Reason::StreamCut, envelopes_.is_inside_message()
                                             ? "the stream ended inside a message"
                                             : "the stream ended without an end message");
    }

  private:
    enum class Shape : std::uint8_t { Undecided, Envelopes, Refusal };

    bool is_stream() const {
        return head_.status == 200 &&
               detail::media_type(head_.content_type) == "application/connect+json";
    }

    void keep(std::string_view bytes) {
        refusal_.append(bytes.substr(0, detail::MaxErrorBytes - refusal_.size()));
    }

    template <class OnMessage>
    void read(const Envelope& envelope, OnMessage&& on_message) {
        if (envelope.flags != 0 && envelope.flags != detail::EndFlag) {
            fail(Reason::BadMessage, "an envelope has flags that nobody asked for");
        } else if (!message_.parse(envelope.message) || !message_.root().is_object()) {
            fail(Reason::BadMessage, "a message is no JSON object");
        } else if (envelope.is_end()) {
            read_end();
        } else if (!on_message(message_.root())) {
            fail(Reason::BadMessage, "a field of a message holds another type than it has");
        }
    }

    void read_end() {
        const JsonView error = message_.root()["error"];
        if (error.exists() && !read_connect_error(error, outcome_.failure)) {
            fail(Reason::BadMessage, "the stream's end holds an error without a code");
            return;
        }
        outcome_.ok = !error.exists();
        ended_ = over_ = true;
    }

    void fail(Reason reason, std::string_view message) {
        outcome_ = failed(reason, message);
        ended_ = over_ = true;
    }

    ResponseHead head_;
    Shape shape_ = Shape::Undecided;
    EnvelopeReader envelopes_;
    JsonDocument message_;
    std::string refusal_;
    Outcome outcome_;
    bool over_ = false;
    bool ended_ = false;
};

}  // namespace npcgen
