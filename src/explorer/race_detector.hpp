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
// To give memory back is to write all of it: who uses it at the same time, before or after that, races with it
// ([basic.life]).
//
// Operations on an atomic, a lock or a condition variable do not race with each other. Its memory must not be written plainly, or
// given back, at the same time, nor be read plainly while an operation writes (a plain access beside std::atomic_ref).

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "explorer/object_index.hpp"

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
    bool first_frees = false;     // then it writes too
    bool first_operates = false;  // on an atomic, a lock, …
    Epoch second;
    bool second_writes = false;
    bool second_frees = false;
    bool second_operates = false;
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
    void read(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
              std::vector<DataRace>& found) {
        if (!note_read(thread, space_of(memory), granule, mask))
            access(thread, space_of(memory), granule, mask, false, found);
        check_operations(thread, memory, granule, mask, false, found);
    }
    void write(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
               std::vector<DataRace>& found) {
        if (!note_write(thread, space_of(memory), granule, mask))
            access(thread, space_of(memory), granule, mask, true, found);
        check_operations(thread, memory, granule, mask, true, found);
    }
    // An operation on what is there. `writes`: an atomic store, or an update that changes it.
    void operate(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask, bool writes,
                 std::vector<DataRace>& found);
    // The same, where no other thread will access anything any more: nothing needs to be kept of it.
    void look_back(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask, bool writes,
                   std::vector<DataRace>& found) const;
    // Whether all accesses to these bytes came before the thread, or are of threads in `joined` (bit n: thread n); false where that
    // is not seen at a glance.
    bool is_past(ThreadId thread, uint64_t joined, uint32_t memory, uint32_t granule,
                 uint8_t mask) const;
    // The bytes were given out by the allocator: what was there before is another object.
    void forget(uint32_t memory, uint32_t address, uint32_t size);
    // The thread gave these bytes back. At most one race is added to `found`. Of more than 64 KiB only bytes that were accessed
    // before are kept: who uses others later is not found.
    void free(ThreadId thread, uint32_t memory, uint32_t address, uint32_t size,
              std::vector<DataRace>& found);
    // The same where all accesses to the bytes happened before; else false, and nothing is done. REQUIRES: at most 64 KiB
    bool free_known(ThreadId thread, uint32_t memory, uint32_t address, uint32_t size);

    // A place in the journal, to go back to. Marks are undone in reverse order.
    struct Mark {
        size_t old_words = 0;
        size_t old_readers = 0;
        size_t old_heads = 0;
        size_t old_records = 0;
        size_t records = 0;
        size_t readers = 0;
    };
    Mark mark() const {
        return {m_old_words.size(),   m_old_readers.size(), m_old_heads.size(),
                m_old_records.size(), m_records.size(),     m_readers.size()};
    }
    void undo(const Mark& mark);

