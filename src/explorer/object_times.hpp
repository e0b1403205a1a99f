#pragma once
// When objects were last used, in the threads' own times, so that each thread's clock follows from what it depends on.
// Every change is journaled, as in the race detector.

#include <cstdint>
#include <vector>

#include "explorer/object_index.hpp"

namespace interleave::explorer {

class ObjectTimes {
public:
    struct Times {
        int64_t exclusive = 0;  // of uses that all others depend on
        int64_t any = 0;
    };
    // An object has so many parts (the bytes of a granule), each with times of its own.
    static constexpr uint32_t Parts = 8;

    // The place of its first part; the others follow.
    size_t places_of(uint64_t object) {
        const size_t first = size_t{m_index.number(object)} * Parts;
        if (m_times.size() <= first) m_times.resize(first + Parts);
        return first;
    }
    const Times& get(size_t place) const { return m_times[place]; }
    void set(size_t place, const Times& times) {
        m_journal.push_back({place, m_times[place]});
        m_times[place] = times;
    }

    size_t mark() const { return m_journal.size(); }
    void undo(size_t mark) {
        for (; m_journal.size() > mark; m_journal.pop_back())
            m_times[m_journal.back().place] = m_journal.back().times;
    }

private:
    struct Entry {
        size_t place;
        Times times;
    };

    ObjectIndex m_index;
    std::vector<Times> m_times;
    std::vector<Entry> m_journal;
};

}  // namespace interleave::explorer
