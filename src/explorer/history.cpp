#include "explorer/history.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/hash.hpp"

namespace interleave::explorer {

namespace {

// Every later use of the object depends on this one, or at least on one that depends on it.
bool is_exclusive(const Touch& touch) {
    switch (touch.kind) {
        case ObjectKind::Memory:
            return touch.mode == Mode::Write;
        case ObjectKind::Mutex:
        case ObjectKind::RwLock:
            return touch.mode == Mode::Acquire || touch.mode == Mode::TryAcquire;
        case ObjectKind::Semaphore:
        case ObjectKind::Queue:
            return false;
        default:
            return true;
    }
}

bool covers(const Touch& earlier, const Touch& later) {
    return earlier.kind != ObjectKind::Memory || (later.mask & ~earlier.mask) == 0;
}

}  // namespace

uint32_t History::last_of(base::ThreadId thread) const {
    return thread.value < m_last.size() ? m_last[thread.value] : None;
}

void History::merge(uint32_t* into, uint32_t event) const {
    const uint32_t* from = row(event);
    // Does not change with `into`, as a member might: so the compiler takes four at once.
    const uint32_t used = m_used;
    for (uint32_t i = 0; i < used; ++i) into[i] = std::max(into[i], from[i]);
}

// All that happened to the thread: its last event or its creation, and the threads that it joined since.
void History::merge_past(uint32_t* into, base::ThreadId thread) const {
    const uint32_t last = last_of(thread);
    if (last != None) {
        merge(into, last);
    } else if (thread.value < m_creator.size() && m_creator[thread.value] != None) {
        merge(into, m_creator[thread.value]);
    }
    for (size_t i = last == None ? 0 : m_items[last].first_join; i < m_joins.size(); ++i) {
        if (m_joins[i].waiter == thread) merge_past(into, m_joins[i].finished);
    }
}

bool History::knows(const uint32_t* clock, uint32_t event) const {
    return clock[m_items[event].event.label.thread.value] >= m_items[event].number;
}

// The notification that ended the thread's wait.
uint32_t History::waker_of(base::ThreadId thread) const {
    for (size_t i = m_size; i-- > 0;) {
        if ((m_items[i].event.woken >> thread.value & 1) != 0) return static_cast<uint32_t>(i);
    }
    return None;
}

// Where the event could go first: before event `first`, or, if a lock that it needs was held then, before the
// event that took that lock.
uint32_t History::feasible_before(const Event& event, uint32_t first) const {
    uint32_t place = first;
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        const Touch& touch = event.footprint[i];
        if (waits_for_rwlock(touch)) place = before_holders(touch, place);
        if (touch.kind != ObjectKind::Mutex || touch.mode != Mode::Acquire) continue;
        const uint32_t object = m_objects.find(touch.key());
        if (object == ObjectIndex::None) continue;
        for (size_t use = m_uses[object].size(); use-- > 0;) {
            const Use& each = m_uses[object][use];
            // Those keep nobody out.
            if (each.event >= first || each.touch.mode == Mode::Fail ||
                each.touch.mode == Mode::AcquireShared)
                continue;
            if (each.touch.mode != Mode::Release) place = std::min(place, each.event);
            break;
        }
    }
    return place;
}

// Before all that keep it waiting at event `place`; there others may.
uint32_t History::before_holders(const Touch& acquisition, uint32_t place) const {
    const uint32_t object = m_objects.find(acquisition.key());
    if (object == ObjectIndex::None) return place;
    for (;;) {
        RwLockHolders holders;
        for (const Use& use : m_uses[object]) {
            if (use.event >= place) break;
            holders.use(m_items[use.event].event.label.thread.value, use.touch, use.event);
        }
        const uint32_t former = place;
        holders.each_in_the_way_of(acquisition, [&](size_t event) {
            place = std::min(place, static_cast<uint32_t>(event));
        });
        if (place == former) return place;
    }
}

// How the event is called where it goes before the other. notify_one has others to choose from there; nothing if it would
// choose somebody that another execution shows it to choose here, since all choices of one state are tried.
std::optional<Label> History::label_before(const Event& event, const Event& first) const {
    Label label = event.label;
    if (!event.candidates) return label;
    if (*event.candidates == 0) {
        // It found nobody. Whom `first` let go still waits there.
        if (first.label.way != Way::Normal) label.notified = first.label.thread.value + 1;
        if (first.woken != 0)
            label.notified = static_cast<uint32_t>(std::countr_zero(first.woken)) + 1;
    } else if (label.notified == first.label.thread.value + 1) {
        // With `first` begins the wait that it ended.
        if (*event.candidates > 1) return std::nullopt;
        label.notified = 0;
    }
    return label;
}

// The earlier events that the touch depends on, as far back as they matter.
void History::collect(const Event& event, const Touch& touch, const std::vector<Use>& uses) {
    for (size_t i = uses.size(); i-- > 0;) {
        const Use& use = uses[i];
        const bool own = m_items[use.event].event.label.thread == event.label.thread;
        const Order order = own ? Order::Enabling : order_of(use.touch, touch);
        if (order == Order::Independent) continue;
        if (!own) m_candidates.push_back({use.event, order});
        if ((own || order == Order::Race) && is_exclusive(use.touch) && covers(use.touch, touch))
            break;
    }
}

