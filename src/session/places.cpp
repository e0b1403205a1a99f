#include "session/places.hpp"

#include <cstdio>
#include <optional>

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

namespace {

// The way from a value to the one within it that begins at the address: "account.balance", "head->next->value", "numbers[2]".
// `path` is what the value is called. "" if nothing in it begins there.
std::string way_to(const dwarf::PrintedValue& value, const std::string& path, base::Address address, bool whole) {
    const bool is_map = value.type.starts_with("std::map<") || value.type.starts_with("std::unordered_map<");
    for (const dwarf::PrintedValue& child : value.children) {
        // What a pointer points to is (*path), whose members are path->member.
        const bool is_pointee = child.name == "*";
        const bool follows_pointer = value.name == "*";
        std::string here = path;
        if (is_pointee) {
            here = follows_pointer ? "(*" + path + ")" : path;
        } else if (child.name.starts_with("[")) {
            here = (follows_pointer ? "(*" + path + ")" : path) + child.name;
        } else if (is_map) {
            here = path + "[" + child.name + "]";
        } else {
            here = path + (follows_pointer ? "->" : ".") + child.name;
        }
        const bool is_it = child.address == address;
        if (!is_it || !whole) {
            const std::string within = way_to(child, here, address, whole);
            if (!within.empty()) return within;
        }
        if (is_it) return is_pointee ? "*" + here : here;
    }
    return "";
}

}  // namespace

std::string Places::find_from(const GuestThread& thread, uint32_t address, bool whole) const {
    constexpr dwarf::ValueLimits Limits{.elements = 1'000, .values = 10'000};
    const auto find_in = [&](const std::vector<dwarf::Variable>& variables, base::CodeOffset offset,
                             const dwarf::Registers& registers) {
        const dwarf::ValuePrinter printer(m_debug, memory_of(m_world, thread.process), Limits);
        std::string found;
        for (size_t i = variables.size(); i-- > 0 && found.empty();) {
            if (!variables[i].is_initialised) continue;
            const dwarf::PrintedValue value = printer.print(variables[i], offset, registers);
            found = way_to(value, variables[i].name, {address}, whole);
            if (found.empty() && value.address == base::Address{address}) found = variables[i].name;
        }
        return found;
    };
    for (size_t level = 0; level < thread.machine.depth(); ++level) {
        const std::optional<machine::CodePosition> code = machine::position(thread.machine, level);
        const dwarf::Function* function = code ? m_debug.function_at(code->offset) : nullptr;
        if (function == nullptr || !function->is_user) continue;
        const std::string found = find_in(dwarf::visible_variables(m_debug, code->offset), code->offset,
                                          registers_of(m_world, thread, level));
        if (!found.empty()) return found;
    }
    return find_in(dwarf::global_variables(m_debug), {}, {});
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
    const std::string given = m_given == nullptr ? "" : m_given->find(process, address);
    if (!given.empty()) return given;
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
