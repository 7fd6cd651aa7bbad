// How many tokens the core reads a second, and what it allocates for each, as lines of
// "name number". A token is an event of a real reply's size, from bytes to the listener.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

#include "Talk.h"

namespace {

std::size_t allocations = 0;
std::size_t allocated_bytes = 0;

void* counted(std::size_t size) {
    ++allocations;
    allocated_bytes += size;
    return std::malloc(size);
}

constexpr int Tokens = 200'000;
constexpr int TokensOfReply = 100;
constexpr std::size_t ChunkBytes = 1400;  // of a TCP packet

std::string reply() {
    std::string bytes;
    for (int token = 0; token < TokensOfReply; ++token) {
        bytes += npcgen::enveloped(
            "{\"event\":{\"sequence\":" + std::to_string(token) +
            ",\"turnId\":\"ZDcbEdpe4j6Y.1\",\"npcId\":\"brannoch\",\"textDelta\":{\"text\":\" token\"}}}");
    }
    return bytes;
}

struct Count : npcgen::TalkListener {
    void on_event(const npcgen::Event& event) override { events += event.sequence + 1 > 0 ? 1 : 0; }
    void on_ended(const npcgen::Outcome&) override {}
    int events = 0;
};

// Reads replies until all tokens came.
void read(npcgen::Talk& talk, Count& count, int tokens) {
    const std::string bytes = reply();
    const std::uint32_t call = talk.begin(npcgen::StreamKind::Turns);
    npcgen::DialogueStream stream(npcgen::StreamKind::Turns);
    stream.begin({200, "application/connect+json"});
    while (count.events < tokens) {
        for (std::size_t at = 0; at < bytes.size(); at += ChunkBytes) {
            stream.feed(std::string_view(bytes).substr(at, ChunkBytes),
                        [&talk, call](npcgen::Event& event) { talk.receive(call, event); });
            talk.deliver(count, UINT32_MAX);
        }
    }
    talk.cancel();
    talk.deliver(count);
}

}  // namespace

void* operator new(std::size_t size) {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

int main() {
    npcgen::Talk talk;
    Count warm;
    read(talk, warm, TokensOfReply);
    const std::size_t allocations_before = allocations;
    const std::size_t bytes_before = allocated_bytes;
    const auto began = std::chrono::steady_clock::now();
    Count count;
    read(talk, count, Tokens);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
    const double tokens = count.events;
    std::printf("tokens_per_s %.0f\n", tokens / taken.count());
    std::printf("allocations_per_token %.4f\n", static_cast<double>(allocations - allocations_before) / tokens);
    std::printf("allocated_bytes_per_token %.2f\n",
                static_cast<double>(allocated_bytes - bytes_before) / tokens);
    return 0;
}
