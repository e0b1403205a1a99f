// The thread's own code, up to its next event; threads that spin.

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string>
#include <utility>

#include "base/assert.hpp"
#include "base/hash.hpp"
#include "explorer/execution_probe.hpp"
#include "explorer/touches.hpp"
#include "machine/program.hpp"
#include "machine/run.hpp"

namespace interleave::explorer {

using machine::Access;
using machine::AccessKind;
using world::GuestThread;
using world::Phase;
using world::Wait;

namespace {

// Four lanes that do not wait for each other: a thread stands before thousands of reads a second. REQUIRES: size % 32 == 0
uint64_t hash_frame(const uint8_t* bytes, uint32_t size) {
    uint64_t lanes[4] = {0x9e3779b97f4a7c15ull, 0xbf58476d1ce4e5b9ull, 0x94d049bb133111ebull,
                         0xd6e8feb86659fd93ull};
    for (uint32_t at = 0; at < size; at += sizeof lanes) {
        for (int lane = 0; lane < 4; ++lane) {
            uint64_t word;
            std::memcpy(&word, bytes + at + lane * 8, sizeof word);
            lanes[lane] = (lanes[lane] ^ word) * 0xff51afd7ed558ccdull;
            lanes[lane] ^= lanes[lane] >> 32;
        }
    }
    uint64_t hash = 0;
    for (uint64_t lane : lanes) hash = base::hash_combine(hash, lane);
    return hash;
}

}  // namespace

void Execution::admit(ThreadId thread) {
    if (m_state.threads.size() <= thread.value) m_state.threads.resize(thread.value + 1);
    if (m_kept.size() <= thread.value) m_kept.resize(thread.value + 1, 0);
    ThreadState& state = state_of(thread);
    state.known = true;
    state.time = m_world->time();
    state.code = m_world->hash_of(thread);
    state.stack = stack_of(thread);
    begin_event(thread, m_segments.size());
    run_on(thread);
}

// Empty where it is not known. Of what is not a process's first thread the runtime's start block tells it (runtime/thread.c): the
// stack's upper end, and 8 bytes on where the thread's memory begins. REQUIRES: the thread has not executed anything
Visibility::Range Execution::stack_of(ThreadId thread) {
    if (m_visibility.stack_pointer == Visibility::NotOwn) return {};
    const GuestThread& guest = m_world->thread(thread);
    if (m_world->process(guest.process).main_thread == thread) return m_visibility.main_stack;
    if (guest.machine.depth() == 0) return {};
    const std::optional<machine::Slot> start = guest.machine.local(0, 1);
    std::array<uint8_t, 12> bytes{};
    if (!start || !memory_of(thread).read(static_cast<uint32_t>(*start), bytes)) return {};
    const auto block = std::bit_cast<std::array<uint32_t, 3>>(bytes);
    return {block[2], block[0]};
}

void Execution::begin_event(ThreadId thread, size_t first_segment) {
    const uint32_t number = m_detector.begin_event(thread);
    if (m_first_segments.size() <= thread.value) m_first_segments.resize(thread.value + 1);
    std::vector<size_t>& firsts = m_first_segments[thread.value];
    if (firsts.size() <= number) firsts.resize(number + 1);
    firsts[number] = first_segment;
}

void Execution::answered(ThreadId thread, uint64_t answer) {
    ThreadState& state = state_of(thread);
    state.code = base::hash_combine(state.code, answer);
}

void Execution::refuse_thread(ThreadId creator) {
    world::Outcome outcome;
    outcome.kind = world::OutcomeKind::Invalid;
    outcome.thread = creator;
    outcome.message =
        "The program creates more than " + std::to_string(MostThreads - 1) +
        " threads: too many to explore. Run it on virtual cores instead, or with fewer threads.";
    m_world->end(std::move(outcome));
}

// Those whose wait on a condition variable or an atomic was not ended by a notification yet.
uint64_t Execution::waiting_threads() const {
    uint64_t waiting = 0;
    for (const GuestThread& thread : m_world->threads()) {
        if (thread.phase != Phase::Waiting || thread.id.value >= MostThreads) continue;
        const auto& objects = m_world->process(thread.process).objects;
        const bool woken = thread.wait.what == world::WaitingFor::Condition
                               ? objects.conditions.chosen(thread.id, thread.wait.object)
                           : thread.wait.what == world::WaitingFor::Atomic
                               ? objects.futexes.woken(thread.id, thread.wait.object)
                               : true;
        if (!woken) waiting |= uint64_t{1} << thread.id.value;
    }
    return waiting;
}

void Execution::run_on(ThreadId thread) {
    const bool alone = is_alone(thread);
    if (alone && repeat_tail(thread)) return;
    const bool records = alone && begin_tail(thread);
    run_to_event(thread);
    if (records) end_tail(thread);
    if (ended()) {
        if (alone && all_joined_but(thread)) m_ended_by_tail = true;
        return;
    }
    if (m_world->thread(thread).phase != Phase::Finished && !m_state.threads[thread.value].spins)
        stand(thread);
}

void Execution::run_to_event(ThreadId thread) {
    uint64_t executed = 0;
    while (!ended() && state_of(thread).access_count == 0) {
        const GuestThread& guest = m_world->thread(thread);
        if (guest.phase == Phase::Running) {
            if (executed >= m_options.instructions_per_event) {
                // Others may end its loop, or race with what it reads: they go on.
                m_state.runaway = thread;
                state_of(thread).spins = true;
                return;
            }
            const uint64_t done = advance(thread);
            executed += done;
            const uint64_t operations = m_world->operations_answered();
            if (done != 0 || operations != 0)
                append(thread, state_of(thread).time, done, operations);
        } else if (guest.phase == Phase::AtCall && absorbs(guest)) {
            executed = 0;
            ++m_record.operations;
            perform(thread, 0);
        } else if (guest.phase == Phase::AtCall && !is_event(guest)) {
            perform_quietly(thread);
        } else {
            break;
        }
    }
}

machine::Memory& Execution::memory_of(ThreadId thread) {
    return m_world->store().memory(m_world->process(m_world->thread(thread).process).memory);
}

// What counts as progress depends on where its frame is.
uint64_t Execution::stretch_name(ThreadId thread) const {
    return base::hash_combine(state_of(thread).code, state_of(thread).frame);
}

// Executes a piece of the thread's own code, or does what that is known to do.
uint64_t Execution::advance(ThreadId thread) {
    constexpr uint64_t Piece = 100'000;
    m_world->set_time(state_of(thread).time);
    if (m_record.active) {
        m_sights.clear();
        const uint64_t done = m_world->advance(thread, Piece, m_probe.get());
        if (!m_world->was_pure()) m_record.is_pure = false;
        if (!ended()) state_of(thread).code = m_world->hash_of(thread);
        m_record.sights.insert(m_record.sights.end(), m_sights.begin(), m_sights.end());
        see_all(thread);
        return done;
    }
    const uint64_t name = stretch_name(thread);
    if (const Stretch* known = known_stretch(thread, name)) return repeat(thread, *known);
    begin_stretch(thread);
    return end_stretch(thread, name, 0, false);
}

const Stretch* Execution::known_stretch(ThreadId thread, uint64_t name) {
    const Stretch* known = m_stretches.find(name, memory_of(thread));
    m_is_variant =
        known != nullptr && known->after.notified_nobody && !m_world->nobody_waits(thread);
    return m_is_variant ? nullptr : known;
}

void Execution::begin_stretch(ThreadId thread) {
    m_sights.clear();
    m_makes_progress = false;
    m_traffic.begin(memory_of(thread));
    memory_of(thread).record_traffic(&m_traffic);
}

// Executes it up to its next stop and remembers it. `access_…`: of what was executed of it before.
uint64_t Execution::end_stretch(ThreadId thread, uint64_t name, uint64_t access_instructions,
                                bool access_changes) {
    constexpr uint64_t Piece = 100'000;
    const uint64_t done = m_world->advance(thread, Piece, m_probe.get());
    memory_of(thread).record_traffic(nullptr);
    ThreadState& state = state_of(thread);
    if (!ended()) state.code = m_world->hash_of(thread);
    if (m_world->was_pure() && !m_traffic.gave_up() && !m_is_variant) {
        Stretch stretch;
        stretch.after = m_world->advanced(thread, done);
        stretch.access_instructions = access_instructions;
        stretch.access_changes = access_changes;
        stretch.writes = m_traffic.writes();
        stretch.sights = by_blocks(first_sights(m_sights));
        stretch.access_count = state.access_count;
        std::copy_n(state.accesses, state.access_count, stretch.accesses);
        stretch.makes_progress = m_makes_progress;
        stretch.state = state.code;
        m_stretches.add(name, m_traffic.reads(), std::move(stretch));
    }
    m_traffic.give_up();
    see_all(thread);
    if (m_makes_progress) state.standing_count = 0;
    return done;
}

uint64_t Execution::repeat(ThreadId thread, const Stretch& stretch) {
    m_world->repeat(thread, stretch.after);
    memory_of(thread).put(stretch.writes);
    for (size_t i = 0; i < stretch.sights.size(); ++i) {
        const Sight& sight = stretch.sights[i];
        if (sight.kind == Sight::Kind::Block) {
            if (frees_known(thread, stretch.sights[i + sight.address])) i += sight.address;
        } else {
            see(thread, sight);
        }
    }
    ThreadState& state = state_of(thread);
    state.code = stretch.state;
    state.access_count = stretch.access_count;
    std::copy_n(stretch.accesses, stretch.access_count, state.accesses);
    if (stretch.makes_progress) state.standing_count = 0;
    return stretch.after.instructions;
}

// Of an access in the thread's own code: what the race detector will look at.
void Execution::log(ThreadId thread, const Access& access) {
    // A stretch that goes over all memory is not kept in one piece.
    constexpr size_t Most = 4096;
    constexpr size_t Near = 8;
    const auto kind = access.kind == AccessKind::Write ? Sight::Kind::Write : Sight::Kind::Read;
    for_granules(access, [&](uint32_t granule, uint8_t mask) {
        if (!matters(thread, access.memory.value, granule)) return;
        const size_t from = m_sights.size() > Near ? m_sights.size() - Near : 0;
        for (size_t i = from; i < m_sights.size(); ++i) {
            const Sight& known = m_sights[i];
            if (known.kind == kind && known.address == granule && (mask & ~known.mask) == 0) return;
        }
        m_sights.push_back({kind, mask, access.memory.value, granule, 0});
    });
    if (m_sights.size() < Most) return;
    m_traffic.give_up();
    see_all(thread);
}

bool Execution::matters(ThreadId thread, uint32_t memory, uint32_t granule) {
    if (!m_pages.use(thread, memory, granule >> (PageOwners::PageShift - 3))) return false;
    const uint32_t address = granule << 3;
    // Between the first thread's stack and the heap, where the others' are, lies static data.
    if (address >= m_visibility.main_stack.end && address < m_visibility.static_end) return true;
    const auto holds = [&](const ThreadState& state) {
        return address >= state.stack.begin && address < state.stack.end;
    };
    if (holds(m_state.threads[thread.value])) return true;
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        if (!holds(m_state.threads[i]) ||
            m_world->process(m_world->thread(ThreadId{i}).process).memory.value != memory)
            continue;
        if (m_sharing.borrow(memory, granule)) m_freshly_borrowed = true;
        break;
    }
    return true;
}

