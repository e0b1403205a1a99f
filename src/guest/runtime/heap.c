/* The heap. On real workers: dlmalloc, its locks quiet. On the lab: the machine's own heap, so that
 * addresses are the same in every run and no allocator lock orders the threads. Both grow from
 * __heap_base (exported) upwards; only one of them is ever used in a run. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "runtime.h"

#define WASM_PAGE 65536u
#define DEFAULT_ALIGNMENT 16

void* __real_malloc(size_t size);
void* __real_calloc(size_t count, size_t size);
void* __real_realloc(void* block, size_t size);
void __real_free(void* block);
void* __real_memalign(size_t alignment, size_t size);
size_t __real_malloc_usable_size(void* block);

static void* allocate_on_lab(size_t alignment, size_t size) {
    void* block =
        (void*)(uintptr_t)(uint32_t)operation(OPERATION_heap_allocate, (void*)alignment, size, 0);
    if (!block) errno = ENOMEM;
    return block;
}

void* __wrap_malloc(size_t size) {
    if (on_lab()) return allocate_on_lab(DEFAULT_ALIGNMENT, size);
    quiet_begin();
    void* block = __real_malloc(size);
    quiet_end();
    return block;
}

void __wrap_free(void* block) {
    if (on_lab()) {
        if (block) operation(OPERATION_heap_free, block, 0, 0);
        return;
    }
    quiet_begin();
    __real_free(block);
    quiet_end();
}

void* __wrap_calloc(size_t count, size_t size) {
    if (on_lab()) {
        size_t total;
        if (__builtin_mul_overflow(count, size, &total)) {
            errno = ENOMEM;
            return 0;
        }
        void* block = allocate_on_lab(DEFAULT_ALIGNMENT, total);
        return block ? memset(block, 0, total) : 0;
    }
    quiet_begin();
    void* block = __real_calloc(count, size);
    quiet_end();
    return block;
}

void* __wrap_realloc(void* old, size_t size) {
    if (on_lab()) {
        void* block = allocate_on_lab(DEFAULT_ALIGNMENT, size);
        if (!block || !old) return block;
        size_t kept = (size_t)operation(OPERATION_heap_size, old, 0, 0);
        memcpy(block, old, kept < size ? kept : size);
        operation(OPERATION_heap_free, old, 0, 0);
        return block;
    }
    quiet_begin();
    void* block = __real_realloc(old, size);
    quiet_end();
    return block;
}

void* __wrap_memalign(size_t alignment, size_t size) {
    if (on_lab()) return allocate_on_lab(alignment, size);
    quiet_begin();
    void* block = __real_memalign(alignment, size);
    quiet_end();
    return block;
}

void* __wrap_aligned_alloc(size_t alignment, size_t size) {
    return __wrap_memalign(alignment, size);
}

int __wrap_posix_memalign(void** result, size_t alignment, size_t size) {
    if (alignment < sizeof(void*) || (alignment & (alignment - 1))) return EINVAL;
    void* block = __wrap_memalign(alignment, size);
    if (!block) return ENOMEM;
    *result = block;
    return 0;
}

size_t __wrap_malloc_usable_size(void* block) {
    if (on_lab()) return block ? (size_t)operation(OPERATION_heap_size, block, 0, 0) : 0;
    return __real_malloc_usable_size(block);
}

/* Names under which libc itself allocates (exit handlers, locales): they must use the same heap. */
void* __wrap_emscripten_builtin_malloc(size_t size) { return __wrap_malloc(size); }
void* __wrap___libc_malloc(size_t size) { return __wrap_malloc(size); }
void* __wrap_emscripten_builtin_calloc(size_t count, size_t size) {
    return __wrap_calloc(count, size);
}
void* __wrap___libc_realloc(void* block, size_t size) { return __wrap_realloc(block, size); }
void* __wrap___libc_calloc(size_t count, size_t size) { return __wrap_calloc(count, size); }
void* __wrap_emscripten_builtin_memalign(size_t alignment, size_t size) {
    return __wrap_memalign(alignment, size);
}
void __wrap_emscripten_builtin_free(void* block) { __wrap_free(block); }
void __wrap___libc_free(void* block) { __wrap_free(block); }

/* --- growth, called by sbrk ------------------------------------------------------------------------------------ */
int emscripten_resize_heap(size_t size) {
    size_t pages = (size + WASM_PAGE - 1) / WASM_PAGE, now = __builtin_wasm_memory_size(0);
    /* Two threads that grow at once may both grow: harmless, there is then more. */
    return pages <= now || __builtin_wasm_memory_grow(0, pages - now) != (size_t)-1;
}

size_t emscripten_get_heap_max(void) {
    return (size_t)-WASM_PAGE; /* the machine's limit decides */
}
