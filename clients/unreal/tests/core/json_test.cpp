#include <string>

#include "Json.h"
#include "JsonWriter.h"
#include "expect.h"

using npcgen::JsonDocument;
using npcgen::JsonKind;
using npcgen::JsonWriter;

TEST(a_document_reads_every_kind) {
    JsonDocument document;
    EXPECT(document.parse(R"( {"a":[1,-2.5e2,true,null],"b":{"c":"d"},"e":""} )"));
    const npcgen::JsonView root = document.root();
    EXPECT_EQ(root.size(), 3u);
    EXPECT_EQ(root["a"].size(), 4u);
    EXPECT_EQ((*++root["a"].begin()).number(), -250.0);
    EXPECT_EQ(root["b"]["c"].text(), "d");
    EXPECT_EQ(root["e"].text("none"), "");
    EXPECT(root["b"].source() == R"({"c":"d"})");
}

TEST(what_is_not_there_reads_as_the_fallback) {
    JsonDocument document;
    EXPECT(!document.root()["a"]["b"].exists());
    EXPECT(document.parse("[]"));
    EXPECT_EQ(document.root()["a"].text("none"), "none");
    EXPECT_EQ(document.root()["a"].number(3), 3.0);
}

TEST(escapes_become_the_characters_they_stand_for) {
    JsonDocument document;
    EXPECT(document.parse(R"("\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00")"));
    EXPECT_EQ(document.root().text(), "\"\\/\b\f\n\r\t\xC3\xA4\xF0\x9F\x98\x80");
}

TEST(a_text_that_is_not_json_is_refused) {
    JsonDocument document;
    for (const char* text :
         {"", " ", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "1.", "-", "+1", "1e", "tru",
          "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"", "\"\n\"", "[1]]", "{\"a\":1,}",
          "nullx", "\"\xFF\"", "\"\xC3\"", "'a'", "\"\xED\xA0\x80\"", "\"\xC0\xAF\""}) {
        EXPECT(!document.parse(text));
        EXPECT(!document.root().exists());
    }
}

TEST(nesting_ends_at_the_limit) {
    JsonDocument document;
    const std::string open(64, '[');
    const std::string close(64, ']');
    EXPECT(document.parse(open + "1" + close));
    EXPECT(!document.parse(std::string(65, '[') + "1" + std::string(65, ']')));
    EXPECT(!document.parse(std::string(1'000'000, '[')));
}

TEST(the_last_of_two_members_of_a_name_counts) {
    JsonDocument document;
    EXPECT(document.parse(R"({"a":1,"a":2})"));
    EXPECT_EQ(document.root()["a"].number(), 2.0);
}

TEST(numbers_come_back_as_they_were_written) {
    for (const double number : {0.0, 1.0, -1.0, 10.0, 0.1, 0.02, 123456.75, 4294967295.0, 1e-7, 1.5e300}) {
        double again = 7;
        EXPECT(npcgen::read_number(npcgen::number_text(number), again));
        EXPECT_EQ(again, number);
    }
    EXPECT_EQ(npcgen::number_text(10), "10");
    EXPECT_EQ(npcgen::number_text(0.02), "0.02");
}

TEST(numbers_beyond_a_double_are_infinite_or_nothing) {
    double number = 0;
    EXPECT(npcgen::read_number("1e999999999999", number));
    EXPECT(number > 1e308);
    EXPECT(npcgen::read_number("1e-999999999999", number));
    EXPECT_EQ(number, 0.0);
    EXPECT(npcgen::read_number("0e999999999999", number));
    EXPECT_EQ(number, 0.0);
}

TEST(a_writer_escapes_what_json_needs_escaped) {
    JsonWriter to;
    to.open('{').member("a\"", "b\\\n\x01").key("c").open('[').number(1).boolean(true).close(']');
    to.member_if("none", 0u).member_if("text", std::string()).close('}');
    EXPECT_EQ(to.str(), R"({"a\"":"b\\\u000a\u0001","c":[1,true]})");
}
