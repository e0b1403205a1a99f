#pragma once
// Footprints, each kept once: a search has many steps, with few different footprints.
//
// Thread safety: none to add; what was added may be read by all, and stays where it is.

#include <unordered_set>

#include "base/hash.hpp"
#include "explorer/footprint.hpp"

namespace interleave::explorer {

class FootprintTable {
public:
    // Valid as long as the table.
    const Footprint* keep(const Footprint& footprint) { return &*m_all.insert(footprint).first; }

    static const Footprint* empty() {
        static const Footprint none;
        return &none;
    }

private:
    struct Hash {
        std::size_t operator()(const Footprint& footprint) const {
            uint64_t hash = footprint.ends_run ? 1 : 0;
            for (std::size_t i = 0; i < footprint.size(); ++i) {
                const Touch& touch = footprint[i];
                const auto how = static_cast<uint64_t>(touch.mode) << 16 |
                                 uint64_t{touch.mask} << 8 | (touch.had_permits ? 1 : 0);
                hash = base::mix64(hash * 31 + touch.key() + (how << 40));
            }
            return static_cast<std::size_t>(hash);
        }
    };

    std::unordered_set<Footprint, Hash> m_all;
};

}  // namespace interleave::explorer
