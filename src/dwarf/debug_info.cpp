#include "dwarf/debug_info.hpp"

#include <algorithm>
#include <map>

#include "dwarf/demangle.hpp"
#include "dwarf/expression.hpp"
#include "dwarf/guards.hpp"
#include "dwarf/types.hpp"
#include "dwarf/user_code.hpp"

namespace interleave::dwarf {

base::Result<DebugInfo> DebugInfo::read(std::vector<uint8_t> module) {
    DebugInfo info;
    info.m_storage = std::make_shared<Storage>();
    Storage& storage = *info.m_storage;
    storage.module = std::move(module);

    base::Result<Sections> sections = read_sections(storage.module);
    if (!sections.ok()) return sections.error();
    storage.sections = std::move(sections).value();
    storage.debug = DebugSections::of(storage.sections);

    base::Result<std::vector<Unit>> units = read_units(storage.debug);
    if (!units.ok()) return units.error();
    storage.units = std::move(units).value();
    info.find_user_units();

    base::Result<Entries> entries =
        Entries::read(storage.debug, storage.units, storage.is_user_unit);
    if (!entries.ok()) return entries.error();
    storage.entries = std::move(entries).value();

    if (base::Status status = info.read_lines(); !status.ok()) return status.error();
    info.read_functions();
    info.read_objects();
    info.m_guards = find_guards(storage.sections, info.m_functions, info.m_objects);
    return info;
}

void DebugInfo::find_user_units() {
    Storage& storage = *m_storage;
    storage.is_user_unit.assign(storage.units.size(), false);
    storage.file_numbers.resize(storage.units.size());
    int main_unit = find_main_unit(storage.sections, storage.units, storage.debug);
    if (main_unit < 0) return;
    m_main_path = storage.units[static_cast<size_t>(main_unit)].path();
    m_source_name = m_main_path.substr(m_main_path.rfind('/') + 1);
    for (size_t i = 0; i < storage.units.size(); ++i) {
        storage.is_user_unit[i] = is_user_path(storage.units[i].path(), m_main_path);
    }
}

uint16_t DebugInfo::file_index(const std::string& path) {
    for (size_t i = 0; i < m_files.size(); ++i) {
        if (m_files[i].path == path) return static_cast<uint16_t>(i);
    }
    m_files.push_back({path, is_user_path(path, m_main_path), path == m_main_path});
    return static_cast<uint16_t>(m_files.size() - 1);
}

base::Status DebugInfo::read_lines() {
    Storage& storage = *m_storage;
    for (size_t i = 0; i < storage.units.size(); ++i) {
        if (!storage.is_user_unit[i]) continue;
        base::Result<LineTable> table =
            read_line_table(storage.units[i], storage.debug, code_size());
        if (!table.ok()) return table.error();
        std::vector<uint16_t>& numbers = storage.file_numbers[i];
        for (const std::string& path : table->files) numbers.push_back(file_index(path));
        for (const LineRow& row : table->rows) {
            m_lines.push_back({row.offset, row.line, row.column, numbers[row.file],
                               row.is_statement, row.prologue_end, row.end_sequence});
        }
    }
    // An end and the next function's start may share an offset; the end comes first.
    std::stable_sort(m_lines.begin(), m_lines.end(), [](const CodeLine& a, const CodeLine& b) {
        if (a.offset != b.offset) return a.offset < b.offset;
        return a.end_sequence && !b.end_sequence;
    });
    return base::Nothing{};
}

bool DebugInfo::is_user_file(const Unit& unit, std::optional<int64_t> file_number) const {
    size_t index = static_cast<size_t>(&unit - m_storage->units.data());
    const std::vector<uint16_t>& numbers = m_storage->file_numbers[index];
    if (!file_number || *file_number < 0 || static_cast<size_t>(*file_number) >= numbers.size()) {
        return false;
    }
    return m_files[numbers[static_cast<size_t>(*file_number)]].is_user;
}

void DebugInfo::read_functions() {
    const Storage& storage = *m_storage;
    const Entries& entries = storage.entries;
    std::map<uint32_t, EntryId> by_start;
    for (EntryId id = 0; id < entries.size(); ++id) {
        if (entries.tag(id) != Tag::Subprogram) continue;
        for (const AddressRange& range : entries.ranges(id, code_size())) {
            by_start.emplace(range.start, id);
        }
    }
    for (const FunctionBody& body : storage.sections.functions) {
        Function function;
        function.index = {body.index};
        function.start = body.start;
        function.end = body.end;
        auto named = storage.sections.function_names.find(body.index);
        if (named != storage.sections.function_names.end()) function.name = named->second;
        if (auto found = by_start.find(body.start); found != by_start.end()) {
            EntryId id = found->second;
            function.entry = id;
            std::string_view symbol = entries.inherited_text(id, At::LinkageName);
            std::string demangled = symbol.empty() ? qualified_name(entries, id) : demangle(symbol);
            // The linker wrote readable names too, and may know manglings that our demangler does not.
            bool is_readable = !demangled.starts_with("_Z");
            if (is_readable || function.name.empty()) function.name = std::move(demangled);
            EntryId declared = entries.holder(id, At::DeclLine);
            if (declared != NoEntry) {
                function.line =
                    static_cast<uint32_t>(entries.constant(declared, At::DeclLine).value_or(0));
            }
            EntryId filed = entries.holder(id, At::DeclFile);
            function.is_user =
                filed != NoEntry &&
                is_user_file(entries.unit(filed), entries.constant(filed, At::DeclFile));
        }
        function.name = tidy_name(first_name(demangle(function.name)));
        function.short_name = short_function_name(function.name);
        if (function.short_name.starts_with("lambda in ")) function.name = function.short_name;
        m_functions.push_back(std::move(function));
    }
}

// A variable of user code that outlives functions: not on a frame, and not dropped by the linker.
bool DebugInfo::is_user_object(EntryId id) const {
    const Entries& entries = m_storage->entries;
    EntryId filed = entries.holder(id, At::DeclFile);
    return filed != NoEntry && !entries.inherited_text(id, At::Name).empty() &&
           is_user_file(entries.unit(filed), entries.constant(filed, At::DeclFile));
}

void DebugInfo::read_objects() {
    const Entries& entries = m_storage->entries;
    for (EntryId id = 0; id < entries.size(); ++id) {
        if (entries.tag(id) != Tag::Variable) continue;
        std::optional<Value> location = entries.value(id, At::Location);
        if (!location || !is_user_object(id)) continue;
        std::optional<uint32_t> address =
            fixed_address(*location, entries.unit(id), entries.sections());
        if (!address) {
            if (is_thread_local(*location)) m_thread_locals.push_back(id);
            continue;
        }
        // What the linker dropped has address 0 or -1.
        if (*address == 0 || *address >= 0xffff'fff0u) continue;
        EntryId type = entries.inherited_reference(id, At::Type);
        Object object;
        object.name = tidy_name(qualified_name(entries, id));
        object.type = type_name(entries, type);
        object.address = {*address};
        object.size = type_size(entries, type).value_or(0);
        object.line =
            static_cast<uint32_t>(entries.inherited_constant(id, At::DeclLine).value_or(0));
        object.entry = id;
        m_objects.push_back(std::move(object));
    }
    std::stable_sort(m_objects.begin(), m_objects.end(),
                     [](const Object& a, const Object& b) { return a.address < b.address; });
    auto same = [](const Object& a, const Object& b) {
        return a.address == b.address && a.name == b.name;
    };
    m_objects.erase(std::unique(m_objects.begin(), m_objects.end(), same), m_objects.end());
}

const Function* DebugInfo::function_at(base::CodeOffset offset) const {
    auto after = std::upper_bound(
        m_functions.begin(), m_functions.end(), offset.value,
        [](uint32_t value, const Function& function) { return value < function.start; });
    if (after == m_functions.begin()) return nullptr;
    const Function& function = *std::prev(after);
    return offset.value < function.end ? &function : nullptr;
}

std::optional<SourcePosition> DebugInfo::position_at(base::CodeOffset offset) const {
    auto after =
        std::upper_bound(m_lines.begin(), m_lines.end(), offset.value,
                         [](uint32_t value, const CodeLine& row) { return value < row.offset; });
    if (after == m_lines.begin()) return std::nullopt;
    const CodeLine& row = *std::prev(after);
    if (row.end_sequence) return std::nullopt;
    return SourcePosition{row.line, row.column, row.file, m_files[row.file].is_user};
}

const Object* DebugInfo::object_at(base::Address address) const {
    auto after = std::upper_bound(
        m_objects.begin(), m_objects.end(), address,
        [](base::Address value, const Object& object) { return value < object.address; });
    if (after == m_objects.begin()) return nullptr;
    const Object& object = *std::prev(after);
    bool inside = address.value - object.address.value < std::max(object.size, 1u);
    return inside ? &object : nullptr;
}

const Object* DebugInfo::guard_at(base::Address address) const {
    auto found = std::lower_bound(
        m_guards.begin(), m_guards.end(), address,
        [](const Object& guard, base::Address value) { return guard.address < value; });
    return found != m_guards.end() && found->address == address ? &*found : nullptr;
}

}  // namespace interleave::dwarf
