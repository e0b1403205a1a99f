#include "machine/run.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "machine/interpreter.hpp"
#include "machine/reshape.hpp"

namespace interleave::machine {

namespace {

// The first thing that a thread started on a host function does.
void call_host_entry(Store& store, Thread& thread, Stop& stop) {
    stop.reason = StopReason::HostCall;
    stop.host_function = *thread.host_entry;
    const wasm::FunctionType& type = store.type_of(*thread.host_entry);
    thread.host_entry.reset();
    thread.pending = PendingAnswer{0, static_cast<uint32_t>(type.results.size())};
    thread.argument_count = static_cast<uint32_t>(type.parameters.size());
}

// Executes the operation that stands at a breakpoint which has already stopped the thread. It is put back into the
// code for the time of one operation, so that the loop needs no second entry: a loop within the loop costs V8 a
// stack check for each operation (measured in wasm: 612 against 752 million instructions per second).
LoopEnd pass_breakpoint(Execution& execution, Loop loop) {
    const Operation* at = execution.ip;
    const Code& code = *execution.frame->code;
    Program& program = *code.program;
    execution.thread.passed_breakpoint = nullptr;
    program.exchange(code, at, Program::original(code, at));
    execution.fuel = 1;
    LoopEnd end = loop(execution);
    program.exchange(code, at, OperationCode::Breakpoint);
    execution.thread.executed += static_cast<uint64_t>(1 - execution.fuel);
    bool is_paused = end == LoopEnd::Stopped && execution.stop.reason == StopReason::Probe;
    if (is_paused && execution.ip == at) execution.thread.passed_breakpoint = at;
    return end;
}

// Runs code as it is until `until` instructions have been executed or something happens, which `stop` then says.
// Inline: for a run of one operation, calls are a good part of the cost.
[[gnu::always_inline]] inline void run_form(Store& store, Thread& thread, const RunOptions& options,
                                            CodeForm form, uint64_t until, Stop& stop) {
    Execution execution(store, thread, options, form, stop);
    Loop loop = Loops[options.probe != nullptr];
    while (thread.executed < until) {
        auto slice = static_cast<int32_t>(std::min<uint64_t>(until - thread.executed, RunSlice));
        execution.fuel = slice;
        LoopEnd end = loop(execution);
        thread.executed += static_cast<uint64_t>(slice - execution.fuel);
        if (end == LoopEnd::OutOfFuel) [[likely]]
            continue;
        if (end == LoopEnd::AtBreakpoint) {
            if (thread.passed_breakpoint == execution.ip) {
                end = pass_breakpoint(execution, loop);
            } else {
                thread.passed_breakpoint = execution.ip;
                stop.reason = StopReason::Breakpoint;
                end = LoopEnd::Stopped;
            }
        }
        if (end == LoopEnd::Stopped) break;
    }
    execution.leave();
}

bool is_stepped(const Thread& thread) {
    const Code* code = thread.frames[thread.frame_count - 1].code;
    return thread.has_stepped_frames && code != nullptr && code->form == CodeForm::Stepped;
}

// The instruction counter at which the budget ends.
uint64_t end_of_budget(const Thread& thread, const RunOptions& options) {
    bool is_endless = options.instructions > UINT64_MAX - thread.executed;
    return is_endless ? UINT64_MAX : thread.executed + options.instructions;
}

// Instruction by instruction: to the end if the granularity says so, else until the thread, which was stepped into
// the midst of what is one operation, is out of it.
[[gnu::noinline]] void run_by_steps(Store& store, Thread& thread, const RunOptions& options,
                                    Stop& stop) {
    const uint64_t until = end_of_budget(thread, options);
    const bool by_instruction = options.granularity == Granularity::Instruction;
    while (by_instruction || (thread.has_stepped_frames && !make_frames_fused(thread))) {
        if (thread.executed >= until) return;
        if (!is_stepped(thread)) make_top_frame_stepped(thread);
        run_form(store, thread, options, CodeForm::Stepped, thread.executed + 1, stop);
        if (stop.reason != StopReason::Budget) return;
    }
    run_form(store, thread, options, CodeForm::Fused, until, stop);
}

}  // namespace

// One object for all ways, made where the caller wants it: a copy of what was just written in small pieces waits
// for each of them (a third of a run of one operation).
Stop run(Store& store, Thread& thread, const RunOptions& options) {
    INTERLEAVE_ASSERT(!thread.awaits_answer());
    Stop stop;
    if (thread.host_entry) [[unlikely]] {
        call_host_entry(store, thread, stop);
        return stop;
    }
    if (options.instructions > 0) thread.inside_operation = false;
    if (options.granularity == Granularity::Instruction || thread.has_stepped_frames) [[unlikely]]
        run_by_steps(store, thread, options, stop);
    else
        run_form(store, thread, options, CodeForm::Fused, end_of_budget(thread, options), stop);
    return stop;
}

bool at_operation_boundary(Store&, const Thread& thread) { return is_at_fused_boundary(thread); }

std::optional<CodePosition> position(const Thread& thread, size_t level) {
    if (level >= thread.depth()) return std::nullopt;
    const Frame& frame = thread.frame(level);
    const Code& code = *frame.code;
    const wasm::Module& module = code.program->module();
    uint32_t offset;
    if (level == 0) {
        uint32_t at = code.index_of(frame.ip);
        bool is_between = !thread.inside_operation && code.starts[at] != Code::NotABoundary;
        offset = is_between ? code.starts[at] : code.offsets[at];
    } else {
        offset = code.offsets[code.index_of(frame.ip) - 1];
    }
    return CodePosition{frame.instance, code.function, module.code_offset(offset)};
}

}  // namespace interleave::machine
