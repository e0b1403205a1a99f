/* stdio's functions that write one character. musl's take the file's lock with instructions of their own, and ask for __lockfile only if
 * somebody has it: then it would never be given back. These always ask.
 *
 * A file of its own: what programs do not use is not linked with them. */
#include "runtime.h"
#include "stdio_impl.h"

int __wrap___lockfile(FILE* file);
void __wrap___unlockfile(FILE* file);

static int put_character(int character, FILE* file) {
    if (file->lock < 0) return putc_unlocked(character, file);
    int locked = __wrap___lockfile(file);
    int result = putc_unlocked(character, file);
    if (locked) __wrap___unlockfile(file);
    return result;
}

int __wrap_putc(int character, FILE* file) { return put_character(character, file); }
int __wrap_fputc(int character, FILE* file) { return put_character(character, file); }
int __wrap_putchar(int character) { return put_character(character, stdout); }
