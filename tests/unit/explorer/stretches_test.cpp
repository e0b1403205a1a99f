#include "explorer/stretches.hpp"

#include <gtest/gtest.h>

#include <string>

using namespace interleave;
using explorer::by_blocks;
using explorer::Sight;

namespace {

// A letter for each, in order; of a block how many belong to it.
std::string text(const std::vector<Sight>& sights) {
    std::string text;
    for (const Sight& sight : sights) {
        text += std::string("rwAFJB")[static_cast<size_t>(sight.kind)];
        text += std::to_string(sight.address);
        text += ' ';
    }
    return text;
}

Sight read(uint32_t granule) { return {Sight::Kind::Read, 0xff, 0, granule, 0}; }
Sight write(uint32_t granule) { return {Sight::Kind::Write, 0x0f, 0, granule, 0}; }
Sight free_of(uint32_t address, uint32_t size) { return {Sight::Kind::Free, 0, 0, address, size}; }

}  // namespace

TEST(Stretches, what_is_of_a_block_comes_together) {
    EXPECT_EQ(text(by_blocks({read(2), read(9), write(3), free_of(16, 16), read(2), read(4),
                              free_of(32, 8), free_of(80, 8), write(9)})),
              "r9 B3 r2 w3 F16 r2 B2 r4 F32 F80 w9 ");
    EXPECT_EQ(text(by_blocks({read(2), read(9)})), "r2 r9 ");
    // A part of what is in the granule may be another's.
    EXPECT_EQ(text(by_blocks({read(2), free_of(16, 4)})), "r2 F16 ");
}

TEST(Stretches, what_gives_the_bytes_another_meaning_keeps_its_place) {
    for (Sight::Kind kind : {Sight::Kind::Allocate, Sight::Kind::Join}) {
        Sight other{kind};
        other.address = 7;
        const std::vector<Sight> all = {read(2), other, free_of(16, 8)};
        EXPECT_EQ(text(by_blocks(all)), text(all));
    }
}
