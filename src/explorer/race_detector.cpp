#include "explorer/race_detector.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace interleave::explorer {

RaceDetector::RaceDetector(uint32_t threads) : m_stride(std::max(threads, 1u)) {
    m_words.resize(size_t{m_stride} * m_stride);
    // Record 0 and readers 0 exist so that 0 can mean none.
    m_readers.resize(m_stride);
    m_records.resize(1);
}

uint32_t RaceDetector::begin_event(ThreadId thread) {
    INTERLEAVE_ASSERT(thread.value < m_stride);
    m_used = std::max(m_used, thread.value + 1);
    set_word(size_t{thread.value} * m_stride + thread.value, event_of(thread) + 1);
    return event_of(thread);
}

void RaceDetector::create(ThreadId parent, ThreadId child) { join_rows(child.value, parent.value); }

void RaceDetector::join(ThreadId waiter, ThreadId finished) {
    join_rows(waiter.value, finished.value);
}

void RaceDetector::acquire(ThreadId thread, uint64_t object) {
    const uint32_t number = m_objects.find(object);
    if (number != ObjectIndex::None) join_rows(thread.value, m_stride + number);
}

void RaceDetector::release(ThreadId thread, uint64_t object) {
    join_rows(made_row(object), thread.value);
}

void RaceDetector::publish(ThreadId thread, uint64_t object) {
    const uint32_t clock = made_row(object);
    for (uint32_t i = 0; i < m_used; ++i) {
        const uint32_t value = row(thread.value)[i];
        if (row(clock)[i] != value) set_word(size_t{clock} * m_stride + i, value);
    }
}

void RaceDetector::access(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask,
                          bool writes, std::vector<DataRace>& found) {
    DataRace race;
    race.memory = memory_of(space);
    race.granule = granule;
    race.second = Epoch{thread.value, event_of(thread)};
    race.second_writes = writes;
    uint8_t left = mask;
    for (uint32_t number = first_of(space, granule); number != None && left != 0;) {
        const uint32_t next = m_records[number].next;
        const uint8_t common = m_records[number].mask & left;
        if (common != 0) {
            check(thread, m_records[number], common, race, writes, found);
            if (m_records[number].is_common) {
                Record own = m_records[number];
                own.is_common = false;
                number = static_cast<uint32_t>(m_records.size());
                m_records.push_back(own);
                set_head(space, granule, number);
            }
            if (common != m_records[number].mask) number = split(space, granule, number, common);
            update(thread, number, writes);
            left &= static_cast<uint8_t>(~common);
        }
        number = next;
    }
    if (left != 0) add_records(thread, space, granule, left, writes);
}

void RaceDetector::add_records(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask,
                               bool writes) {
    if (m_heads.size() <= space || m_heads[space].size() <= granule) make_room(space, granule);
    divide(space, granule, mask);
    const uint8_t borders = m_borders[space][granule];
    for (uint32_t at = 0; mask >> at != 0;) {
        if ((mask >> at & 1) == 0) {
            ++at;
            continue;
        }
        Record fresh;
        do {
            fresh.mask |= static_cast<uint8_t>(1u << at++);
        } while ((mask >> at & 1) != 0 && (borders >> at & 1) == 0);
        fresh.next = first_of(space, granule);
        m_records.push_back(fresh);
        const auto number = static_cast<uint32_t>(m_records.size() - 1);
        set_head(space, granule, number);
        update(thread, number, writes);
    }
}

void RaceDetector::divide(uint32_t space, uint32_t granule, uint8_t mask) {
    // Where a bit differs from the one below it.
    m_borders[space][granule] |= static_cast<uint8_t>((mask ^ mask << 1) & 0xfe);
}

void RaceDetector::check(ThreadId thread, const Record& record, uint8_t mask, DataRace race,
                         bool writes, std::vector<DataRace>& found) const {
    race.mask = mask;
    if (record.write.event != 0 && !knows(thread, record.write)) {
        race.first = record.write;
        race.first_writes = true;
        race.first_frees = record.freed;
        return add_race(race, found);
    }
    if (!writes) return;
    if (record.readers != None) {
        const uint32_t* readers = m_readers.data() + record.readers;
        for (uint32_t i = 0; i < m_used; ++i) {
            if (readers[i] == 0 || knows(thread, Epoch{i, readers[i]})) continue;
            race.first = Epoch{i, readers[i]};
            return add_race(race, found);
        }
    } else if (record.read.event != 0 && !knows(thread, record.read)) {
        race.first = record.read;
        add_race(race, found);
    }
}

