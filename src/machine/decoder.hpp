#pragma once
// From WebAssembly's stack form to the register form. Internal to src/machine: users see Program.
//
// THE IDEA. Decoding runs the operand stack symbolically. An entry of that stack is a slot of its own
// (the value is there), a local (local.get has only been noted), or a constant (likewise). An instruction
// that consumes entries names them directly, so local.get and the constants mostly vanish; local.set renames the
// destination of the operation before it; a comparison and the branch on it become one operation.
//
//   local.get 0  i32.const 4  i32.add  local.set 1     ──▶   I32AddImmediate d=local1 a=local0 4   (weight 4)
//
// WHY IT IS SOUND. (1) An entry that stands for a local is given its own slot before the local is overwritten
// (`keep_aliases`), and at every place where paths meet all entries that paths could treat differently are in their
// own slots (`settle_locals`, `settle`); constants below a block cannot change in it and stay noted. (2) The
// last operation is changed afterwards only while nothing can jump in between (`forget_last_result` at labels).
// (3) Entry p always has slot `operand_slot(p)`, in both forms of code, so that a frame can change its form:
// see reshape.hpp.
//
// WEIGHTS. `m_pending` counts the instructions read since the last operation that completes one. The last operation
// of an instruction takes it as its weight; where paths meet a Nop takes what is left. block, loop, try and end
// count nothing; an else or catch reached from above counts as the branch that it is, and the end of a
// function as the return. The stepped form emits exactly one operation of weight 1 for each counted instruction.

#include <cstdint>
#include <optional>
#include <vector>

#include "machine/operation.hpp"
#include "machine/program.hpp"
#include "wasm/instruction.hpp"
#include "wasm/module.hpp"

namespace interleave::machine {

// Fills operations, offsets, starts, handlers and the frame's layout. REQUIRES: a valid module
void decode(Code& code);

// An entry of the operand stack while decoding.
struct OperandEntry {
    enum class Kind : uint8_t { Own, Local, Constant };
    Kind kind = Kind::Own;
    uint32_t local = 0;     // of Local
    uint64_t constant = 0;  // of Constant
};

// The operand stack at a boundary: what reshape.hpp needs to move a frame from one form to the other.
struct StackMap {
    uint32_t offset = 0;  // in the module, of the next instruction
    std::vector<OperandEntry> entries;
};

// Decodes again, up to the operation's boundary. nullopt if it is none.
std::optional<StackMap> stack_map(const Code& code, uint32_t operation);

class Decoder {
public:
    Decoder(Code& code, std::optional<uint32_t> observed);
    void decode();
    const std::optional<StackMap>& observed() const { return m_observation; }

private:
    static constexpr uint32_t None = UINT32_MAX;
    // Operand slots start after the near locals; beyond this byte offset no 16-bit field can name a slot.
    static constexpr uint32_t NearLocals = 6000;

    struct Control {
        enum class Kind : uint8_t { Function, Block, Loop, If, Try, Catch };
        Kind kind = Kind::Block;
        uint32_t height = 0;  // of the operand stack below the parameters
        uint32_t parameters = 0;
        uint32_t results = 0;
        uint32_t start = 0;              // Loop: operation to jump to; Try: the first of its body
        uint32_t else_branch = None;     // If: the branch to patch at else or end
        std::vector<uint32_t> branches;  // to patch at end
        uint32_t handler = None;         // Catch: index in Code::handlers
    };

    // decoder.cpp: the loop, emitting, the symbolic stack.
    void observe(uint32_t offset);
    bool skip_unreachable(const wasm::Instruction& instruction);
    void instruction(const wasm::Instruction& instruction);

    // decoder_operands.cpp: numbers, memory accesses, variables.
    void numeric(const wasm::Instruction& instruction);
    void binary(OperationCode code, bool takes_constant);
    void comparison(OperationCode code, bool is_64_bit);
    void load(OperationCode code, uint32_t offset);
    void store(OperationCode code, uint32_t offset, bool is_64_bit);
    void atomic(const wasm::Instruction& instruction, OperationCode code);
    void variable(const wasm::Instruction& instruction);
    void local_set(uint32_t local);
    void select();

