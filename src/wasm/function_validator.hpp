#pragma once
// Validates function bodies: the algorithm of core spec appendix 7.3 ("Validation Algorithm").
//
// Two stacks model what the execution of a body would do to types. The operand stack holds the types of values, the
// control stack one frame per open block with its types and the height of the operand stack at its start.
// After an unconditional branch the rest of the block cannot be reached: its operands then are
// *unknown*, a type that fits everywhere and that popping an emptied block gives in any number (the stack
// is polymorphic). One pass decides; nothing is ever looked at twice.
//
// Both stacks are vectors, so the nesting of a hostile module costs heap and never host stack, and
// MaxNesting, MaxOperands and the type checks allowed (limits.hpp) bound what a module can make it spend.
//
// Instructions whose signature in opcodes.def is not "*" are checked from the table alone; the others have a
// rule each, grouped as in the spec: validate_control.cpp, validate_variables.cpp.
//
// Internal to the validator. One object checks any number of functions, one after the other.

#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "wasm/instruction.hpp"
#include "wasm/module.hpp"

namespace interleave::wasm {

// Fits every expected type; on the operand stack of unreachable code only.
inline constexpr auto UnknownType = static_cast<ValueType>(0);

class FunctionValidator {
public:
    // `declared[f]`: ref.func may name function f in bodies (C.refs in core spec 3.4.10). Both outlive this.
    FunctionValidator(const Module& module, const std::vector<bool>& declared)
        : m_module(module), m_declared(declared) {}

    // REQUIRES: a function with a body, in a module whose declarations are valid
    base::Status validate(base::FunctionIndex function);

private:
    using Types = std::span<const ValueType>;

    struct Frame {
        Opcode opcode;  // Block, Loop, If, Else, Try, Catch or CatchAll; Block for the body itself
        Types parameters;
        Types results;
        size_t height;  // of the operand stack below the block's parameters
        bool unreachable = false;

        // What a branch to this block carries.
        Types label_types() const { return opcode == Opcode::Loop ? parameters : results; }
    };

    // Locals from the last run's end up to this end have this type. Runs are kept as the module has
    // them: writing 50 000 locals out for each of a million functions would take minutes.
    struct LocalRun {
        uint32_t end;
        ValueType type;
    };

    void begin(base::FunctionIndex function);
    void add_locals(uint32_t count, ValueType type);
    // REQUIRES: index < m_local_count
    ValueType local_type(uint32_t index) const;
    bool instruction();
    bool fixed_signature(const OpcodeInfo& info);
    bool own_rule();
    // Indices that the immediates hold are in range.
    bool immediates(const OpcodeInfo& info);
    bool memory_access(const OpcodeInfo& info);
    bool data_segment();

    // validate_control.cpp
    bool control();
    bool block();
    bool else_branch();
    bool catch_clause();
    bool delegate();
    bool end();
    bool branch_table();
    bool rethrow();
    bool call(const FunctionType& type);
    bool return_call(const FunctionType& type);
    bool callee_table();
    bool throw_tag();
    Types parameters_of(const BlockType& block) const;
    Types results_of(const BlockType& block) const;

    // validate_variables.cpp
    bool variable();
    bool select();
    bool select_typed();
    bool table_access();
    bool reference();

    // Counts work that the module's size does not bound; false (and failed) if it is too much.
    bool spend(size_t type_checks);

    // The operand stack.
    bool push(ValueType type);
    bool push(Types types);
    bool pop(ValueType expected);
    bool pop(Types expected);
    // Any type, possibly unknown.
    bool pop_any(ValueType& type);
    // As pop then push, but an unknown operand stays unknown.
    bool pop_and_restore(Types expected);

    // The control stack.
    bool push_frame(Opcode opcode, Types parameters, Types results);
    // The innermost block ends: exactly its results are on the stack, and are taken off.
    bool pop_frame(Frame& frame);
    void set_unreachable();
    // The frame that a label index means, nullptr (and failed) if there is none.
    const Frame* label(uint32_t index);

    bool fail(std::string message);
    bool mismatch(const std::string& what);
    std::string_view opcode_name() const { return describe(m_instruction.opcode).text; }

    const Module& m_module;
    const std::vector<bool>& m_declared;
    base::Error m_error;

    const Function* m_function = nullptr;
    const FunctionType* m_type = nullptr;
    std::vector<LocalRun> m_locals;  // parameters, then locals
    uint32_t m_local_count = 0;
    std::vector<ValueType> m_operands;
    std::vector<Frame> m_frames;
    std::vector<uint32_t> m_label_seen;  // per frame: the br_table that checked its label last
    uint32_t m_label_round = 0;
    uint64_t m_type_checks = 0;  // of all functions so far
    Instruction m_instruction;
};

}  // namespace interleave::wasm
