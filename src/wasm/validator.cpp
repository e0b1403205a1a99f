#include "wasm/validator.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "wasm/constant_validator.hpp"
#include "wasm/function_validator.hpp"
#include "wasm/limits.hpp"
#include "wasm/parser.hpp"

namespace interleave::wasm {

namespace {

using base::Error;
using base::Nothing;
using base::Status;

Status in_range(uint64_t index, size_t size, const char* what, uint32_t position) {
    if (index < size) return Nothing{};
    return Error{std::string("unknown ") + what + " " + std::to_string(index), position};
}

Status check_limits(const Limits& limits, uint32_t position) {
    if (!limits.maximum || limits.minimum <= *limits.maximum) return Nothing{};
    return Error{"size minimum must not be greater than maximum", position};
}

Status check_memory(const Memory& memory) {
    const Limits& limits = memory.type.limits;
    if (limits.minimum > MaxMemoryPages || limits.maximum.value_or(0) > MaxMemoryPages) {
        return Error{"memory size must be at most 65536 pages (4GiB)", memory.offset};
    }
    if (memory.type.sharing == Sharing::Shared && !limits.maximum) {
        return Error{"shared memory must have maximum", memory.offset};
    }
    return check_limits(limits, memory.offset);
}

Status check_tag(const Module& module, const Tag& tag) {
    Status known = in_range(tag.type_index, module.types.size(), "type", tag.offset);
    if (!known) return known;
    if (module.types[tag.type_index].results.empty()) return Nothing{};
    return Error{"non-empty tag result type", tag.offset};
}

// Types, functions, tables, memories and tags by themselves.
Status check_declarations(const Module& module) {
    for (const Function& function : module.functions) {
        Status known = in_range(function.type_index, module.types.size(), "type", function.offset);
        if (!known) return known;
        size_t parameters = module.types[function.type_index].parameters.size();
        if (parameters + function.local_count > MaxLocals) {
            return Error{"too many locals: a function may have " + std::to_string(MaxLocals),
                         function.offset};
        }
    }
    for (const Table& table : module.tables) {
        if (Status sane = check_limits(table.type.limits, table.offset); !sane) return sane;
    }
    for (const Memory& memory : module.memories) {
        if (Status sane = check_memory(memory); !sane) return sane;
    }
    if (module.memories.size() > 1) {
        return Error{"multiple memories: a module may have one", module.memories[1].offset};
    }
    for (const Tag& tag : module.tags) {
        if (Status sane = check_tag(module, tag); !sane) return sane;
    }
    return Nothing{};
}

Status check_globals(const Module& module) {
    for (size_t i = module.imported_globals; i < module.globals.size(); ++i) {
        const Global& global = module.globals[i];
        Status typed = validate_constant(module, global.initial, global.type.type);
        if (!typed) return typed;
    }
    return Nothing{};
}

Status check_items(const Module& module, const ElementSegment& segment) {
    for (const ConstantExpression& item : segment.items) {
        // A plain function index rather than an expression.
        if (item.range.size() == 0) {
            Status known =
                in_range(item.bits, module.functions.size(), "function", item.range.begin);
            if (!known) return known;
        } else if (Status typed = validate_constant(module, item, segment.type); !typed) {
            return typed;
        }
    }
    return Nothing{};
}

Status check_elements(const Module& module) {
    for (const ElementSegment& segment : module.elements) {
        if (segment.mode == SegmentMode::Active) {
            Status known = in_range(segment.table, module.tables.size(), "table", segment.offset);
            if (!known) return known;
            if (module.tables[segment.table].type.element != segment.type) {
                return Error{"type mismatch: an element segment fills a table of another type",
                             segment.offset};
            }
            Status typed = validate_constant(module, segment.position, ValueType::I32);
            if (!typed) return typed;
        }
        if (Status sane = check_items(module, segment); !sane) return sane;
    }
    return Nothing{};
}

Status check_data(const Module& module) {
    for (const DataSegment& segment : module.data) {
        if (segment.mode != SegmentMode::Active) continue;
        Status known = in_range(segment.memory, module.memories.size(), "memory", segment.offset);
        if (!known) return known;
        Status typed = validate_constant(module, segment.position, ValueType::I32);
        if (!typed) return typed;
    }
    return Nothing{};
}

size_t size_of_index_space(const Module& module, ExternalKind kind) {
    switch (kind) {
        case ExternalKind::Function:
            return module.functions.size();
        case ExternalKind::Table:
            return module.tables.size();
        case ExternalKind::Memory:
            return module.memories.size();
        case ExternalKind::Global:
            return module.globals.size();
        case ExternalKind::Tag:
            return module.tags.size();
    }
    INTERLEAVE_ASSERT(false);
    return 0;
}

Status check_exports(const Module& module) {
    std::unordered_set<std::string_view> names;
    for (const Export& entry : module.exports) {
        std::string kind(name_of(entry.kind));
        Status known = in_range(entry.index, size_of_index_space(module, entry.kind), kind.c_str(),
                                entry.offset);
        if (!known) return known;
        if (!names.insert(entry.name).second) {
            return Error{"duplicate export name \"" + std::string(entry.name) + "\"", entry.offset};
        }
    }
    return Nothing{};
}

Status check_start(const Module& module) {
    if (!module.start) return Nothing{};
    uint32_t position = module.code_section.begin;
    Status known = in_range(*module.start, module.functions.size(), "function", position);
    if (!known) return known;
    const FunctionType& type = module.type_of(base::FunctionIndex{*module.start});
    if (type.parameters.empty() && type.results.empty()) return Nothing{};
    return Error{"start function must have type () -> (), but has " + name_of(type), position};
}

// The functions that ref.func may name in bodies: those that occur outside of bodies and of the start
// section (C.refs in core spec 3.4.10). REQUIRES: valid exports, globals and segments
std::vector<bool> declared_functions(const Module& module) {
    std::vector<bool> declared(module.functions.size());
    auto declare = [&declared](const ConstantExpression& expression) {
        if (expression.opcode == Opcode::RefFunc) declared[expression.bits] = true;
    };
    for (const Export& entry : module.exports) {
        if (entry.kind == ExternalKind::Function) declared[entry.index] = true;
    }
    for (const Global& global : module.globals) declare(global.initial);
    for (const ElementSegment& segment : module.elements) {
        for (const ConstantExpression& item : segment.items) declare(item);
    }
    return declared;
}

Status check_bodies(const Module& module) {
    std::vector<bool> declared = declared_functions(module);
    FunctionValidator validator(module, declared);
    for (uint32_t i = module.imported_functions; i < module.functions.size(); ++i) {
        Status typed = validator.validate(base::FunctionIndex{i});
        if (!typed) return typed;
    }
    return Nothing{};
}

}  // namespace

base::Status validate(const Module& module) {
    using Check = Status (*)(const Module&);
    constexpr Check Checks[] = {check_declarations, check_globals, check_elements, check_data,
                                check_exports,      check_start,   check_bodies};
    for (Check check : Checks) {
        if (Status sane = check(module); !sane) return sane;
    }
    return Nothing{};
}

base::Result<ModulePointer> load(std::vector<uint8_t> bytes) {
    base::Result<Module> parsed = parse(std::move(bytes));
    if (!parsed) return parsed.error();
    Status valid = validate(*parsed);
    if (!valid) return valid.error();
    return ModulePointer(std::make_shared<const Module>(std::move(parsed).value()));
}

}  // namespace interleave::wasm
