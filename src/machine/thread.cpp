#include "machine/thread.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "machine/interpreter.hpp"
#include "machine/store.hpp"

namespace interleave::machine {

namespace {

constexpr size_t FirstFrames = 16;
constexpr size_t FirstSlots = 256;

// Copies the part in use and keeps the room that the target has: restoring must not shrink the stacks.
template <typename T>
void copy_used(std::vector<T>& to, const std::vector<T>& from, size_t used) {
    if (to.size() < used) to.resize(used);
    std::copy_n(from.begin(), used, to.begin());
}

}  // namespace

Thread& Thread::operator=(const Thread& other) {
    if (this == &other) return *this;
    id = other.id;
    executed = other.executed;
    copy_used(frames, other.frames, other.frame_count);
    frame_count = other.frame_count;
    copy_used(slots, other.slots, other.slots_in_use());
    exceptions = other.exceptions;
    pending = other.pending;
    argument_count = other.argument_count;
    result_count = other.result_count;
    uncaught = other.uncaught;
    passed_probe = other.passed_probe;
    passed_breakpoint = other.passed_breakpoint;
    inside_operation = other.inside_operation;
    has_stepped_frames = other.has_stepped_frames;
    host_entry = other.host_entry;
    return *this;
}

void Thread::swap(Thread& other) {
    std::swap(id, other.id);
    std::swap(executed, other.executed);
    frames.swap(other.frames);
    std::swap(frame_count, other.frame_count);
    slots.swap(other.slots);
    exceptions.swap(other.exceptions);
    std::swap(pending, other.pending);
    std::swap(argument_count, other.argument_count);
    std::swap(result_count, other.result_count);
    uncaught.swap(other.uncaught);
    std::swap(passed_probe, other.passed_probe);
    std::swap(passed_breakpoint, other.passed_breakpoint);
    std::swap(inside_operation, other.inside_operation);
    std::swap(has_stepped_frames, other.has_stepped_frames);
    std::swap(host_entry, other.host_entry);
}

Thread Thread::start(Store& store, base::ThreadId id, FunctionReference function,
                     std::span<const Slot> arguments) {
    const wasm::FunctionType& type = store.type_of(function);
    INTERLEAVE_ASSERT(arguments.size() == type.parameters.size());
    Thread thread;
    thread.id = id;
    thread.result_count = static_cast<uint32_t>(type.results.size());
    thread.frames.resize(FirstFrames);
    thread.frames[0] = {&FinishOperation, nullptr, 0, function.instance};
    thread.frame_count = 1;
    size_t slots = std::max({FirstSlots, type.parameters.size(), type.results.size()});
    if (function.is_host()) {
        thread.host_entry = function;
    } else {
        Program& program = *store.instance(function.instance).program;
        const Code& code = program.code(CodeForm::Fused, {function.function});
        slots = std::max<size_t>(slots, code.frame_bytes / sizeof(Slot));
        thread.frames[1] = {code.operations.data(), &code, 0, function.instance};
        thread.frame_count = 2;
    }
    thread.slots.resize(slots);
    std::copy(arguments.begin(), arguments.end(), thread.slots.begin());
    return thread;
}

void Thread::answer(std::span<const Slot> results_) {
    INTERLEAVE_ASSERT(pending.has_value() && pending->count == results_.size());
    if (slots.size() < pending->slot + results_.size())
        slots.resize(pending->slot + results_.size());
    std::copy(results_.begin(), results_.end(), slots.begin() + pending->slot);
    pending.reset();
}

std::optional<Slot> Thread::local(size_t level, uint32_t index) const {
    const Frame& at = frame(level);
    if (at.code == nullptr || index >= at.code->local_count) return std::nullopt;
    const uint32_t slot = index < at.code->near_locals
                              ? index
                              : at.code->far_locals_at + (index - at.code->near_locals);
    const size_t place = at.base / sizeof(Slot) + slot;
    if (place >= slots.size()) return std::nullopt;
    return slots[place];
}

size_t Thread::slots_in_use() const {
    size_t used = result_count;
    if (pending) used = pending->slot + std::max(argument_count, pending->count);
    if (host_entry) used = std::max<size_t>(used, FirstSlots);
    if (frame_count > 1) {
        const Frame& top = frames[frame_count - 1];
        used = std::max<size_t>(used, (top.base + top.code->frame_bytes) / sizeof(Slot));
    }
    return std::min(used, slots.size());
}

}  // namespace interleave::machine
