// Every guest test program (tests/programs/programs.json) on the lab: it prints what real workers print, and ends as they do.
// The same list runs on workers of Node.js (web/src/real/programs.test.ts) and in Chromium (tests/web/guests.spec.ts).

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "lab_harness.hpp"
#include "session_client.hpp"

using namespace interleave;
using namespace interleave::testing;
using nlohmann::json;
using session::RequestKind;
using session::Session;

namespace {

struct TestProgram {
    std::string name;
    json description;
};

void PrintTo(const TestProgram& program, std::ostream* out) { *out << program.name; }

std::vector<TestProgram> all_programs() {
    std::ifstream in(INTERLEAVE_TEST_PROGRAMS);
    json list = json::parse(in);
    std::vector<TestProgram> programs;
    for (const json& program : list["programs"]) programs.push_back({program["name"], program});
    return programs;
}

std::vector<std::string> sorted_lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty()) lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

// The whole stream, its lines in any order, or a pattern that it contains.
void expect_text(const std::string& found, const json& expected) {
    if (expected.is_string()) {
        EXPECT_EQ(found, expected.get<std::string>());
    } else if (expected.contains("match")) {
        EXPECT_TRUE(std::regex_search(found, std::regex(expected["match"].get<std::string>())))
            << found;
    } else {
        auto lines = expected["lines"].get<std::vector<std::string>>();
        std::sort(lines.begin(), lines.end());
        EXPECT_EQ(sorted_lines(found), lines);
    }
}

void expect_trap(Session& session, const Answer& end, const json& expected) {
    EXPECT_EQ(end.json["status"], "trap");
    std::regex pattern(expected["trap"].get<std::string>(), std::regex::icase);
    EXPECT_TRUE(std::regex_search(end.json["message"].get<std::string>(), pattern)) << end.json;
    if (!expected.contains("frames")) return;
    base::ByteWriter inspect = request(RequestKind::Inspect);
    inspect.u32(0);
    std::vector<std::string> frames;
    const json seen = ask(session, inspect).json;
    for (const json& thread : seen["threads"]) {
        if (thread["state"] != "failed") continue;
        for (const json& frame : thread["frames"]) frames.push_back(frame["function"]);
    }
    // The lab's panel shows functions without their parameters.
    auto wanted = expected["frames"].get<std::vector<std::string>>();
    for (std::string& name : wanted) name = name.substr(0, name.find('('));
    ASSERT_GE(frames.size(), wanted.size());
    frames.resize(wanted.size());
    EXPECT_EQ(frames, wanted);
}

void expect_deadlock(Session& session, const Answer& end, size_t threads) {
    EXPECT_EQ(end.json["status"], "deadlock");
    base::ByteWriter inspect = request(RequestKind::Inspect);
    inspect.u32(0);
    size_t waiting = 0;
    const json seen = ask(session, inspect).json;
    for (const json& thread : seen["threads"]) {
        if (thread["waits"].is_null()) continue;
        ++waiting;
        EXPECT_NE(thread["waits"]["words"], "") << thread;
    }
    EXPECT_EQ(waiting, threads);
}

void expect_end(Session& session, const Answer& end, const json& expected) {
    if (expected.contains("exit")) {
        EXPECT_EQ(end.json["status"], "exit") << end.json;
        EXPECT_EQ(end.json["exitCode"], expected["exit"]);
    } else if (expected.contains("trap")) {
        expect_trap(session, end, expected);
    } else if (expected.contains("abort")) {
        EXPECT_EQ(end.json["status"], "abort") << end.json;
    } else if (expected.contains("deadlock")) {
        expect_deadlock(session, end, expected["deadlock"]);
    } else {
        const std::string limit =
            expected["limit"] == "output" ? "output-limit" : "instruction-limit";
        EXPECT_EQ(end.json["status"], limit);
    }
}

class GuestProgram : public ::testing::TestWithParam<TestProgram> {};

}  // namespace

TEST_P(GuestProgram, does_on_the_lab_what_it_does_on_real_workers) {
    const json& description = GetParam().description;
    Session session;
    Answer loaded = ask(session, load_request(read_bytes(program_path(GetParam().name))));
    ASSERT_TRUE(loaded.json.contains("functions")) << loaded.json;
    for (uint32_t cores : {1u, 2u, 4u}) {
        for (uint64_t seed : {0u, 1u, 2u}) {
            SCOPED_TRACE(std::to_string(cores) + " cores, seed " + std::to_string(seed));
            StartSettings settings;
            settings.cores = cores;
            settings.seed = seed;
            settings.input = description.value("stdin", "");
            settings.input_open = false;
            const bool is_endless = description["expect"].value("limit", "") == "time";
            settings.instruction_limit = is_endless ? 20'000'000 : 400'000'000;
            settings.event_limit = 5'000'000;
            Answer end = run_to_the_end(session, settings);
            expect_end(session, end, description["expect"]);
            expect_text(end.streams[1], description["stdout"]);
            if (description.contains("stderr")) expect_text(end.streams[2], description["stderr"]);
            EXPECT_FALSE(end.chunk.empty());
            EXPECT_EQ(end.json["findings"], json::array()) << end.json["findings"];
        }
    }
}

INSTANTIATE_TEST_SUITE_P(every, GuestProgram, ::testing::ValuesIn(all_programs()),
                         [](const auto& info) { return info.param.name; });

TEST(GuestPrograms, are_all_in_the_list) {
    std::vector<TestProgram> listed = all_programs();
    EXPECT_GT(listed.size(), 30u);
    for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_TEST_PROGRAM_SOURCES)) {
        if (entry.path().extension() != ".cpp") continue;
        bool found = std::any_of(listed.begin(), listed.end(), [&](const TestProgram& p) {
            return p.name == entry.path().stem().string();
        });
        EXPECT_TRUE(found) << entry.path() << " is in no list, so no machine runs it";
    }
}

// The library never asks the lab for a file; a program that does so by itself gets ENOSYS.
TEST(GuestPrograms, that_fetch_ask_nobody_on_the_lab) {
    Session session;
    ask(session, load_request(read_bytes(program_path("fetch"))));
    StartSettings settings;
    settings.input = "? words.txt\n";
    settings.input_open = false;
    const Answer end = run_to_the_end(session, settings);
    const std::string simulated = "words.txt: 40 bytes, " + std::string(40, '.') + "\n";
    EXPECT_EQ(end.streams[1], "operation: 52\n" + simulated + simulated);
    EXPECT_EQ(end.json["status"], "exit");
}
