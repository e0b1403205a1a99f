#include "junit.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace interleave::apps {

namespace {

std::string xml(std::string_view text) {
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
        }
    }
    return out;
}

}  // namespace

bool write_junit(const std::string& file, const std::string& suite,
                 const std::vector<JunitCase>& cases, double seconds, const std::string& summary) {
    std::ofstream out(file, std::ios::binary);
    const auto failures = std::count_if(
        cases.begin(), cases.end(), [](const JunitCase& each) { return !each.failure.empty(); });
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"" << xml(suite)
        << "\" tests=\"" << cases.size() << "\" failures=\"" << failures << "\" time=\"" << seconds
        << "\">\n";
    for (const JunitCase& each : cases) {
        out << "  <testcase name=\"" << xml(each.name) << "\" time=\"" << seconds << "\">\n";
        if (!each.failure.empty()) {
            out << "    <failure message=\"" << xml(each.failure) << "\">\n"
                << xml(each.details) << "    </failure>\n";
        }
        out << "  </testcase>\n";
    }
    out << "  <system-out>" << xml(summary) << "</system-out>\n</testsuite>\n";
    return out.flush().good();
}

}  // namespace interleave::apps
