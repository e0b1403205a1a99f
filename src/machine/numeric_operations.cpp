#include "machine/numeric_operations.hpp"

namespace interleave::machine {

OperationForm form_of(wasm::Opcode opcode) {
    switch (opcode) {
#define FORM(family, name)   \
    case wasm::Opcode::name: \
        return {OperationFamily::family, OperationCode::name};
#define INTEGER(name, type, expression) FORM(Integer, name)
#define DIVISION(name, type, function) FORM(Division, name)
#define COMPARISON(name, inverse, type, operator_) FORM(Comparison, name)
#define FLOAT(name, type, expression) FORM(Float, name)
#define FLOAT_COMPARISON(name, type, operator_) FORM(FloatComparison, name)
#define UNARY(name, from, to, expression) FORM(Unary, name)
#define FLOAT_UNARY(name, from, to, expression) FORM(Unary, name)
#define TRUNCATION(name, from, to) FORM(Unary, name)
#define LOAD(name, in_memory, in_slot) FORM(Load, name)
#define STORE(name, in_memory) FORM(Store, name)
#define ATOMIC_LOAD(name, in_memory) FORM(AtomicLoad, name)
#define ATOMIC_STORE(name, in_memory) FORM(AtomicStore, name)
#define ATOMIC_UPDATE(name, in_memory, expression) FORM(AtomicUpdate, name)
#define ATOMIC_COMPARE_EXCHANGE(name, in_memory) FORM(AtomicCompareExchange, name)
#include "machine/operations.def"
#undef FORM
        default:
            return {};
    }
}

std::optional<BranchForm> branch_form(OperationCode code) {
    switch (code) {
#define COMPARISON(name, inverse, type, operator_)                                      \
    case OperationCode::name:                                                           \
        return BranchForm{OperationCode::name##Branch, OperationCode::inverse##Branch}; \
    case OperationCode::name##Immediate:                                                \
        return BranchForm{OperationCode::name##ImmediateBranch,                         \
                          OperationCode::inverse##ImmediateBranch, true};
#define FLOAT_COMPARISON(name, type, operator_) \
    case OperationCode::name:                   \
        return BranchForm{OperationCode::name##Branch, OperationCode::name##BranchNot};
#include "machine/operations.def"
        default:
            return std::nullopt;
    }
}

std::optional<OperationCode> inverse(OperationCode code) {
    switch (code) {
#define COMPARISON(name, inverse, type, operator_) \
    case OperationCode::name:                      \
        return OperationCode::inverse;             \
    case OperationCode::name##Immediate:           \
        return OperationCode::inverse##Immediate;
#include "machine/operations.def"
        default:
            return std::nullopt;
    }
}

bool is_commutative(OperationCode code) {
    switch (code) {
        case OperationCode::I32Add:
        case OperationCode::I32Mul:
        case OperationCode::I32And:
        case OperationCode::I32Or:
        case OperationCode::I32Xor:
        case OperationCode::I64Add:
        case OperationCode::I64Mul:
        case OperationCode::I64And:
        case OperationCode::I64Or:
        case OperationCode::I64Xor:
        case OperationCode::I32Eq:
        case OperationCode::I32Ne:
        case OperationCode::I64Eq:
        case OperationCode::I64Ne:
            return true;
        default:
            return false;
    }
}

}  // namespace interleave::machine
