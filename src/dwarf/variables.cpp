#include "dwarf/variables.hpp"

#include <algorithm>
#include <map>

#include "dwarf/members.hpp"
#include "dwarf/range_list.hpp"
#include "dwarf/types.hpp"

namespace interleave::dwarf {
namespace {

uint32_t code_size(const DebugInfo& info) {
    return static_cast<uint32_t>(info.sections().code.size());
}

bool contains(const DebugInfo& info, EntryId entry, uint32_t offset) {
    std::vector<AddressRange> ranges = info.entries().ranges(entry, code_size(info));
    return std::any_of(ranges.begin(), ranges.end(),
                       [offset](const AddressRange& range) { return range.contains(offset); });
}

// Walks one function's scopes down to the offset and collects what is declared on the way.
class Collector {
public:
    Collector(const DebugInfo& info, uint32_t offset, const Function& function, EntryId frame)
        : m_info(info),
          m_entries(info.entries()),
          m_offset(offset),
          m_function(function),
          m_frame(frame) {
        std::optional<SourcePosition> position = info.position_at({offset});
        if (position) m_position = *position;
    }

    std::vector<Variable> run() {
        walk(m_function.entry, 0);
        mark_shadowed();
        return std::move(m_variables);
    }

private:
    void walk(EntryId scope, uint32_t depth) {
        EntryId inner = NoEntry;
        m_entries.each_child(scope, [&](EntryId child) {
            switch (m_entries.tag(child)) {
                case Tag::FormalParameter:
                    add_parameter(child, depth);
                    break;
                case Tag::Variable:
                    add_local(child, depth);
                    break;
                case Tag::LexicalBlock:
                case Tag::InlinedSubroutine:
                    if (inner == NoEntry && contains(m_info, child, m_offset)) inner = child;
                    break;
                default:
                    break;
            }
        });
        if (inner == NoEntry) return;
        if (m_entries.tag(inner) == Tag::InlinedSubroutine) {
            // An inlined function's variables are a frame of their own.
            if (m_current == m_frame) return;
            m_current = inner;
            m_variables.clear();
            return walk(inner, 0);
        }
        walk(inner, depth + 1);
    }

    Variable describe(EntryId entry, uint32_t depth) {
        Variable variable;
        variable.entry = entry;
        variable.function = m_function.entry;
        variable.scope = depth;
        variable.name = m_entries.inherited_text(entry, At::Name);
        variable.type_entry = m_entries.inherited_reference(entry, At::Type);
        variable.type = type_name(m_entries, variable.type_entry);
        variable.line =
            static_cast<uint32_t>(m_entries.inherited_constant(entry, At::DeclLine).value_or(0));
        return variable;
    }

    void add_parameter(EntryId entry, uint32_t depth) {
        bool is_artificial = m_entries.inherited_constant(entry, At::Artificial).value_or(0) != 0;
        Variable variable = describe(entry, depth);
        variable.kind = VariableKind::Parameter;
        if (variable.name == "this") {
            variable.kind = VariableKind::This;
            if (add_captures(variable)) return;
        } else if (is_artificial || variable.name.empty()) {
            return;
        }
        m_variables.push_back(std::move(variable));
    }

    // `this` of a lambda's call operator is its closure: a class without a name whose members are what
    // the lambda captured.
    bool add_captures(const Variable& self) {
        EntryId pointer = strip_qualifiers(m_entries, self.type_entry);
        if (pointer == NoEntry) return false;
        EntryId closure = strip_qualifiers(m_entries, m_entries.reference(pointer, At::Type));
        if (closure == NoEntry || m_entries.tag(closure) != Tag::ClassType) return false;
        if (!m_entries.text(closure, At::Name).empty()) return false;
        for (const Member& member : members_of(m_entries, closure)) {
            if (member.name.empty()) continue;
            Variable capture;
            capture.name = member.name;
            capture.kind = VariableKind::Capture;
            capture.entry = member.entry;
            capture.function = self.entry;  // located through the closure
            capture.type_entry = member.type;
            capture.type = type_name(m_entries, member.type);
            capture.line =
                static_cast<uint32_t>(m_entries.constant(member.entry, At::DeclLine).value_or(0));
            m_variables.push_back(std::move(capture));
        }
        return true;
    }

    void add_local(EntryId entry, uint32_t depth) {
        Variable variable = describe(entry, depth);
        bool is_artificial = m_entries.inherited_constant(entry, At::Artificial).value_or(0) != 0;
        if (variable.name.empty() || is_artificial || variable.name.starts_with("__")) return;
        std::optional<Value> location = m_entries.value(entry, At::Location);
        bool is_static =
            location && fixed_address(*location, m_entries.unit(entry), m_entries.sections());
        variable.kind = is_static ? VariableKind::StaticLocal : VariableKind::Local;
        if (!is_static) variable.is_initialised = !is_before(variable.line);
        m_variables.push_back(std::move(variable));
    }

