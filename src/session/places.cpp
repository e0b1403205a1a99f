#include "session/places.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
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
    registers.local = [&thread, level](uint32_t index) -> std::optional<uint64_t> {
        return thread.machine.local(level, index);
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

// The way from a value to what is at the address: "account.balance", "head->next->value", "numbers[2]".
struct Search {
    base::Address address;
    bool whole = false;  // what begins there, not its first member
    // Whether the address is in the same block of the heap as the other one; may be null.
    std::function<bool(uint32_t)> is_in_block_of;

    bool is_in(const dwarf::PrintedValue& value) const {
        return value.address && address.value - value.address->value < std::max(value.size, 1u) &&
               address >= *value.address;
    }

    // `path` is what the value is called. "" if it does not lead there.
    std::string within(const dwarf::PrintedValue& value, const std::string& path) const {
        const bool is_map =
            value.type.starts_with("std::map<") || value.type.starts_with("std::unordered_map<");
        // What a pointer points to is (*path), whose members are path->member.
        const bool is_pointee = value.name == "*";
        const std::string object = is_pointee ? "(*" + path + ")" : path;
        for (const dwarf::PrintedValue& child : value.children) {
            if (child.name == "*") {
                const std::string found = behind(child, object);
                if (!found.empty()) return found;
                continue;
            }
            std::string here = path + (is_pointee ? "->" : ".") + child.name;
            if (child.name.starts_with("[")) here = object + child.name;
            if (is_map) here = object + "[" + child.name + "]";
            const std::string found = at(child, here, here);
            if (!found.empty()) return found;
        }
        return "";
    }

    // Of what the pointer of this name points to, perhaps the first of several.
    std::string behind(const dwarf::PrintedValue& pointee, const std::string& pointer) const {
        const std::string found = at(pointee, pointer, "*" + pointer);
        if (!found.empty() || !pointee.address || pointee.size == 0 || address < *pointee.address)
            return found;
        if (is_in_block_of == nullptr || !is_in_block_of(pointee.address->value)) return "";
        return pointer + "[" +
               std::to_string((address.value - pointee.address->value) / pointee.size) + "]";
    }

    std::string at(const dwarf::PrintedValue& value, const std::string& path,
                   const std::string& name) const {
        if (whole && value.address == address) return name;
        const std::string found = within(value, path);
        return found.empty() && !whole && is_in(value) ? name : found;
    }
};

}  // namespace

std::string Places::find_from(const GuestThread& thread, uint32_t address, bool whole) const {
    constexpr dwarf::ValueLimits Limits{.elements = 1'000, .values = 10'000};
    Search search{{address}, whole, nullptr};
    if (m_notes != nullptr) {
        search.is_in_block_of = [&,
                                 memory = m_world.process(thread.process).memory](uint32_t other) {
            return m_notes->are_in_one_block(memory, other, address);
        };
    }
    const auto find_in = [&](const std::vector<dwarf::Variable>& variables, base::CodeOffset offset,
                             const dwarf::Registers& registers) {
        const dwarf::ValuePrinter printer(m_debug, memory_of(m_world, thread.process), Limits);
        std::string found;
        for (size_t i = variables.size(); i-- > 0 && found.empty();) {
            if (!variables[i].is_initialised) continue;
            found = search.at(printer.print(variables[i], offset, registers), variables[i].name,
                              variables[i].name);
        }
        return found;
    };
    for (size_t level = 0; level < thread.machine.depth(); ++level) {
        const std::optional<machine::CodePosition> code = machine::position(thread.machine, level);
        const dwarf::Function* function = code ? m_debug.function_at(code->offset) : nullptr;
        if (function == nullptr || !function->is_user) continue;
        const std::string found = find_in(dwarf::visible_variables(m_debug, code->offset),
                                          code->offset, registers_of(m_world, thread, level));
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
    const std::string given = m_notes == nullptr ? "" : m_notes->name(process, address);
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
