// A reply whose texts are the times they were sent at: HTTP/1.1 on a socket, one call, then the end.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <thread>

#include "Envelope.h"
#include "delays.h"

namespace bench {

class TimedServer {
  public:
    explicit TimedServer(int texts) : listening_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(listening_, reinterpret_cast<sockaddr*>(&address), size);
        listen(listening_, 1);
        getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this, texts] { answer(texts); });
    }
    ~TimedServer() {
        thread_.join();
        close(listening_);
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  private:
    void answer(int texts) {
        const int caller = accept(listening_, nullptr, nullptr);
        const int at_once = 1;
        setsockopt(caller, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        char request[4096];
        (void)!read(caller, request, sizeof request);
        send_all(caller, "HTTP/1.1 200 OK\r\ncontent-type: application/connect+json\r\n"
                         "transfer-encoding: chunked\r\n\r\n");
        std::mt19937 random(7);
        for (int text = 0; text < texts; ++text) {
            pause(random);
            send_chunk(caller, npcgen::enveloped("{\"event\":{\"textDelta\":{\"text\":\"" +
                                                 std::to_string(now_ns()) + "\"}}}"));
        }
        std::string end = npcgen::enveloped("{}");
        end[0] = 2;
        send_chunk(caller, end);
        send_all(caller, "0\r\n\r\n");
        close(caller);
    }

    static void send_chunk(int caller, const std::string& bytes) {
        char size[16];
        std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
        send_all(caller, size + bytes + "\r\n");
    }

    static void send_all(int caller, const std::string& bytes) {
        (void)!write(caller, bytes.data(), bytes.size());
    }

    int listening_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace bench
