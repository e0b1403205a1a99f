#pragma once
// Finds data races: two accesses to the same bytes, at least one a write, that no synchronisation orders
// ([intro.races]: neither happens before the other).
//
// Vector clocks as in FastTrack (Flanagan and Freund, PLDI 2009): of each byte the last write and the last read are kept as
// an epoch (thread, its event), reads by several threads as a whole clock. Bytes that were always accessed together
// share one record; an access to some of them splits it, so that neighbouring variables are never mixed up.
//
// What synchronises: unlock → lock of the same mutex, release → acquire of reader-writer locks, semaphores and once
// flags, a store → the load or update that follows it on the same atomic (all atomics count as seq_cst), creation of
// a thread → its first step, its last step → join. What does not: notifying a condition variable, plain accesses,
// output, the passing of time.
//
// Every change is journaled, so that an explorer goes back in O(what changed since).
//
// What it does not do: a plain access to the bytes of an atomic is not compared with atomic accesses.

#include <cstdint>
#include <vector>

#include "base/ids.hpp"

namespace interleave::explorer {

using base::ThreadId;

// A thread's event number `event` (from 1).
struct Epoch {
    uint32_t thread = 0;
    uint32_t event = 0;  // 0: none
};

struct DataRace {
    uint32_t memory = 0;
    uint32_t granule = 0;  // address / 8
    uint8_t mask = 0;      // its bytes that both accessed
    Epoch first;
    bool first_writes = false;
    Epoch second;
    bool second_writes = false;
};

class RaceDetector {
public:
    // At most `threads` threads will ever exist in a run.
    explicit RaceDetector(uint32_t threads);

    // The thread's next event begins. Returns its number.
    uint32_t begin_event(ThreadId thread);
    uint32_t event_of(ThreadId thread) const { return row(thread.value)[thread.value]; }

    void create(ThreadId parent, ThreadId child);
    void join(ThreadId waiter, ThreadId finished);
    // `object` is any number that names it.
    void acquire(ThreadId thread, uint64_t object);
    void release(ThreadId thread, uint64_t object);
    // As release, but what others released into the object before is forgotten: a plain atomic store.
    void publish(ThreadId thread, uint64_t object);

    // A plain access to bytes of one granule. Races are added to `found`.
    void read(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask, std::vector<DataRace>& found);
    void write(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
               std::vector<DataRace>& found);
    // The bytes were given out by the allocator: what was there before is another object.
    void forget(uint32_t memory, uint32_t address, uint32_t size);

    // A place in the journal, to go back to. Marks are undone in reverse order.
    struct Mark {
        size_t journal = 0;
        size_t records = 0;
        size_t readers = 0;
    };
    Mark mark() const { return {m_journal.size(), m_records.size(), m_readers.size()}; }
    void undo(const Mark& mark);

private:
    static constexpr uint32_t None = 0;

    // Accesses to some bytes of a granule.
    struct Record {
        uint32_t next = None;  // of the same granule
        uint8_t mask = 0;
        Epoch write;
        Epoch read;
        uint32_t readers = None;  // a clock in m_readers instead of `read` once several threads read
    };
    enum class Change : uint8_t { Head, Record, Word, Reader };
    struct Entry {
        Change change;
        uint32_t space = 0;  // of Head: the memory
        uint64_t place = 0;
        Record old;          // of Record; its `next` holds the old number for the others
    };

    uint32_t* row(uint32_t number) { return m_words.data() + size_t{number} * m_stride; }
    const uint32_t* row(uint32_t number) const { return m_words.data() + size_t{number} * m_stride; }
    void set_word(Change where, size_t place, uint32_t value);
    void join_rows(uint32_t into, uint32_t from);
    uint32_t object_row(uint64_t object, bool make);
    uint32_t& head(uint32_t memory, uint32_t granule);
    void set_head(uint32_t memory, uint32_t granule, uint32_t record);
    void change(uint32_t record);
    bool knows(ThreadId thread, const Epoch& epoch) const {
        return epoch.event <= row(thread.value)[epoch.thread];
    }
    void access(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask, bool writes,
                std::vector<DataRace>& found);
    void check(ThreadId thread, const Record& record, uint8_t mask, DataRace race, bool writes,
               std::vector<DataRace>& found) const;
    void update(ThreadId thread, uint32_t record, bool writes);

    uint32_t m_stride;
    uint32_t m_used = 0;  // columns of threads that ever existed; the others are zero
    std::vector<uint32_t> m_words;    // clocks: one row a thread, then one an object
    std::vector<uint32_t> m_readers;  // clocks of readers, by Record::readers; the first row is None's
    // Open addressing: object → row. Grows, never forgets; a row of zeros is no clock.
    struct ObjectSlot {
        uint64_t object = 0;
        uint32_t row = None;
    };
    std::vector<ObjectSlot> m_objects;
    size_t m_object_count = 0;
    std::vector<std::vector<uint32_t>> m_heads;  // by memory and granule: the first record
    std::vector<Record> m_records;
    std::vector<Entry> m_journal;
};

}  // namespace interleave::explorer
