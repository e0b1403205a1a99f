#include "dwarf/line_table.hpp"

#include <algorithm>

// A line table is a program for a small state machine: its registers are a row, and its instructions
// change registers or append the row. "Special" instructions advance address and line by one byte's
// worth of both, so a typical row costs one to three bytes.

namespace interleave::dwarf {
namespace {

using base::ByteReader;

// Hostile input could ask for far more rows than any program has.
constexpr size_t MostRows = 4'000'000;
constexpr size_t MostFiles = 0xffff;

struct Header {
    uint16_t version = 0;
    uint8_t address_size = 4;
    uint8_t minimum_length = 1;
    bool default_is_statement = true;
    int8_t line_base = 0;
    uint8_t line_range = 1;
    uint8_t opcode_base = 1;
    std::vector<uint8_t> operand_counts;  // by standard opcode
    size_t program = 0, end = 0;
};

struct EntryFormat {
    uint64_t content = 0;
    AttributeSpec spec;
};

// DWARF 5 describes the columns of its directory and file tables; 1 = path, 2 = directory index.
std::vector<EntryFormat> read_formats(ByteReader& reader) {
    std::vector<EntryFormat> formats(reader.u8());
    for (EntryFormat& format : formats) {
        format.content = reader.leb_u64();
        format.spec.form = static_cast<Form>(reader.leb_u64());
    }
    return formats;
}

void read_files_5(ByteReader& reader, const Unit& unit, const DebugSections& sections,
                  LineTable& out) {
    std::vector<std::string> directories;
    for (bool files : {false, true}) {
        std::vector<EntryFormat> formats = read_formats(reader);
        uint64_t count = reader.leb_u64();
        if (count > MostFiles || (formats.empty() && count > 0)) {
            return reader.fail("unlikely number of files");
        }
        for (uint64_t i = 0; i < count && !reader.failed(); ++i) {
            std::string_view path;
            uint64_t directory = 0;
            for (const EntryFormat& format : formats) {
                Value value = read_value(reader, format.spec, unit);
                if (format.content == 1) path = text_of(value, unit, sections);
                if (format.content == 2) directory = value.number;
            }
            if (!files) {
                directories.push_back(join_path(i == 0 ? unit.directory : directories[0], path));
            } else {
                out.files.push_back(join_path(
                    directory < directories.size() ? directories[directory] : unit.directory,
                    path));
            }
        }
    }
}

// Up to DWARF 4: zero-terminated lists, directory 0 is the compiler's and file numbers start at 1.
void read_files_4(ByteReader& reader, const Unit& unit, LineTable& out) {
    std::vector<std::string> directories = {unit.directory};
    while (!reader.failed()) {
        std::string_view path = reader.zero_terminated();
        if (path.empty()) break;
        directories.push_back(join_path(unit.directory, path));
    }
    out.files.push_back(unit.path());
    while (!reader.failed() && out.files.size() <= MostFiles) {
        std::string_view path = reader.zero_terminated();
        if (path.empty()) break;
        uint64_t directory = reader.leb_u64();
        reader.leb_u64();  // time of change
        reader.leb_u64();  // length
        out.files.push_back(join_path(
            directory < directories.size() ? directories[directory] : unit.directory, path));
    }
}

Header read_header(ByteReader& reader, Unit& unit, const DebugSections& sections, LineTable& out) {
    Header header;
    uint64_t length = reader.u32();
    unit.is_64_bit_format = length == 0xffffffff;
    if (unit.is_64_bit_format) length = reader.u64();
    if (length > reader.remaining()) reader.fail("the table is longer than its section");
    header.end = reader.position() + length;
    header.version = reader.u16();
    if (header.version < 2 || header.version > 5) reader.fail("unknown version of line tables");
    header.address_size = unit.address_size;
    if (header.version >= 5) {
        header.address_size = reader.u8();
        reader.u8();  // segment selectors
    }
    uint64_t header_length = unit.is_64_bit_format ? reader.u64() : reader.u32();
    if (header_length > reader.remaining()) reader.fail("the header is longer than its section");
    header.program = reader.position() + header_length;
    header.minimum_length = reader.u8();
    if (header.version >= 4) reader.u8();  // operations per instruction: 1, wasm is no VLIW machine
    header.default_is_statement = reader.u8() != 0;
    header.line_base = static_cast<int8_t>(reader.u8());
    header.line_range = reader.u8();
    header.opcode_base = reader.u8();
    if (header.line_range == 0) reader.fail("a line range of 0");
    for (int opcode = 1; opcode < header.opcode_base; ++opcode) {
        header.operand_counts.push_back(reader.u8());
    }
    if (reader.failed()) return header;
    if (header.version >= 5) {
        read_files_5(reader, unit, sections, out);
    } else {
        read_files_4(reader, unit, out);
    }
    return header;
}

class Machine {
public:
    Machine(const Header& header, uint32_t code_size, LineTable& out)
        : m_header(header), m_code_size(code_size), m_out(out) {
        reset();
    }

