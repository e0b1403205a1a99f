#include "machine/memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/assert.hpp"
#include "base/lazy_zeros.hpp"
#include "machine/pool_allocator.hpp"

namespace interleave::machine {

namespace {

// Four independent lanes, so that a page costs about 512 multiplications in a quarter of their latency.
uint64_t hash_page(uint32_t page, const uint8_t* bytes) {
    uint64_t lanes[4] = {0x9e3779b97f4a7c15ull, 0xbf58476d1ce4e5b9ull, 0x94d049bb133111ebull,
                         0xd6e8feb86659fd93ull};
    uint64_t any = 0;
    for (uint32_t at = 0; at < SavedPageSize; at += 32) {
        for (int lane = 0; lane < 4; ++lane) {
            uint64_t word;
            std::memcpy(&word, bytes + at + lane * 8, 8);
            any |= word;
            lanes[lane] = (lanes[lane] ^ word) * 0xff51afd7ed558ccdull;
            lanes[lane] ^= lanes[lane] >> 32;
        }
    }
    if (any == 0) return 0;
    uint64_t hash = page;
    for (uint64_t lane : lanes) hash = base::hash_combine(hash, lane);
    return hash;
}

}  // namespace

void Memory::Free::operator()(uint8_t* pointer) const { std::free(pointer); }

Memory::Memory(const wasm::MemoryType& type, uint64_t byte_limit)
    : m_type(type), m_byte_limit(byte_limit) {
    resize_for_restore(uint64_t{type.limits.minimum} * wasm::PageSize);
}

bool Memory::read(uint64_t address, std::span<uint8_t> out) const {
    if (!in_bounds(address, out.size())) return false;
    note_read(address, out.size());
    if (!out.empty()) std::memcpy(out.data(), m_data.get() + address, out.size());
    return true;
}

bool Memory::write(uint64_t address, std::span<const uint8_t> in) {
    if (!in_bounds(address, in.size())) return false;
    if (in.empty()) return true;
    mark_written(address, in.size());
    std::memcpy(m_data.get() + address, in.data(), in.size());
    return true;
}

void Memory::mark_written(uint64_t address, uint64_t size) {
    if (size == 0) return;
    uint64_t last = (address + size - 1) >> SavedPageShift;
    for (uint64_t page = address >> SavedPageShift; page <= last; ++page) {
        if (m_dirty[page]) continue;
        m_dirty[page] = 1;
        m_dirty_pages.push_back(static_cast<uint32_t>(page));
    }
    if (m_traffic != nullptr) m_traffic->write(address, size);
    if (m_journal != nullptr) keep_lines(address, size);
}

void Memory::keep_in(Journal& journal, uint32_t number) {
    m_journal = &journal;
    m_number = number;
    m_never_dirty.assign(m_dirty.size(), 0);
    m_line_epochs.assign(m_byte_size >> Journal::LineShift, 0);
    mark_all_written();
}

void Memory::mark_all_written() {
    for (uint32_t page = 0; page < m_dirty.size(); ++page) {
        if (std::exchange(m_dirty[page], uint8_t{1}) == 0) m_dirty_pages.push_back(page);
    }
}

void Memory::keep_lines(uint64_t address, uint64_t size) {
    const uint64_t last = (address + size - 1) >> Journal::LineShift;
    for (uint64_t line = address >> Journal::LineShift; line <= last; ++line) {
        if (m_line_epochs[line] == m_journal->epoch()) continue;
        m_line_epochs[line] = m_journal->epoch();
        m_journal->keep_line(m_number, static_cast<uint32_t>(line),
                             m_data.get() + (line << Journal::LineShift));
    }
}

void Memory::put(std::span<const GranuleBytes> all) {
    constexpr uint32_t GranuleToLine = Journal::LineShift - 3;
    const uint32_t epoch = m_journal->epoch();
    uint32_t kept = UINT32_MAX;  // line
    for (const GranuleBytes& bytes : all) {
        uint8_t* place = m_data.get() + (uint64_t{bytes.granule} << 3);
        const uint32_t line = bytes.granule >> GranuleToLine;
        if (line != kept && m_line_epochs[line] != epoch) {
            m_line_epochs[line] = epoch;
            m_journal->keep_line(m_number, line,
                                 m_data.get() + (uint64_t{line} << Journal::LineShift));
        }
        kept = line;
        uint64_t value;
        std::memcpy(&value, place, sizeof value);
        value = (value & ~bytes.mask()) | bytes.value;
        std::memcpy(place, &value, sizeof value);
    }
}

int32_t Memory::grow(uint32_t more) {
    uint32_t former = guest_pages();
    uint64_t wanted = uint64_t{former} + more;
    uint64_t maximum = m_type.limits.maximum.value_or(65536);
    if (wanted > maximum || wanted * wasm::PageSize > m_byte_limit) return -1;
    if (m_traffic != nullptr) m_traffic->give_up();
    if (m_journal != nullptr && more != 0) m_journal->keep_size(m_number, m_byte_size);
    resize_for_restore(wanted * wasm::PageSize);
    return static_cast<int32_t>(former);
}

void Memory::resize_for_restore(uint64_t byte_size) {
    if (byte_size > m_byte_capacity) {
        // Growing one guest page at a time must not copy everything each time.
        const uint64_t wanted = std::max(m_byte_capacity * 2, base::LazyBytes);
        reallocate(std::max(byte_size, std::min(wanted, m_byte_limit)));
    } else if (byte_size < m_byte_size) {
        std::memset(m_data.get() + byte_size, 0, m_byte_size - byte_size);
        return shrink_zeros(byte_size);
    }
    set_size(byte_size);
}

void Memory::shrink_zeros(uint64_t byte_size) {
    INTERLEAVE_ASSERT(byte_size <= m_byte_size);
    for (uint64_t page = byte_size >> SavedPageShift; page < m_images.size(); ++page) {
        set_image(static_cast<uint32_t>(page), nullptr);
    }
    settle_stale_hashes();  // so that no page beyond the end is stale
    set_size(byte_size);
}

void Memory::set_size(uint64_t byte_size) {
    m_byte_size = byte_size;
    m_dirty.resize(byte_size >> SavedPageShift);
    m_images.resize(byte_size >> SavedPageShift);
    m_image_hashes.resize(byte_size >> SavedPageShift);
    m_is_stale.resize(byte_size >> SavedPageShift);
    if (m_journal != nullptr) {
        m_never_dirty.resize(m_dirty.size());
        m_line_epochs.resize(byte_size >> Journal::LineShift);
    }
    std::erase_if(m_dirty_pages, [&](uint32_t page) { return page >= m_dirty.size(); });
    if (m_journal != nullptr) mark_all_written();
}

// The bytes above m_byte_size are zero (the class's invariant 2).
void Memory::reallocate(uint64_t byte_capacity) {
    // calloc gives zero pages of the operating system without touching them.
    auto* fresh = static_cast<uint8_t*>(std::calloc(byte_capacity, 1));
    INTERLEAVE_ASSERT(fresh != nullptr);
    if (m_byte_size != 0) std::memcpy(fresh, m_data.get(), m_byte_size);
    m_data.reset(fresh);
    m_byte_capacity = byte_capacity;
}

void Memory::forget_writes() {
    for (uint32_t page : m_dirty_pages) m_dirty[page] = 0;
    m_dirty_pages.clear();
}

PagePointer Memory::copy_page(uint32_t page) const {
    auto image = std::allocate_shared<PageImage>(PoolAllocator<PageImage>());
    std::memcpy(image->bytes, m_data.get() + (uint64_t{page} << SavedPageShift), SavedPageSize);
    return image;
}

void Memory::set_image(uint32_t page, PagePointer image) {
    m_images[page] = std::move(image);
    if (m_is_stale[page] != 0) return;
    m_is_stale[page] = 1;
    m_stale_hashes.push_back(page);
}

void Memory::revert_page(uint32_t page) {
    uint8_t* bytes = m_data.get() + (uint64_t{page} << SavedPageShift);
    if (m_images[page]) {
        std::memcpy(bytes, m_images[page]->bytes, SavedPageSize);
    } else {
        std::memset(bytes, 0, SavedPageSize);
    }
}

uint64_t Memory::hash_of_image(uint32_t page) const {
    const PagePointer& image = m_images[page];
    if (!image) return 0;
    if (image->hash == 0) image->hash = hash_page(page, image->bytes);
    return image->hash;
}

void Memory::settle_stale_hashes() const {
    for (uint32_t page : m_stale_hashes) {
        uint64_t now = hash_of_image(page);
        m_image_hash_sum += now - m_image_hashes[page];
        m_image_hashes[page] = now;
        m_is_stale[page] = 0;
    }
    m_stale_hashes.clear();
}

uint64_t Memory::hash() const {
    settle_stale_hashes();
    uint64_t sum = m_image_hash_sum;
    for (uint32_t page : m_dirty_pages) {
        sum += hash_page(page, m_data.get() + (uint64_t{page} << SavedPageShift));
        sum -= m_image_hashes[page];
    }
    return sum;
}

}  // namespace interleave::machine
