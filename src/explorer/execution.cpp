#include <algorithm>
#include <string>
#include <tuple>
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

Execution::Execution(const ExecutionOptions& options, const Visibility& visibility,
                     Sharing& sharing, uint32_t thread_limit)
    : m_options(options),
      m_visibility(visibility),
      m_sharing(sharing),
      m_probe(std::make_unique<Probe>(*this)),
      m_detector(thread_limit) {}

Execution::~Execution() = default;

base::Result<std::unique_ptr<Execution>> Execution::create(const wasm::ModulePointer& module,
                                                           const world::WorldOptions& world_options,
                                                           const ExecutionOptions& options,
                                                           const Visibility& visibility,
                                                           Sharing& sharing,
                                                           std::string_view input) {
    std::unique_ptr<Execution> execution(new Execution(options, visibility, sharing, MostThreads));
    base::Result<std::unique_ptr<world::World>> world =
        world::World::create(module, world_options, execution.get());
    if (!world) return world.error();
    execution->m_world = std::move(world).value();
    execution->m_world->begin_journal();
    execution->m_world->set_notifies_library([self = execution.get()](const GuestThread& thread) {
        return self->calls_library_only(thread);
    });
    execution->m_world->give_input({reinterpret_cast<const uint8_t*>(input.data()), input.size()});
    execution->admit(ThreadId{0});
    return execution;
}

void Execution::choices(std::vector<Label>& out) const {
    out.clear();
    if (ended()) return;
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        const ThreadId thread{i};
        const ThreadState& state = state_of(thread);
        if (state.spins || !state.known) continue;
        const GuestThread& guest = m_world->thread(thread);
        if (guest.phase == Phase::Running && state.access_count != 0) {
            out.push_back(Label{thread});
        } else if (guest.phase == Phase::AtCall) {
            if (joins_quietly(guest)) continue;
            if (has_time_limit(guest) || m_world->can_perform(thread))
                add_choices(*m_world, guest, out);
        } else if (guest.phase == Phase::Waiting) {
            if (m_world->can_perform(thread)) {
                out.push_back(Label{thread});
            } else if (can_end_early(guest)) {
                out.push_back(Label{thread, early_end(guest)});
            }
        }
    }
}

Way Execution::early_end(const GuestThread& thread) const {
    if (thread.wait.deadline != Wait::Never) return Way::TimeOut;
    const bool spuriously = m_options.spurious_wakeups &&
                            thread.wait.what == world::WaitingFor::Condition &&
                            !state_of(thread.id).woke_spuriously;
    return spuriously ? Way::Spurious : Way::Normal;
}

bool Execution::can_end_early(const GuestThread& thread) const {
    switch (early_end(thread)) {
        case Way::Normal:
            return false;
        case Way::TimeOut:
            return m_world->can_time_out(thread.id);
        case Way::Spurious:
            return m_world->can_wake_spuriously(thread.id);
    }
    return false;
}

bool Execution::can_take(const Label& label) const {
    std::vector<Label> all;
    choices(all);
    return std::find(all.begin(), all.end(), label) != all.end();
}

bool Execution::blocked_event(ThreadId thread, Event& event) {
    const ThreadState& state = state_of(thread);
    if (!state.known || state.spins || state.access_count != 0) return false;
    const GuestThread& guest = m_world->thread(thread);
    if (guest.phase != Phase::AtCall && guest.phase != Phase::Waiting) return false;
    event.label = Label{thread};
    event.footprint.clear();
    event.created.reset();
    event.joined.reset();
    event.joins.clear();
    event.early = Way::Normal;
    event.may_touch_more = false;
    event.candidates.reset();
    event.woken = 0;
    if (guest.phase == Phase::AtCall && !has_time_limit(guest) && !m_world->can_perform(thread)) {
        if (guest.pending.kind != world::CallKind::Operation ||
            guest.pending.call.operation == world::Operation::thread_join) {
            return false;
        }
        touches_of_call(*m_world, guest, false, event);
        return event.footprint.size() != 0;
    }
    if (guest.phase != Phase::Waiting || guest.wait.what != world::WaitingFor::Condition)
        return false;
    // Its mutex is held.
    const bool chosen =
        m_world->process(guest.process).objects.conditions.chosen(thread, guest.wait.object);
    const Way early = early_end(guest);
    if (!chosen && early == Way::Normal) return false;
    event.label.way = chosen ? Way::Normal : early;
    touches_of_wake(guest, event.label.way, event);
    if (chosen) event.early = early;
    return true;
}

const Access* Execution::pending_access(ThreadId thread) const {
    const ThreadState& state = state_of(thread);
    return state.access_count == 0 ? nullptr : &state.accesses[0];
}

