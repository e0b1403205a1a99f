#pragma once
// Reading and writing bytes: little endian integers, LEB128 (WebAssembly core spec, 5.2.2), strings.
//
// ByteReader never reads past its end. Its reads return zero after the first failure and the reader
// remembers where that was, so a parser may read a whole record and check `failed()` once.

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::base {

class ByteReader {
public:
    explicit ByteReader(std::span<const uint8_t> bytes, size_t position = 0)
        : m_bytes(bytes), m_position(position) {}

    size_t position() const { return m_position; }
    size_t remaining() const {
        return m_position <= m_bytes.size() ? m_bytes.size() - m_position : 0;
    }
    bool at_end() const { return remaining() == 0; }
    void seek(size_t position) { m_position = position; }

    bool failed() const { return m_failure != nullptr; }
    // Why the first failing read failed ("unexpected end", …), a literal; nullptr while none did.
    const char* failure() const { return m_failure; }
    size_t failure_position() const { return m_failure_position; }

    uint8_t u8() {
        if (!need(1)) return 0;
        return m_bytes[m_position++];
    }
    uint16_t u16() { return fixed<uint16_t>(); }
    uint32_t u32() { return fixed<uint32_t>(); }
    uint64_t u64() { return fixed<uint64_t>(); }

    // LEB128 with the spec's limits: at most ceil(N/7) bytes and no set bits beyond N.
    uint32_t leb_u32() { return static_cast<uint32_t>(unsigned_leb(32)); }
    uint64_t leb_u64() { return unsigned_leb(64); }
    int32_t leb_s32() { return static_cast<int32_t>(signed_leb(32)); }
    int64_t leb_s33() { return signed_leb(33); }
    int64_t leb_s64() { return signed_leb(64); }

    // The next `size` bytes, empty (and failed) if there are fewer.
    std::span<const uint8_t> bytes(size_t size) {
        if (!need(size)) return {};
        std::span<const uint8_t> part = m_bytes.subspan(m_position, size);
        m_position += size;
        return part;
    }
    std::string_view text(size_t size) {
        std::span<const uint8_t> part = bytes(size);
        return {reinterpret_cast<const char*>(part.data()), part.size()};
    }
    // Up to and without the next zero byte; fails if there is none.
    std::string_view zero_terminated();
    void skip(size_t size) { (void)bytes(size); }
    void fail(const char* reason);

private:
    bool need(size_t size) {
        if (m_failure == nullptr && size <= remaining()) return true;
        fail("unexpected end");
        return false;
    }
    template <typename T>
    T fixed() {
        if (!need(sizeof(T))) return 0;
        T value;
        std::memcpy(&value, m_bytes.data() + m_position, sizeof(T));
        m_position += sizeof(T);
        return value;
    }
    uint64_t unsigned_leb(int bits);
    int64_t signed_leb(int bits);

    std::span<const uint8_t> m_bytes;
    size_t m_position = 0;
    const char* m_failure = nullptr;
    size_t m_failure_position = 0;
};

class ByteWriter {
public:
    std::vector<uint8_t>& data() { return m_data; }
    const std::vector<uint8_t>& data() const { return m_data; }
    size_t size() const { return m_data.size(); }

    void u8(uint8_t value) { m_data.push_back(value); }
    void u16(uint16_t value) { fixed(value); }
    void u32(uint32_t value) { fixed(value); }
    void u64(uint64_t value) { fixed(value); }
    void leb_u64(uint64_t value);
    void leb_s64(int64_t value);
    void bytes(std::span<const uint8_t> part) {
        m_data.insert(m_data.end(), part.begin(), part.end());
    }
    // LEB128 length, then the bytes.
    void text(std::string_view value);
    // Overwrites four bytes written earlier. REQUIRES: position + 4 <= size()
    void patch_u32(size_t position, uint32_t value) {
        std::memcpy(m_data.data() + position, &value, sizeof value);
    }

private:
    template <typename T>
    void fixed(T value) {
        const auto* first = reinterpret_cast<const uint8_t*>(&value);
        m_data.insert(m_data.end(), first, first + sizeof(T));
    }

    std::vector<uint8_t> m_data;
};

}  // namespace interleave::base
