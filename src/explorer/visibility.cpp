#include "explorer/visibility.hpp"

#include <algorithm>

namespace interleave::explorer {

bool Visibility::address_counts(uint32_t address) const {
    if (address >= static_end) return true;
    auto after = std::upper_bound(exceptions.begin(), exceptions.end(), address,
                                  [](uint32_t a, const Range& range) { return a < range.begin; });
    return after != exceptions.begin() && address < std::prev(after)->end;
}

}  // namespace interleave::explorer
