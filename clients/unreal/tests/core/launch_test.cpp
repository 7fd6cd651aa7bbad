#include "Launch.h"

#include <string>

#include "expect.h"

using npcgen::Launch;
using npcgen::LaunchState;

TEST(a_server_listens_where_its_line_of_json_says) {
    Launch launch;
    launch.started();
    launch.read_output("2026-11-22 INFO a line of its log\n[1]\n");
    launch.read_output(R"({"grpc": "127.0.0.1:1", "http": "http://127)");
    EXPECT(launch.state() == LaunchState::Starting);
    launch.read_output(".0.0.1:2\"}\nmore");
    EXPECT(launch.state() == LaunchState::Listening);
    EXPECT_EQ(launch.http_url(), "http://127.0.0.1:2");
}

TEST(a_server_that_dies_is_started_again_once) {
    Launch launch;
    launch.started();
    launch.read_output("first\n");
    EXPECT(launch.ended());
    launch.started();
    launch.read_output("no memory\n");
    EXPECT(!launch.ended());
    EXPECT(launch.state() == LaunchState::Failed);
    EXPECT_EQ(launch.failure().reason, "SERVER_STOPPED");
    EXPECT_EQ(launch.failure().message, "the server ended twice; its log ends:\nfirst\nno memory\n");
}

TEST(a_server_that_the_game_stops_is_not_started_again) {
    Launch launch;
    launch.started();
    launch.stopped();
    EXPECT(!launch.ended());
    EXPECT(launch.state() == LaunchState::Idle);
}

TEST(a_long_log_keeps_its_end) {
    Launch launch;
    launch.started();
    launch.read_output(std::string(1 << 20, 'x') + "end");
    launch.fail("it can't be started");
    EXPECT(launch.failure().message.size() < Launch::KeptLogBytes + 100);
    EXPECT_EQ(launch.failure().message.substr(launch.failure().message.size() - 3), "end");
}
