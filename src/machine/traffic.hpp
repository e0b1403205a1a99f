#pragma once
// What a stretch of code got from memory and put into it: recorded while it is executed, so that the same stretch
// need not be executed again where it would get the same (explorer/stretches.hpp).
//
// By granules of 8 bytes and masks of their bits. Bytes that the stretch wrote itself before it read them are no
// reads. The order of the reads is that of their first occurrence, so that each follows from the ones before.
//
// Thread safety: none.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave::machine {

class Memory;

// For each set of bytes of a granule (bit n: byte n) 0xff in each of them.
inline constexpr auto ByteMasks = [] {
    std::array<uint64_t, 256> masks{};
    for (uint32_t set = 0; set < masks.size(); ++set) {
        for (uint32_t byte = 0; byte < 8; ++byte) {
            if ((set >> byte & 1) != 0) masks[set] |= uint64_t{0xff} << (byte * 8);
        }
    }
    return masks;
}();

// Some bytes of a granule and what they are. An explorer compares millions a second: 16 bytes each.
struct GranuleBytes {
    uint32_t granule = 0;  // address / 8
    uint8_t set = 0;       // bit n: its byte n is meant
    uint64_t value = 0;    // 0 in the other bytes

    uint64_t mask() const { return ByteMasks[set]; }
    // REQUIRES: the mask is made of whole bytes
    static GranuleBytes of(uint32_t granule, uint64_t mask, uint64_t value) {
        // Bit 0 of each byte, moved together.
        const auto set =
            static_cast<uint8_t>((mask & 0x0101010101010101u) * 0x0102040810204080u >> 56);
        return {granule, set, value & mask};
    }
};

// The mask of the bytes [from, to) of a granule. REQUIRES: from < to ≤ 8
constexpr uint64_t granule_mask(uint64_t from, uint64_t to) {
    return (~uint64_t{0} << (from * 8)) & (~uint64_t{0} >> (64 - to * 8));
}
// Calls visit(granule, mask) for each granule of an access.
template <typename Visit>
void each_granule(uint64_t address, uint64_t size, const Visit& visit) {
    const uint64_t end = address + size;
    for (uint64_t granule = address >> 3; granule << 3 < end; ++granule) {
        const uint64_t begin = granule << 3;
        const uint64_t from = address > begin ? address - begin : 0;
        const uint64_t to = end - begin < 8 ? end - begin : 8;
        visit(static_cast<uint32_t>(granule), granule_mask(from, to));
    }
}

class Traffic {
public:
    // More than this is not worth remembering: `gave_up`.
    static constexpr size_t MostGranules = 2048;

    Traffic();

    // Forgets all; what comes is of this memory.
    void begin(const Memory& memory);
    // Before the access happens. REQUIRES: in bounds
    void read(uint64_t address, uint64_t size);
    void write(uint64_t address, uint64_t size);
    // The stretch does what cannot be repeated.
    void give_up() { m_gave_up = true; }
    bool gave_up() const { return m_gave_up; }

    const std::vector<GranuleBytes>& reads() const { return m_reads; }
    // With the values they have now, by address.
    std::vector<GranuleBytes> writes() const;

private:
    struct Slot {
        uint32_t granule = 0;
        uint32_t round = 0;  // used in this one
        uint64_t read = 0;
        uint64_t written = 0;
    };
    Slot* slot_of(uint32_t granule);

    const Memory* m_memory = nullptr;
    bool m_gave_up = true;
    uint32_t m_round = 0;
    std::vector<Slot> m_slots;
    std::vector<uint32_t> m_granules;  // in use, in order of first occurrence
    std::vector<GranuleBytes> m_reads;
};

}  // namespace interleave::machine
