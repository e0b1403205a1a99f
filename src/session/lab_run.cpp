#include "session/lab_run.hpp"

#include <algorithm>

#include "session/lines.hpp"

namespace interleave::session {

using base::Result;
using base::Status;
using explorer::RunStatus;
using trace::EndReason;
using world::OutcomeKind;

namespace {

// A run whose threads take turns at every few instructions is slow to repeat: its snapshots are closer, so many
// segments of the schedule apart.
constexpr size_t SegmentInterval = 20'000;
// How often it is looked whether a snapshot is due.
constexpr uint64_t LookInterval = 50'000;

EndReason end_reason(LabStatus status) {
    switch (status) {
        case LabStatus::Running:
        case LabStatus::NeedsInput:
            return EndReason::Running;
        case LabStatus::Exit:
            return EndReason::Exit;
        case LabStatus::Abort:
        case LabStatus::Uncaught:
            return EndReason::Abort;
        case LabStatus::Trap:
        case LabStatus::Invalid:
            return EndReason::Trap;
        case LabStatus::Deadlock:
            return EndReason::Deadlock;
        case LabStatus::OutputLimit:
            return EndReason::OutputLimit;
        case LabStatus::InstructionLimit:
        case LabStatus::EventLimit:
            return EndReason::TimeLimit;
        case LabStatus::Stopped:
            return EndReason::Stopped;
    }
    return EndReason::Stopped;
}

LabStatus status_of(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::Running:
            return LabStatus::Running;
        case OutcomeKind::Exit:
            return LabStatus::Exit;
        case OutcomeKind::Abort:
            return LabStatus::Abort;
        case OutcomeKind::Trap:
            return LabStatus::Trap;
        case OutcomeKind::Uncaught:
            return LabStatus::Uncaught;
        case OutcomeKind::OutputLimit:
            return LabStatus::OutputLimit;
        case OutcomeKind::Invalid:
            return LabStatus::Invalid;
    }
    return LabStatus::Invalid;
}

explorer::SourceView source_view(const Program& program, TraceRecorder& recorder) {
    const std::shared_ptr<const dwarf::DebugInfo> debug = program.debug;
    return {
        [debug](const machine::Access& access, const world::GuestThread& thread) {
            return shows_access(*debug, access.kind, thread.machine);
        },
        [debug](const world::GuestThread& thread) {
            return uint32_t{user_line(*debug, thread.machine)};
        },
        [debug](const world::GuestThread& thread) {
            return is_user_code(*debug, thread.machine, 0);
        },
        [&recorder](bool tries) { recorder.mute(tries); },
    };
}

world::WorldOptions world_options(const LabSettings& settings) {
    world::WorldOptions options = settings.world;
    options.watch_coroutines = settings.watch_coroutines;
    return options;
}

}  // namespace

const char* lab_status_name(LabStatus status) {
    switch (status) {
        case LabStatus::Running:
            return "running";
        case LabStatus::NeedsInput:
            return "input";
        case LabStatus::Exit:
            return "exit";
        case LabStatus::Abort:
            return "abort";
        case LabStatus::Trap:
            return "trap";
        case LabStatus::Uncaught:
            return "uncaught";
        case LabStatus::Deadlock:
            return "deadlock";
        case LabStatus::OutputLimit:
            return "output-limit";
        case LabStatus::InstructionLimit:
            return "instruction-limit";
        case LabStatus::EventLimit:
            return "event-limit";
        case LabStatus::Invalid:
            return "invalid";
        case LabStatus::Stopped:
            return "stopped";
    }
    return "invalid";
}

LabRun::LabRun(const Program& program, const LabSettings& settings)
    : m_program(program), m_settings(settings), m_recorder(program.debug) {}

