// The same as latency.cpp over native gRPC: from a server's write to the game's callback.
#include <grpcpp/grpcpp.h>

#include <memory>
#include <random>
#include <string>
#include <thread>

#include "Talk.h"
#include "delays.h"
#include "npcgen/v1/dialogue.grpc.pb.h"

namespace {

using bench::Delays;
using namespace npcgen::v1;

class TimedService final : public DialogueService::Service {
    grpc::Status Chat(grpc::ServerContext*, const ChatRequest*, grpc::ServerWriter<ChatResponse>* writer) override {
        std::mt19937 random(7);
        for (int text = 0; text < bench::Texts; ++text) {
            bench::pause(random);
            ChatResponse response;
            response.mutable_event()->mutable_text_delta()->set_text(std::to_string(bench::now_ns()));
            writer->Write(response);
        }
        return grpc::Status::OK;
    }
};

// Reads the reply, on a thread of its own; the delays until its events are read.
Delays read(const std::string& target, npcgen::Talk& talk, std::uint32_t call) {
    Delays delays;
    const auto stub = DialogueService::NewStub(grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    const auto reader = stub->Chat(&context, ChatRequest());
    npcgen::Event event;
    for (ChatResponse response; reader->Read(&response);) {
        const std::string& text = response.event().text_delta().text();
        delays.push_back(bench::ms_since(text));
        event.body = npcgen::TextDelta{text};
        talk.receive(call, event);
    }
    npcgen::Outcome outcome;
    outcome.ok = reader->Finish().ok();
    talk.end(call, outcome);
    return delays;
}

}  // namespace

int main() {
    TimedService service;
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    npcgen::Talk talk;
    const std::uint32_t call = talk.begin(npcgen::StreamKind::Turns);
    Delays own;
    std::thread reading([&] { own = read("127.0.0.1:" + std::to_string(port), talk, call); });
    const bench::Listener framed = bench::play(talk);
    reading.join();
    server->Shutdown();
    bench::print("own", own);
    bench::print(framed);
    return 0;
}
