#include "wasm/disassembler.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace interleave::wasm {

namespace {

std::string number(uint64_t value) { return std::to_string(value); }

// Shortest decimal that reads back as the same value; NaNs with their payload.
template <typename Float, typename Bits>
std::string floating(Bits bits, int digits, Bits payload_mask) {
    auto value = std::bit_cast<Float>(bits);
    char text[40];
    if (std::isnan(value)) {
        const char* sign = std::signbit(value) ? "-" : "";
        std::snprintf(text, sizeof text, "%snan:0x%llx", sign,
                      static_cast<unsigned long long>(bits & payload_mask));
        return text;
    }
    for (int precision = 1; precision <= digits; ++precision) {
        std::snprintf(text, sizeof text, "%.*g", precision, static_cast<double>(value));
        if (static_cast<Float>(std::strtod(text, nullptr)) == value) break;
    }
    return text;
}

std::string named(std::string_view name, uint32_t index) {
    return name.empty() ? number(index) : "$" + std::string(name);
}

std::string_view global_name(const Module& module, uint32_t index) {
    const std::vector<NamedIndex>& names = module.names.globals;
    auto found = std::lower_bound(
        names.begin(), names.end(), index,
        [](const NamedIndex& entry, uint32_t wanted) { return entry.index < wanted; });
    return found != names.end() && found->index == index ? found->name : std::string_view();
}

std::string block_type(const BlockType& block) {
    switch (block.kind) {
        case BlockType::Kind::Empty:
            return "";
        case BlockType::Kind::Value:
            return " (result " + std::string(name_of(block.value)) + ")";
        case BlockType::Kind::Function:
            return " (type " + number(block.type_index) + ")";
    }
    return "";
}

std::string memory_argument(const OpcodeInfo& info, const Instruction& instruction) {
    std::string text;
    if (instruction.memory_offset != 0) text += " offset=" + number(instruction.memory_offset);
    uint64_t alignment = uint64_t{1} << instruction.alignment;
    // The natural alignment goes without saying.
    if (alignment != info.access_bytes) text += " align=" + number(alignment);
    return text;
}

std::string immediates(const Module& module, const OpcodeInfo& info, const Instruction& in) {
    switch (info.immediate) {
        case Immediate::None:
        case Immediate::Memory:
        case Immediate::MemoryMemory:
        case Immediate::ZeroByte:
            return "";
        case Immediate::Block:
            return block_type(in.block);
        case Immediate::LabelTable: {
            std::string text;
            for (uint32_t label : in.labels) text += " " + number(label);
            return text + " " + number(in.second);
        }
        case Immediate::Function:
            return " " + named(module.name_of({in.index}), in.index);
        case Immediate::Global:
            return " " + named(global_name(module, in.index), in.index);
        case Immediate::TypeTable:
            return " " + number(in.second) + " (type " + number(in.index) + ")";
        case Immediate::TableTable:
            return " " + number(in.index) + " " + number(in.second);
        case Immediate::ElementTable:
            return " " + number(in.second) + " " + number(in.index);
        case Immediate::Label:
        case Immediate::Local:
        case Immediate::Table:
        case Immediate::Element:
        case Immediate::DataMemory:
        case Immediate::Data:
        case Immediate::Tag:
            return " " + number(in.index);
        case Immediate::MemArg:
            return memory_argument(info, in);
        case Immediate::I32:
            return " " + std::to_string(static_cast<int32_t>(static_cast<uint32_t>(in.constant)));
        case Immediate::I64:
            return " " + std::to_string(static_cast<int64_t>(in.constant));
        case Immediate::F32:
            return " " + floating<float, uint32_t>(static_cast<uint32_t>(in.constant), 9, 0x7fffff);
        case Immediate::F64:
            return " " + floating<double, uint64_t>(in.constant, 17, 0xf'ffff'ffff'ffff);
        case Immediate::RefType:
            return in.reference == ValueType::FuncRef ? " func" : " extern";
        case Immediate::SelectTypes: {
            std::string text = " (result";
            for (ValueType type : in.types) text += " " + std::string(name_of(type));
            return text + ")";
        }
    }
    INTERLEAVE_ASSERT(false);
    return "";
}

}  // namespace

std::string disassemble(const Module& module, const Instruction& instruction) {
    const OpcodeInfo& info = describe(instruction.opcode);
    return std::string(info.text) + immediates(module, info, instruction);
}

base::Result<Instruction> instruction_at(const Module& module, uint32_t offset) {
    std::optional<base::FunctionIndex> function = module.function_at(offset);
    if (!function) return base::Error{"no function's body is at this offset", offset};
    uint32_t end = module.functions[function->value].body.end;
    InstructionReader reader(module.bytes, {offset, end});
    Instruction instruction;
    if (!reader.next(instruction)) return reader.error();
    return instruction;
}

}  // namespace interleave::wasm
