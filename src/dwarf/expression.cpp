#include "dwarf/expression.hpp"

#include <algorithm>
#include <cstring>

#include "base/bytes.hpp"

namespace interleave::dwarf {
namespace {

using base::ByteReader;

// Loops are possible (DW_OP_skip); no compiler writes them.
constexpr int MostOperations = 1000;
constexpr size_t DeepestStack = 256;
constexpr size_t LargestPiece = 4096;

// 7.7.1, table 7.9
enum Op : uint8_t {
    Addr = 0x03,
    Deref = 0x06,
    Const1u = 0x08,
    Const1s = 0x09,
    Const2u = 0x0a,
    Const2s = 0x0b,
    Const4u = 0x0c,
    Const4s = 0x0d,
    Const8u = 0x0e,
    Const8s = 0x0f,
    Constu = 0x10,
    Consts = 0x11,
    Dup = 0x12,
    Drop = 0x13,
    Over = 0x14,
    Pick = 0x15,
    Swap = 0x16,
    Abs = 0x19,
    And = 0x1a,
    Div = 0x1b,
    Minus = 0x1c,
    Mod = 0x1d,
    Mul = 0x1e,
    Neg = 0x1f,
    Not = 0x20,
    Or = 0x21,
    Plus = 0x22,
    PlusUconst = 0x23,
    Shl = 0x24,
    Shr = 0x25,
    Shra = 0x26,
    Xor = 0x27,
    Bra = 0x28,
    Eq = 0x29,
    Ge = 0x2a,
    Gt = 0x2b,
    Le = 0x2c,
    Lt = 0x2d,
    Ne = 0x2e,
    Skip = 0x2f,
    Lit0 = 0x30,
    Lit31 = 0x4f,
    Fbreg = 0x91,
    Piece = 0x93,
    DerefSize = 0x94,
    Nop = 0x96,
    ImplicitValue = 0x9e,
    StackValue = 0x9f,
    Addrx = 0xa1,
    Constx = 0xa2,
    Convert = 0xa8,
    WasmLocation = 0xed,
};

class Evaluator {
public:
    Evaluator(std::span<const uint8_t> expression, const ExpressionContext& context)
        : m_reader(expression), m_context(context) {}

    Location run() {
        for (int i = 0; i < MostOperations && !m_reader.at_end(); ++i) {
            if (!step() || m_reader.failed() || m_stack.size() > DeepestStack) return {};
        }
        if (!m_reader.at_end()) return {};
        if (m_has_pieces) return {Location::Kind::Bytes, 0, std::move(m_bytes)};
        return current();
    }

private:
    // What the stack's top describes, by the last operations.
    Location current() const {
        if (m_implicit) return {Location::Kind::Bytes, 0, *m_implicit};
        if (m_stack.empty()) return {};
        return {m_is_value ? Location::Kind::Value : Location::Kind::Memory, m_stack.back(), {}};
    }

    bool push(std::optional<uint64_t> value) {
        if (!value) return false;
        m_stack.push_back(*value);
        return true;
    }

    bool pop(uint64_t& value) {
        if (m_stack.empty()) return false;
        value = m_stack.back();
        m_stack.pop_back();
        return true;
    }

    bool step() {
        uint8_t op = m_reader.u8();
        if (op >= Lit0 && op <= Lit31) return push(op - Lit0);
        switch (op) {
            case Addr:
                return push(m_context.unit.address_size == 8 ? m_reader.u64() : m_reader.u32());
            case Addrx:
            case Constx:
                return push(
                    indexed_address(m_reader.leb_u64(), m_context.unit, m_context.sections));
            case Const1u:
                return push(m_reader.u8());
            case Const1s:
                return push(static_cast<uint64_t>(static_cast<int8_t>(m_reader.u8())));
            case Const2u:
                return push(m_reader.u16());
            case Const2s:
                return push(static_cast<uint64_t>(static_cast<int16_t>(m_reader.u16())));
            case Const4u:
                return push(m_reader.u32());
            case Const4s:
                return push(static_cast<uint64_t>(static_cast<int32_t>(m_reader.u32())));
            case Const8u:
            case Const8s:
                return push(m_reader.u64());
            case Constu:
                return push(m_reader.leb_u64());
            case Consts:
                return push(static_cast<uint64_t>(m_reader.leb_s64()));
            case Fbreg: {
                int64_t offset = m_reader.leb_s64();
                if (!m_context.frame_base) return false;
                return push(*m_context.frame_base + static_cast<uint64_t>(offset));
            }
            case WasmLocation:
                return wasm_location();
            case Deref:
                return dereference(4);
            case DerefSize:
                return dereference(m_reader.u8());
            case Bra:
            case Skip:
                return jump(op == Bra);
            case Piece:
                return piece(m_reader.leb_u64());
            case ImplicitValue: {
                std::span<const uint8_t> bytes = m_reader.bytes(m_reader.leb_u64());
                m_implicit.emplace(bytes.begin(), bytes.end());
                return true;
            }
            case StackValue:
                m_is_value = true;
                return true;
            case Convert:
                m_reader.leb_u64();
                return !m_stack.empty();
            case Nop:
                return true;
            case PlusUconst: {
                uint64_t top = 0, added = m_reader.leb_u64();
                return pop(top) && push(top + added);
            }
            case Dup:
            case Drop:
            case Over:
            case Pick:
            case Swap:
                return rearrange(op);
            case Abs:
            case Neg:
            case Not:
                return unary(op);
            default:
                return binary(op);
        }
    }

