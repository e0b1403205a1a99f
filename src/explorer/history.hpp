#pragma once
// The events of one execution and which happened before which: program order, creation and joining, waking up, and the
// order of dependent events (footprint.hpp). From it, the races: pairs of events that could have
// happened in the other order.
//
// Each event has a vector clock: of each thread the number of its events that happened before or are this one. An event
// is in the past of another exactly if the other's clock has its number.
//
// A race (e, f), Abdulla et al. 2017: e before f, of different threads, dependent, nothing in between that orders
// them anyway, and both could have gone first. An acquisition of a lock races with the acquisition before it, though the
// release lies in between.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "explorer/event.hpp"
#include "explorer/object_index.hpp"

namespace interleave::explorer {

class History {
public:
    explicit History(uint32_t threads) : m_stride(threads) {}

    // To try the other order: the thread of `second` goes before event `before`, by `label`; for that it goes at the place
    // of event `first`, which is `before` unless a mutex that it needs is held there.
    struct Reversal {
        uint32_t first = 0;
        uint32_t before = 0;
        Label label;
    };

    size_t size() const { return m_size; }
    const Event& event(size_t i) const { return m_items[i].event; }
    // The races whose second event is i.
    std::span<const Reversal> races(size_t i) const { return m_items[i].races; }
    bool happens_before(size_t first, size_t second) const {
        const Event& event = m_items[first].event;
        return row(second)[event.label.thread.value] >= m_items[first].number;
    }
    // A number equal for executions with the same events in the same happens-before order, whatever the order
    // they were executed in.
    uint64_t trace_hash() const;

    // The storage for the next event; `commit` adds it. References to other events end.
    Event& next() {
        if (m_items.size() == m_size) m_items.emplace_back();
        return m_items[m_size].event;
    }
    void commit();
    // Joins that came before the next event.
    void note(const std::vector<Event::Join>& joins) {
        m_joins.insert(m_joins.end(), joins.begin(), joins.end());
    }
    size_t join_count() const { return m_joins.size(); }
    void forget_joins(size_t count) { m_joins.resize(count); }
    // Forgets all events from number `size` on.
    void shrink(size_t size);

private:
    static constexpr uint32_t None = UINT32_MAX;

    struct Item {
        Event event;
        uint32_t number = 0;       // of its thread's events, from 1
        uint32_t previous = None;  // event of the same thread
        size_t first_join = 0;     // of its joins and those after it
        std::vector<Reversal> races;
        std::vector<uint32_t> objects;  // numbers of what it touches
    };
    struct Use {
        uint32_t event = 0;
        Touch touch;
    };
    struct Candidate {
        uint32_t event = 0;
        Order order = Order::Race;
    };

    uint32_t* row(size_t i) { return m_clocks.data() + i * m_stride; }
    const uint32_t* row(size_t i) const { return m_clocks.data() + i * m_stride; }
    uint32_t last_of(base::ThreadId thread) const;
    void merge(uint32_t* into, uint32_t event) const;
    void merge_past(uint32_t* into, base::ThreadId thread) const;
    bool knows(const uint32_t* clock, uint32_t event) const;
    uint32_t waker_of(base::ThreadId thread) const;
    std::optional<Label> label_before(const Event& event, const Event& first) const;
    uint32_t feasible_before(const Event& event, uint32_t first) const;
    uint32_t before_holders(const Touch& acquisition, uint32_t place) const;
    void collect(const Event& event, const Touch& touch, const std::vector<Use>& uses);
    void find_races(Item& item, const uint32_t* clock, uint32_t waker);

    uint32_t m_stride;
    uint32_t m_used = 0;  // threads that ever had an event
    // The first m_size are in use: the others keep their storage, and the next one has the next event.
    std::vector<Item> m_items;
    size_t m_size = 0;
    std::vector<Event::Join> m_joins;
    std::vector<uint32_t> m_clocks;
    ObjectIndex m_objects;
    std::vector<std::vector<Use>> m_uses;  // by object
    std::vector<uint32_t> m_last;          // by thread
    std::vector<uint32_t> m_creator;       // by thread
    // Of the event that is being added.
    std::vector<Candidate> m_candidates;
    std::vector<uint32_t> m_past;
};

}  // namespace interleave::explorer