    void run(ByteReader& reader) {
        while (reader.position() < m_header.end && !reader.failed()) {
            uint8_t opcode = reader.u8();
            if (opcode >= m_header.opcode_base) {
                special(opcode);
            } else if (opcode == 0) {
                extended(reader);
            } else {
                standard(reader, opcode);
            }
            if (m_out.rows.size() > MostRows) reader.fail("unlikely number of rows");
        }
        drop_open_sequence();
    }

private:
    void reset() {
        m_address = 0;
        m_file = 1;
        m_line = 1;
        m_column = 0;
        m_is_statement = m_header.default_is_statement;
        m_prologue_end = false;
        m_sequence_start = m_out.rows.size();
    }

    void append(bool end_sequence) {
        LineRow row;
        row.offset = static_cast<uint32_t>(std::min<uint64_t>(m_address, UINT32_MAX));
        row.line = m_line;
        row.column = static_cast<uint16_t>(std::min<uint64_t>(m_column, UINT16_MAX));
        row.file = static_cast<uint16_t>(std::min<uint64_t>(m_file, UINT16_MAX));
        row.is_statement = m_is_statement;
        row.prologue_end = m_prologue_end;
        row.end_sequence = end_sequence;
        m_out.rows.push_back(row);
        m_prologue_end = false;
    }

    void drop_open_sequence() { m_out.rows.resize(m_sequence_start); }

    void end_sequence() {
        append(true);
        // A function that the linker dropped has its address replaced by 0 or by -1.
        uint32_t first = m_out.rows[m_sequence_start].offset;
        if (first == 0 || m_out.rows.back().offset > m_code_size || !is_ascending()) {
            drop_open_sequence();
        }
        reset();
    }

    bool is_ascending() const {
        return std::is_sorted(
            m_out.rows.begin() + static_cast<ptrdiff_t>(m_sequence_start), m_out.rows.end(),
            [](const LineRow& a, const LineRow& b) { return a.offset < b.offset; });
    }

    void special(uint8_t opcode) {
        uint8_t adjusted = static_cast<uint8_t>(opcode - m_header.opcode_base);
        m_address += uint64_t{m_header.minimum_length} * (adjusted / m_header.line_range);
        m_line += static_cast<uint32_t>(m_header.line_base + adjusted % m_header.line_range);
        append(false);
    }

    void standard(ByteReader& reader, uint8_t opcode) {
        switch (opcode) {
            case 1:
                append(false);
                break;
            case 2:
                m_address += m_header.minimum_length * reader.leb_u64();
                break;
            case 3:
                m_line += static_cast<uint32_t>(reader.leb_s64());
                break;
            case 4:
                m_file = reader.leb_u64();
                break;
            case 5:
                m_column = reader.leb_u64();
                break;
            case 6:
                m_is_statement = !m_is_statement;
                break;
            case 7:
                break;  // basic block
            case 8:     // advance as special opcode 255 would
                m_address +=
                    uint64_t{m_header.minimum_length} *
                    (static_cast<uint8_t>(255 - m_header.opcode_base) / m_header.line_range);
                break;
            case 9:
                m_address += reader.u16();
                break;
            case 10:
                m_prologue_end = true;
                break;
            case 11:
                break;  // epilogue begin
            default:
                for (int i = 0; i < m_header.operand_counts[opcode - 1]; ++i) reader.leb_u64();
        }
    }

    void extended(ByteReader& reader) {
        uint64_t size = reader.leb_u64();
        if (size == 0 || size > reader.remaining()) {
            return reader.fail("an extended opcode of impossible size");
        }
        size_t next = reader.position() + size;
        switch (reader.u8()) {
            case 1:
                end_sequence();
                break;
            case 2:
                m_address = size == 9 ? reader.u64() : reader.u32();
                break;
            default:
                break;  // define_file (obsolete), discriminator, vendors' own
        }
        reader.seek(next);
    }

    const Header& m_header;
    uint32_t m_code_size;
    LineTable& m_out;
    size_t m_sequence_start = 0;
    uint64_t m_address = 0, m_file = 1, m_column = 0;
    uint32_t m_line = 1;
    bool m_is_statement = true, m_prologue_end = false;
};

}  // namespace

base::Result<LineTable> read_line_table(const Unit& unit, const DebugSections& sections,
                                        uint32_t code_size) {
    LineTable table;
    if (!unit.line_offset) return table;
    ByteReader reader(sections.line, *unit.line_offset);
    if (*unit.line_offset > sections.line.size()) reader.fail("a unit's table starts outside it");
    Unit forms = unit;  // the table has its own 32/64-bit format
    Header header = read_header(reader, forms, sections, table);
    if (!reader.failed()) {
        reader.seek(header.program);
        Machine(header, code_size, table).run(reader);
    }
    if (reader.failed()) {
        return base::Error{std::string(".debug_line can't be read (") + reader.failure() +
                               "). Compile the program again with -g.",
                           reader.failure_position()};
    }
    for (LineRow& row : table.rows) {
        if (row.file >= table.files.size()) row.file = 0;
    }
    if (table.files.empty()) table.files.push_back(unit.path());
    return table;
}

}  // namespace interleave::dwarf
