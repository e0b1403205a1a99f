/* Library code that takes locks on its own behalf: static initialisers, locales, exception storage. Its
 * locks are real on both machines and never events; what it calls back on the program's behalf is heard. */
#include "runtime.h"

int __real___cxa_guard_acquire(uint64_t* guard);
void __real___cxa_guard_release(uint64_t* guard);
void __real___cxa_guard_abort(uint64_t* guard);
void* __real___cxa_get_globals(void);
void* __real___cxa_get_globals_fast(void);

int __wrap___cxa_guard_acquire(uint64_t* guard) {
    quiet_begin();
    int first = __real___cxa_guard_acquire(guard);
    quiet_end();
    return first;
}

void __wrap___cxa_guard_release(uint64_t* guard) {
    quiet_begin();
    __real___cxa_guard_release(guard);
    quiet_end();
}

void __wrap___cxa_guard_abort(uint64_t* guard) {
    quiet_begin();
    __real___cxa_guard_abort(guard);
    quiet_end();
}

void* __wrap___cxa_get_globals(void) {
    quiet_begin();
    void* globals = __real___cxa_get_globals();
    quiet_end();
    return globals;
}

void* __wrap___cxa_get_globals_fast(void) {
    quiet_begin();
    void* globals = __real___cxa_get_globals_fast();
    quiet_end();
    return globals;
}

/* std::__call_once(unsigned long volatile &, void *, void (*)(void *)): only libc++'s own objects still call
 * it (locale ids); the program's std::call_once is the one of once_flag.h. */
void __real__ZNSt3__211__call_onceERVmPvPFvS2_E(volatile unsigned long* flag, void* argument,
                                                void (*run)(void*));
void __wrap__ZNSt3__211__call_onceERVmPvPFvS2_E(volatile unsigned long* flag, void* argument,
                                                void (*run)(void*)) {
    quiet_begin();
    __real__ZNSt3__211__call_onceERVmPvPFvS2_E(flag, argument, run);
    quiet_end();
}
