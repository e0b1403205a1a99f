#pragma once
// Which accesses to memory are the program's own, as opposed to the bookkeeping of the libraries it runs on
// (the allocator, the console's buffers, thread start-up), which count as part of the operation they serve.
//
// An access counts if the function that makes it counts (the program's own, templates of the standard library that
// it instantiated, the library's std:: functions, memcpy and its like) and the memory counts: stacks, the heap and
// the program's global variables do, the libraries' static data does not.

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace interleave::explorer {

struct Visibility {
    struct Range {
        uint32_t begin = 0;
        uint32_t end = 0;
    };
    // By function index; functions beyond its end count.
    std::vector<bool> library_functions;
    // By function index: free, operator delete and the like, which give memory back for whoever calls them.
    std::vector<bool> freeing_functions;
    // By function index: what the compiler calls for atomics that no instruction is large enough for (__atomic_load and its
    // like). They take a lock of their own and copy: to others that is one access.
    struct AtomicFunction {
        bool loads = false;
        bool stores = false;
        uint32_t size = 0;  // bytes; 0: its first parameter says. The next one is the address
    };
    std::unordered_map<uint32_t, AtomicFunction> atomic_functions;
    // The libraries' static data lies in [0, static_end) but for `exceptions` (sorted, disjoint).
    uint32_t static_end = 0;
    std::vector<Range> exceptions;
    // By function index, for functions of the program's own sources: where the stack frame is. All their variables are in
    // memory (code that was not optimised).
    static constexpr uint32_t NotOwn = UINT32_MAX;
    static constexpr uint32_t NoVariables = UINT32_MAX - 1;
    struct StackFrame {
        uint32_t local = NotOwn;  // that holds its address, or NoVariables; NotOwn of others
        uint32_t size = 0;        // bytes; 0: not known
    };
    std::vector<StackFrame> frames;
    // The global that holds the stack pointer, NotOwn if there is none; the stack of a process's first thread.
    uint32_t stack_pointer = NotOwn;
    Range main_stack;

    bool function_counts(uint32_t function) const {
        return function >= library_functions.size() || !library_functions[function];
    }
    bool is_freeing(uint32_t function) const {
        return function < freeing_functions.size() && freeing_functions[function];
    }
    const AtomicFunction* atomic_function(uint32_t function) const {
        const auto found = atomic_functions.find(function);
        return found == atomic_functions.end() ? nullptr : &found->second;
    }
    bool address_counts(uint32_t address) const;
};

}  // namespace interleave::explorer
