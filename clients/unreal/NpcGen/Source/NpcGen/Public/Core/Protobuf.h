// The protobuf wire format, as far as the details of an error need it.
// https://protobuf.dev/programming-guides/encoding
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace npcgen {

// Walks the fields of one message.
class ProtobufFields {
  public:
    explicit ProtobufFields(std::string_view bytes) : bytes_(bytes) {}

    // Goes to the next field; false behind the last one, and where the bytes are damaged.
    bool next() {
        std::uint64_t tag = 0;
        if (!varint(tag)) {
            return false;
        }
        field_ = static_cast<std::uint32_t>(tag >> 3);
        number_ = 0;
        contents_ = {};
        switch (tag & 7) {
            case 0:
                return varint(number_);
            case 1:
                return take(8);
            case 2: {
                std::uint64_t size = 0;
                return varint(size) && take(size);
            }
            case 5:
                return take(4);
            default:
                return false;
        }
    }

    std::uint32_t field() const { return field_; }
    // Of a varint.
    std::uint64_t number() const { return number_; }
    // Of a text, of bytes or of a message.
    std::string_view contents() const { return contents_; }

  private:
    bool varint(std::uint64_t& into) {
        into = 0;
        for (int shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes_.front());
            bytes_.remove_prefix(1);
            into |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) {
                return true;
            }
        }
        return false;
    }

    bool take(std::uint64_t size) {
        if (size > bytes_.size()) {
            return false;
        }
        contents_ = bytes_.substr(0, static_cast<std::size_t>(size));
        bytes_.remove_prefix(static_cast<std::size_t>(size));
        return true;
    }

    std::string_view bytes_;
    std::string_view contents_;
    std::uint64_t number_ = 0;
    std::uint32_t field_ = 0;
};

}  // namespace npcgen
