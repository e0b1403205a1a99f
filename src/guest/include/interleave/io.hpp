// Simulated input and output: an operation with a name that takes a while and needs no processor, as a disk
// or a server would. On real workers the thread waits, on the lab virtual time passes.
#pragma once

#include <chrono>
#include <interleave/trace.hpp>

namespace interleave::io {

// Blocks the calling thread for the duration; negative durations count as zero.
template <class Rep, class Period>
void wait(trace::Name name, std::chrono::duration<Rep, Period> duration) {
    interleave_io_wait(name.text(), std::chrono::ceil<std::chrono::nanoseconds>(duration).count());
}

}  // namespace interleave::io
