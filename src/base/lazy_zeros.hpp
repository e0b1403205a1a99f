#pragma once
// Storage by calloc, zero until it is written. Where the operating system gives pages only as they are touched, room that
// is never used costs nothing, and who takes it at once need not copy all as it grows.

#include <cstdint>

namespace interleave::base {

#ifdef __EMSCRIPTEN__
inline constexpr uint64_t LazyBytes = 0;  // every byte of it counts
#else
inline constexpr uint64_t LazyBytes = uint64_t{64} << 20;
#endif

}  // namespace interleave::base
