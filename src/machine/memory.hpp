#pragma once
// A linear memory: flat bytes, and a list of the 4 KiB pages written since the last snapshot.
//
// Thread safety: none; one host thread per store.
//
// Invariants:
// 1. every write goes through `mark_written` (or the interpreter's inline copy of it), so that
//    dirty[p] != 0 exactly for the pages in dirty_pages: snapshots and hashes look at those alone;
// 2. bytes beyond byte_size are never read: growing gives zeros.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/hash.hpp"
#include "base/ids.hpp"
#include "machine/journal.hpp"
#include "machine/traffic.hpp"
#include "wasm/types.hpp"

namespace interleave::machine {

// The granularity of copy on write; guest pages (64 KiB) would copy too much for a store of 4 bytes.
inline constexpr uint32_t SavedPageShift = 12;
inline constexpr uint32_t SavedPageSize = 1u << SavedPageShift;

// The contents of one page at some snapshot. Shared between snapshots, never changed.
struct PageImage {
    PageImage() {}  // leaves the bytes unset: they are copied in at once
    uint8_t bytes[SavedPageSize];
    mutable uint64_t hash = 0;  // of index and bytes, computed when first asked for; 0 = not yet
};
// Null is the page of zeros.
using PagePointer = std::shared_ptr<const PageImage>;

class Memory {
public:
    // byte_limit is the machine's own limit for the growth of this memory, beside its type's maximum.
    Memory(const wasm::MemoryType& type, uint64_t byte_limit);

    const wasm::MemoryType& type() const { return m_type; }
    bool is_shared() const { return m_type.sharing == wasm::Sharing::Shared; }
    uint64_t byte_size() const { return m_byte_size; }
    uint32_t guest_pages() const { return static_cast<uint32_t>(m_byte_size / wasm::PageSize); }

    uint8_t* data() { return m_data.get(); }
    const uint8_t* data() const { return m_data.get(); }
    std::span<const uint8_t> bytes() const {
        return {m_data.get(), static_cast<size_t>(m_byte_size)};
    }

    bool in_bounds(uint64_t address, uint64_t size) const {
        return size <= m_byte_size && address <= m_byte_size - size;
    }
    // Copies out of, or into, the guest's memory. False (and nothing copied) if out of bounds.
    bool read(uint64_t address, std::span<uint8_t> out) const;
    bool write(uint64_t address, std::span<const uint8_t> in);
    // REQUIRES: in_bounds(address, size)
    void mark_written(uint64_t address, uint64_t size);

    // memory.grow: the former size in guest pages, or -1 if a limit forbids it. May move data().
    int32_t grow(uint32_t guest_pages);

    // For snapshots: sets the size without limits; the bytes that come new are zero.
    void resize_for_restore(uint64_t byte_size);
    // The same, where all that goes away is zero already. REQUIRES: byte_size ≤ byte_size()
    void shrink_zeros(uint64_t byte_size);

    // Pages written since the last `forget_writes`.
    const std::vector<uint32_t>& dirty_pages() const { return m_dirty_pages; }
    void forget_writes();
    // One byte for each saved page, not zero if it was written: for the interpreter's inline check.
    // With a journal none ever is, so that each write asks.
    uint8_t* dirty_flags() { return m_journal != nullptr ? m_never_dirty.data() : m_dirty.data(); }

    // From now on the journal keeps what is overwritten. `number` is this memory's in its store. All pages count as
    // written, so that hashes stay right; snapshots would copy everything.
    void keep_in(Journal& journal, uint32_t number);
    // While not null: records all writes, and what the host reads. The interpreter's reads are a probe's to record.
    void record_traffic(Traffic* traffic) { m_traffic = traffic; }
    // The host is about to read through data().
    void note_read(uint64_t address, uint64_t size) const {
        if (m_traffic != nullptr) m_traffic->read(address, size);
    }
    // Writes the bytes of the masks. REQUIRES: within byte_size; a journal
    void put(std::span<const GranuleBytes> all);

    // The page as it is now. Images come from a pool of the calling host thread: they are made and dropped by the
    // million, and the allocator would give their pages back to the system and fetch them again.
    PagePointer copy_page(uint32_t page) const;
    // The image that page had at the last snapshot (null: zeros).
    const PagePointer& image(uint32_t page) const { return m_images[page]; }
    void set_image(uint32_t page, PagePointer image);
    // Copies the image over the page's present bytes.
    void revert_page(uint32_t page);

    // The sum of the hashes of all pages, each of index and contents; a page of zeros counts nothing. Costs what
    // has changed since it was last asked for.
    uint64_t hash() const;

private:
    struct Free {
        void operator()(uint8_t* pointer) const;
    };
    void reallocate(uint64_t byte_capacity);
    void set_size(uint64_t byte_size);
    void mark_all_written();
    void keep_lines(uint64_t address, uint64_t size);
    uint64_t hash_of_image(uint32_t page) const;
    void settle_stale_hashes() const;

    wasm::MemoryType m_type;
    uint64_t m_byte_limit;
    uint64_t m_byte_size = 0;
    uint64_t m_byte_capacity = 0;
    std::unique_ptr<uint8_t, Free> m_data;
    std::vector<uint8_t> m_dirty;
    std::vector<uint32_t> m_dirty_pages;
    std::vector<PagePointer> m_images;
    // What each image counts in m_image_hash_sum, but for the pages listed as stale.
    mutable std::vector<uint64_t> m_image_hashes;
    mutable std::vector<uint32_t> m_stale_hashes;
    mutable std::vector<uint8_t> m_is_stale;  // by page: it is listed
    mutable uint64_t m_image_hash_sum = 0;

    Journal* m_journal = nullptr;
    uint32_t m_number = 0;
    std::vector<uint8_t> m_never_dirty;
    std::vector<uint32_t> m_line_epochs;  // of the journal, when the line was last kept
    Traffic* m_traffic = nullptr;
};

}  // namespace interleave::machine