void History::commit() {
    const auto index = static_cast<uint32_t>(m_size);
    Event& event = next();
    Item& item = m_items[m_size];
    const base::ThreadId thread = event.label.thread;
    m_last.resize(std::max<size_t>(m_last.size(), thread.value + 1), None);
    m_used = std::max(m_used, thread.value + 1);
    if (m_clocks.size() < (m_size + 1) * m_stride) m_clocks.resize((m_size + 1) * m_stride);
    uint32_t* clock = row(index);
    std::fill_n(clock, m_stride, 0u);

    // What happened before it whatever the schedule: its own past, its creation, who it joined, who woke it.
    const uint32_t previous = m_last[thread.value];
    merge_past(clock, thread);
    if (event.joined) merge_past(clock, *event.joined);
    bool wakes = false;
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        if (event.footprint[i].mode == Mode::Wake) wakes = true;
    }
    const uint32_t waker = wakes ? waker_of(thread) : None;
    if (waker != None) merge(clock, waker);

    ++m_size;
    item.objects.clear();
    m_candidates.clear();
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        const uint32_t object = m_objects.number(event.footprint[i].key());
        if (m_uses.size() <= object) m_uses.resize(object + 1);
        item.objects.push_back(object);
        collect(event, event.footprint[i], m_uses[object]);
    }
    if (event.footprint.ends_run) {
        for (uint32_t other = 0; other < m_last.size(); ++other) {
            if (other != thread.value && m_last[other] != None) {
                m_candidates.push_back({m_last[other], Order::Race});
            }
        }
    }

    item.races.clear();
    item.first_join = m_joins.size();
    m_joins.insert(m_joins.end(), event.joins.begin(), event.joins.end());
    item.number = previous == None ? 1 : m_items[previous].number + 1;
    item.previous = previous;
    find_races(item, clock, waker);
    for (const Candidate& candidate : m_candidates) merge(clock, candidate.event);
    clock[thread.value] = item.number;

    m_last[thread.value] = index;
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        m_uses[item.objects[i]].push_back({index, event.footprint[i]});
    }
    if (event.created) {
        const uint32_t created = event.created->value;
        m_creator.resize(std::max<size_t>(m_creator.size(), created + 1), None);
        m_creator[created] = index;
    }
}

void History::find_races(Item& item, const uint32_t* before, uint32_t waker) {
    if (m_candidates.empty() && waker == None) return;
    // Enabling events are in its past whatever the schedule.
    std::vector<uint32_t>& past = m_past;
    past.assign(before, before + m_used);
    for (const Candidate& candidate : m_candidates) {
        if (candidate.order == Order::Enabling) merge(past.data(), candidate.event);
    }
    for (const Candidate& first : m_candidates) {
        if (first.order != Order::Race || knows(past.data(), first.event)) continue;
        bool immediate = true;
        for (const Candidate& between : m_candidates) {
            if (between.event == first.event) continue;
            if (between.order != Order::Race || knows(past.data(), between.event)) continue;
            immediate = !knows(row(between.event), first.event);
            if (!immediate) break;
        }
        if (!immediate) continue;
        const std::optional<Label> label = label_before(item.event, m_items[first.event].event);
        if (!label) continue;
        const uint32_t place = feasible_before(item.event, first.event);
        const bool known = std::any_of(
            item.races.begin(), item.races.end(),
            [&](const Reversal& r) { return r.first == place && r.before == first.event; });
        if (!known && !knows(past.data(), place))
            item.races.push_back({place, first.event, *label});
    }
    // A wait could have ended by its time, or spuriously, before it was notified, or before the notifier took the mutex.
    if (item.event.early != Way::Normal && waker != None) {
        const uint32_t first = feasible_before(item.event, waker);
        item.races.push_back({first, waker, Label{item.event.label.thread, item.event.early}});
    }
}

void History::shrink(size_t size) {
    while (m_size > size) {
        const Item& item = m_items[m_size - 1];
        m_joins.resize(item.first_join);
        m_last[item.event.label.thread.value] = item.previous;
        for (uint32_t object : item.objects) m_uses[object].pop_back();
        if (item.event.created) m_creator[item.event.created->value] = None;
        --m_size;
    }
}

uint64_t History::trace_hash() const {
    uint64_t sum = 0;
    for (size_t i = 0; i < m_size; ++i) {
        const Event& event = m_items[i].event;
        uint64_t hash = base::hash_combine(event.label.thread.value, m_items[i].number);
        hash = base::hash_combine(
            hash, static_cast<uint64_t>(event.label.way) << 32 | event.label.notified);
        for (uint32_t t = 0; t < m_stride; ++t) hash = base::hash_combine(hash, row(i)[t]);
        sum += hash;
    }
    return sum;
}

}  // namespace interleave::explorer