// A function of the thread ends: what others borrowed of its variables is given back. Where the program's own functions are known, a
// library's that has the same place later is not to blame.
void Execution::log_pop(const machine::Thread& thread, uint32_t memory, uint32_t from,
                        uint32_t to) {
    const uint32_t function = thread.frame(0).code->function.value;
    const bool own = function < m_visibility.frames.size() &&
                     m_visibility.frames[function].local != Visibility::NotOwn;
    if (!own && !m_visibility.frames.empty()) return;
    const Visibility::Range& stack = m_state.threads[thread.id.value].stack;
    if (from < stack.begin || to > stack.end) return;  // the thread gets its stack
    m_sharing.each_borrowed(memory, from, to, [&](uint32_t granule) {
        const uint32_t address = granule << 3;
        if (!m_sights.empty() && m_sights.back().kind == Sight::Kind::Free &&
            m_sights.back().address + m_sights.back().size == address) {
            m_sights.back().size += 8;
        } else {
            m_sights.push_back({Sight::Kind::Free, 0, memory, address, 8});
        }
    });
}

void Execution::see_all(ThreadId thread) {
    for (const Sight& sight : m_sights) see(thread, sight);
    m_sights.clear();
}

void Execution::see(ThreadId thread, const Sight& sight) {
    switch (sight.kind) {
        case Sight::Kind::Read:
            return m_detector.read(thread, sight.memory, sight.address, sight.mask, m_races);
        case Sight::Kind::Write:
            return m_detector.write(thread, sight.memory, sight.address, sight.mask, m_races);
        case Sight::Kind::Allocate:
        case Sight::Kind::Free:
            return see_block(thread, sight);
        case Sight::Kind::Join:
            m_detector.join(thread, ThreadId{sight.address});
            return begin_event(thread, m_segments.size());
        case Sight::Kind::Block:
            return;
    }
}

