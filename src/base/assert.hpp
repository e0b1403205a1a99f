#pragma once
// An assertion about our own code. It stays on in release builds: a wrong answer about a learner's
// program is worse than a stopped engine. Never used for bad input (Result) nor for what a guest did.

namespace interleave::base {

// Prints "internal bug: <condition> at <file>:<line>" to standard error and aborts.
[[noreturn]] void internal_bug(const char* condition, const char* file, int line);

}  // namespace interleave::base

#define INTERLEAVE_ASSERT(condition) \
    ((condition) ? (void)0 : ::interleave::base::internal_bug(#condition, __FILE__, __LINE__))
