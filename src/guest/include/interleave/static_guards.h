// Included before every program: variables that are static in a function of the program are initialised by operations
// that the machine sees.
//
// The compiler calls __cxa_guard_acquire and its like by name, and takes a function of this name and of the file itself where
// there is one. So the program's own calls come here, and those of the library's compiled objects go where they always
// went (runtime/wrap_library.c). Not part of the precompiled header: functions that wait in one are not found by name.
//
// The guard is the word of the Itanium C++ ABI as WebAssembly has it: bit 0 of its first byte is set once the variable is
// initialised. The compiled program looks at it before it asks.
#pragma once
#pragma GCC system_header

extern "C" {

// 1: the caller initialises the variable, then sets the guard and calls end, or calls end with 0 if it threw.
int interleave_static_begin(volatile unsigned* guard);
void interleave_static_end(volatile unsigned* guard, int succeeded);

#define INTERLEAVE_OWN static inline __attribute__((always_inline, nodebug))
INTERLEAVE_OWN int interleave_guard_acquire(unsigned*) __asm__("__cxa_guard_acquire");
INTERLEAVE_OWN void interleave_guard_release(unsigned*) __asm__("__cxa_guard_release");
INTERLEAVE_OWN void interleave_guard_abort(unsigned*) __asm__("__cxa_guard_abort");

INTERLEAVE_OWN int interleave_guard_acquire(unsigned* guard) { return interleave_static_begin(guard); }
INTERLEAVE_OWN void interleave_guard_release(unsigned* guard) {
    // In the program's own code: what other threads' looks at the guard see of it is an event.
    __atomic_store_n(guard, 1u, __ATOMIC_RELEASE);
    interleave_static_end(guard, 1);
}
INTERLEAVE_OWN void interleave_guard_abort(unsigned* guard) { interleave_static_end(guard, 0); }
#undef INTERLEAVE_OWN
}

// For the same reason.
#pragma redefine_extname pthread_once interleave_pthread_once
