#pragma once
// Blocks of one size that were given back, per host thread, for objects that are made and dropped by the million: the
// allocator would give their pages back to the system and fetch them again.
//
// Thread safety: as of any allocator; a block may be given back by another thread than the one that took it.

#include <cstddef>
#include <new>
#include <vector>

namespace interleave::machine {

// Keeps at most MostKept blocks: of page images 8 MiB.
template <typename T>
struct PoolAllocator {
    using value_type = T;
    static constexpr size_t MostKept = 2048;
    struct Kept {
        std::vector<void*> blocks;
        ~Kept() {
            for (void* block : blocks) ::operator delete(block);
            is_closed = true;
        }
    };
    // The thread is ending and its list gone, but something static still drops an object.
    static inline thread_local bool is_closed = false;
    static Kept& kept() {
        thread_local Kept list;
        return list;
    }

    PoolAllocator() = default;
    template <typename U>
    PoolAllocator(const PoolAllocator<U>&) {}
    template <typename U>
    bool operator==(const PoolAllocator<U>&) const {
        return true;
    }
    T* allocate(size_t count) {
        if (count != 1 || is_closed || kept().blocks.empty()) {
            return static_cast<T*>(::operator new(count * sizeof(T)));
        }
        std::vector<void*>& blocks = kept().blocks;
        void* block = blocks.back();
        blocks.pop_back();
        return static_cast<T*>(block);
    }
    void deallocate(T* block, size_t count) {
        if (count != 1 || is_closed || kept().blocks.size() >= MostKept) {
            return ::operator delete(block);
        }
        kept().blocks.push_back(block);
    }
};

}  // namespace interleave::machine
