// A server that the game starts, from its process to its end: where it listens, and that it is
// started again once. Knows no process; the plugin's launcher and the tests hold one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "Failure.h"
#include "Json.h"

namespace npcgen {

// The flags behind `npcgen serve`: ports that are free, what it says as JSON, and an end when its
// stdin closes, so that none is left behind by a game that was killed.
inline constexpr const char* ServeFlags =
    "serve --grpc-port 0 --http-port 0 --json --stop-with-parent";

enum class LaunchState : std::uint8_t {
    Idle,
    Starting,   // its ports aren't open yet
    Listening,  // they are; its model may still be loading
    Failed,     // it ended twice, or never began
};

class Launch {
  public:
    static constexpr std::size_t KeptLogBytes = 4000;

    LaunchState state() const { return state_; }
    // Where the server listens. Example: "http://127.0.0.1:40679".
    const std::string& http_url() const { return http_url_; }
    // Why it failed.
    const Failure& failure() const { return failure_; }

    // A process begins.
    void started() {
        state_ = LaunchState::Starting;
        line_.clear();
        http_url_.clear();
    }

    // What the process wrote, in any cut; its log may come on the same pipe. The line that is JSON
    // says where it listens.
    void read_output(std::string_view bytes) {
        log_.append(bytes);
        log_.erase(0, log_.size() > KeptLogBytes ? log_.size() - KeptLogBytes : 0);
        for (const char symbol : bytes) {
            if (symbol == '\n') {
                read_line();
                line_.clear();
            } else if (line_.size() < MaxLineBytes) {
                line_.push_back(symbol);
            }
        }
    }

    // The process ended by itself. True when it is to be started again.
    bool ended() {
        if (state_ == LaunchState::Idle || state_ == LaunchState::Failed) {
            return false;
        }
        ++ends_;
        if (ends_ < 2) {
            return true;
        }
        fail("the server ended twice");
        return false;
    }

    // It can't be started at all.
    void fail(std::string_view why) {
        state_ = LaunchState::Failed;
        http_url_.clear();
        failure_ = failure_of(Reason::ServerStopped, why);
        failure_.message += log_.empty() ? "" : "; its log ends:\n" + log_;
    }

    // The game ends it.
    void stopped() { *this = Launch(); }

  private:
    static constexpr std::size_t MaxLineBytes = 64u << 10;

    void read_line() {
        JsonDocument said;
        if (state_ == LaunchState::Starting && said.parse(line_)) {
            http_url_ = said.root()["http"].text();
            state_ = http_url_.empty() ? state_ : LaunchState::Listening;
        }
    }

    LaunchState state_ = LaunchState::Idle;
    std::string line_;
    std::string http_url_;
    std::string log_;
    Failure failure_;
    int ends_ = 0;
};

}  // namespace npcgen