    // decoder_control.cpp
    void control(const wasm::Instruction& instruction);
    void begin_block(Control::Kind kind, const wasm::BlockType& type);
    void begin_if(const wasm::BlockType& type);
    void begin_else();
    void begin_catch(uint32_t tag);
    void end_try_body();
    void delegate(uint32_t depth);
    void end();
    void close(Control& control);
    void branch(uint32_t depth);
    void branch_if(uint32_t depth);
    void branch_table(const wasm::Instruction& instruction);
    void jump_to(uint32_t operation, Control& target);
    void patch(uint32_t operation, uint32_t target);
    uint32_t conditional_branch(bool if_zero);
    uint32_t label_arity(const Control& control) const;
    Control& label(uint32_t depth) { return m_controls[m_controls.size() - 1 - depth]; }
    void place_results(const Control& control, uint32_t count);

    // decoder_calls.cpp: calls, returns, exceptions, tables, bulk memory.
    void call(const wasm::Instruction& instruction);
    void call_indirect(const wasm::Instruction& instruction);
    uint32_t settle_arguments(uint32_t count);
    void push_results(uint32_t count);
    void return_values();
    void exception(const wasm::Instruction& instruction);
    void table(const wasm::Instruction& instruction);
    void bulk(const wasm::Instruction& instruction);
    void three_operands(OperationCode code, uint32_t immediate, uint32_t target);

    // Emitting. Slots are given as slot numbers.
    uint32_t emit(OperationCode code, uint32_t d = 0, uint32_t a = 0, uint32_t immediate = 0,
                  uint32_t b = 0, uint32_t c = 0);
    uint32_t emit_wide(OperationCode code, uint32_t d, uint32_t a, uint64_t wide);
    uint32_t emit_target(OperationCode code, uint32_t d, uint32_t a, uint32_t immediate,
                         uint32_t target);
    void complete(uint32_t operation);  // gives it the pending weight
    void emit_complete(OperationCode code, uint32_t d = 0, uint32_t a = 0, uint32_t immediate = 0,
                       uint32_t b = 0, uint32_t c = 0) {
        complete(emit(code, d, a, immediate, b, c));
    }
    void flush_pending();
    void flush_before_label();
    uint32_t size() const { return static_cast<uint32_t>(m_code.operations.size()); }
    void forget_last_result() { m_last_result = None; }
    // The last operation if it made the top of the stack and may still be changed, else nullptr.
    Operation* last_result();

    // The symbolic operand stack.
    uint32_t operand_slot(uint32_t position);
    uint32_t height() const { return static_cast<uint32_t>(m_stack.size()); }
    void push(OperandEntry entry);
    uint32_t push_own();     // its slot
    uint32_t push_result();  // the same, made by the operation emitted next
    void drop(uint32_t count) { m_stack.resize(m_stack.size() - count); }
    void settle(uint32_t position);  // into its own slot
    void settle_from(uint32_t position) {
        for (uint32_t p = position; p < height(); ++p) settle(p);
    }
    void settle_locals(uint32_t below);  // entries that stand for locals
    void keep_aliases(uint32_t local);
    uint32_t source(uint32_t position);  // a slot to read the entry from

    bool is_far(uint32_t local) const { return local >= m_near_locals; }
    uint32_t far_bytes(uint32_t local) const {
        return (m_code.far_locals_at + local - m_near_locals) * sizeof(Slot);
    }

    const wasm::Module& m_module;
    Code& m_code;
    bool m_fuse;
    uint32_t m_near_locals = 0;
    uint32_t m_local_count = 0;
    uint32_t m_offset = 0;  // of the instruction being decoded
    uint32_t m_pending = 0;
    uint32_t m_last_result = None;
    uint32_t m_highest = 0;  // operand slots used
    bool m_unreachable = false;
    uint32_t m_unreachable_depth = 0;
    std::vector<OperandEntry> m_stack;
    std::vector<Control> m_controls;
    std::optional<uint32_t> m_observed_operation;
    std::optional<StackMap> m_observation;
};

}  // namespace interleave::machine