// A small block's Free, where all that was done to it happened before; else false, and nothing was seen.
bool Execution::frees_known(ThreadId thread, const Sight& block) {
    const uint32_t page = block.address >> PageOwners::PageShift;
    return block.size != 0 && page == (block.address + block.size - 1) >> PageOwners::PageShift &&
           m_pages.is_shared(block.memory, page) &&
           m_detector.free_known(thread, block.memory, block.address, block.size);
}

void Execution::see_block(ThreadId thread, const Sight& sight) {
    // All that was done to it happened before, and whatever comes happens after.
    if (sight.kind == Sight::Kind::Free && is_alone(thread) && all_joined_but(thread)) return;
    // On pages of one thread nothing was seen.
    const uint64_t end = uint64_t{sight.address} + sight.size;
    for (uint64_t at = sight.address; at < end;) {
        const auto page = static_cast<uint32_t>(at >> PageOwners::PageShift);
        const uint64_t next = std::min(end, (uint64_t{page} + 1) << PageOwners::PageShift);
        if (m_pages.is_shared(sight.memory, page)) {
            const auto size = static_cast<uint32_t>(next - at);
            if (sight.kind == Sight::Kind::Free) {
                m_detector.free(thread, sight.memory, static_cast<uint32_t>(at), size, m_races);
            } else {
                m_detector.forget(sight.memory, static_cast<uint32_t>(at), size);
            }
        }
        at = next;
    }
}