Result<std::unique_ptr<LabRun>> LabRun::create(const Program& program,
                                               const LabSettings& settings) {
    std::unique_ptr<LabRun> run(new LabRun(program, settings));
    Result<std::unique_ptr<world::World>> made =
        world::World::create(program.module, world_options(settings), &run->m_recorder);
    if (!made) return made.error();
    run->m_world = std::move(made).value();
    run->m_recorder.attach(*run->m_world);
    run->m_world->give_input(
        {reinterpret_cast<const uint8_t*>(settings.input.data()), settings.input.size()});
    if (settings.input_open) run->m_world->open_input();

    if (settings.watch_shared) {
        run->m_accesses = std::make_unique<explorer::SharedAccesses>();
        for (const dwarf::Object& object : program.debug->objects()) {
            run->m_accesses->declare_shared(object.address.value, object.size);
        }
        run->m_recorder.attach(*run->m_accesses);
    }
    if (settings.by_hand) {
        run->m_manual = std::make_unique<explorer::Manual>(
            *run->m_world, source_view(program, run->m_recorder), &run->m_recorder,
            run->m_accesses.get(), &run->m_schedule);
        run->take_moment();
        if (base::Status followed = run->follow_beginning(); !followed) return followed.error();
        return run;
    }
    run->m_cores =
        std::make_unique<explorer::VirtualCores>(*run->m_world, settings.cores, &run->m_recorder);
    run->m_cores->record(&run->m_schedule);
    run->m_cores->watch(run->m_accesses.get());
    run->take_moment();
    return run;
}

void LabRun::take_moment() {
    m_schedule.seal();
    const int64_t time = m_manual ? m_manual->recorded_time() : m_cores->recorded_time();
    m_moments.push_back(Moment{m_world->save(), m_schedule.segments.size(), time});
    m_last_moment = executed_at_frontier();
}

Status LabRun::follow_beginning() {
    if (m_settings.beginning.segments.empty()) {
        m_manual->begin();
        note_move(base::ThreadId{0});
        update(m_manual->status());
        return base::Nothing{};
    }
    for (const explorer::Segment& segment : m_settings.beginning.segments) {
        if (Status done = m_manual->follow(segment); !done) {
            return base::Error{done.error().message, m_moves.size()};
        }
        note_move(segment.thread);
    }
    m_manual->finish_following();
    update(m_manual->status());
    return base::Nothing{};
}

void LabRun::note_move(base::ThreadId thread) {
    m_schedule.seal();
    m_moves.push_back(
        Move{thread, m_schedule.segments.size(), std::max(m_manual->time(), m_world->time())});
    if (executed_at_frontier() - m_last_moment >= SnapshotInterval) take_moment();
}

Status LabRun::move(base::ThreadId thread, explorer::MoveUnit unit) {
    leave_past();
    const bool exists = m_manual && thread.value < m_world->threads().size();
    const bool goes_on = m_status == LabStatus::Running || m_status == LabStatus::NeedsInput;
    if (!exists || !goes_on || !m_manual->can_move(thread)) {
        return base::Error{"Thread " + std::to_string(thread.value) + " cannot go on now."};
    }
    m_manual->move(thread, unit);
    note_move(thread);
    update(m_manual->status());
    return base::Nothing{};
}

Result<explorer::Schedule> LabRun::schedule_until(int64_t time) {
    if (m_moments.empty() || time < 0) return explorer::Schedule{};
    const int64_t was = position();
    const bool in_past = m_in_past;
    // From the very beginning: a snapshot's part would have to be joined to the segments before it.
    if (Status found = seek(0); !found) return found.error();
    const Moment& start = m_moments.front();
    m_world->restore(start.saved);
    m_world->set_time(start.time);
    explorer::Schedule done;
    explorer::Replay replay(*m_world, m_schedule, start.segment, by_hand());
    if (Status repeated = replay.run_until(time, &done); !repeated) return repeated.error();
    if (!in_past)
        leave_past();
    else if (Status back = seek(was); !back)
        return back.error();
    return done;
}

