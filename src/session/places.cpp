#include "session/places.hpp"

#include <cstdio>

#include "dwarf/call_frames.hpp"
#include "machine/program.hpp"
#include "machine/run.hpp"

namespace interleave::session {

using world::GuestThread;
using world::World;

dwarf::ReadMemory memory_of(const World& world, uint32_t process) {
    const machine::Memory& memory = world.store().memory(world.process(process).memory);
    return [&memory](base::Address address, std::span<uint8_t> out) {
        return memory.read(address.value, out);
    };
}

dwarf::Registers registers_of(const World& world, const GuestThread& thread, size_t level) {
    dwarf::Registers registers;
    const machine::Frame frame = thread.machine.frame(level);
    registers.local = [&thread, frame](uint32_t index) -> std::optional<uint64_t> {
        if (frame.code == nullptr || index >= frame.code->local_count) return std::nullopt;
        uint32_t slot = index < frame.code->near_locals
                            ? index
                            : frame.code->far_locals_at + (index - frame.code->near_locals);
        size_t place = frame.base / sizeof(machine::Slot) + slot;
        if (place >= thread.machine.slots.size()) return std::nullopt;
        return thread.machine.slots[place];
    };
    registers.global = [&world, frame](uint32_t index) -> std::optional<uint64_t> {
        const machine::Store& store = world.store();
        const machine::Instance& instance = store.instance(frame.instance);
        if (instance.program == nullptr || index >= instance.program->module().globals.size()) {
            return std::nullopt;
        }
        return store.global_value(store.global_of(frame.instance, index));
    };
    return registers;
}

const std::vector<dwarf::NamedPlace>& Places::on_stacks(uint32_t process) const {
    for (const OfProcess& known : m_known) {
        if (known.process == process) return known.places;
    }
    OfProcess& made = m_known.emplace_back(OfProcess{process, {}});
    const dwarf::ReadMemory read = memory_of(m_world, process);
    for (const GuestThread& thread : m_world.threads()) {
        if (thread.process != process || thread.phase == world::Phase::Finished) continue;
        for (size_t level = 0; level < thread.machine.depth(); ++level) {
            std::optional<machine::CodePosition> code = machine::position(thread.machine, level);
            if (!code) continue;
            const dwarf::Function* function = m_debug.function_at(code->offset);
            if (function == nullptr || !function->is_user) continue;
            std::vector<dwarf::NamedPlace> here = dwarf::named_places(
                m_debug, code->offset, registers_of(m_world, thread, level), read);
            made.places.insert(made.places.end(), here.begin(), here.end());
        }
    }
    return made.places;
}

std::string Places::find(uint32_t process, uint32_t address) const {
    std::string global = dwarf::describe_address(m_debug, base::Address{address});
    if (!global.empty()) return global;
    return dwarf::describe_address(m_debug, base::Address{address}, on_stacks(process));
}

std::string Places::name(uint32_t process, uint32_t address) const {
    std::string name = find(process, address);
    if (!name.empty()) return name;
    char text[16];
    std::snprintf(text, sizeof text, "0x%x", address);
    return text;
}

}  // namespace interleave::session