bool Execution::can_settle() const {
    if (ended()) return false;
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        if (m_state.threads[i].known && can_settle(ThreadId{i})) return true;
    }
    return false;
}

void Execution::settle(ThreadId thread) { run_on(thread); }

void Execution::settle_all() {
    for (uint32_t i = 0; i < m_state.threads.size() && !ended(); ++i) {
        if (!m_state.threads[i].known || !can_settle(ThreadId{i})) continue;
        settle(ThreadId{i});
        i = UINT32_MAX;  // its end may be what another one waits for
    }
}

// A join that nothing can be in the way of any more. With a time limit it could have ended otherwise.
bool Execution::joins_quietly(const GuestThread& thread) const {
    if (thread.phase != Phase::AtCall || thread.pending.kind != world::CallKind::Operation)
        return false;
    const world::Call& call = thread.pending.call;
    if (call.operation != world::Operation::thread_join || call.time >= 0) return false;
    if (call.object >= m_world->threads().size() || call.object == thread.id.value) return false;
    const GuestThread& joined = m_world->thread(ThreadId{call.object});
    return joined.phase == Phase::Finished && joined.join_state == world::JoinState::Joinable;
}

// The library's own notifications, at the start and end of a thread, are nobody's business.
bool Execution::is_event(const GuestThread& thread) const {
    if (is_quiet(thread, m_options.output_order) || joins_quietly(thread)) return false;
    // What is printed under a file's lock belongs to the event that took the lock.
    if (thread.pending.kind == world::CallKind::Write && state_of(thread.id).library_locks != 0)
        return false;
    const bool notifies = thread.pending.kind == world::CallKind::AtomicNotify ||
                          (thread.pending.kind == world::CallKind::Operation &&
                           thread.pending.call.operation == world::Operation::futex_wake);
    return !notifies || !calls_library_only(thread);
}

// The program's own functions have no part in what it does now.
bool Execution::calls_library_only(const GuestThread& thread) const {
    for (size_t level = 0; level < thread.machine.depth(); ++level) {
        if (m_visibility.function_counts(thread.machine.frame(level).code->function.value))
            return false;
    }
    return true;
}

void Execution::perform_quietly(ThreadId thread) {
    if (joins_quietly(m_world->thread(thread))) {
        const ThreadId joined{m_world->thread(thread).pending.call.object};
        ThreadState& state = state_of(thread);
        state.time = std::max(state.time, std::as_const(*this).state_of(joined).time);
        m_joins.push_back({thread, joined});
        perform(thread, 0);
        const Sight join{Sight::Kind::Join, 0, 0, joined.value, 0};
        if (m_record.active) m_record.sights.push_back(join);
        return see(thread, join);
    }
    perform(thread, 0);
    if (ended() || m_world->thread(thread).phase != Phase::Waiting) return;
    // A sleep or simulated I/O: it takes its time and nobody else's.
    m_record.is_pure = false;
    ThreadState& state = state_of(thread);
    state.time = std::max(state.time, m_world->thread(thread).wait.deadline);
    m_world->set_time(state.time);
    append(thread, state.time, 0, 1);
    const bool over = m_world->try_end_wait(thread);
    INTERLEAVE_ASSERT(over);
    answered(thread, m_world->last_answer());
}

