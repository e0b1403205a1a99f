#include "dwarf/guards.hpp"

#include <algorithm>
#include <utility>

#include "base/bytes.hpp"
#include "dwarf/instructions.hpp"

namespace interleave::dwarf {
namespace {

constexpr uint8_t AtomicPrefix = 0xfe;
constexpr uint32_t AtomicLoad8 = 0x12;  // i32.atomic.load8_u
constexpr uint32_t GuardSize = 4;
constexpr uint32_t LeastAddress = 1024;  // below lie no variables: it is a member's offset

// The constant part of the address that the instruction reads, if it looks at an atomic byte.
uint32_t atomic_byte(std::span<const uint8_t> code, const Instruction& instruction) {
    if (instruction.opcode != AtomicPrefix || instruction.extended != AtomicLoad8) return 0;
    base::ByteReader reader(code.subspan(instruction.offset, instruction.end - instruction.offset));
    reader.u8();
    reader.leb_u32();
    reader.leb_u32();  // alignment
    const uint32_t offset = reader.leb_u32();
    return reader.failed() ? 0 : offset;
}

// What the guard at the address is called; "" if another object is there. A variable and its guard lie next to each other.
std::string name_of_guard(const std::vector<Object>& objects, uint32_t address) {
    auto after = std::upper_bound(
        objects.begin(), objects.end(), address,
        [](uint32_t value, const Object& object) { return value < object.address.value; });
    const std::string unknown = "a static variable";
    if (after == objects.begin()) return unknown;
    const Object& object = *std::prev(after);
    const uint64_t end = uint64_t{object.address.value} + object.size;
    if (address < end) return "";
    return address - end < GuardSize ? "static " + object.name : unknown;
}

}  // namespace

std::vector<Object> find_guards(const Sections& sections, const std::vector<Function>& functions,
                                const std::vector<Object>& objects) {
    std::vector<Object> guards;
    for (const Function& function : functions) {
        if (function.entry == NoEntry) continue;
        auto body = std::lower_bound(
            sections.functions.begin(), sections.functions.end(), function.start,
            [](const FunctionBody& each, uint32_t start) { return each.start < start; });
        if (body == sections.functions.end() || body->start != function.start) continue;
        for (uint32_t at = body->first_instruction; at < body->end;) {
            base::Result<Instruction> instruction = read_instruction(sections.code, at);
            if (!instruction) break;
            at = instruction->end;
            const uint32_t address = atomic_byte(sections.code, *instruction);
            if (address < LeastAddress) continue;
            std::string name = name_of_guard(objects, address);
            if (!name.empty())
                guards.push_back(
                    {.name = std::move(name), .type = "", .address = {address}, .size = GuardSize});
        }
    }
    std::sort(guards.begin(), guards.end(),
              [](const Object& a, const Object& b) { return a.address < b.address; });
    auto same = [](const Object& a, const Object& b) { return a.address == b.address; };
    guards.erase(std::unique(guards.begin(), guards.end(), same), guards.end());
    return guards;
}

}  // namespace interleave::dwarf
