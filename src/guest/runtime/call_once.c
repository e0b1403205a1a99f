/* std::call_once of the program (include_override/__mutex/once_flag.h). On the lab there is no way past the machine: who passes
 * a flag that has run synchronises with its end. Library code, and pthread_once, look at the flag first (once.c). */
#include "interleave/runtime.h"
#include "runtime.h"

int interleave_call_once_begin(volatile uint32_t* flag, uint32_t done) {
    if (modelled()) return operation(OPERATION_once_begin, flag, done, 0);
    return interleave_once_begin(flag, done);
}
