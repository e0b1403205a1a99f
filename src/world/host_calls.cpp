// What the program calls of its host: decoded here into a pending call, or answered on the spot where no other
// thread can notice (the heap, the clock, random numbers).

#include <algorithm>

#include "base/hash.hpp"
#include "world/journal.hpp"

namespace interleave::world {

using machine::Slot;
using trace::EventKind;

namespace {

// The modelled heap lives in the process's memory.
class GuestHeapMemory : public HeapMemory {
public:
    explicit GuestHeapMemory(machine::Memory& memory) : m_memory(memory) {}
    uint32_t load(uint32_t address) override {
        uint32_t value = 0;
        m_memory.note_read(address, sizeof value);
        std::memcpy(&value, m_memory.data() + address, sizeof value);
        return value;
    }
    void store(uint32_t address, uint32_t value) override {
        m_memory.mark_written(address, sizeof value);
        std::memcpy(m_memory.data() + address, &value, sizeof value);
    }
    uint64_t size() override { return m_memory.byte_size(); }
    bool grow_to(uint64_t size) override {
        if (size <= m_memory.byte_size()) return true;
        uint64_t missing = size - m_memory.byte_size();
        return m_memory.grow(
                   static_cast<uint32_t>((missing + wasm::PageSize - 1) / wasm::PageSize)) >= 0;
    }

private:
    machine::Memory& m_memory;
};

// 2026-01-01 00:00:00 UTC: the wall clock of every lab run begins there.
constexpr int64_t WallClockStart = 1767225600ll * 1'000'000'000;

using wasm::ValueType;

// A function of the right name and another type is not ours either.
HostImport host_import(const std::string& name, const wasm::FunctionType& type) {
    constexpr ValueType I = ValueType::I32;
    constexpr ValueType L = ValueType::I64;
    struct Offered {
        const char* name;
        HostImport import;
        wasm::FunctionType type;
    };
    static const Offered All[] = {
        {"interleave.operation", HostImport::Operation, {{I, I, I, L}, {I}}},
        {"wasi.thread-spawn", HostImport::Spawn, {{I}, {I}}},
        {"wasi_snapshot_preview1.proc_exit", HostImport::ProcExit, {{I}, {}}},
        {"wasi_snapshot_preview1.fd_write", HostImport::FdWrite, {{I, I, I, I}, {I}}},
        {"wasi_snapshot_preview1.fd_read", HostImport::FdRead, {{I, I, I, I}, {I}}},
        {"wasi_snapshot_preview1.fd_seek", HostImport::FdSeek, {{I, L, I, I}, {I}}},
        {"wasi_snapshot_preview1.fd_close", HostImport::FdClose, {{I}, {I}}},
        {"wasi_snapshot_preview1.fd_fdstat_get", HostImport::FdStat, {{I, I}, {I}}},
        {"wasi_snapshot_preview1.clock_time_get", HostImport::ClockTimeGet, {{I, L, I}, {I}}},
        {"wasi_snapshot_preview1.random_get", HostImport::RandomGet, {{I, I}, {I}}},
    };
    for (const Offered& offered : All) {
        if (name == offered.name && type == offered.type) return offered.import;
    }
    return HostImport::Unknown;
}

template <typename Number>
bool put(machine::Memory& memory, uint32_t address, Number value) {
    return memory.write(address, {reinterpret_cast<const uint8_t*>(&value), sizeof value});
}

}  // namespace

std::string World::text_at(const GuestThread& thread, uint32_t address) {
    constexpr size_t Longest = 256;
    const machine::Memory& memory = m_store->memory(process_of(thread).memory);
    std::string text;
    while (text.size() < Longest && memory.in_bounds(address, 1) && memory.data()[address] != 0) {
        text.push_back(static_cast<char>(memory.data()[address++]));
    }
    return text;
}

std::optional<machine::External> World::offer(const wasm::Module& module,
                                              const wasm::Import& import) {
    if (import.kind == wasm::ExternalKind::Global) {
        if (import.module != "interleave" || import.name != "lab") return std::nullopt;
        return m_store->add_global(module.globals[import.index].type, Slot{1});
    }
    if (import.kind != wasm::ExternalKind::Function) return std::nullopt;
    const wasm::FunctionType& type = module.types[module.functions[import.index].type_index];
    std::string name = std::string(import.module) + "." + std::string(import.name);
    m_imports.push_back(host_import(name, type));
    return m_store->add_host_function(std::move(name), type);
}

void World::reject(GuestThread& thread, std::string message) {
    m_state.outcome =
        Outcome{OutcomeKind::Invalid, 0, thread.id, machine::TrapKind::None, std::move(message)};
    thread.phase = Phase::Failed;
}

bool World::host_call(GuestThread& thread, machine::FunctionReference function) {
    std::span<const Slot> arguments = thread.machine.arguments();
    auto word = [&](size_t i) {
        return i < arguments.size() ? static_cast<uint32_t>(arguments[i]) : 0u;
    };
    auto pend = [&](CallKind kind) {
        thread.pending = PendingCall{};
        thread.pending.kind = kind;
        thread.pending.call.object = word(0);
        thread.pending.call.argument = word(1);
        thread.pending.extra[0] = word(2);
        thread.pending.extra[1] = word(3);
        thread.phase = Phase::AtCall;
        return false;
    };
    auto answer = [&](uint32_t result) {
        thread.machine.answer(Slot{result});
        return true;
    };
    machine::Memory& memory = memory_of(thread);

    switch (m_imports[function.function]) {
        case HostImport::Operation: {
            if (operation_name(word(0)) == nullptr) {
                reject(thread, "The program asks for operation " + std::to_string(word(0)) +
                                   ", which this version does not know. Build it again with it.");
                return false;
            }
            Call call{static_cast<Operation>(word(0)), word(1), word(2),
                      static_cast<int64_t>(arguments[3])};
            if (invisible_operation(thread, call)) return true;
            if (changes_nothing(call.operation)) {
                ++m_operations_answered;
                return answer(0);
            }
            thread.pending = PendingCall{};
            thread.pending.call = call;
            thread.phase = Phase::AtCall;
            return false;
        }
        case HostImport::Spawn:
            return pend(CallKind::Spawn);
        case HostImport::ProcExit:
            return pend(CallKind::Exit);
        case HostImport::FdWrite:
            return pend(CallKind::Write);
        case HostImport::FdRead:
            return pend(CallKind::Read);
        case HostImport::FdSeek:
            return answer(word(0) <= 2 ? Espipe : Ebadf);
        case HostImport::FdClose:
            return answer(word(0) <= 2 ? 0 : Ebadf);
        case HostImport::FdStat: {
            // A character device with all rights (WASI preview 1, fdstat).
            if (word(0) > 2) return answer(Ebadf);
            const uint64_t stat[3] = {2, ~uint64_t{0}, ~uint64_t{0}};
            bool fits =
                memory.write(word(1), {reinterpret_cast<const uint8_t*>(stat), sizeof stat});
            return answer(fits ? 0 : Efault);
        }
        case HostImport::ClockTimeGet: {
            m_was_pure = false;
            constexpr uint32_t Realtime = 0;
            int64_t now = time_within(thread) + (word(0) == Realtime ? WallClockStart : 0);
            return answer(put(memory, word(2), now) ? 0 : Efault);
        }
        case HostImport::RandomGet:
            m_was_pure = false;
            if (!memory.in_bounds(word(0), word(1))) return answer(Efault);
            memory.mark_written(word(0), word(1));
            for (uint32_t i = 0; i < word(1); ++i) {
                thread.random_state += 0x9e3779b97f4a7c15ull;
                memory.data()[word(0) + i] = static_cast<uint8_t>(base::mix64(thread.random_state));
            }
            return answer(0);
        case HostImport::Unknown:
            break;
    }
    reject(thread, "The program calls " + m_store->host_function(function).name +
                       ", which no machine here offers. Build it with `interleave build`.");
    return false;
}

// Explorers have no use for these; who records a run has.
bool World::changes_nothing(Operation operation) const {
    if (m_journal == nullptr || m_options.watch_coroutines) return false;
    return operation == Operation::note || operation == Operation::thread_yield ||
           operation == Operation::thread_exiting;
}

bool World::invisible_operation(GuestThread& thread, const Call& call) {
    GuestHeapMemory memory(memory_of(thread));
    Heap heap(process_of(thread).heap_base);
    uint32_t result = 0;
    Misuse found = Misuse::None;
    switch (call.operation) {
        case Operation::heap_allocate:
            result = heap.allocate(memory, thread.id, call.argument, call.object);
            if (result != 0 && m_observer != nullptr) {
                m_observer->on_allocate(process_of(thread).memory, result, call.argument);
            }
            coroutine_allocates(thread, result);
            break;
        case Operation::heap_free: {
            coroutine_frees(thread, call.object);
            const uint32_t size = m_observer == nullptr ? 0 : heap.usable_size(memory, call.object);
            if (!heap.free(memory, thread.id, call.object, found)) {
                misuse(thread, found, call.object);
                result = Einval;
            } else if (size != 0) {
                m_observer->on_free(process_of(thread).memory, call.object, size, thread);
            }
            break;
        }
        case Operation::heap_size:
            result = heap.usable_size(memory, call.object);
            break;
        case Operation::process_self:
            result = thread.process;
            break;
        case Operation::process_argument:
            m_was_pure = false;
            result = copy_argument(thread, call.object, call.argument);
            break;
        default:
            return false;
    }
    thread.machine.answer(Slot{result});
    return true;
}

}  // namespace interleave::world
