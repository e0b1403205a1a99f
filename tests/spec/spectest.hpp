#pragma once
// The host module "spectest" that the scripts import from (spec repository, interpreter/host/spectest.ml; the
// shared memory is of the threads proposal).

#include <map>
#include <optional>
#include <string>

#include "machine/store.hpp"

namespace interleave::test {

class Spectest {
public:
    // Adds the module's things to the store.
    explicit Spectest(machine::Store& store);

    std::optional<machine::External> find(std::string_view name) const;

private:
    std::map<std::string, machine::External, std::less<>> m_things;
};

}  // namespace interleave::test
