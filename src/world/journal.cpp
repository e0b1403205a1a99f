#include "world/journal.hpp"

#include <algorithm>
#include <utility>

namespace interleave::world {

namespace {

// Whether this was not kept since the mark.
bool first_time(std::vector<uint32_t>& kept, uint32_t index, uint32_t number) {
    if (kept.size() <= index) kept.resize(index + 1, 0);
    return std::exchange(kept[index], number) != number;
}

template <typename Entry>
Entry& next_entry(std::vector<Entry>& entries, size_t& count) {
    if (entries.size() == count) entries.emplace_back();
    return entries[count++];
}

bool concerns_processes(const GuestThread& thread) {
    if (thread.process != 0) return true;
    if (thread.phase == Phase::Running || thread.pending.kind != CallKind::Operation) return false;
    switch (thread.pending.call.operation) {
        case Operation::process_spawn:
        case Operation::process_wait:
        case Operation::channel_open:
        case Operation::channel_send:
        case Operation::channel_receive:
        case Operation::channel_close:
            return true;
        default:
            return false;
    }
}

// Whether what the thread performs can change locks, queues and the like.
bool uses_objects(const GuestThread& thread) {
    switch (thread.pending.kind) {
        case CallKind::Operation:
            break;
        case CallKind::AtomicWait:
        case CallKind::AtomicNotify:
            return true;
        default:
            return false;
    }
    switch (thread.pending.call.operation) {
        case Operation::note:
        case Operation::thread_join:
        case Operation::thread_detach:
        case Operation::thread_yield:
        case Operation::thread_exiting:
        case Operation::thread_sleep:
        case Operation::io_wait:
            return false;
        default:
            return true;
    }
}

}  // namespace

void World::begin_journal() {
    m_journal = std::make_unique<WorldJournal>();
    m_store->keep_in(m_journal->memory);
}

World::Mark World::mark() {
    WorldJournal& journal = *m_journal;
    ++journal.number;
    if (journal.structures.empty() ||
        journal.structures.back()->generation != m_store->generation()) {
        journal.structures.push_back(
            std::make_shared<machine::Store::Structure>(m_store->copy_structure()));
    }
    Mark mark;
    mark.memory = journal.memory.mark();
    mark.thread_entries = journal.thread_count;
    mark.object_entries = journal.objects_count;
    mark.state_entries = journal.states.size();
    mark.structures = journal.structures.size();
    mark.global_values = m_store->global_values().size();
    mark.threads = m_state.threads.size();
    mark.live_threads = m_state.live_threads;
    mark.time = m_state.time;
    mark.output_size = m_state.output_size;
    mark.input_position = m_state.input_position;
    return mark;
}

void World::undo_entries(size_t threads, size_t objects) {
    WorldJournal& journal = *m_journal;
    std::vector<machine::Slot>& globals = m_store->global_values();
    for (; journal.thread_count > threads; --journal.thread_count) {
        WorldJournal::ThreadEntry& entry = journal.threads[journal.thread_count - 1];
        if (entry.thread.id.value >= m_state.threads.size()) continue;
        GuestThread& thread = m_state.threads[entry.thread.id.value];
        thread.facts() = entry.thread.facts();
        thread.machine.swap(entry.thread.machine);
        std::copy(entry.globals.begin(), entry.globals.end(), globals.begin() + entry.first_global);
    }
    for (; journal.objects_count > objects; --journal.objects_count) {
        WorldJournal::ObjectsEntry& entry = journal.objects[journal.objects_count - 1];
        std::swap(m_state.processes[entry.process].objects, entry.objects);
    }
}

void World::undo(const Mark& mark) {
    WorldJournal& journal = *m_journal;
    ++journal.number;
    journal.memory.undo(*m_store, mark.memory);
    for (; journal.states.size() > mark.state_entries; journal.states.pop_back()) {
        WorldJournal::StateEntry& entry = journal.states.back();
        undo_entries(entry.threads, entry.objects);
        m_state = std::move(entry.state);
    }
    undo_entries(mark.thread_entries, mark.object_entries);
    const machine::Store::Structure& structure = *journal.structures[mark.structures - 1];
    if (structure.generation != m_store->generation()) {
        m_store->restore_structure(structure, structure.memories.size());
    }
    journal.structures.resize(mark.structures);
    m_store->global_values().resize(mark.global_values);
    m_state.threads.resize(mark.threads);
    m_state.live_threads = mark.live_threads;
    m_state.time = mark.time;
    m_state.output_size = mark.output_size;
    m_state.input_position = mark.input_position;
    // Nothing is marked after the end of the run.
    if (m_state.outcome.ended()) m_state.outcome = Outcome{};
    m_turn_executed = 0;
}

void World::keep_thread(ThreadId id, Keep keep) {
    WorldJournal& journal = *m_journal;
    if (!first_time(journal.kept_threads, id.value, journal.number)) return;
    GuestThread& thread = m_state.threads[id.value];
    WorldJournal::ThreadEntry& entry = next_entry(journal.threads, journal.thread_count);
    entry.globals.clear();
    const std::span<const machine::Slot> globals = globals_of(thread);
    if (!globals.empty()) {
        entry.first_global =
            static_cast<uint32_t>(globals.data() - m_store->global_values().data());
        entry.globals.assign(globals.begin(), globals.end());
    }
    entry.thread.facts() = thread.facts();
    if (keep == Keep::Copied) {
        entry.thread.machine = thread.machine;
    } else {
        entry.thread.machine.swap(thread.machine);
    }
}

void World::keep_objects(uint32_t process) {
    WorldJournal& journal = *m_journal;
    if (!first_time(journal.kept_objects, process, journal.number)) return;
    WorldJournal::ObjectsEntry& entry = next_entry(journal.objects, journal.objects_count);
    entry.process = process;
    entry.objects = m_state.processes[process].objects;
}

void World::keep_before(ThreadId id, Change change, Keep keep) {
    if (m_journal == nullptr) return;
    WorldJournal& journal = *m_journal;
    const GuestThread& thread = m_state.threads[id.value];
    if (concerns_processes(thread)) {
        if (std::exchange(journal.kept_state, journal.number) != journal.number) {
            journal.states.push_back({m_state, journal.thread_count, journal.objects_count});
        }
    }
    keep_thread(id, keep);
    if (change != Change::Performs) return;
    if (uses_objects(thread)) keep_objects(thread.process);
    // Joining and detaching change their thread too.
    const Call& call = thread.pending.call;
    if (thread.pending.kind == CallKind::Operation && call.object < m_state.threads.size() &&
        (call.operation == Operation::thread_join || call.operation == Operation::thread_detach)) {
        keep_thread(ThreadId{call.object});
    }
}

}  // namespace interleave::world
