// From a server's send to the game's callback, as lines of "name number": over libcurl, as the
// engine's HTTP, on a thread of its own, and delivered by frames, 60 a second, as the plugin does.
#include <string>
#include <thread>

#include "Talk.h"
#include "curl_transport.h"
#include "delays.h"
#include "timed_server.h"

namespace {

using bench::Delays;

// Reads the reply, on the HTTP thread; the delays until its events are read.
Delays read(const std::string& url, npcgen::Talk& talk, std::uint32_t call) {
    Delays delays;
    npcgen::DialogueStream stream(npcgen::StreamKind::Turns);
    driver::HttpListener listener;
    listener.on_head = [&stream](npcgen::ResponseHead head) {
        stream.begin(std::move(head));
        return true;
    };
    listener.on_bytes = [&](std::string_view bytes) {
        stream.feed(bytes, [&](npcgen::Event& event) {
            if (const npcgen::TextDelta* delta = event.get<npcgen::TextDelta>()) {
                delays.push_back(bench::ms_since(delta->text));
            }
            talk.receive(call, event);
        });
        return true;
    };
    listener.goes_on = [] { return true; };
    driver::HttpCall request;
    request.url = url + "/npcgen.v1.DialogueService/Chat";
    request.content_type = "application/connect+json";
    request.body = npcgen::enveloped("{}");
    const npcgen::TransportEnd end = driver::CurlTransport().run(request, listener);
    talk.end(call, stream.finish(end));
    return delays;
}

}  // namespace

int main() {
    bench::TimedServer server(bench::Texts);
    npcgen::Talk talk;
    const std::uint32_t call = talk.begin(npcgen::StreamKind::Turns);
    Delays own;
    std::thread http([&] { own = read(server.url(), talk, call); });
    const bench::Listener framed = bench::play(talk);
    http.join();
    bench::print("own", own);
    bench::print(framed);
    return 0;
}
