// Standard input, output and error of a guest (WASI preview 1: fd_read, fd_write).

#include <algorithm>
#include <cstring>

#include "world/world.hpp"

namespace interleave::world {

using trace::EventKind;

namespace {

struct Vector {
    uint32_t address;
    uint32_t size;
};

// The n-th of the program's list of buffers.
bool vector_at(const machine::Memory& memory, uint32_t list, uint32_t n, Vector& out) {
    uint8_t bytes[8];
    if (!memory.read(uint64_t{list} + uint64_t{n} * 8, bytes)) return false;
    std::memcpy(&out.address, bytes, 4);
    std::memcpy(&out.size, bytes + 4, 4);
    return memory.in_bounds(out.address, out.size);
}

}  // namespace

void World::write(GuestThread& thread) {
    const uint32_t descriptor = thread.pending.call.object;
    const uint32_t list = thread.pending.call.argument;
    const uint32_t count = thread.pending.extra[0];
    if (descriptor != 1 && descriptor != 2) return resume(thread, Ebadf);

    machine::Memory& memory = memory_of(thread);
    drop_undone_output();
    const size_t before = m_output.size();
    for (uint32_t i = 0; i < count; ++i) {
        Vector part;
        if (!vector_at(memory, list, i, part)) {
            m_output.resize(before);
            return resume(thread, Efault);
        }
        memory.note_read(part.address, part.size);
        const auto* data = reinterpret_cast<const char*>(memory.data()) + part.address;
        size_t room =
            m_options.output_bytes - std::min(m_options.output_bytes, uint64_t{m_output.size()});
        m_output.insert(m_output.end(), data, data + std::min<size_t>(part.size, room));
        if (part.size > room) {
            m_state.outcome = Outcome{
                OutcomeKind::OutputLimit, 0, thread.id, machine::TrapKind::None,
                "The program wrote more than " + std::to_string(m_options.output_bytes >> 20) +
                    " MB of output; the run was ended."};
            break;
        }
    }
    uint32_t written = finish_output(descriptor, before);
    report(thread, EventKind::output, descriptor, written);
    bool fits =
        memory.write(thread.pending.extra[1], {reinterpret_cast<const uint8_t*>(&written), 4});
    resume(thread, fits ? 0 : Efault);
}

// What a run that was undone had written is gone.
void World::drop_undone_output() { m_output.resize(m_state.output_size); }

// Tells what was appended since `before`; returns its size.
uint32_t World::finish_output(uint32_t descriptor, size_t before) {
    m_state.output_size = m_output.size();
    auto written = static_cast<uint32_t>(m_output.size() - before);
    if (m_observer != nullptr) {
        const auto* data = reinterpret_cast<const uint8_t*>(m_output.data()) + before;
        m_observer->on_output(static_cast<int>(descriptor), {data, written});
    }
    return written;
}

void World::read(GuestThread& thread) {
    if (thread.pending.call.object != 0) return resume(thread, Ebadf);
    if (!input_available()) {
        report(thread, EventKind::input_begin, 0);
        return wait(thread, Wait{WaitingFor::Input, 0});
    }
    machine::Memory& memory = memory_of(thread);
    uint32_t total = 0;
    for (uint32_t i = 0; i < thread.pending.extra[0]; ++i) {
        Vector part;
        if (!vector_at(memory, thread.pending.call.argument, i, part))
            return resume(thread, Efault);
        auto left = static_cast<uint32_t>(m_input.size() - m_state.input_position);
        uint32_t taken = std::min(part.size, left);
        (void)memory.write(part.address, {m_input.data() + m_state.input_position, taken});
        m_state.input_position += taken;
        total += taken;
        if (taken < part.size) break;
    }
    report(thread, EventKind::input_end, 0, total);
    bool fits =
        memory.write(thread.pending.extra[1], {reinterpret_cast<const uint8_t*>(&total), 4});
    resume(thread, fits ? 0 : Efault);
}

}  // namespace interleave::world
