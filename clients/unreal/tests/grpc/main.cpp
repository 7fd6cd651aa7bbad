// Native gRPC from the same protos: `grpc_chat HOST:PORT PERSONA TEXT` says a reply, a delta a line.
#include <grpcpp/grpcpp.h>

#include <iostream>
#include <string>

#include "npcgen/v1/dialogue.grpc.pb.h"

namespace {

using namespace npcgen::v1;

constexpr int FailedStatus = 1;

int failed(const grpc::Status& status) {
    std::cout << "error " << status.error_code() << " " << status.error_message() << "\n";
    return FailedStatus;
}

}  // namespace

int main(int count, char** words) {
    if (count != 4) {
        return 2;
    }
    const auto channel = grpc::CreateChannel(words[1], grpc::InsecureChannelCredentials());
    const auto stub = DialogueService::NewStub(channel);

    StartConversationRequest start;
    start.set_persona_id(words[2]);
    StartConversationResponse started;
    grpc::ClientContext starting;
    if (const grpc::Status status = stub->StartConversation(&starting, start, &started); !status.ok()) {
        return failed(status);
    }

    ChatRequest request;
    request.set_conversation_id(started.conversation().id());
    request.set_text(words[3]);
    grpc::ClientContext talking;
    const auto reader = stub->Chat(&talking, request);
    for (ChatResponse response; reader->Read(&response);) {
        const DialogueEvent& event = response.event();
        if (event.has_text_delta()) {
            std::cout << "text_delta " << event.text_delta().text() << "\n";
        } else if (event.has_completed()) {
            std::cout << "completed " << event.completed().text() << "\n";
        }
    }
    const grpc::Status status = reader->Finish();
    return status.ok() ? 0 : failed(status);
}
