#include "session/lab_run.hpp"

#include <algorithm>


namespace interleave::session {

using base::Result;
using base::Status;
using explorer::RunStatus;
using trace::EndReason;
using world::OutcomeKind;

namespace {

EndReason end_reason(LabStatus status) {
    switch (status) {
        case LabStatus::Running:
        case LabStatus::NeedsInput: return EndReason::Running;
        case LabStatus::Exit: return EndReason::Exit;
        case LabStatus::Abort:
        case LabStatus::Uncaught: return EndReason::Abort;
        case LabStatus::Trap:
        case LabStatus::Invalid: return EndReason::Trap;
        case LabStatus::Deadlock: return EndReason::Deadlock;
        case LabStatus::OutputLimit: return EndReason::OutputLimit;
        case LabStatus::InstructionLimit:
        case LabStatus::EventLimit: return EndReason::TimeLimit;
        case LabStatus::Stopped: return EndReason::Stopped;
    }
    return EndReason::Stopped;
}

LabStatus status_of(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::Running: return LabStatus::Running;
        case OutcomeKind::Exit: return LabStatus::Exit;
        case OutcomeKind::Abort: return LabStatus::Abort;
        case OutcomeKind::Trap: return LabStatus::Trap;
        case OutcomeKind::Uncaught: return LabStatus::Uncaught;
        case OutcomeKind::OutputLimit: return LabStatus::OutputLimit;
        case OutcomeKind::Invalid: return LabStatus::Invalid;
    }
    return LabStatus::Invalid;
}

}  // namespace

const char* lab_status_name(LabStatus status) {
    switch (status) {
        case LabStatus::Running: return "running";
        case LabStatus::NeedsInput: return "input";
        case LabStatus::Exit: return "exit";
        case LabStatus::Abort: return "abort";
        case LabStatus::Trap: return "trap";
        case LabStatus::Uncaught: return "uncaught";
        case LabStatus::Deadlock: return "deadlock";
        case LabStatus::OutputLimit: return "output-limit";
        case LabStatus::InstructionLimit: return "instruction-limit";
        case LabStatus::EventLimit: return "event-limit";
        case LabStatus::Invalid: return "invalid";
        case LabStatus::Stopped: return "stopped";
    }
    return "invalid";
}

LabRun::LabRun(const Program& program, const LabSettings& settings)
    : m_program(program), m_settings(settings), m_recorder(program.debug) {}

Result<std::unique_ptr<LabRun>> LabRun::create(const Program& program, const LabSettings& settings) {
    std::unique_ptr<LabRun> run(new LabRun(program, settings));
    Result<std::unique_ptr<world::World>> made =
        world::World::create(program.module, settings.world, &run->m_recorder);
    if (!made) return made.error();
    run->m_world = std::move(made).value();
    run->m_recorder.attach(*run->m_world);
    run->m_world->give_input({reinterpret_cast<const uint8_t*>(settings.input.data()), settings.input.size()});
    if (settings.input_open) run->m_world->open_input();

    run->m_cores = std::make_unique<explorer::VirtualCores>(*run->m_world, settings.cores, &run->m_recorder);
    run->m_cores->record(&run->m_schedule);
    if (settings.watch_shared) {
        run->m_accesses = std::make_unique<explorer::SharedAccesses>();
        for (const dwarf::Object& object : program.debug->objects()) {
            run->m_accesses->declare_shared(run->m_world->process(0).memory, object.address.value, object.size);
        }
        run->m_cores->watch(run->m_accesses.get());
    }
    run->take_moment();
    return run;
}

void LabRun::take_moment() {
    m_schedule.seal();
    m_moments.push_back(Moment{m_world->save(), m_schedule.segments.size(), m_cores->recorded_time()});
    m_last_moment = m_cores->executed();
}

LabStatus LabRun::run(uint64_t instructions) {
    leave_past();
    const uint64_t end = m_cores->executed() + instructions;
    while ((m_status == LabStatus::Running || m_status == LabStatus::NeedsInput) && m_cores->executed() < end) {
        uint64_t piece = std::min(end - m_cores->executed(), SnapshotInterval);
        RunStatus status = m_cores->run(piece);
        if (m_cores->executed() - m_last_moment >= SnapshotInterval) take_moment();
        update(status);
        if (status != RunStatus::Running) break;
    }
    return m_status;
}

void LabRun::update(RunStatus status) {
    m_time = std::max(m_time, m_world->time());
    m_executed = m_cores->executed();
    m_all_output.assign(m_world->output());
    switch (status) {
        case RunStatus::Running:
            m_status = LabStatus::Running;
            if (m_executed >= m_settings.instruction_limit) {
                finish(LabStatus::InstructionLimit,
                       "The program executed " + std::to_string(m_settings.instruction_limit / 1'000'000) +
                           " million instructions without ending. Is there an endless loop?");
            } else if (m_recorder.event_count() >= m_settings.event_limit) {
                finish(LabStatus::EventLimit, "The run has more than " +
                                                  std::to_string(m_settings.event_limit) +
                                                  " events and was ended. Try smaller parameters.");
            }
            break;
        case RunStatus::NeedsInput: m_status = LabStatus::NeedsInput; break;
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
    m_cores->wake();
}

void LabRun::close_input() {
    leave_past();
    m_world->close_input();
    m_cores->wake();
}

Status LabRun::seek(int64_t time) {
    time = std::clamp<int64_t>(time, 0, m_time);
    if (!m_in_past) {
        m_frontier = m_world->save();
        m_in_past = true;
        m_recorder.mute(true);
    }
    auto after = std::upper_bound(m_moments.begin(), m_moments.end(), time,
                                  [](int64_t t, const Moment& moment) { return t < moment.time; });
    const Moment& start = after == m_moments.begin() ? m_moments.front() : *std::prev(after);
    m_world->restore(start.saved);
    m_world->set_time(start.time);
    m_past_time = time;
    explorer::Replay replay(*m_world, m_schedule, start.segment);
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