void Execution::take(const Label& label, Event& event) {
    const ThreadId thread = label.thread;
    event.label = label;
    event.footprint.clear();
    event.created.reset();
    event.joined.reset();
    event.joins.clear();
    m_joins.clear();
    event.spins = event.may_touch_more = false;
    event.early = Way::Normal;
    event.candidates.reset();
    event.woken = 0;
    event.first_segment = m_segments.size();
    event.number = ++state_of(thread).events;
    ++m_state.event_count;

    const Phase phase = m_world->thread(thread).phase;
    if (phase == Phase::Running) {
        take_access(thread, event);
    } else if (phase == Phase::AtCall) {
        take_call(label, event);
    } else {
        end_wait(label, event);
    }
    if (ended()) {
        event.footprint.ends_run = true;
        return;
    }
    if (event.created) {
        if (event.created->value >= MostThreads) return refuse_thread(thread);
        admit(*event.created);
    }
    if (!ended()) run_on(thread);
    if (ended() && !m_ended_by_tail) event.footprint.ends_run = true;
    event.joins = m_joins;
    event.spins = m_state.threads[thread.value].spins;
}

void Execution::append(ThreadId thread, int64_t start, uint64_t instructions, uint64_t performs,
                       uint32_t choice) {
    Segment segment{thread, instructions, performs, start - m_state.recorded_time, choice};
    m_segments.push_back(segment);
    const int64_t cost = m_world->options().instruction_nanoseconds;
    m_state.recorded_time = start + static_cast<int64_t>(instructions) * cost;
    state_of(thread).time = std::max(state_of(thread).time, m_state.recorded_time);
}

void Execution::on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) {
    m_sights.push_back({Sight::Kind::Allocate, 0, memory.value, address, size});
}

void Execution::on_free(machine::MemoryId memory, uint32_t address, uint32_t size,
                        const GuestThread& thread) {
    // On whose behalf?
    const machine::Code* code = nullptr;
    for (size_t level = 0; level < thread.machine.depth(); ++level) {
        code = thread.machine.frame(level).code;
        if (code == nullptr || !m_visibility.is_freeing(code->function.value)) break;
    }
    if (code == nullptr || !m_visibility.function_counts(code->function.value)) return;
    bool is_shared = false;
    const uint32_t last = (address + size - 1) >> PageOwners::PageShift;
    for (uint32_t page = address >> PageOwners::PageShift; page <= last; ++page) {
        is_shared = m_pages.use(thread.id, memory.value, page) || is_shared;
    }
    if (is_shared) m_sights.push_back({Sight::Kind::Free, 0, memory.value, address, size});
}

void Execution::on_misuse(world::Misuse misuse, uint32_t object, const GuestThread& thread) {
    m_state.misuses.push_back({misuse, object, thread.id, m_state.event_count});
}

bool Execution::take_fresh_memory() {
    const bool fresh_pages = m_pages.take_fresh();
    const bool fresh = std::exchange(m_freshly_borrowed, false) || fresh_pages;
    if (fresh) forget_stretches();
    return fresh;
}

void Execution::forget_stretches() {
    std::tie(m_probe->frames_begin, m_probe->frames_end) = m_sharing.borrowed_range();
    m_stretches.clear();
    m_tails.clear();
}

Execution::Saved Execution::save() {
    ++m_save_number;
    Saved saved;
    saved.world = m_world->mark();
    saved.races = m_detector.mark();
    saved.times = m_times.mark();
    saved.segments = m_segments.size();
    saved.state_entries = m_state_entries.size();
    saved.threads = m_state.threads.size();
    saved.misuses = m_state.misuses.size();
    saved.event_count = m_state.event_count;
    saved.recorded_time = m_state.recorded_time;
    saved.runaway = m_state.runaway;
    return saved;
}

void Execution::restore(const Saved& saved) {
    ++m_save_number;
    m_ended_by_tail = m_repeated_tail = false;
    m_joins.clear();
    m_world->undo(saved.world);
    m_detector.undo(saved.races);
    m_times.undo(saved.times);
    m_segments.resize(saved.segments);
    for (; m_state_entries.size() > saved.state_entries; m_state_entries.pop_back()) {
        const auto& [thread, state] = m_state_entries.back();
        m_state.threads[thread.value] = state;
    }
    m_state.threads.resize(saved.threads);
    m_state.misuses.resize(saved.misuses);
    m_state.event_count = saved.event_count;
    m_state.recorded_time = saved.recorded_time;
    m_state.runaway = saved.runaway;
}

}  // namespace interleave::explorer
