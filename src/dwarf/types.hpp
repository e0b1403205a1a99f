#pragma once
// C++ types as DWARF tells them: names, sizes, members. Free functions over Entries; every walk is
// bounded, so that types that contain themselves (only hostile input has them) do no harm.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dwarf/entries.hpp"

namespace interleave::dwarf {

// The type without typedefs, const, volatile, restrict and _Atomic. NoEntry is `void`.
EntryId strip_qualifiers(const Entries& entries, EntryId type);

// "const std::vector<int> &" as a learner would write it (see tidy_name); "void" for NoEntry.
std::string type_name(const Entries& entries, EntryId type);

// In bytes; nothing for incomplete types and functions.
std::optional<uint32_t> type_size(const Entries& entries, EntryId type);

// Number of elements of an array's first dimension; nothing if it is not known.
std::optional<uint64_t> array_length(const Entries& entries, EntryId array);

// The type's definition: for a mere declaration the definition of the same name, if there is one.
EntryId type_definition(const Entries& entries, EntryId type);

// The entry's name with its namespaces and classes: "bank::Account". Inline namespaces of the standard
// library are left out, and functions that enclose a static are named: "twice::calls".
std::string qualified_name(const Entries& entries, EntryId entry);

}  // namespace interleave::dwarf