    bool wasm_location() {
        const Registers& registers = m_context.registers;
        uint8_t kind = m_reader.u8();
        uint32_t index = kind == 3 ? m_reader.u32() : m_reader.leb_u32();
        if (m_reader.failed()) return false;
        const auto& source = kind == 0   ? registers.local
                             : kind == 2 ? registers.operand
                                         : registers.global;
        if (kind > 3 || !source) return false;
        // A variable that *is* a local has no address; if more follows, it is a base for arithmetic.
        if (m_reader.at_end()) m_is_value = true;
        return push(source(index));
    }

    bool dereference(uint64_t size) {
        uint64_t address = 0, value = 0;
        if (size > sizeof value || !pop(address) || address > UINT32_MAX || !m_context.read)
            return false;
        uint8_t bytes[sizeof value] = {};
        if (!m_context.read({static_cast<uint32_t>(address)}, std::span(bytes, size))) return false;
        std::memcpy(&value, bytes, sizeof value);
        return push(value);
    }

    bool jump(bool conditional) {
        int16_t distance = static_cast<int16_t>(m_reader.u16());
        uint64_t condition = 1;
        if (conditional && !pop(condition)) return false;
        if (condition == 0) return true;
        int64_t target = static_cast<int64_t>(m_reader.position()) + distance;
        int64_t end = static_cast<int64_t>(m_reader.position() + m_reader.remaining());
        if (target < 0 || target > end) return false;
        m_reader.seek(static_cast<size_t>(target));
        return true;
    }

    bool piece(uint64_t size) {
        if (size > LargestPiece || m_bytes.size() > LargestPiece) return false;
        Location part = current();
        std::vector<uint8_t> bytes(size);
        if (part.kind == Location::Kind::Value) {
            const auto* raw = reinterpret_cast<const uint8_t*>(&part.value);
            std::copy_n(raw, std::min<size_t>(size, sizeof part.value), bytes.begin());
        } else if (part.kind == Location::Kind::Bytes) {
            std::copy_n(part.bytes.begin(), std::min<size_t>(size, part.bytes.size()),
                        bytes.begin());
        } else if (part.kind == Location::Kind::Memory) {
            if (part.value > UINT32_MAX || !m_context.read) return false;
            if (!m_context.read({static_cast<uint32_t>(part.value)}, bytes)) return false;
        } else {
            return false;  // a piece that was optimised out makes the whole unknown
        }
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
        m_has_pieces = true;
        m_is_value = false;
        m_implicit.reset();
        m_stack.clear();
        return true;
    }

    bool rearrange(uint8_t op) {
        size_t depth = op == Pick ? m_reader.u8() : op == Over ? 1 : 0;
        if (op == Swap) {
            if (m_stack.size() < 2) return false;
            std::swap(m_stack.back(), m_stack[m_stack.size() - 2]);
            return true;
        }
        if (depth >= m_stack.size()) return false;
        if (op == Drop) {
            m_stack.pop_back();
            return true;
        }
        return push(m_stack[m_stack.size() - 1 - depth]);
    }

    bool unary(uint8_t op) {
        uint64_t x = 0;
        if (!pop(x)) return false;
        if (op == Not) return push(~x);
        bool negate = op == Neg || static_cast<int64_t>(x) < 0;
        return push(negate ? uint64_t{0} - x : x);
    }

    bool binary(uint8_t op) {
        uint64_t y = 0, x = 0;
        if (!pop(y) || !pop(x)) return false;
        int64_t sy = static_cast<int64_t>(y), sx = static_cast<int64_t>(x);
        switch (op) {
            case And:
                return push(x & y);
            case Or:
                return push(x | y);
            case Xor:
                return push(x ^ y);
            case Plus:
                return push(x + y);
            case Minus:
                return push(x - y);
            case Mul:
                return push(x * y);
            case Div:
                if (y == 0) return false;
                return push(sy == -1 ? uint64_t{0} - x : static_cast<uint64_t>(sx / sy));
            case Mod:
                return y != 0 && push(x % y);
            case Shl:
                return push(y < 64 ? x << y : 0);
            case Shr:
                return push(y < 64 ? x >> y : 0);
            case Shra:
                return push(static_cast<uint64_t>(sx >> (y < 63 ? y : 63)));
            case Eq:
                return push(x == y);
            case Ne:
                return push(x != y);
            case Ge:
                return push(sx >= sy);
            case Gt:
                return push(sx > sy);
            case Le:
                return push(sx <= sy);
            case Lt:
                return push(sx < sy);
            default:
                return false;
        }
    }

    ByteReader m_reader;
    const ExpressionContext& m_context;
    std::vector<uint64_t> m_stack;
    std::vector<uint8_t> m_bytes;
    std::optional<std::vector<uint8_t>> m_implicit;
    bool m_is_value = false;
    bool m_has_pieces = false;
};

}  // namespace

Location evaluate(std::span<const uint8_t> expression, const ExpressionContext& context) {
    return Evaluator(expression, context).run();
}

std::optional<uint32_t> fixed_address(const Value& location, const Unit& unit,
                                      const DebugSections& sections) {
    if (!location.is_expression()) return std::nullopt;
    ByteReader reader(location.block);
    std::optional<uint64_t> address;
    uint8_t op = reader.u8();
    if (op == Addr) address = unit.address_size == 8 ? reader.u64() : reader.u32();
    if (op == Addrx) address = indexed_address(reader.leb_u64(), unit, sections);
    if (reader.failed() || !reader.at_end() || !address || *address > UINT32_MAX)
        return std::nullopt;
    return static_cast<uint32_t>(*address);
}

bool is_thread_local(const Value& location) {
    // DW_OP_WASM_location, global, index, …
    if (!location.is_expression() || location.block.size() < 3) return false;
    bool is_global = location.block[1] == 1 || location.block[1] == 3;
    return location.block[0] == WasmLocation && is_global;
}

}  // namespace interleave::dwarf
