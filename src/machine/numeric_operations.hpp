#pragma once
// Which operation does what an instruction does, and how the decoder must treat it.

#include <optional>

#include "machine/operation.hpp"
#include "wasm/opcodes.hpp"

namespace interleave::machine {

enum class OperationFamily : uint8_t {
    Control,  // has a rule of its own in the decoder
    Integer,
    Division,
    Comparison,
    Float,
    FloatComparison,
    Unary,
    Load,
    Store,
    AtomicLoad,
    AtomicStore,
    AtomicUpdate,
    AtomicCompareExchange,
};

struct OperationForm {
    OperationFamily family = OperationFamily::Control;
    OperationCode code = OperationCode::Nop;  // the family's first form
};

OperationForm form_of(wasm::Opcode opcode);

// How a comparison becomes a branch. Codes are those of the register or of the immediate form.
struct BranchForm {
    OperationCode if_true;
    OperationCode if_false;
    bool is_immediate = false;
};
// nullopt if the operation is no comparison.
std::optional<BranchForm> branch_form(OperationCode code);

// The comparison with the opposite result, in the same form; nullopt for others, also for those of floats
// (both a < b and a >= b are false for NaN).
std::optional<OperationCode> inverse(OperationCode code);

// a op b == b op a, so that a constant on the left can be moved to the right.
bool is_commutative(OperationCode code);

}  // namespace interleave::machine
