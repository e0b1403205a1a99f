#include "wasm/types.hpp"

#include "base/assert.hpp"

namespace interleave::wasm {

std::string_view name_of(ValueType type) {
    switch (type) {
        case ValueType::I32:
            return "i32";
        case ValueType::I64:
            return "i64";
        case ValueType::F32:
            return "f32";
        case ValueType::F64:
            return "f64";
        case ValueType::FuncRef:
            return "funcref";
        case ValueType::ExternRef:
            return "externref";
    }
    INTERLEAVE_ASSERT(false);
    return {};
}

std::string name_of(const FunctionType& type) {
    auto append_list = [](std::string& text, const std::vector<ValueType>& types) {
        for (size_t i = 0; i < types.size(); ++i) {
            if (i != 0) text += ", ";
            text += name_of(types[i]);
        }
    };
    std::string text = "(";
    append_list(text, type.parameters);
    text += ") -> (";
    append_list(text, type.results);
    text += ")";
    return text;
}

std::string_view name_of(ExternalKind kind) {
    switch (kind) {
        case ExternalKind::Function:
            return "function";
        case ExternalKind::Table:
            return "table";
        case ExternalKind::Memory:
            return "memory";
        case ExternalKind::Global:
            return "global";
        case ExternalKind::Tag:
            return "tag";
    }
    INTERLEAVE_ASSERT(false);
    return {};
}

}  // namespace interleave::wasm