// The thread stands before its next event. If it stood here before, in the same state, and has only read since, it
// spins.
void Execution::stand(ThreadId thread) {
    ThreadState& state = state_of(thread);
    const GuestThread& guest = m_world->thread(thread);
    const bool at_read =
        state.access_count != 0
            ? state.accesses[0].kind != AccessKind::Write &&
                  state.accesses[0].kind != AccessKind::AtomicStore
            : guest.phase == Phase::AtCall && guest.pending.kind == world::CallKind::Operation &&
                  (guest.pending.call.operation == world::Operation::mutex_trylock ||
                   guest.pending.call.operation == world::Operation::rwlock_try_read ||
                   guest.pending.call.operation == world::Operation::rwlock_try_write ||
                   guest.pending.call.operation == world::Operation::semaphore_try_acquire);
    if (!at_read) return;
    const uint64_t hash = standing_hash(thread);
    if (hash == 0) return;
    for (uint8_t i = 0; i < state.standing_count; ++i) {
        if (state.standing[i] == hash) {
            state.spins = true;
            return;
        }
    }
    if (state.standing_count == LongestSpin) {
        std::copy(state.standing + 1, state.standing + LongestSpin, state.standing);
        --state.standing_count;
    }
    state.standing[state.standing_count++] = hash;
}

// Of what the thread can still tell apart: where it is in each of its functions, the variables of the program's own functions,
// which are all in memory (Visibility::frames), and the value that it is about to write: of a loop around a compare-exchange
// that the compiler made (std::atomic<float>) that is nowhere else. 0 where they are not known.
uint64_t Execution::standing_hash(ThreadId thread) {
    const machine::Thread& machine = m_world->thread(thread).machine;
    ThreadState& state = state_of(thread);
    uint64_t hash = state.access_count != 0 ? base::hash_combine(1, state.accesses[0].value) : 1;
    uint32_t frame_address = 0;
    uint32_t size = FrameBytes;
    bool own = false;
    for (size_t level = 0; level < machine.depth(); ++level) {
        const machine::Frame& frame = machine.frame(level);
        const uint32_t function = frame.code->function.value;
        hash = base::hash_combine(hash, uint64_t{function} << 32 | frame.code->index_of(frame.ip));
        if (frame_address != 0 || function >= m_visibility.frames.size()) continue;
        const auto [local, bytes] = m_visibility.frames[function];
        if (local == Visibility::NotOwn) continue;
        own = true;
        if (local == Visibility::NoVariables) continue;
        frame_address = static_cast<uint32_t>(machine.local(level, local).value_or(0));
        size += std::min(bytes, MostFrameBytes) / 32 * 32;
    }
    if (!own) return 0;
    state.frame = frame_address;
    if (frame_address == 0 && m_visibility.stack_pointer != Visibility::NotOwn) {
        machine::Store& store = m_world->store();
        const machine::GlobalId pointer =
            store.global_of(machine.frame(0).instance, m_visibility.stack_pointer);
        state.frame = static_cast<uint32_t>(store.global_value(pointer));
    }
    // Memory may end before that.
    const machine::Memory& memory = memory_of(thread);
    const uint64_t left = memory.byte_size() - std::min<uint64_t>(memory.byte_size(), state.frame);
    size = static_cast<uint32_t>(std::min<uint64_t>(size, left)) / 32 * 32;
    state.frame_end = state.frame + size;
    if (frame_address == 0) return hash | 1;
    return base::hash_combine(hash, hash_frame(memory.data() + frame_address, size)) | 1;
}

bool Execution::spin_is_stale() {
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        if (!m_state.threads[i].spins) continue;
        ThreadState& state = state_of(ThreadId{i});
        // One more round: it comes back to where it is, or something is new to it.
        state.spins = false;
        state.standing_count = 0;
        stand(ThreadId{i});
        Event event;
        for (size_t round = 0; round < LongestSpin + 1 && !state_of(ThreadId{i}).spins; ++round) {
            const Label label{ThreadId{i}};
            if (!can_take(label)) return true;
            take(label, event);
            if (ended()) return true;
        }
        if (!state_of(ThreadId{i}).spins) return true;
    }
    return false;
}

}  // namespace interleave::explorer
