// Connect's envelopes: a byte of flags, four of size, big end first, and a message.
// https://connectrpc.com/docs/protocol#streaming-request
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace npcgen {

// Bytes of one message at most; a larger one is an error.
constexpr std::size_t MaxMessageBytes = 4u << 20;

namespace detail {
constexpr std::size_t EnvelopeHead = 5;
constexpr std::uint8_t CompressedFlag = 1;
constexpr std::uint8_t EndFlag = 2;
}  // namespace detail

// The message as one envelope.
inline std::string enveloped(std::string_view message) {
    std::string bytes(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>((message.size() >> shift) & 0xFF));
    }
    return bytes.append(message);
}

// A message as it came.
struct Envelope {
    std::uint8_t flags = 0;
    std::string_view message;  // valid until more bytes are fed

    bool is_end() const { return (flags & detail::EndFlag) != 0; }
    bool is_compressed() const { return (flags & detail::CompressedFlag) != 0; }
};

// Makes messages of bytes that may be cut anywhere.
class EnvelopeReader {
  public:
    enum class Result : std::uint8_t { Message, NeedsBytes, TooLarge };

    void feed(std::string_view bytes) {
        bytes_.erase(0, read_);
        read_ = 0;
        bytes_.append(bytes);
    }

    // The next message that is whole. TooLarge stays: the stream can't be read on.
    Result next(Envelope& envelope) {
        if (bytes_.size() - read_ < detail::EnvelopeHead) {
            return Result::NeedsBytes;
        }
        std::size_t size = 0;
        for (std::size_t at = 1; at < detail::EnvelopeHead; ++at) {
            size = size << 8 | static_cast<unsigned char>(bytes_[read_ + at]);
        }
        if (size > MaxMessageBytes) {
            return Result::TooLarge;
        }
        if (bytes_.size() - read_ - detail::EnvelopeHead < size) {
            return Result::NeedsBytes;
        }
        envelope.flags = static_cast<std::uint8_t>(bytes_[read_]);
        envelope.message = std::string_view(bytes_).substr(read_ + detail::EnvelopeHead, size);
        read_ += detail::EnvelopeHead + size;
        return Result::Message;
    }

    // Whether bytes wait for the rest of their message.
    bool is_inside_message() const { return read_ < bytes_.size(); }

  private:
    std::string bytes_;
    std::size_t read_ = 0;
};

}  // namespace npcgen