LabStatus LabRun::run(uint64_t instructions) {
    leave_past();
    const uint64_t end = executed_at_frontier() + instructions;
    if (m_manual) {
        // Each thread as far as it gets, the one that went last first.
        while (m_status == LabStatus::Running && executed_at_frontier() < end) {
            base::ThreadId next = m_moves.empty() ? base::ThreadId{0} : m_moves.back().thread;
            for (size_t tried = 0; tried < m_world->threads().size() && !m_manual->can_move(next);
                 ++tried) {
                next.value = static_cast<uint32_t>((next.value + 1) % m_world->threads().size());
            }
            if (!move(next, explorer::MoveUnit::Operation)) break;
        }
        return m_status;
    }
    while ((m_status == LabStatus::Running || m_status == LabStatus::NeedsInput) &&
           m_cores->executed() < end) {
        const uint64_t pause = std::min(end, m_cores->executed() + SnapshotInterval);
        RunStatus status = RunStatus::Running;
        while (status == RunStatus::Running && m_cores->executed() < pause) {
            status = m_cores->run(std::min(pause - m_cores->executed(), LookInterval));
            const bool is_far = m_cores->executed() - m_last_moment >= SnapshotInterval;
            const bool is_finely_divided =
                m_schedule.segments.size() - m_moments.back().segment >= SegmentInterval;
            if (is_far || is_finely_divided) take_moment();
        }
        update(status);
        if (status != RunStatus::Running) break;
    }
    return m_status;
}

void LabRun::update(RunStatus status) {
    m_time = std::max(m_time, m_world->time());
    m_executed = executed_at_frontier();
    m_all_output.assign(m_world->output());
    switch (status) {
        case RunStatus::Running:
            m_status = LabStatus::Running;
            if (m_executed >= m_settings.instruction_limit) {
                finish(LabStatus::InstructionLimit,
                       "The program executed " +
                           std::to_string(m_settings.instruction_limit / 1'000'000) +
                           " million instructions without ending. Is there an endless loop?");
            } else if (m_recorder.event_count() >= m_settings.event_limit) {
                finish(LabStatus::EventLimit, "The run has more than " +
                                                  std::to_string(m_settings.event_limit) +
                                                  " events and was ended. Try smaller parameters.");
            }
            break;
        case RunStatus::NeedsInput:
            m_status = LabStatus::NeedsInput;
            break;
        case RunStatus::Deadlock:
            finish(LabStatus::Deadlock, "Every thread waits for another: none can ever go on.");
            break;
        case RunStatus::Ended: {
            const world::Outcome& outcome = m_world->outcome();
            finish(status_of(outcome.kind), outcome.message);
            break;
        }
    }
}

void LabRun::finish(LabStatus status, std::string message) {
    m_status = status;
    m_message = std::move(message);
    m_frontier_outcome = m_world->outcome();
    m_hash = m_world->hash();
    m_recorder.write_end(end_reason(status), m_frontier_outcome.code, m_time, m_message);
}

void LabRun::stop() {
    leave_past();
    if (m_status == LabStatus::Running || m_status == LabStatus::NeedsInput) {
        finish(LabStatus::Stopped, "You stopped the run.");
    }
}

void LabRun::give_input(std::span<const uint8_t> bytes) {
    leave_past();
    m_world->give_input(bytes);
    if (m_cores)
        m_cores->wake();
    else
        update(m_manual->status());
}

void LabRun::close_input() {
    leave_past();
    m_world->close_input();
    if (m_cores)
        m_cores->wake();
    else
        update(m_manual->status());
}

void LabRun::enter_past() {
    if (m_in_past) return;
    m_frontier = m_world->save();
    m_in_past = true;
    m_recorder.mute(true);
}

size_t LabRun::window_of(int64_t time) const {
    auto after = std::upper_bound(m_moments.begin(), m_moments.end(), time,
                                  [](int64_t t, const Moment& moment) { return t < moment.time; });
    return after == m_moments.begin() ? 0 : static_cast<size_t>(after - m_moments.begin()) - 1;
}

Status LabRun::seek(int64_t time) {
    time = std::clamp<int64_t>(time, 0, m_time);
    enter_past();
    const Moment& start = m_moments[window_of(time)];
    m_world->restore(start.saved);
    m_world->set_time(start.time);
    m_past_time = time;
    explorer::Replay replay(*m_world, m_schedule, start.segment, by_hand());
    return replay.run_until(time);
}

void LabRun::leave_past() {
    if (!m_in_past) return;
    m_world->restore(m_frontier);
    m_frontier = {};
    m_in_past = false;
    m_recorder.mute(false);
}

}  // namespace interleave::session
