#pragma once

#include "base/result.hpp"
#include "wasm/module.hpp"

namespace interleave::wasm {

// Whether the expression is constant and leaves exactly one value of this type (core spec, 3.3.9.1). Only
// imported, immutable globals may be read. Internal to the validator.
base::Status validate_constant(const Module& module, const ConstantExpression& expression,
                               ValueType expected);

}  // namespace interleave::wasm
