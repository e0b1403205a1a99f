#pragma once
// Everything a module's debug information says about the learner's program: functions, lines, objects.
//
// Built once from a module's bytes; then all lookups are binary searches. Immutable after `read`, so it
// may be shared between threads; variables.hpp and value_printer.hpp work on it.
//
// Only units of *user code* are read in full: the unit that defines `main` and every unit whose source
// lies in the same directory or below. The libraries' units (musl, libc++) cost their headers only;
// their functions are known by the module's name section. This keeps a module with 1 MB of DWARF, of
// which 60 KB are the learner's, at a few milliseconds.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "dwarf/entries.hpp"
#include "dwarf/line_table.hpp"
#include "dwarf/sections.hpp"

namespace interleave::dwarf {

struct Function {
    base::FunctionIndex index{};
    std::string name;        // with parameters, tidied: "Bank::pay(int)"; "lambda in main"
    std::string short_name;  // "Bank::pay", "lambda in main"
    uint32_t start = 0;      // code offsets of its body
    uint32_t end = 0;
    uint32_t line = 0;        // where it is declared; 0 = unknown
    bool is_user = false;     // false: a library's; views fold it
    EntryId entry = NoEntry;  // its DW_TAG_subprogram, if its unit was read
};

// A variable that lives at one address for the whole run: global, static member, static in a function.
struct Object {
    std::string name;
    std::string type;
    base::Address address{};
    uint32_t size = 0;
    uint32_t line = 0;
    EntryId entry = NoEntry;
};

struct SourcePosition {
    uint32_t line = 0;  // 0: the code belongs to no line
    uint32_t column = 0;
    uint16_t file = 0;     // index in DebugInfo::files()
    bool is_user = false;  // in a file of the learner's
};

// One row of the lines of all user units.
struct CodeLine {
    uint32_t offset = 0;
    uint32_t line = 0;
    uint16_t column = 0;
    uint16_t file = 0;  // index in DebugInfo::files()
    bool is_statement = false;
    bool prologue_end = false;
    bool end_sequence = false;
};

struct File {
    std::string path;
    bool is_user = false;
    // the file that defines main: what line marks and recorders mean by "line"
    bool is_main = false;
};

class DebugInfo {
public:
    // Takes the module's bytes. A module without DWARF gives functions only. Errors: damaged input, with
    // the offset in the module or in the section that the message names.
    static base::Result<DebugInfo> read(std::vector<uint8_t> module);

    std::span<const uint8_t> module() const { return m_storage->module; }
    const Sections& sections() const { return m_storage->sections; }
    const Entries& entries() const { return m_storage->entries; }
    const std::vector<File>& files() const { return m_files; }
    // The base name of the file that defines main, "" if it is not known.
    const std::string& source_name() const { return m_source_name; }

    // All bodies of the code section, in order.
    const std::vector<Function>& functions() const { return m_functions; }
    const Function* function_at(base::CodeOffset offset) const;

    // Sorted by offset; between an end_sequence and the next row lies code without lines.
    const std::vector<CodeLine>& lines() const { return m_lines; }
    std::optional<SourcePosition> position_at(base::CodeOffset offset) const;

    // User code's objects, sorted by address.
    const std::vector<Object>& objects() const { return m_objects; }
    // The guards of variables that are static in a function ("static count::made", without a type, line or entry), sorted by
    // address (guards.hpp).
    const std::vector<Object>& guards() const { return m_guards; }
    // The guard at this address, or nullptr.
    const Object* guard_at(base::Address address) const;
    // The entries of user code's thread_local variables.
    const std::vector<EntryId>& thread_locals() const { return m_thread_locals; }
    // The object whose bytes contain the address, or nullptr.
    const Object* object_at(base::Address address) const;

    bool is_user_file(const Unit& unit, std::optional<int64_t> file_number) const;

private:
    // What others point into; behind a pointer so that a DebugInfo can be moved.
    struct Storage {
        std::vector<uint8_t> module;
        Sections sections;
        DebugSections debug;
        std::vector<Unit> units;
        std::vector<bool> is_user_unit;
        std::vector<std::vector<uint16_t>> file_numbers;  // by unit: its table's number → m_files
        Entries entries;
    };

    void find_user_units();
    base::Status read_lines();
    void read_functions();
    void read_objects();
    bool is_user_object(EntryId id) const;
    uint32_t code_size() const { return static_cast<uint32_t>(m_storage->sections.code.size()); }
    uint16_t file_index(const std::string& path);

    std::shared_ptr<Storage> m_storage;
    std::string m_main_path;
    std::string m_source_name;
    std::vector<File> m_files;
    std::vector<Function> m_functions;
    std::vector<CodeLine> m_lines;
    std::vector<Object> m_objects;
    std::vector<Object> m_guards;
    std::vector<EntryId> m_thread_locals;
};

}  // namespace interleave::dwarf
