#include "dwarf/symbols.hpp"

#include <algorithm>
#include <sstream>

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

struct Fixture {
    const DebugInfo& info = program("inspect.debug.wasm");
    MarkedModule marked = mark_lines(info).value();
    std::string json = symbols_json(info, marked);

    // The pairs of "lines" or "unmarkedLines".
    std::vector<std::pair<uint32_t, uint32_t>> lines(const std::string& key) const {
        std::vector<std::pair<uint32_t, uint32_t>> pairs;
        size_t at = json.find("\"" + key + "\":[");
        std::string text = json.substr(at, json.find("]]", at) + 2 - at);
        text.erase(0, text.find("[["));
        std::replace_if(
            text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; }, ' ');
        std::istringstream numbers(text);
        for (uint32_t offset, line; numbers >> offset >> line;) pairs.push_back({offset, line});
        return pairs;
    }
};

}  // namespace

TEST(Symbols, name_the_source_and_its_objects) {
    Fixture fixture;
    EXPECT_TRUE(fixture.json.starts_with("{\"version\":1,\"source\":\"inspect.cpp\""));
    std::string line = std::to_string(line_of("inspect.cpp", "int counter = 42"));
    uint32_t address = 0;
    for (const Object& object : fixture.info.objects()) {
        if (object.name == "counter") address = object.address.value;
    }
    EXPECT_NE(fixture.json.find("{\"name\":\"counter\",\"type\":\"int\",\"address\":" +
                                std::to_string(address) + ",\"size\":4,\"line\":" + line + "}"),
              std::string::npos);
}

TEST(Symbols, have_lines_sorted_by_offset_for_both_modules) {
    Fixture fixture;
    for (const char* key : {"lines", "unmarkedLines"}) {
        auto lines = fixture.lines(key);
        EXPECT_GT(lines.size(), 50u);
        EXPECT_TRUE(std::is_sorted(lines.begin(), lines.end()));
    }
    EXPECT_EQ(fixture.lines("lines").size(), fixture.lines("unmarkedLines").size());
}

TEST(Symbols, agree_with_the_marks_in_the_marked_module) {
    Fixture fixture;
    auto lines = fixture.lines("lines");
    auto plain = fixture.lines("unmarkedLines");
    for (size_t i = 0; i < lines.size(); ++i) {
        EXPECT_EQ(lines[i].second, plain[i].second);
        EXPECT_GE(lines[i].first, plain[i].first);
    }
}

TEST(Symbols, end_user_code_with_line_zero) {
    Fixture fixture;
    auto lines = fixture.lines("unmarkedLines");
    EXPECT_EQ(lines.back().second, 0u);
    for (const Function& function : fixture.info.functions()) {
        if (function.is_user) continue;
        auto after = std::upper_bound(lines.begin(), lines.end(),
                                      std::pair<uint32_t, uint32_t>{function.start, UINT32_MAX});
        if (after == lines.begin()) continue;
        EXPECT_EQ(std::prev(after)->second, 0u) << function.name;
    }
}

TEST(Symbols, are_json_that_javascript_reads) {
    Fixture fixture;
    std::string path = program_path("symbols_test.json");
    std::ofstream(path) << fixture.json;
    std::string command =
        DWARF_NODE
        " -e 'const j = JSON.parse(require(\"fs\").readFileSync(process.argv[1]));"
        " if (j.functions.length < 500 || j.objects.length !== 5) process.exit(1)' " +
        path;
    EXPECT_EQ(std::system(command.c_str()), 0);
}
