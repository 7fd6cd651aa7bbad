// From a server's send to the game's callback, as lines of "name number": over libcurl, as the
// engine's HTTP, on a thread of its own, and delivered by frames, 60 a second, as the plugin does.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "Talk.h"
#include "curl_transport.h"
#include "timed_server.h"

namespace {

constexpr int Texts = 300;
constexpr std::chrono::nanoseconds Frame(1'000'000'000 / 60);

using Delays = std::vector<double>;  // milliseconds

double ms_since(const std::string& sent_ns) {
    return static_cast<double>(bench::now_ns() - std::stoll(sent_ns)) / 1e6;
}

struct Listener : npcgen::TalkListener {
    void on_event(const npcgen::Event& event) override {
        if (const npcgen::TextDelta* delta = event.get<npcgen::TextDelta>()) {
            delays.push_back(ms_since(delta->text));
        }
    }
    void on_ended(const npcgen::Outcome& outcome) override { is_over = outcome.ok; }
    Delays delays;
    bool is_over = false;
};

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
                delays.push_back(ms_since(delta->text));
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

void print(const char* name, Delays delays) {
    std::sort(delays.begin(), delays.end());
    const auto part = [&delays](double share) {
        return delays[static_cast<std::size_t>(share * static_cast<double>(delays.size() - 1))];
    };
    std::printf("%s_ms_p50 %.3f\n%s_ms_p99 %.3f\n%s_ms_slowest %.3f\n", name, part(0.5), name, part(0.99), name,
                delays.back());
}

}  // namespace

int main() {
    bench::TimedServer server(Texts);
    npcgen::Talk talk;
    const std::uint32_t call = talk.begin(npcgen::StreamKind::Turns);
    Delays own;
    std::thread http([&] { own = read(server.url(), talk, call); });
    Listener listener;
    for (auto next = std::chrono::steady_clock::now(); !listener.is_over; next += Frame) {
        std::this_thread::sleep_until(next);
        talk.deliver(listener);
    }
    http.join();
    std::printf("callbacks %zu\n", listener.delays.size());
    print("own", own);
    print("framed", listener.delays);
    return 0;
}
