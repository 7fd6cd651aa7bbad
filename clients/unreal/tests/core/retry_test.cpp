#include "Retry.h"

#include "expect.h"

using npcgen::Failure;
using npcgen::Reason;
using npcgen::RetryPolicy;
using npcgen::failure_of;
using npcgen::is_retried;
using npcgen::retry_pause_ms;

namespace {
constexpr const char* Warmup = "npcgen.v1.DialogueService/Warmup";
constexpr const char* Chat = "npcgen.v1.DialogueService/Chat";
}  // namespace

TEST(only_what_is_unavailable_and_safe_to_repeat_is_tried_again) {
    const RetryPolicy policy;
    const Failure refused = failure_of(Reason::ServerUnreachable, "refused");
    EXPECT(is_retried(policy, Warmup, refused, 1));
    EXPECT(is_retried(policy, Warmup, refused, 3));
    EXPECT(!is_retried(policy, Warmup, refused, 4));
    EXPECT(!is_retried(policy, Chat, refused, 1));
    EXPECT(!is_retried(policy, Warmup, failure_of(Reason::NotNpcgen, ""), 1));
    EXPECT(!is_retried(policy, Warmup, failure_of(Reason::ServerStopped, ""), 1));
    EXPECT(!is_retried(policy, Warmup, failure_of(Reason::Cancelled, ""), 1));
}

TEST(pauses_grow_to_their_limit_with_jitter) {
    const RetryPolicy policy;
    const Failure refused = failure_of(Reason::ServerUnreachable, "refused");
    EXPECT_EQ(retry_pause_ms(policy, refused, 1, 0.5), 100.0);
    EXPECT_EQ(retry_pause_ms(policy, refused, 2, 0.5), 300.0);
    EXPECT_EQ(retry_pause_ms(policy, refused, 9, 0.5), 2000.0);
    EXPECT_EQ(retry_pause_ms(policy, refused, 1, 0), 80.0);
    EXPECT_EQ(retry_pause_ms(policy, refused, 1, 1), 120.0);
}

TEST(a_server_that_says_when_is_not_asked_sooner) {
    Failure loading;
    loading.code = "unavailable";
    loading.retry_after_ms = 5000;
    EXPECT_EQ(retry_pause_ms(RetryPolicy(), loading, 1, 0.5), 5000.0);
}
