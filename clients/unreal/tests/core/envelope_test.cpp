#include "Envelope.h"

#include <string>

#include "expect.h"

using npcgen::Envelope;
using npcgen::EnvelopeReader;
using npcgen::enveloped;

TEST(an_envelope_is_flags_size_and_message) {
    EXPECT_EQ(enveloped("{}"), std::string("\0\0\0\0\2{}", 7));
}

TEST(messages_come_out_whole_whatever_the_cut) {
    const std::string bytes = enveloped("one") + enveloped("") + enveloped(std::string(300, 'x'));
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        EnvelopeReader reader;
        Envelope envelope;
        std::string seen;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            reader.feed(std::string_view(bytes).substr(at, step));
            while (reader.next(envelope) == EnvelopeReader::Result::Message) {
                seen.append(envelope.message).append("|");
            }
        }
        EXPECT_EQ(seen, "one||" + std::string(300, 'x') + "|");
        EXPECT(!reader.is_inside_message());
    }
}

TEST(a_message_beyond_four_mebibytes_is_refused_by_its_head) {
    EnvelopeReader reader;
    Envelope envelope;
    reader.feed(std::string_view("\0\0\x40\0\0", 5));
    EXPECT(reader.next(envelope) == EnvelopeReader::Result::NeedsBytes);
    EnvelopeReader beyond;
    beyond.feed(std::string_view("\0\0\x40\0\1", 5));
    EXPECT(beyond.next(envelope) == EnvelopeReader::Result::TooLarge);
    EXPECT(beyond.next(envelope) == EnvelopeReader::Result::TooLarge);
}