private:
    static constexpr uint32_t None = 0;

    // What a record is of: plain accesses, operations (as reads), or those of them that write (as reads).
    enum class Kind : uint8_t { Plain, Operation, Update };
    // Each memory has records of all kinds.
    static uint32_t space_of(uint32_t memory, Kind kind = Kind::Plain) {
        return memory * 3 + static_cast<uint32_t>(kind);
    }
    static uint32_t memory_of(uint32_t space) { return space / 3; }
    static Kind kind_of(uint32_t space) { return static_cast<Kind>(space % 3); }

    // Accesses to some bytes of a granule.
    struct Record {
        uint32_t next = None;  // of the same granule
        uint8_t mask = 0;
        bool freed = false;  // by `write`
        // of the granules of a freed block: alone in each, and copied before it is changed
        bool is_common = false;
        Epoch write;
        Epoch read;
        // a clock in m_readers instead of `read` once several threads read
        uint32_t readers = None;
    };
    Record freed_by(ThreadId thread) const {
        return {None, 0xff, true, true, Epoch{thread.value, event_of(thread)}, Epoch{}, None};
    }
    // The journal, of each kind in a row of its own: what is changed twice is undone in reverse order.
    struct OldWord {
        size_t place = 0;
        uint32_t value = 0;
    };
    struct OldHead {
        uint32_t space = 0;
        uint32_t granule = 0;
        uint32_t record = None;
    };
    struct OldRecord {
        uint32_t number = 0;
        Record record;
    };

    uint32_t* row(uint32_t number) { return m_words.data() + size_t{number} * m_stride; }
    const uint32_t* row(uint32_t number) const {
        return m_words.data() + size_t{number} * m_stride;
    }
    void set_word(size_t place, uint32_t value) {
        m_old_words.push_back({place, m_words[place]});
        m_words[place] = value;
    }
    void set_reader(size_t place, uint32_t value) {
        m_old_readers.push_back({place, m_readers[place]});
        m_readers[place] = value;
    }
    void join_rows(uint32_t into, uint32_t from);
    uint32_t made_row(uint64_t object);
    // The first record of the granule, None if there is none.
    uint32_t first_of(uint32_t space, uint32_t granule) const {
        if (space >= m_heads.size() || granule >= m_heads[space].size()) return None;
        return m_heads[space][granule];
    }
    void set_head(uint32_t space, uint32_t granule, uint32_t record) {
        if (m_heads.size() <= space || m_heads[space].size() <= granule) make_room(space, granule);
        uint32_t& head = m_heads[space][granule];
        m_old_heads.push_back({space, granule, head});
        head = record;
    }
    void make_room(uint32_t space, uint32_t granule);
    void change(uint32_t record) { m_old_records.push_back({record, m_records[record]}); }
    bool knows(ThreadId thread, const Epoch& epoch) const {
        return epoch.event <= row(thread.value)[epoch.thread];
    }
    // False also where it would have to be looked up.
    bool knows_all(ThreadId thread, const Record& record) const {
        return record.readers == None && knows(thread, record.write) && knows(thread, record.read);
    }
    // Nobody has accessed the bytes yet. An explorer that goes back forgets the record as a whole.
    bool note_first(uint32_t space, uint32_t granule, uint8_t mask, Epoch write, Epoch read) {
        if (is_divided(space, granule, mask)) return false;
        m_records.push_back({first_of(space, granule), mask, false, false, write, read, None});
        set_head(space, granule, static_cast<uint32_t>(m_records.size() - 1));
        return true;
    }
    // The usual case, where the records of the granule are as the access needs them and no race is possible. False:
    // another case, or part of it; what was noted then is what `access` notes too.
    bool note_read(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask) {
        const uint32_t event = event_of(thread);
        uint8_t left = mask;
        for (uint32_t number = first_of(space, granule); number != None;) {
            const Record& record = m_records[number];
            const uint32_t next = record.next;
            if ((record.mask & left) != 0) {
                if ((record.mask & ~left) != 0 || record.is_common || !knows(thread, record.write))
                    return false;
                left &= static_cast<uint8_t>(~record.mask);
                note_read_of(thread, number, event);
                if (left == 0) return true;
            }
            number = next;
        }
        return left == mask &&
               note_first(space, granule, mask, Epoch{}, Epoch{thread.value, event});
    }
    void note_read_of(ThreadId thread, uint32_t number, uint32_t event) {
        Record& record = m_records[number];
        if (record.readers != None) {
            const size_t place = size_t{record.readers} + thread.value;
            if (m_readers[place] != event) set_reader(place, event);
            return;
        }
        if (record.read.thread == thread.value && record.read.event == event) return;
        change(number);
        if (knows(thread, record.read)) {
            record.read = Epoch{thread.value, event};
        } else {
            share(number, Epoch{thread.value, event});
        }
    }
    bool note_write(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask) {
        const Epoch now{thread.value, event_of(thread)};
        uint8_t left = mask;
        for (uint32_t number = first_of(space, granule); number != None;) {
            Record& record = m_records[number];
            if ((record.mask & left) != 0) {
                if ((record.mask & ~left) != 0 || record.is_common || !knows_all(thread, record))
                    return false;
                left &= static_cast<uint8_t>(~record.mask);
                if (record.write.thread != now.thread || record.write.event != now.event ||
                    record.read.event != 0) {
                    change(number);
                    record.freed = false;
                    record.write = now;
                    record.read = Epoch{};
                }
                if (left == 0) return true;
            }
            number = record.next;
        }
        return left == mask && note_first(space, granule, mask, now, Epoch{});
    }
    // Of a plain access, the operations that it must not be beside.
    void check_operations(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
                          bool writes, std::vector<DataRace>& found) const {
        const uint32_t others = space_of(memory, writes ? Kind::Operation : Kind::Update);
        if (first_of(others, granule) != None)
            check_all(thread, others, granule, mask, writes, false, found);
    }
    // Compares an access, or an operation, with all records of the space.
    void check_all(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask, bool writes,
                   bool operates, std::vector<DataRace>& found) const;
    // Whether the bytes were ever told apart from each other. An explorer that goes back keeps that in mind, since it
    // will soon come to it again.
    bool is_divided(uint32_t space, uint32_t granule, uint8_t mask) const {
        if (space >= m_borders.size() || granule >= m_borders[space].size()) return false;
        return (m_borders[space][granule] & mask & (mask << 1)) != 0;
    }
    void access(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask, bool writes,
                std::vector<DataRace>& found);
    void check(ThreadId thread, const Record& record, uint8_t mask, DataRace race, bool writes,
               std::vector<DataRace>& found) const;
    static void add_race(const DataRace& race, std::vector<DataRace>& found);
    void update(ThreadId thread, uint32_t record, bool writes);
    // New records of these bytes, one for each part that was told apart.
    void add_records(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask, bool writes);
    void divide(uint32_t space, uint32_t granule, uint8_t mask);
    // Gives some of the record's bytes, those that are accessed now, a record of their own. Returns its number.
    uint32_t split(uint32_t space, uint32_t granule, uint32_t record, uint8_t mask);
    // From now on the record has a clock of readers, with the one that it has.
    void share(uint32_t record, Epoch reader);

    uint32_t m_stride;
    uint32_t m_used = 0;            // columns of threads that ever existed; the others are zero
    std::vector<uint32_t> m_words;  // clocks: one row a thread, then one an object
    std::vector<uint32_t>
        m_readers;  // clocks of readers, by Record::readers; the first row is None's
    // Of objects, whose clocks follow those of the threads. They keep their rows when an explorer goes back: a row of
    // zeros is no clock.
    ObjectIndex m_objects;
    std::vector<std::vector<uint32_t>> m_heads;  // by space and granule: the first record
    // By space and granule: bit n, the granule's byte n was accessed without the one before it.
    std::vector<std::vector<uint8_t>> m_borders;
    std::vector<Record> m_records;
    std::vector<OldWord> m_old_words;
    std::vector<OldWord> m_old_readers;
    std::vector<OldHead> m_old_heads;
    std::vector<OldRecord> m_old_records;
};

}  // namespace interleave::explorer
