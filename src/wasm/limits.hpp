#pragma once
// Limits of this implementation (core spec, appendix 7.2), so that a hostile module is refused
// early and costs memory and time in proportion to its size. Where the JavaScript API has a limit
// for web engines we take the same, since the module must run on both machines.

#include <cstdint>

namespace interleave::wasm {

inline constexpr uint32_t MaxModuleBytes = 1u << 30;
inline constexpr uint32_t MaxTypes = 1'000'000;
inline constexpr uint32_t MaxFunctions = 1'000'000;
inline constexpr uint32_t MaxImports = 1'000'000;
inline constexpr uint32_t MaxExports = 1'000'000;
inline constexpr uint32_t MaxGlobals = 1'000'000;
inline constexpr uint32_t MaxTags = 1'000'000;
inline constexpr uint32_t MaxDataSegments = 100'000;
inline constexpr uint32_t MaxElementSegments = 10'000'000;
inline constexpr uint32_t MaxElementItems = 10'000'000;
inline constexpr uint32_t MaxTables = 100'000;
inline constexpr uint32_t MaxParameters = 1'000;
inline constexpr uint32_t MaxResults = 1'000;
inline constexpr uint32_t MaxLocals = 50'000;  // of one function, with its parameters
inline constexpr uint32_t MaxBodyBytes = 7'654'321;
inline constexpr uint32_t MaxBranchTable = 65'520;
// Open blocks of one function. Clang's deepest at -O0 are below a hundred.
inline constexpr uint32_t MaxNesting = 100'000;
// Values on the operand stack of one function at once.
inline constexpr uint32_t MaxOperands = 50'000;
// Types that checking a module may compare: so many and more for each of its bytes. Calls and branches with
// long type lists cost time beyond the bytes that they take; code that can be reached pushes what they
// take with an instruction each, so that no compiler's output comes near.
inline constexpr uint64_t BaseTypeChecks = uint64_t{1} << 24;
inline constexpr uint64_t TypeChecksPerByte = 8;
// Pages of a memory (core spec, 3.2.4) and elements of a table that the machine will make.
inline constexpr uint32_t MaxMemoryPages = 65'536;
inline constexpr uint32_t MaxTableElements = 10'000'000;

}  // namespace interleave::wasm
