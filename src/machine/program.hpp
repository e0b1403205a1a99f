#pragma once
// A module's code in one store: each function decoded at its first call, shared by all instances and threads.
//
// Every function can be decoded in two ways: for speed (instructions fused, locals and constants folded) and for
// stepping (one operation of weight 1 for each instruction). Both use the same slots for the same things, so
// that a frame can change from one to the other between two instructions (reshape.hpp).

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/ids.hpp"
#include "machine/operation.hpp"
#include "machine/reference.hpp"
#include "wasm/module.hpp"

namespace interleave::machine {

class Store;
class Program;
struct StackMap;

enum class CodeForm : uint8_t { Fused, Stepped };

// A try block's reach and where its exceptions go (exception.hpp). In order of their ends: inner ones first.
struct CatchClause {
    static constexpr uint32_t All = UINT32_MAX;
    uint32_t tag = All;      // index in the module
    uint32_t operation = 0;  // index of the handler's first operation
};
struct Handler {
    static constexpr uint32_t NoDelegate = UINT32_MAX;
    uint32_t begin = 0;  // operations [begin, end) are the try block's body
    uint32_t end = 0;
    uint32_t nesting = 0;  // of the try block within the function
    uint32_t delegate_nesting =
        NoDelegate;     // a delegate: goes on at handlers of at most this nesting
    uint16_t slot = 0;  // byte offset: holds the exception; its values follow
    std::vector<CatchClause> clauses;
};

// The decoded function.
struct Code {
    static constexpr uint32_t NotABoundary = UINT32_MAX;

    Program* program = nullptr;
    base::FunctionIndex function;
    CodeForm form = CodeForm::Fused;
    uint32_t parameter_count = 0;
    uint32_t result_count = 0;
    uint32_t local_count = 0;  // with parameters
    uint32_t frame_bytes = 0;
    // the first ones, in slots 0…; operands come next, then the far locals
    uint32_t near_locals = 0;
    uint32_t far_locals_at = 0;         // slot of local `near_locals`
    std::vector<Operation> operations;  // empty until decoded
    // For each operation: offset in the module of the instruction that it executes last.
    std::vector<uint32_t> offsets;
    // For each operation (and the end): offset of the next instruction when it is about to be executed, or
    // NotABoundary within an instruction.
    std::vector<uint32_t> starts;
    std::vector<Handler> handlers;
    std::map<uint32_t, OperationCode> replaced;  // by breakpoints

    bool is_decoded() const { return !operations.empty(); }
    uint32_t index_of(const Operation* operation) const {
        return static_cast<uint32_t>(operation - operations.data());
    }
};

// What a call needs to know of the function, in one cache line.
struct CallTarget {
    // Larger than any stack, so that a call of a function that has no code yet takes the slow path.
    static constexpr uint32_t NotDecoded = UINT32_MAX;

    const Operation* entry = nullptr;
    const Code* code = nullptr;
    uint32_t frame_bytes = NotDecoded;
    uint32_t zero_begin = 0;  // byte range of the locals to clear
    uint32_t zero_bytes = 0;
    TypeId type;
};

class Program {
public:
    // REQUIRES: a valid module
    Program(Store& store, wasm::ModulePointer module, std::optional<uint32_t> watched_global);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    const wasm::Module& module() const { return *m_module; }
    const wasm::ModulePointer& module_pointer() const { return m_module; }

    TypeId type_id(uint32_t type_index) const { return m_type_ids[type_index]; }
    TypeId function_type_id(base::FunctionIndex function) const {
        return m_type_ids[m_module->functions[function.value].type_index];
    }
    // The global whose writes may stop a run (RunOptions::stop_at_line); its module index.
    std::optional<uint32_t> watched_global() const { return m_watched_global; }

    // Of the functions with bodies, index 0 = the first after the imported ones.
    const CallTarget* targets(CodeForm form) {
        std::vector<CallTarget>& targets = m_targets[static_cast<size_t>(form)];
        if (targets.empty()) make_targets(form);
        return targets.data();
    }
    const CallTarget& target(CodeForm form, uint32_t defined) { return targets(form)[defined]; }
    // Decodes if that has not been done.
    const Code& code(CodeForm form, base::FunctionIndex function);
    // All functions at once, for users that want no pauses later.
    void decode_all();

    // A run stops (Breakpoint) before the operation that contains the instruction at this offset; offsets outside
    // of functions have no effect. Both forms are served, also code decoded later.
    void set_breakpoint(base::CodeOffset offset);
    void clear_breakpoint(base::CodeOffset offset);
    void clear_breakpoints();
    // The operation that stands at a breakpoint.
    static OperationCode original(const Code& code, const Operation* operation);
    // Puts another code into an operation of this program.
    void exchange(const Code& code, const Operation* operation, OperationCode with);

    // For reshape.hpp. What the operands stand for at a boundary of fused code. REQUIRES: it is one
    const StackMap& stack_map(const Code& fused, uint32_t operation);
    // The fused operation that begins where this stepped one does, or Code::NotABoundary.
    uint32_t fused_boundary(const Code& stepped, uint32_t operation);

private:
    void make_targets(CodeForm form);
    void apply_breakpoint(Code& code, uint32_t module_offset);

    wasm::ModulePointer m_module;
    std::vector<TypeId> m_type_ids;
    std::optional<uint32_t> m_watched_global;
    std::array<std::vector<Code>, 2> m_codes;
    std::array<std::vector<CallTarget>, 2> m_targets;
    std::set<uint32_t> m_breakpoints;  // module offsets
    // Made when first asked for, by function (and operation).
    std::map<std::pair<uint32_t, uint32_t>, std::unique_ptr<StackMap>> m_stack_maps;
    std::map<uint32_t, std::vector<uint32_t>> m_boundaries;
};

}  // namespace interleave::machine
