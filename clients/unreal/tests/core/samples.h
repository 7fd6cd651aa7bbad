// A reply as the wire has it, and an ear for it.
#pragma once

#include <string>
#include <string_view>

#include "DialogueStream.h"

namespace samples {

inline std::string message(std::string_view event) {
    return npcgen::enveloped("{\"event\":" + std::string(event) + "}");
}

inline std::string end_message(std::string_view json = "{}") {
    std::string bytes = npcgen::enveloped(json);
    bytes[0] = 2;
    return bytes;
}

inline npcgen::ResponseHead stream_head() {
    return {200, "application/connect+json"};
}

// A reply of seven events.
inline std::string reply() {
    const std::string about = R"("turnId":"ZDcbEdpe4j6Y.1","npcId":"brannoch",)";
    return message("{" + about + R"("started":{"model":"m","seed":4294967295,"recalled":[{"id":"x"}]}})") +
           message(R"({"sequence":1,)" + about + R"("textDelta":{"text":"Well met,"}})") +
           message(R"({"sequence":2,)" + about + "\"textDelta\":{\"text\":\" \xC3\x84 da.\"}}") +
           message(R"({"sequence":3,)" + about + "\"sentence\":{\"text\":\"Well met, \xC3\x84 da.\",\"end\":15}}") +
           message(R"({"sequence":4,)" + about + R"("emotion":{"label":"happy","intensity":0.5}})") +
           message(R"({"sequence":5,)" + about +
                   R"("action":{"actionId":"a1","name":"wave","argumentsJson":"{}"}})") +
           message(R"({"sequence":6,)" + about +
                   "\"completed\":{\"text\":\"Well met, \xC3\x84 da.\"," +
                   R"("finishReason":"FINISH_REASON_STOP","usage":{"promptTokens":202},)" +
                   R"("timings":{"totalMs":1.5}}})") +
           end_message();
}

// What came of some bytes.
struct Heard {
    std::string kinds;
    std::string text;
    std::size_t count = 0;
    npcgen::Event last;
    npcgen::Outcome outcome;
};

inline Heard hear(std::string_view bytes, npcgen::StreamKind kind = npcgen::StreamKind::OneTurn,
                  npcgen::TransportEnd end = npcgen::TransportEnd::Finished) {
    Heard heard;
    npcgen::DialogueStream stream(kind);
    stream.begin(stream_head());
    stream.feed(bytes, [&heard](npcgen::Event& event) {
        heard.kinds.append(event.kind()).append(" ");
        if (const npcgen::TextDelta* delta = event.get<npcgen::TextDelta>()) {
            heard.text += delta->text;
        }
        ++heard.count;
        heard.last = event;
    });
    heard.outcome = stream.finish(end);
    return heard;
}

}  // namespace samples