// What one access finds on several records is one race.
void RaceDetector::add_race(const DataRace& race, std::vector<DataRace>& found) {
    auto same = [](const Epoch& a, const Epoch& b) {
        return a.thread == b.thread && a.event == b.event;
    };
    for (size_t i = found.size(); i-- > 0;) {
        DataRace& other = found[i];
        if (other.memory != race.memory || other.granule != race.granule ||
            !same(other.second, race.second))
            break;
        if (other.second_writes != race.second_writes || other.first_writes != race.first_writes)
            continue;
        if (!same(other.first, race.first)) continue;
        other.mask |= race.mask;
        return;
    }
    found.push_back(race);
}

void RaceDetector::look_back(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
                             bool writes, std::vector<DataRace>& found) const {
    check_all(thread, space_of(memory), granule, mask, writes, false, found);
    check_operations(thread, memory, granule, mask, writes, found);
}

bool RaceDetector::is_past(ThreadId thread, uint64_t joined, uint32_t memory, uint32_t granule,
                           uint8_t mask) const {
    const auto is_past = [&](const Epoch& epoch) {
        return (joined >> epoch.thread & 1) != 0 || knows(thread, epoch);
    };
    for (Kind kind : {Kind::Operation, Kind::Plain}) {
        for (uint32_t number = first_of(space_of(memory, kind), granule); number != None;) {
            const Record& record = m_records[number];
            number = record.next;
            if ((record.mask & mask) == 0) continue;
            if (record.readers != None || !is_past(record.write) || !is_past(record.read))
                return false;
        }
    }
    return true;
}

void RaceDetector::operate(ThreadId thread, uint32_t memory, uint32_t granule, uint8_t mask,
                           bool writes, std::vector<DataRace>& found) {
    check_all(thread, space_of(memory), granule, mask, writes, true, found);
    for (Kind kind : {Kind::Operation, Kind::Update}) {
        if (kind == Kind::Update && !writes) break;
        if (!note_read(thread, space_of(memory, kind), granule, mask)) {
            access(thread, space_of(memory, kind), granule, mask, false, found);
        }
    }
}

void RaceDetector::check_all(ThreadId thread, uint32_t space, uint32_t granule, uint8_t mask,
                             bool writes, bool operates, std::vector<DataRace>& found) const {
    const Kind kind = kind_of(space);
    for (uint32_t number = first_of(space, granule); number != None;
         number = m_records[number].next) {
        const Record& record = m_records[number];
        const uint8_t common = record.mask & mask;
        if (common == 0) continue;
        DataRace race;
        race.memory = memory_of(space);
        race.granule = granule;
        race.first_operates = kind != Kind::Plain;
        race.second = Epoch{thread.value, event_of(thread)};
        race.second_writes = writes;
        race.second_operates = operates;
        race.first_writes = kind == Kind::Update;
        check(thread, record, common, race, writes || kind == Kind::Update, found);
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
        m_records[number].freed = false;
        m_records[number].write = now;
        m_records[number].read = Epoch{};
        m_records[number].readers = None;
        return;
    }
    if (record.readers != None) {
        const size_t place = record.readers + now.thread;
        if (m_readers[place] != now.event) set_reader(place, now.event);
        return;
    }
    if (record.read.thread == now.thread && record.read.event == now.event) return;
    change(number);
    if (record.read.event == 0 || knows(thread, record.read)) {
        m_records[number].read = now;
        return;
    }
    share(number, now);
}

uint32_t RaceDetector::split(uint32_t space, uint32_t granule, uint32_t number, uint8_t mask) {
    divide(space, granule, mask);
    change(number);
    Record part = m_records[number];
    m_records[number].mask &= static_cast<uint8_t>(~mask);
    part.mask = mask;
    part.next = first_of(space, granule);
    if (part.readers != None) {
        // Who reads the one part from now on does not read the other.
        const auto readers = static_cast<uint32_t>(m_readers.size());
        m_readers.resize(readers + m_stride);
        std::copy_n(m_readers.begin() + part.readers, m_stride, m_readers.begin() + readers);
        part.readers = readers;
    }
    m_records.push_back(part);
    const auto fresh = static_cast<uint32_t>(m_records.size() - 1);
    set_head(space, granule, fresh);
    return fresh;
}

void RaceDetector::share(uint32_t number, Epoch reader) {
    Record& record = m_records[number];
    const auto readers = static_cast<uint32_t>(m_readers.size());
    m_readers.resize(readers + m_stride);
    m_readers[readers + record.read.thread] = record.read.event;
    m_readers[readers + reader.thread] = reader.event;
    record.readers = readers;
}

