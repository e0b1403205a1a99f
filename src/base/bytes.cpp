#include "base/bytes.hpp"

#include <bit>

namespace interleave::base {

static_assert(std::endian::native == std::endian::little, "byte formats here are little endian");

void ByteReader::fail(const char* reason) {
    if (m_failure != nullptr) return;
    m_failure = reason;
    m_failure_position = m_position;
}

std::string_view ByteReader::zero_terminated() {
    size_t length = 0;
    while (length < remaining() && m_bytes[m_position + length] != 0) ++length;
    if (length == remaining()) {
        fail("unexpected end");
        return {};
    }
    std::string_view value = text(length);
    ++m_position;
    return value;
}

uint64_t ByteReader::unsigned_leb(int bits) {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t byte = u8();
        if (failed()) return 0;
        if (shift + 7 > bits) {
            // The last possible byte: no continuation, and nothing above the width.
            if (byte & 0x80) return fail("integer representation too long"), 0;
            if (byte >> (bits - shift)) return fail("integer too large"), 0;
        }
        value |= static_cast<uint64_t>(byte & 0x7f) << shift;
        if (!(byte & 0x80)) return value;
    }
}

int64_t ByteReader::signed_leb(int bits) {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t byte = u8();
        if (failed()) return 0;
        if (shift + 7 > bits) {
            if (byte & 0x80) return fail("integer representation too long"), 0;
            // The unused bits must repeat the sign bit.
            int used = bits - shift;
            uint8_t sign_and_above = static_cast<uint8_t>((byte & 0x7f) >> (used - 1));
            uint8_t all_ones = static_cast<uint8_t>(0x7f >> (used - 1));
            if (sign_and_above != 0 && sign_and_above != all_ones) {
                return fail("integer too large"), 0;
            }
        }
        value |= static_cast<uint64_t>(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            int used = shift + 7;
            if (used < 64 && (byte & 0x40)) value |= ~uint64_t{0} << used;
            return static_cast<int64_t>(value);
        }
    }
}

void ByteWriter::leb_u64(uint64_t value) {
    while (value >= 0x80) {
        u8(static_cast<uint8_t>(value | 0x80));
        value >>= 7;
    }
    u8(static_cast<uint8_t>(value));
}

void ByteWriter::leb_s64(int64_t value) {
    for (;;) {
        uint8_t byte = value & 0x7f;
        value >>= 7;
        bool done = (value == 0 && !(byte & 0x40)) || (value == -1 && (byte & 0x40));
        if (done) return u8(byte);
        u8(byte | 0x80);
    }
}

void ByteWriter::text(std::string_view value) {
    leb_u64(value.size());
    bytes({reinterpret_cast<const uint8_t*>(value.data()), value.size()});
}

}  // namespace interleave::base
