#pragma once
// Reports as JUnit's, which every CI server reads.

#include <string>
#include <vector>

namespace interleave::apps {

struct JunitCase {
    std::string name;
    std::string failure;  // one line; "" if it passed
    std::string details;
};

// Whether the file could be written.
bool write_junit(const std::string& file, const std::string& suite,
                 const std::vector<JunitCase>& cases, double seconds, const std::string& summary);

}  // namespace interleave::apps
