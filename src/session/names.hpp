#pragma once
// What things are called in sentences for learners.

#include <cstdint>
#include <string>

#include "dwarf/debug_info.hpp"

namespace interleave::session {

// "counter", "forks[2].gate"; the address where no variable has it.
std::string name_of_address(const dwarf::DebugInfo& debug, uint32_t address);
// "the main thread", "thread 2".
std::string name_of_thread(uint32_t id);
// What is called once through the flag of this name: "the call_once of flag", "the initialisation of static count::made".
std::string name_of_once(const std::string& flag);
// Bits as the variable at the address would show them: true, -1, 2.5; decimal where it is not known.
std::string value_as_text(const dwarf::DebugInfo& debug, uint32_t address, uint64_t bits,
                          uint64_t size);

}  // namespace interleave::session
