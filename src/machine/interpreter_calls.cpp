// The interpreter's slow paths for calls: first calls, full stacks, other instances, the host.

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"
#include "machine/interpreter.hpp"
#include "machine/numeric.hpp"

namespace interleave::machine {

namespace {

// The code of a defined function in the form that this run executes.
const CallTarget& decoded_target(Execution& e, FunctionReference function) {
    Program& program = *e.store.instance(function.instance).program;
    (void)program.code(e.form, {function.function});
    return program.target(e.form, function.function - program.module().imported_functions);
}

// The instance's own function `immediate` (Call), or an import (CallImport), or an element.
FunctionReference callee_of(Execution& e) {
    const Operation& operation = *e.ip;
    switch (operation.code) {
        case OperationCode::CallImport:
        case OperationCode::ReturnCallImport:
            return e.instance->functions[operation.immediate];
        default:
            return {e.instance_id,
                    operation.immediate + e.instance->program->module().imported_functions};
    }
}

TrapKind find_element(Execution& e, FunctionReference& function) {
    const Operation& operation = *e.ip;
    TableId id = e.instance->tables[static_cast<uint32_t>(operation.target)];
    const std::vector<Slot>& elements = *e.store.table(id).elements;
    auto index = read_slot<uint32_t>(e.fp + operation.a);
    if (index >= elements.size()) return TrapKind::UndefinedElement;
    if (elements[index] == NullReference) return TrapKind::UninitializedElement;
    function = FunctionReference::from_slot(elements[index]);
    if (e.store.type_id_of(function).value != operation.immediate) {
        return TrapKind::IndirectCallTypeMismatch;
    }
    return TrapKind::None;
}

// The host performs the function: its arguments are at `first`, where its results will be.
void set_host_call(Execution& e, FunctionReference function, uint8_t* first) {
    const wasm::FunctionType& type = e.store.host_function(function).type;
    e.thread.pending = PendingAnswer{static_cast<uint32_t>((first - e.slots) / sizeof(Slot)),
                                     static_cast<uint32_t>(type.results.size())};
    e.thread.argument_count = static_cast<uint32_t>(type.parameters.size());
    e.stop.reason = StopReason::HostCall;
    e.stop.host_function = function;
}

// Begins the frame (already pushed) of a function with its arguments in place.
void enter_function(Execution& e, const CallTarget& target, InstanceId instance, uint8_t* base) {
    e.frame->code = target.code;
    e.frame->base = static_cast<uint32_t>(base - e.slots);
    e.frame->instance = instance;
    std::memset(base + target.zero_begin, 0, target.zero_bytes);
    e.fp = base;
    e.ip = target.entry;
    if (instance != e.instance_id) e.enter_instance(instance);
}

Next call_function(Execution& e, FunctionReference function) {
    uint8_t* arguments = e.fp + e.ip->d;
    if (function.is_host()) {
        set_host_call(e, function, arguments);
        ++e.ip;
        return Next::Stop;
    }
    const CallTarget& target = decoded_target(e, function);
    if (!reserve_stack(e, arguments, target.frame_bytes)) {
        return trap(e, TrapKind::CallStackExhausted);
    }
    arguments = e.fp + e.ip->d;
    e.frame->ip = e.ip + 1;
    ++e.frame;
    enter_function(e, target, function.instance, arguments);
    return Next::Operation;
}

}  // namespace

bool reserve_stack(Execution& e, uint8_t* first, uint32_t bytes) {
    Thread& thread = e.thread;
    auto offset = static_cast<size_t>(first - e.slots);
    auto fp_offset = static_cast<size_t>(e.fp - e.slots);
    auto depth = static_cast<size_t>(e.frame - thread.frames.data());
    size_t wanted_slots = (offset + bytes + sizeof(Slot) - 1) / sizeof(Slot);
    size_t wanted_frames = depth + 2;
    if (wanted_slots > e.store.limits().slots || wanted_frames > e.store.limits().frames + 1) {
        return false;
    }
    if (wanted_slots > thread.slots.size()) {
        size_t doubled = std::min<size_t>(thread.slots.size() * 2, e.store.limits().slots);
        thread.slots.resize(std::max(wanted_slots, doubled));
    }
    if (wanted_frames > thread.frames.size()) {
        // Not one more than the limit: calls look at the vector's size alone.
        size_t doubled = std::min<size_t>(thread.frames.size() * 2, e.store.limits().frames + 1);
        thread.frames.resize(std::max(wanted_frames, doubled));
    }
    e.refresh_stacks();
    e.fp = e.slots + fp_offset;
    e.frame = thread.frames.data() + depth;
    return true;
}

Next call_slow(Execution& e) {
    const CallTarget& target = decoded_target(e, callee_of(e));
    if (!reserve_stack(e, e.fp + e.ip->d, target.frame_bytes)) {
        return trap(e, TrapKind::CallStackExhausted);
    }
    return Next::Again;
}

Next call_import(Execution& e) { return call_function(e, callee_of(e)); }

Next call_indirect(Execution& e) {
    FunctionReference function;
    TrapKind problem = find_element(e, function);
    if (problem != TrapKind::None) return trap(e, problem);
    return call_function(e, function);
}

// The callee takes over the frame: its arguments move down to the frame's first slots.
Next return_call(Execution& e) {
    FunctionReference function;
    if (e.ip->code == OperationCode::ReturnCallIndirect) {
        TrapKind problem = find_element(e, function);
        if (problem != TrapKind::None) return trap(e, problem);
    } else {
        function = callee_of(e);
    }
    size_t argument_bytes = e.store.type_of(function).parameters.size() * sizeof(Slot);
    if (function.is_host()) {
        std::memmove(e.fp, e.fp + e.ip->d, argument_bytes);
        set_host_call(e, function, e.fp);
        --e.frame;
        e.ip = e.frame->ip;
        e.fp = e.slots + e.frame->base;
        if (e.frame->instance != e.instance_id) e.enter_instance(e.frame->instance);
        return Next::Stop;
    }
    const CallTarget& target = decoded_target(e, function);
    if (!reserve_stack(e, e.fp, target.frame_bytes)) return trap(e, TrapKind::CallStackExhausted);
    std::memmove(e.fp, e.fp + e.ip->d, argument_bytes);
    enter_function(e, target, function.instance, e.fp);
    return Next::Operation;
}

// The frame has been popped and ip is the caller's.
Next return_to_other_instance(Execution& e) {
    e.fp = e.slots + e.frame->base;
    e.enter_instance(e.frame->instance);
    return Next::Operation;
}

}  // namespace interleave::machine
