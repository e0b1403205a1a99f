#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace interleave::base {

void internal_bug(const char* condition, const char* file, int line) {
    std::fprintf(stderr, "internal bug: %s at %s:%d\n", condition, file, line);
    std::abort();
}

}  // namespace interleave::base
