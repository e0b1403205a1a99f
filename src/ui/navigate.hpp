#pragma once
// From one event to another: in order, along happens-before, by search; and what all threads do at a
// moment.

#include <bitset>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/run.hpp"

namespace interleave::ui {

using trace::EventIndex;

// Not bookkeeping: something a learner may stop at.
bool is_visible(const Run& run, EventIndex index);

// The next (previous) visible event in the order of the run; nothing at the end.
std::optional<EventIndex> next_event(const Run& run, EventIndex from);
std::optional<EventIndex> previous_event(const Run& run, EventIndex from);
// The visible event nearest to a time.
std::optional<EventIndex> event_near(const Run& run, Time time);

// One step along happens-before: over an arrow if the event has one, else within its thread.
std::optional<EventIndex> cause_of(const Run& run, EventIndex from);
std::optional<EventIndex> effect_of(const Run& run, EventIndex from);

// The event that a span began with; nothing for curves and empty tracks.
std::optional<EventIndex> event_of_span(const Run& run, const SpanPlace& place);

// What a thread does at a moment.
struct ThreadMoment {
    trace::ThreadId thread;
    std::string name;
    std::string state;  // "running", "waits for `m`"
    int line = 0;       // 0 = unknown
};
// Of the threads that exist at the time, in the order in which they appeared.
std::vector<ThreadMoment> moment(const Run& run, Time time);

// Which events a search text means: by kind, thread, object or text, ignoring case. A run of ten million
// events is looked through in portions, so that a frame never has to wait for all of them.
class Search {
public:
    // "" means nothing and matches nothing.
    void set(const Run& run, std::string text);
    const std::string& text() const { return m_text; }

    // Looks through up to `events` more events; true when all of the run's have been looked through.
    bool look_on(const Run& run, uint64_t events);

    bool matches(const Run& run, const trace::Event& event) const;
    // Matching events in all, and how many of them are before `index`, as far as was looked.
    struct Count {
        uint64_t all = 0, before = 0;
    };
    Count count(const Run& run, EventIndex index) const;

    // The matching event nearest to `from` in a direction, going round at the ends; from the beginning
    // (the end) if there is no `from`. Not certain: it may be where nobody has looked yet.
    struct Found {
        std::optional<EventIndex> event;
        bool certain = false;
    };
    Found next(const Run& run, std::optional<EventIndex> from) const;
    Found previous(const Run& run, std::optional<EventIndex> from) const;

private:
    static constexpr uint64_t Block = 4096;  // events

    bool is_found(const Run& run, uint64_t index) const;
    void find_meanings(const Run& run);
    size_t names(const Run& run) const;
    std::optional<EventIndex> first_in(const Run& run, uint64_t begin, uint64_t end) const;
    std::optional<EventIndex> last_in(const Run& run, uint64_t begin, uint64_t end) const;

    std::string m_text;  // lower case
    std::bitset<256> m_kinds;
    std::set<uint32_t> m_threads;
    std::set<trace::ObjectKey> m_objects;
    std::set<uint32_t> m_texts;
    // Of m_objects and m_texts, by their low bits: what is not here need not be searched there.
    std::bitset<1024> m_addresses;
    size_t m_names = 0;              // that the run had when the sets were made
    uint64_t m_looked = 0;           // events looked through, from the first on
    uint64_t m_all = 0;              // matches among them
    std::vector<uint16_t> m_blocks;  // matches among them in each block
};

}  // namespace interleave::ui
