/* stdio's functions that read one character. musl's take the file's lock with instructions of their own, and ask for __lockfile only if
 * somebody has it: then it would never be given back. These always ask.
 *
 * A file of its own: what programs do not use is not linked with them. */
#include "runtime.h"
#include "stdio_impl.h"

int __real___lockfile(FILE* file);
void __wrap___unlockfile(FILE* file);

enum { LIBRARY_LOCK = 256, INPUT_LOCK = 512, RECURSIVE = 1 }; /* operations.def */

static int get_character(FILE* file) {
    if (file->lock < 0) return getc_unlocked(file);
    int lab = on_lab();
    int locked = lab || __real___lockfile(file);
    if (lab) operation(OPERATION_mutex_lock, file, LIBRARY_LOCK | INPUT_LOCK | RECURSIVE, -1);
    int result = getc_unlocked(file);
    if (locked) __wrap___unlockfile(file);
    return result;
}

int __wrap_getc(FILE* file) { return get_character(file); }
int __wrap_fgetc(FILE* file) { return get_character(file); }
int __wrap_getchar(void) { return get_character(stdin); }
