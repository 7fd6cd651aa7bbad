// A server's error: Connect's JSON, whose details are protobuf in base64.
#pragma once

#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>

#include "Base64.h"
#include "Failure.h"
#include "Json.h"
#include "Protobuf.h"

namespace npcgen {

namespace detail {

inline std::string in_capitals(std::string_view code) {
    std::string reason(code);
    for (char& symbol : reason) {
        symbol = static_cast<char>(std::toupper(static_cast<unsigned char>(symbol)));
    }
    return reason;
}

inline void read_error_info(std::string_view bytes, Failure& failure) {
    for (ProtobufFields info(bytes); info.next();) {
        if (info.field() == 1 && !info.contents().empty() && is_utf8(info.contents())) {
            failure.reason = info.contents();
        }
    }
}

inline std::uint32_t duration_ms(std::string_view bytes) {
    std::uint64_t seconds = 0;
    std::uint64_t nanos = 0;
    for (ProtobufFields duration(bytes); duration.next();) {
        (duration.field() == 1 ? seconds : nanos) = duration.number();
    }
    constexpr std::uint64_t DayS = 86'400;
    const bool sensible = seconds <= DayS && nanos < 1'000'000'000;
    return sensible ? static_cast<std::uint32_t>(seconds * 1000 + (nanos + 500'000) / 1'000'000) : 0;
}

inline void read_retry_info(std::string_view bytes, Failure& failure) {
    for (ProtobufFields info(bytes); info.next();) {
        if (info.field() == 1) {
            failure.retry_after_ms = duration_ms(info.contents());
        }
    }
}

inline void read_bad_request(std::string_view bytes, Failure& failure) {
    for (ProtobufFields request(bytes); request.next();) {
        if (request.field() != 1 || !failure.field.empty()) {
            continue;
        }
        for (ProtobufFields violation(request.contents()); violation.next();) {
            if (violation.field() == 1 && is_utf8(violation.contents())) {
                failure.field = violation.contents();
            }
        }
    }
}

}  // namespace detail

// The failure that Connect's JSON tells of; false where the value isn't that: an object with a text
// `code`. A detail that is unknown or damaged says nothing.
inline bool read_connect_error(JsonView error, Failure& failure) {
    const std::string_view code = error["code"].text();
    if (code.empty()) {
        return false;
    }
    failure = Failure();
    failure.code = code;
    failure.reason = detail::in_capitals(code);
    failure.message = error["message"].text(code);
    for (const JsonView each : error["details"]) {
        const std::string_view type = each["type"].text();
        std::string bytes;
        if (!base64_decoded(each["value"].text(), bytes)) {
            continue;
        }
        if (type == "google.rpc.ErrorInfo") {
            detail::read_error_info(bytes, failure);
        } else if (type == "google.rpc.RetryInfo") {
            detail::read_retry_info(bytes, failure);
        } else if (type == "google.rpc.BadRequest") {
            detail::read_bad_request(bytes, failure);
        }
    }
    return true;
}

}  // namespace npcgen
