#pragma once
// A small map of numbers to values in one sorted vector: cheap to copy (a snapshot copies all of them),
// iterated in order, so that hashes and reports do not depend on insertion. Programs have a handful of
// locks: a binary search over a few cache lines beats hashing.

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace interleave::world {

template <typename Value>
class FlatMap {
public:
    using Entry = std::pair<uint32_t, Value>;

    // nullptr if there is none.
    Value* find(uint32_t key) {
        auto place = lower(key);
        return place != m_entries.end() && place->first == key ? &place->second : nullptr;
    }
    const Value* find(uint32_t key) const { return const_cast<FlatMap*>(this)->find(key); }
    // Made with its default value if there is none. The reference holds until the next change.
    Value& get(uint32_t key) {
        auto place = lower(key);
        if (place == m_entries.end() || place->first != key) {
            place = m_entries.insert(place, Entry{key, Value{}});
        }
        return place->second;
    }
    void erase(uint32_t key) {
        auto place = lower(key);
        if (place != m_entries.end() && place->first == key) m_entries.erase(place);
    }
    auto begin() const { return m_entries.begin(); }
    auto end() const { return m_entries.end(); }
    size_t size() const { return m_entries.size(); }

private:
    typename std::vector<Entry>::iterator lower(uint32_t key) {
        return std::lower_bound(m_entries.begin(), m_entries.end(), key,
                                [](const Entry& entry, uint32_t k) { return entry.first < k; });
    }

    std::vector<Entry> m_entries;
};

}  // namespace interleave::world
