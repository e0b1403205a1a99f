#include "machine/program.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "machine/decoder.hpp"
#include "machine/store.hpp"

namespace interleave::machine {

namespace {

size_t index_of(CodeForm form) { return static_cast<size_t>(form); }

// The operation to stop before so that the instruction at the offset has not begun: the last one whose
// state is between instructions and that starts at or before it.
std::optional<uint32_t> breakpoint_operation(const Code& code, uint32_t module_offset) {
    std::optional<uint32_t> best;
    for (uint32_t i = 0; i < code.operations.size(); ++i) {
        if (code.starts[i] == Code::NotABoundary || code.starts[i] > module_offset) continue;
        if (!best || code.starts[i] > code.starts[*best]) best = i;
    }
    return best;
}

}  // namespace

Program::Program(Store& store, wasm::ModulePointer module, std::optional<uint32_t> watched_global)
    : m_module(std::move(module)), m_watched_global(watched_global) {
    m_type_ids.reserve(m_module->types.size());
    for (const wasm::FunctionType& type : m_module->types) m_type_ids.push_back(store.intern(type));
}

void Program::make_targets(CodeForm form) {
    std::vector<Code>& codes = m_codes[index_of(form)];
    std::vector<CallTarget>& targets = m_targets[index_of(form)];
    size_t defined = m_module->functions.size() - m_module->imported_functions;
    codes.resize(defined);
    targets.resize(defined);
    for (size_t i = 0; i < defined; ++i) {
        base::FunctionIndex function{static_cast<uint32_t>(m_module->imported_functions + i)};
        const wasm::FunctionType& type = m_module->type_of(function);
        Code& code = codes[i];
        code.program = this;
        code.function = function;
        code.form = form;
        code.parameter_count = static_cast<uint32_t>(type.parameters.size());
        code.result_count = static_cast<uint32_t>(type.results.size());
        CallTarget& target = targets[i];
        target.code = &code;
        target.type = function_type_id(function);
    }
}

const Code& Program::code(CodeForm form, base::FunctionIndex function) {
    INTERLEAVE_ASSERT(!m_module->is_imported(function));
    (void)targets(form);
    uint32_t defined = function.value - m_module->imported_functions;
    Code& code = m_codes[index_of(form)][defined];
    if (code.is_decoded()) return code;

    decode(code);
    CallTarget& target = m_targets[index_of(form)][defined];
    target.entry = code.operations.data();
    target.frame_bytes = code.frame_bytes;
    target.zero_begin = code.parameter_count * sizeof(Slot);
    uint32_t near_locals = std::max(code.near_locals, code.parameter_count);
    target.zero_bytes = (near_locals - code.parameter_count) * sizeof(Slot);
    for (uint32_t offset : m_breakpoints) apply_breakpoint(code, offset);
    return code;
}

void Program::decode_all() {
    for (uint32_t i = m_module->imported_functions; i < m_module->functions.size(); ++i) {
        (void)code(CodeForm::Fused, {i});
    }
}

void Program::set_breakpoint(base::CodeOffset offset) {
    uint32_t module_offset = m_module->module_offset(offset);
    std::optional<base::FunctionIndex> function = m_module->function_at(module_offset);
    if (!function || !m_breakpoints.insert(module_offset).second) return;
    for (std::vector<Code>& codes : m_codes) {
        if (codes.empty()) continue;
        Code& code = codes[function->value - m_module->imported_functions];
        if (code.is_decoded()) apply_breakpoint(code, module_offset);
    }
}

void Program::apply_breakpoint(Code& code, uint32_t module_offset) {
    if (m_module->function_at(module_offset) != code.function) return;
    std::optional<uint32_t> at = breakpoint_operation(code, module_offset);
    if (!at) return;
    Operation& operation = code.operations[*at];
    if (operation.code == OperationCode::Breakpoint) return;
    code.replaced[*at] = operation.code;
    operation.code = OperationCode::Breakpoint;
}

void Program::clear_breakpoint(base::CodeOffset offset) {
    std::set<uint32_t> others = m_breakpoints;
    others.erase(m_module->module_offset(offset));
    clear_breakpoints();
    // Two breakpoints may share an operation, so the ones that stay are set anew.
    for (uint32_t other : others) set_breakpoint(m_module->code_offset(other));
}

void Program::clear_breakpoints() {
    m_breakpoints.clear();
    for (std::vector<Code>& codes : m_codes) {
        for (Code& code : codes) {
            for (auto [index, original] : code.replaced) code.operations[index].code = original;
            code.replaced.clear();
        }
    }
}

void Program::exchange(const Code& code, const Operation* operation, OperationCode with) {
    std::vector<Code>& codes = m_codes[index_of(code.form)];
    Code& own = codes[code.function.value - m_module->imported_functions];
    own.operations[code.index_of(operation)].code = with;
}

OperationCode Program::original(const Code& code, const Operation* operation) {
    auto found = code.replaced.find(code.index_of(operation));
    INTERLEAVE_ASSERT(found != code.replaced.end());
    return found->second;
}

}  // namespace interleave::machine
