#include "explorer/race_detector.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/hash.hpp"

namespace interleave::explorer {

RaceDetector::RaceDetector(uint32_t threads) : m_stride(std::max(threads, 1u)) {
    m_words.resize(size_t{m_stride} * m_stride);
    // Record 0 and readers 0 exist so that 0 can mean none.
    m_readers.resize(m_stride);
    m_records.resize(1);
    m_objects.resize(64);
}

uint32_t RaceDetector::begin_event(ThreadId thread) {
    INTERLEAVE_ASSERT(thread.value < m_stride);
    m_used = std::max(m_used, thread.value + 1);
    set_word(Change::Word, size_t{thread.value} * m_stride + thread.value, event_of(thread) + 1);
    return event_of(thread);
}

void RaceDetector::create(ThreadId parent, ThreadId child) { join_rows(child.value, parent.value); }

void RaceDetector::join(ThreadId waiter, ThreadId finished) {
    join_rows(waiter.value, finished.value);
}

void RaceDetector::acquire(ThreadId thread, uint64_t object) {
    uint32_t clock = object_row(object, false);
    if (clock != None) join_rows(thread.value, clock);
}

void RaceDetector::release(ThreadId thread, uint64_t object) {
    join_rows(object_row(object, true), thread.value);
}

void RaceDetector::publish(ThreadId thread, uint64_t object) {
    const uint32_t clock = object_row(object, true);
    for (uint32_t i = 0; i < m_used; ++i) {
        const uint32_t value = row(thread.value)[i];
        if (row(clock)[i] != value) set_word(Change::Word, size_t{clock} * m_stride + i, value);
    }
}

void RaceDetector::read(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
                        std::vector<DataRace>& found) {
    access(thread, memory, granule, mask, false, found);
}

void RaceDetector::write(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
                         std::vector<DataRace>& found) {
    access(thread, memory, granule, mask, true, found);
}

void RaceDetector::access(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask, bool writes,
                          std::vector<DataRace>& found) {
    DataRace race;
    race.memory = memory;
    race.granule = granule;
    race.second = Epoch{thread.value, event_of(thread)};
    race.second_writes = writes;
    uint8_t left = mask;
    for (uint32_t number = head(memory, granule); number != None && left != 0;) {
        const uint32_t next = m_records[number].next;
        const uint8_t common = m_records[number].mask & left;
        if (common != 0) {
            check(thread, m_records[number], common, race, writes, found);
            if (common != m_records[number].mask) {
                // The bytes that are accessed get a record of their own.
                Record split = m_records[number];
                split.mask = common;
                split.next = head(memory, granule);
                change(number);
                m_records[number].mask &= static_cast<uint8_t>(~common);
                m_records.push_back(split);
                number = static_cast<uint32_t>(m_records.size() - 1);
                set_head(memory, granule, number);
            }
            update(thread, number, writes);
            left &= static_cast<uint8_t>(~common);
        }
        number = next;
    }
    if (left == 0) return;
    Record fresh;
    fresh.mask = left;
    fresh.next = head(memory, granule);
    m_records.push_back(fresh);
    const auto number = static_cast<uint32_t>(m_records.size() - 1);
    set_head(memory, granule, number);
    update(thread, number, writes);
}

void RaceDetector::check(ThreadId thread, const Record& record, uint8_t mask, DataRace race, bool writes,
                         std::vector<DataRace>& found) const {
    race.mask = mask;
    if (record.write.event != 0 && !knows(thread, record.write)) {
        race.first = record.write;
        race.first_writes = true;
        found.push_back(race);
        return;
    }
    if (!writes) return;
    race.first_writes = false;
    if (record.readers != None) {
        const uint32_t* readers = m_readers.data() + record.readers;
        for (uint32_t i = 0; i < m_used; ++i) {
            if (readers[i] == 0 || knows(thread, Epoch{i, readers[i]})) continue;
            race.first = Epoch{i, readers[i]};
            found.push_back(race);
            return;
        }
    } else if (record.read.event != 0 && !knows(thread, record.read)) {
        race.first = record.read;
        found.push_back(race);
    }
}

void RaceDetector::update(ThreadId thread, uint32_t number, bool writes) {
    const Epoch now{thread.value, event_of(thread)};
    const Record& record = m_records[number];
    if (writes) {
        bool same = record.write.thread == now.thread && record.write.event == now.event &&
                    record.read.event == 0 && record.readers == None;
        if (same) return;
        change(number);
        m_records[number].write = now;
        m_records[number].read = Epoch{};
        m_records[number].readers = None;
        return;
    }
    if (record.readers != None) {
        const size_t place = record.readers + now.thread;
        if (m_readers[place] != now.event) set_word(Change::Reader, place, now.event);
        return;
    }
    if (record.read.thread == now.thread && record.read.event == now.event) return;
    change(number);
    if (record.read.event == 0 || knows(thread, record.read)) {
        m_records[number].read = now;
        return;
    }
    const auto readers = static_cast<uint32_t>(m_readers.size());
    const Epoch before = m_records[number].read;
    m_readers.resize(readers + m_stride);
    m_readers[readers + before.thread] = before.event;
    m_readers[readers + now.thread] = now.event;
    m_records[number].readers = readers;
}

void RaceDetector::forget(uint32_t memory, uint32_t address, uint32_t size) {
    if (size == 0) return;
    const uint64_t end = uint64_t{address} + size;
    const auto last = static_cast<uint32_t>((end - 1) >> 3);
    if (memory < m_heads.size()) {
        for (uint32_t granule = address >> 3; granule <= last; ++granule) {
            if (granule < m_heads[memory].size() && head(memory, granule) != None) {
                set_head(memory, granule, None);
            }
        }
    }
}

void RaceDetector::undo(const Mark& mark) {
    while (m_journal.size() > mark.journal) {
        const Entry& entry = m_journal.back();
        switch (entry.change) {
            case Change::Head:
                m_heads[entry.space][entry.place] = entry.old.next;
                break;
            case Change::Record:
                if (entry.place < mark.records) m_records[entry.place] = entry.old;
                break;
            case Change::Word:
                m_words[entry.place] = entry.old.next;
                break;
            case Change::Reader:
                if (entry.place < mark.readers) m_readers[entry.place] = entry.old.next;
                break;
        }
        m_journal.pop_back();
    }
    m_records.resize(mark.records);
    m_readers.resize(mark.readers);
}

void RaceDetector::set_word(Change where, size_t place, uint32_t value) {
    uint32_t& word = (where == Change::Word ? m_words : m_readers)[place];
    Entry entry{where, 0, place, {}};
    entry.old.next = word;
    m_journal.push_back(entry);
    word = value;
}

void RaceDetector::join_rows(uint32_t into, uint32_t from) {
    for (uint32_t i = 0; i < m_used; ++i) {
        const uint32_t value = row(from)[i];
        if (value > row(into)[i]) set_word(Change::Word, size_t{into} * m_stride + i, value);
    }
}

// Objects keep their rows when an explorer goes back: their words return to what they were.
uint32_t RaceDetector::object_row(uint64_t object, bool make) {
    const size_t mask = m_objects.size() - 1;
    size_t slot = base::mix64(object) & mask;
    while (m_objects[slot].row != None && m_objects[slot].object != object) slot = (slot + 1) & mask;
    if (m_objects[slot].row != None || !make) return m_objects[slot].row;
    const auto fresh = static_cast<uint32_t>(m_words.size() / m_stride);
    m_words.resize(m_words.size() + m_stride);
    m_objects[slot] = ObjectSlot{object, fresh};
    if (++m_object_count * 2 > m_objects.size()) {
        std::vector<ObjectSlot> old = std::move(m_objects);
        m_objects.assign(old.size() * 2, ObjectSlot{});
        for (const ObjectSlot& each : old) {
            if (each.row == None) continue;
            size_t place = base::mix64(each.object) & (m_objects.size() - 1);
            while (m_objects[place].row != None) place = (place + 1) & (m_objects.size() - 1);
            m_objects[place] = each;
        }
    }
    return fresh;
}

uint32_t& RaceDetector::head(uint32_t memory, uint32_t granule) {
    if (m_heads.size() <= memory) m_heads.resize(memory + 1);
    std::vector<uint32_t>& heads = m_heads[memory];
    // In steps of a MiB of guest memory.
    constexpr size_t Step = (1u << 20) / 8;
    if (heads.size() <= granule) heads.resize((granule / Step + 1) * Step, None);
    return heads[granule];
}

void RaceDetector::set_head(uint32_t memory, uint32_t granule, uint32_t record) {
    Entry entry{Change::Head, memory, granule, {}};
    entry.old.next = head(memory, granule);
    m_journal.push_back(entry);
    head(memory, granule) = record;
}

void RaceDetector::change(uint32_t record) {
    m_journal.push_back(Entry{Change::Record, 0, record, m_records[record]});
}

}  // namespace interleave::explorer
