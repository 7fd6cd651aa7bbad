// The answer of a call that has one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "Envelope.h"
#include "Response.h"

namespace npcgen {

class UnaryReader {
  public:
    void begin(ResponseHead head) { head_ = std::move(head); }

    // False once the answer is larger than any may be: the transport can stop.
    bool feed(std::string_view bytes) {
        too_large_ = too_large_ || bytes.size() > MaxMessageBytes - body_.size();
        if (!too_large_) {
            body_.append(bytes);
        }
        return !too_large_;
    }

    // How the call ended; on success `answer` holds its JSON object.
    Outcome finish(TransportEnd end, JsonDocument& answer) const {
        Outcome outcome = detail::transport_failure(end);
        if (!outcome.ok) {
            return outcome;
        }
        if (head_.status != 200 || detail::media_type(head_.content_type) != "application/json") {
            return detail::refusal(head_, body_, end);
        }
        if (too_large_) {
            return failed(Reason::MessageTooLarge, "the answer has more than 4194304 bytes");
        }
        if (end == TransportEnd::Cut) {
            return failed(Reason::StreamCut, "the answer ended early");
        }
        if (!answer.parse(body_) || !answer.root().is_object()) {
            return failed(Reason::BadMessage, "the answer is no JSON object");
        }
        return {};
    }

  private:
    ResponseHead head_;
    std::string body_;
    bool too_large_ = false;
};

}  // namespace npcgen
