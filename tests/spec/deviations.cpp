#include "deviations.hpp"

namespace interleave::test {

namespace {

constexpr std::string_view SeveralTables =
    "the threads proposal builds on core 1.0; core 2.0 allows several tables";

constexpr Deviation Skips[] = {
    {"threads/imports.wast", 310, "", SeveralTables},
    {"threads/imports.wast", 314, "", SeveralTables},
    {"threads/imports.wast", 318, "", SeveralTables},
};

constexpr std::string_view BodiesLater =
    "the script's section size is one byte short too; sections are read before bodies are decoded";
constexpr std::string_view TagsKnown = "import kind 4 is a tag of the exception handling proposal";
constexpr std::string_view SharedKnown = "flag 2 is a shared memory of the threads proposal";

constexpr Deviation Wordings[] = {
    {"core/binary-leb128.wast", 405, "malformed section id", BodiesLater},
    {"core/binary-leb128.wast", 462, "malformed section id", BodiesLater},
    {"core/binary-leb128.wast", 731, "malformed section id", BodiesLater},
    {"core/binary-leb128.wast", 751, "malformed section id", BodiesLater},
    {"core/binary-leb128.wast", 846, "malformed section id", BodiesLater},
    {"core/binary-leb128.wast", 866, "malformed section id", BodiesLater},
    {"core/binary.wast", 93, "END opcode expected",
     "the reference interpreter reads on into the next section, we stop at the body's end"},
    {"core/binary.wast", 652, "unexpected end", TagsKnown},
    {"core/binary.wast", 662, "unexpected end", TagsKnown},
    {"core/binary.wast", 824, "unexpected end", SharedKnown},
    {"core/binary.wast", 832, "shared memory must have maximum", SharedKnown},
    {"core/memory_init.wast", 190, "data count section required",
     "wast2json writes no data count section where there is no data"},
    {"core/select.wast", 324, "type mismatch",
     "wast2json writes (select (result)) as plain select"},
};

template <size_t Size>
const Deviation* find(const Deviation (&list)[Size], std::string_view script, uint32_t line) {
    for (const Deviation& deviation : list) {
        if (deviation.script == script && deviation.line == line) return &deviation;
    }
    return nullptr;
}

}  // namespace

const Deviation* skip_of(std::string_view script, uint32_t line) {
    return find(Skips, script, line);
}

const Deviation* wording_of(std::string_view script, uint32_t line) {
    return find(Wordings, script, line);
}

}  // namespace interleave::test