void RaceDetector::forget(uint32_t memory, uint32_t address, uint32_t size) {
    if (size == 0) return;
    const uint64_t end = uint64_t{address} + size;
    const auto last = static_cast<uint32_t>((end - 1) >> 3);
    for (Kind kind : {Kind::Plain, Kind::Operation, Kind::Update}) {
        if (m_heads.size() <= space_of(memory, kind)) continue;
        for (uint32_t granule = address >> 3; granule <= last; ++granule) {
            if (first_of(space_of(memory, kind), granule) != None)
                set_head(space_of(memory, kind), granule, None);
        }
    }
}

bool RaceDetector::free_known(ThreadId thread, uint32_t memory, uint32_t address, uint32_t size) {
    if (size == 0) return true;
    const uint32_t first = address >> 3;
    const auto last = static_cast<uint32_t>((uint64_t{address} + size - 1) >> 3);
    for (Kind kind : {Kind::Operation, Kind::Plain}) {
        const uint32_t space = space_of(memory, kind);
        if (space >= m_heads.size()) continue;
        const std::vector<uint32_t>& heads = m_heads[space];
        for (size_t granule = first; granule <= last && granule < heads.size(); ++granule) {
            for (uint32_t number = heads[granule]; number != None;) {
                const Record& record = m_records[number];
                if (!knows_all(thread, record)) return false;
                number = record.next;
            }
        }
    }
    const auto freed = static_cast<uint32_t>(m_records.size());
    m_records.push_back(freed_by(thread));
    for (uint32_t granule = first; granule <= last; ++granule)
        set_head(space_of(memory), granule, freed);
    return true;
}

void RaceDetector::free(ThreadId thread, uint32_t memory, uint32_t address, uint32_t size,
                        std::vector<DataRace>& found) {
    constexpr uint32_t Most = 1u << 16;
    if (size <= Most && free_known(thread, memory, address, size)) return;
    DataRace race;
    race.memory = memory;
    race.second = Epoch{thread.value, event_of(thread)};
    race.second_writes = race.second_frees = true;
    const size_t known = found.size();
    const auto compare = [&](uint32_t number) {
        for (; number != None && found.size() == known; number = m_records[number].next) {
            if (knows_all(thread, m_records[number])) continue;
            check(thread, m_records[number], m_records[number].mask, race, true, found);
        }
    };
    const auto last = static_cast<uint32_t>((uint64_t{address} + size - 1) >> 3);
    const auto freed = static_cast<uint32_t>(m_records.size());
    m_records.push_back(freed_by(thread));
    for (race.granule = address >> 3; race.granule <= last; ++race.granule) {
        race.first_operates = true;
        compare(first_of(space_of(memory, Kind::Operation), race.granule));
        race.first_operates = false;
        const uint32_t number = first_of(space_of(memory), race.granule);
        compare(number);
        if (number != None || size <= Most) set_head(space_of(memory), race.granule, freed);
    }
}

void RaceDetector::undo(const Mark& mark) {
    for (; m_old_words.size() > mark.old_words; m_old_words.pop_back()) {
        m_words[m_old_words.back().place] = m_old_words.back().value;
    }
    for (; m_old_heads.size() > mark.old_heads; m_old_heads.pop_back()) {
        const OldHead& old = m_old_heads.back();
        m_heads[old.space][old.granule] = old.record;
    }
    // What came after the mark goes away.
    m_records.resize(mark.records);
    for (; m_old_records.size() > mark.old_records; m_old_records.pop_back()) {
        const OldRecord& old = m_old_records.back();
        if (old.number < mark.records) m_records[old.number] = old.record;
    }
    m_readers.resize(mark.readers);
    for (; m_old_readers.size() > mark.old_readers; m_old_readers.pop_back()) {
        const OldWord& old = m_old_readers.back();
        if (old.place < mark.readers) m_readers[old.place] = old.value;
    }
}

void RaceDetector::join_rows(uint32_t into, uint32_t from) {
    const uint32_t* source = row(from);
    const uint32_t* target = row(into);
    const uint32_t used = m_used;
    for (uint32_t i = 0; i < used; ++i) {
        if (source[i] > target[i]) set_word(size_t{into} * m_stride + i, source[i]);
    }
}

uint32_t RaceDetector::made_row(uint64_t object) {
    const uint32_t number = m_stride + m_objects.number(object);
    if (m_words.size() <= size_t{number} * m_stride) m_words.resize(m_words.size() + m_stride);
    return number;
}

void RaceDetector::make_room(uint32_t space, uint32_t granule) {
    if (m_heads.size() <= space) m_heads.resize(space + 1);
    // In steps of a MiB of guest memory.
    constexpr size_t Step = (1u << 20) / 8;
    const size_t size = std::max(m_heads[space].size(), (granule / Step + 1) * Step);
    m_heads[space].resize(size, None);
    if (m_borders.size() <= space) m_borders.resize(space + 1);
    m_borders[space].resize(size, 0);
}

}  // namespace interleave::explorer
