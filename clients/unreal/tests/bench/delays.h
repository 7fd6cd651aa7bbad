// A game's loop of 60 frames a second, and how late it hears texts that are the times of their send.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "Talk.h"

namespace bench {

constexpr int Texts = 300;
constexpr std::chrono::nanoseconds Frame(1'000'000'000 / 60);

using Delays = std::vector<double>;  // milliseconds

inline std::int64_t now_ns() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

inline double ms_since(const std::string& sent_ns) {
    return static_cast<double>(now_ns() - std::stoll(sent_ns)) / 1e6;
}

// Ten to thirty milliseconds lie between two texts, so that they fall anywhere in a frame.
template <class Random>
void pause(Random& random) {
    std::this_thread::sleep_for(std::chrono::microseconds(10'000 + random() % 20'000));
}

struct Listener : npcgen::TalkListener {
    void on_event(const npcgen::Event& event) override {
        if (const npcgen::TextDelta* delta = event.get<npcgen::TextDelta>()) {
            delays.push_back(ms_since(delta->text));
            in_first += std::stoll(delta->text) >= last_frame_ns ? 1 : 0;
        }
    }
    void on_ended(const npcgen::Outcome& outcome) override { is_over = outcome.ok; }
    Delays delays;
    std::int64_t last_frame_ns = 0;
    int in_first = 0;  // were sent since the frame before the one that they were heard in
    bool is_over = false;
};

// Plays until the call is over; what was heard, and how late.
inline Listener play(npcgen::Talk& talk) {
    Listener listener;
    for (auto next = std::chrono::steady_clock::now(); !listener.is_over; next += Frame) {
        std::this_thread::sleep_until(next);
        const std::int64_t frame_ns = now_ns();
        talk.deliver(listener);
        listener.last_frame_ns = frame_ns;
    }
    return listener;
}

inline void print(const char* name, Delays delays) {
    std::sort(delays.begin(), delays.end());
    const auto part = [&delays](double share) {
        return delays[static_cast<std::size_t>(share * static_cast<double>(delays.size() - 1))];
    };
    std::printf("%s_ms_p50 %.3f\n%s_ms_p99 %.3f\n%s_ms_slowest %.3f\n", name, part(0.5), name, part(0.99), name,
                delays.back());
}

inline void print(const Listener& framed) {
    const double heard = static_cast<double>(framed.delays.size());
    std::printf("callbacks %.0f\nin_first_frame %.4f\n", heard, framed.in_first / heard);
    print("framed", framed.delays);
}

}  // namespace bench