    // Execution has not passed the declaration: it is on an earlier line, or at the very start of the
    // declaration's own line. (Compilers give declarations no column.)
    bool is_before(uint32_t line) const {
        if (line == 0 || m_position.line == 0) return false;
        if (m_position.line != line) return m_position.line < line;
        const std::vector<CodeLine>& rows = m_info.lines();
        auto row = std::lower_bound(
            rows.begin(), rows.end(), m_function.start,
            [](const CodeLine& at, uint32_t offset) { return at.offset < offset; });
        for (; row != rows.end() && row->offset < m_function.end; ++row) {
            if (row->line == line) return m_offset <= row->offset;
        }
        return false;
    }

    void mark_shadowed() {
        std::map<std::string_view, Variable*> innermost;
        for (Variable& variable : m_variables) {
            auto [found, is_new] = innermost.emplace(variable.name, &variable);
            if (is_new) continue;
            found->second->is_shadowed = true;
            found->second = &variable;
        }
    }

    const DebugInfo& m_info;
    const Entries& m_entries;
    uint32_t m_offset;
    const Function& m_function;
    EntryId m_frame;                       // the one asked for
    EntryId m_current = m_function.entry;  // the one the walk is in
    SourcePosition m_position;
    std::vector<Variable> m_variables;
};

EntryId enclosing_function(const Entries& entries, EntryId entry) {
    while (entry != NoEntry && entries.tag(entry) != Tag::Subprogram) entry = entries.parent(entry);
    return entry;
}

std::optional<uint64_t> frame_base(const Entries& entries, EntryId function,
                                   const ExpressionContext& without_base) {
    if (function == NoEntry) return std::nullopt;
    std::optional<Value> base = entries.value(function, At::FrameBase);
    if (!base || !base->is_expression()) return std::nullopt;
    Location location = evaluate(base->block, without_base);
    // Before the prologue has run the local that holds the frame is still 0.
    if (location.kind == Location::Kind::None || location.value == 0) return std::nullopt;
    return location.value & UINT32_MAX;
}

}  // namespace

std::vector<Variable> visible_variables(const DebugInfo& info, base::CodeOffset offset,
                                        EntryId frame) {
    const Function* function = info.function_at(offset);
    if (function == nullptr || function->entry == NoEntry) return {};
    return Collector(info, offset.value, *function, frame).run();
}

std::vector<Variable> global_variables(const DebugInfo& info) {
    const Entries& entries = info.entries();
    std::vector<Variable> variables;
    for (const Object& object : info.objects()) {
        Variable variable;
        variable.name = object.name;
        variable.type = object.type;
        variable.kind = VariableKind::Global;
        variable.line = object.line;
        variable.entry = object.entry;
        variable.type_entry = entries.inherited_reference(object.entry, At::Type);
        variables.push_back(std::move(variable));
    }
    for (EntryId entry : info.thread_locals()) {
        Variable variable;
        variable.name = qualified_name(entries, entry);
        variable.type_entry = entries.inherited_reference(entry, At::Type);
        variable.type = "thread_local " + type_name(entries, variable.type_entry);
        variable.kind = VariableKind::Global;
        variable.line =
            static_cast<uint32_t>(entries.inherited_constant(entry, At::DeclLine).value_or(0));
        variable.entry = entry;
        variables.push_back(std::move(variable));
    }
    return variables;
}

Location locate(const DebugInfo& info, const Variable& variable, base::CodeOffset offset,
                const Registers& registers, const ReadMemory& read) {
    const Entries& entries = info.entries();
    bool is_capture = variable.kind == VariableKind::Capture;
    EntryId entry = is_capture ? variable.function : variable.entry;
    if (entry == NoEntry) return {};

    ExpressionContext context = {entries.unit(entry), entries.sections(), registers, read, {}};
    context.frame_base = frame_base(entries, enclosing_function(entries, entry), context);

    Location location;
    if (std::optional<Value> where = entries.value(entry, At::Location)) {
        if (where->is_expression()) {
            location = evaluate(where->block, context);
        } else {
            for (const LocationListEntry& piece :
                 read_location_list(*where, entries.unit(entry), entries.sections())) {
                bool here = offset.value >= piece.start && offset.value < piece.end;
                if (here || (piece.is_default && location.kind == Location::Kind::None)) {
                    location = evaluate(piece.expression, context);
                }
            }
        }
    } else if (std::optional<int64_t> constant =
                   entries.inherited_constant(entry, At::ConstValue)) {
        location = {Location::Kind::Value, static_cast<uint64_t>(*constant), {}};
    }
    if (!is_capture) return location;

    // The closure pointer's value, plus the member's place in the closure.
    uint32_t closure = static_cast<uint32_t>(location.value);
    if (location.kind == Location::Kind::None || location.kind == Location::Kind::Bytes) return {};
    if (location.kind == Location::Kind::Memory) {
        uint8_t bytes[4] = {};
        if (!read || !read({closure}, bytes)) return {};
        closure = static_cast<uint32_t>(bytes[0] | bytes[1] << 8 | bytes[2] << 16) |
                  static_cast<uint32_t>(bytes[3]) << 24;
    }
    int64_t place = entries.constant(variable.entry, At::DataMemberLocation).value_or(0);
    return {Location::Kind::Memory, (closure + static_cast<uint64_t>(place)) & UINT32_MAX, {}};
}

}  // namespace interleave::dwarf
