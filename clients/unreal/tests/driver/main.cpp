// The conformance driver of clients/conformance: the plugin's core over libcurl, without an engine.
#include <curl/curl.h>

#include <atomic>
#include <cstdio>
#include <iostream>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "Json.h"
#include "calls.h"

namespace {

std::uint32_t count_of(npcgen::JsonView value) {
    return static_cast<std::uint32_t>(value.number());
}

driver::Request request_of(npcgen::JsonView order) {
    driver::Request request;
    request.id = order["id"].source();
    request.method = order["method"].text();
    request.stream = order["stream"].boolean();
    request.cancel_after = count_of(order["cancel_after_events"]);
    request.retries = count_of(order["retries"]);
    const std::string body(order["request"].source());
    request.http.url = std::string(order["base_url"].text()) + "/" + request.method;
    request.http.content_type = request.stream ? "application/connect+json" : "application/json";
    request.http.body = request.stream ? npcgen::enveloped(body) : body;
    request.http.key = order["key"].text();
    request.http.timeout_ms = count_of(order["timeout_ms"]);
    return request;
}

}  // namespace

int main() {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::atomic<bool> quitting{false};
    std::mutex saying;
    const auto say = [&saying](const std::string& line) {
        const std::lock_guard<std::mutex> lock(saying);
        std::fwrite((line + "\n").data(), 1, line.size() + 1, stdout);
        std::fflush(stdout);
    };
    std::vector<std::thread> calls;
    npcgen::JsonDocument order;
    for (std::string line; std::getline(std::cin, line);) {
        if (!order.parse(line) || order.root()["do"].text() == "quit") {
            break;
        }
        calls.emplace_back([request = request_of(order.root()), &quitting, &say]() mutable {
            driver::Call(std::move(request), quitting, say).run();
        });
    }
    quitting = true;
    for (std::thread& call : calls) {
        call.join();
    }
    curl_global_cleanup();
    return 0;
}
