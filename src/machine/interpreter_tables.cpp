// The interpreter's slow paths for tables, for whole ranges of memory, and for atomic wait and notify.
// Core spec 4.4.6 and 4.4.7: a range is checked as a whole before anything is written.

#include <algorithm>
#include <cstring>

#include "base/assert.hpp"
#include "machine/interpreter.hpp"
#include "machine/numeric.hpp"

namespace interleave::machine {

namespace {

struct ThreeOperands {
    uint32_t first, second, third;
};

ThreeOperands three_operands(const Execution& e) {
    const uint8_t* slot = e.fp + e.ip->a;
    return {read_slot<uint32_t>(slot), read_slot<uint32_t>(slot + sizeof(Slot)),
            read_slot<uint32_t>(slot + 2 * sizeof(Slot))};
}

bool fits(uint64_t first, uint64_t count, uint64_t size) { return first + count <= size; }

Next done(Execution& e) {
    ++e.ip;
    return Next::Operation;
}

Next table_grow(Execution& e, TableId id) {
    const Table& table = e.store.table(id);
    auto more = read_slot<uint32_t>(e.fp + e.ip->b);
    uint64_t size = table.elements->size();
    uint64_t maximum = std::min<uint64_t>(table.type.limits.maximum.value_or(UINT32_MAX),
                                          e.store.limits().table_elements);
    if (size + more > maximum) {
        write_slot<uint32_t>(e.fp + e.ip->d, UINT32_MAX);
        return done(e);
    }
    auto value = read_slot<uint64_t>(e.fp + e.ip->a);
    e.store.writable_table(id).resize(size + more, value);
    write_slot(e.fp + e.ip->d, static_cast<uint32_t>(size));
    return done(e);
}

Next table_fill(Execution& e, TableId id) {
    ThreeOperands range = three_operands(e);
    auto value = read_slot<uint64_t>(e.fp + e.ip->a + sizeof(Slot));
    std::vector<Slot>& elements = e.store.writable_table(id);
    if (!fits(range.first, range.third, elements.size())) {
        return trap(e, TrapKind::OutOfBoundsTableAccess);
    }
    std::fill_n(elements.begin() + range.first, range.third, value);
    return done(e);
}

Next table_copy(Execution& e, TableId to_id) {
    auto [to, from, count] = three_operands(e);
    TableId from_id = e.instance->tables[static_cast<uint32_t>(e.ip->target)];
    std::vector<Slot>& target = e.store.writable_table(to_id);
    const std::vector<Slot>& source = *e.store.table(from_id).elements;
    if (!fits(to, count, target.size()) || !fits(from, count, source.size())) {
        return trap(e, TrapKind::OutOfBoundsTableAccess);
    }
    if (count != 0) std::memmove(&target[to], &source[from], count * sizeof(Slot));
    return done(e);
}

Next table_init(Execution& e, TableId id) {
    auto [to, from, count] = three_operands(e);
    auto segment = static_cast<uint32_t>(e.ip->target);
    const wasm::ElementSegment& source = e.instance->program->module().elements[segment];
    size_t size = e.instance->dropped_elements[segment] ? 0 : source.items.size();
    std::vector<Slot>& target = e.store.writable_table(id);
    if (!fits(to, count, target.size()) || !fits(from, count, size)) {
        return trap(e, TrapKind::OutOfBoundsTableAccess);
    }
    for (uint32_t i = 0; i < count; ++i) {
        target[to + i] = e.store.evaluate(e.instance_id, source.items[from + i]);
    }
    return done(e);
}

Next memory_grow(Execution& e) {
    int32_t former = e.memory->grow(read_slot<uint32_t>(e.fp + e.ip->a));
    write_slot(e.fp + e.ip->d, static_cast<uint32_t>(former));
    e.refresh_memory();
    return done(e);
}

Next memory_fill(Execution& e) {
    auto [to, value, count] = three_operands(e);
    if (!e.memory->in_bounds(to, count)) return trap(e, TrapKind::OutOfBoundsMemoryAccess);
    if (!observe(e, AccessKind::Write, to, count, value)) return Next::Paused;
    e.memory->mark_written(to, count);
    if (count != 0) std::memset(e.memory_data + to, static_cast<int>(value & 0xff), count);
    return done(e);
}

Next memory_copy(Execution& e) {
    auto [to, from, count] = three_operands(e);
    if (!e.memory->in_bounds(to, count) || !e.memory->in_bounds(from, count)) {
        return trap(e, TrapKind::OutOfBoundsMemoryAccess);
    }
    if (!observe_copy(e, from, to, count)) return Next::Paused;
    e.memory->mark_written(to, count);
    if (count != 0) std::memmove(e.memory_data + to, e.memory_data + from, count);
    return done(e);
}

Next memory_init(Execution& e) {
    auto [to, from, count] = three_operands(e);
    const wasm::Module& module = e.instance->program->module();
    std::span<const uint8_t> source = module.slice(module.data[e.ip->immediate].bytes);
    if (e.instance->dropped_data[e.ip->immediate]) source = {};
    if (!e.memory->in_bounds(to, count) || !fits(from, count, source.size())) {
        return trap(e, TrapKind::OutOfBoundsMemoryAccess);
    }
    if (!observe(e, AccessKind::Write, to, count, 0)) return Next::Paused;
    e.memory->mark_written(to, count);
    if (count != 0) std::memcpy(e.memory_data + to, source.data() + from, count);
    return done(e);
}

}  // namespace

Next table_operation(Execution& e) {
    const Operation& operation = *e.ip;
    if (operation.code == OperationCode::ElemDrop) {
        e.instance->dropped_elements[operation.immediate] = true;
        e.store.changed();
        return done(e);
    }
    TableId id = e.instance->tables[operation.immediate];
    const std::vector<Slot>& elements = *e.store.table(id).elements;
    switch (operation.code) {
        case OperationCode::TableGet: {
            auto index = read_slot<uint32_t>(e.fp + operation.a);
            if (index >= elements.size()) return trap(e, TrapKind::OutOfBoundsTableAccess);
            write_slot(e.fp + operation.d, elements[index]);
            return done(e);
        }
        case OperationCode::TableSet: {
            auto index = read_slot<uint32_t>(e.fp + operation.a);
            if (index >= elements.size()) return trap(e, TrapKind::OutOfBoundsTableAccess);
            e.store.writable_table(id)[index] = read_slot<uint64_t>(e.fp + operation.b);
            return done(e);
        }
        case OperationCode::TableSize:
            write_slot(e.fp + operation.d, static_cast<uint32_t>(elements.size()));
            return done(e);
        case OperationCode::TableGrow:
            return table_grow(e, id);
        case OperationCode::TableFill:
            return table_fill(e, id);
        case OperationCode::TableCopy:
            return table_copy(e, id);
        default:
            return table_init(e, id);
    }
}

Next memory_operation(Execution& e) {
    switch (e.ip->code) {
        case OperationCode::MemoryGrow:
            return memory_grow(e);
        case OperationCode::MemoryFill:
            return memory_fill(e);
        case OperationCode::MemoryCopy:
            return memory_copy(e);
        case OperationCode::MemoryInit:
            return memory_init(e);
        default:
            e.instance->dropped_data[e.ip->immediate] = true;
            e.store.changed();
            return done(e);
    }
}

Next atomic_wait_or_notify(Execution& e) {
    const Operation& operation = *e.ip;
    bool is_notify = operation.code == OperationCode::MemoryAtomicNotify;
    uint8_t bytes = operation.code == OperationCode::MemoryAtomicWait64 ? 8 : 4;
    uint64_t address = uint64_t{read_slot<uint32_t>(e.fp + operation.a)} + operation.immediate;
    if ((address & (bytes - 1u)) != 0) return trap(e, TrapKind::UnalignedAtomic);
    if (!e.memory->in_bounds(address, bytes)) return trap(e, TrapKind::OutOfBoundsMemoryAccess);
    if (!is_notify && !e.memory->is_shared()) return trap(e, TrapKind::ExpectedSharedMemory);

    AtomicWaitRequest request;
    request.memory = {e.instance->memory};
    request.address = static_cast<uint32_t>(address);
    request.bytes = bytes;
    if (is_notify) {
        request.count = read_slot<uint32_t>(e.fp + operation.b);
    } else {
        request.expected = bytes == 8 ? read_slot<uint64_t>(e.fp + operation.b)
                                      : read_slot<uint32_t>(e.fp + operation.b);
        request.timeout_nanoseconds = read_slot<int64_t>(e.fp + operation.c);
    }
    AccessKind kind = is_notify ? AccessKind::AtomicNotify : AccessKind::AtomicWait;
    uint64_t value = is_notify ? request.count : request.expected;
    if (!observe(e, kind, address, bytes, value)) return Next::Paused;

    e.stop.reason = is_notify ? StopReason::AtomicNotify : StopReason::AtomicWait;
    e.stop.wait = request;
    auto slot = static_cast<uint32_t>((e.fp + operation.d - e.slots) / sizeof(Slot));
    e.thread.pending = PendingAnswer{slot, 1};
    e.thread.argument_count = 0;
    ++e.ip;
    return Next::Stop;
}

}  // namespace interleave::machine
