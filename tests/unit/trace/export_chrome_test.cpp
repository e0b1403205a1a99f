#include "trace/export_chrome.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Script;
using Kind = EventKind;

namespace {

Script two_workers() {
    Script script;
    script.trace.set_text(64, "say \"hello\"\n");
    script.trace.add_object({{0, 100}, 24, 3, "door", "std::mutex"});
    script.add(0, Kind::thread_create, 1, 0, 10);
    script.add(1, Kind::thread_start, 1);
    script.add(1, Kind::span_begin, 64);
    script.add(1, Kind::lock_acquire, 100, 0, 4);
    script.add(0, Kind::lock_request, 100, 0, 11);
    script.add(1, Kind::unlock, 100, 0, 6);
    script.add(0, Kind::lock_acquire, 100, 0, 11);
    script.add(0, Kind::value, 64, 5);
    script.add(1, Kind::semaphore_release, 200, 2);
    return script;
}

std::string exported(const Trace& trace) {
    States states;
    states.extend(trace);
    HappensBefore order;
    order.extend(trace);
    return export_chrome(trace, states, order);
}

// What /usr/bin/python3 prints for `expression` over the parsed JSON d and its events e.
std::string python(const std::string& json, const std::string& expression) {
    // A file of its own: ctest runs several of these tests at the same time.
    std::string path = testing::TempDir() + "export_chrome_" + std::to_string(getpid()) + ".json";
    std::ofstream(path) << json;
    std::string command =
        "/usr/bin/python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); "
        "e=d[\"traceEvents\"]; print(" +
        expression + ")' " + path + " 2>&1";
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    for (int c; pipe != nullptr && (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
    if (pipe != nullptr) pclose(pipe);
    std::remove(path.c_str());
    while (!output.empty() && output.back() == '\n') output.pop_back();
    return output;
}

}  // namespace

TEST(ExportChrome, is_json_that_another_program_parses) {
    std::string json = exported(two_workers().trace);
    EXPECT_EQ(python(json, "type(e).__name__"), "list");
    EXPECT_EQ(python(json, "all(k in x for x in e for k in (\"name\", \"ph\", \"pid\", \"tid\"))"),
              "True");
}

TEST(ExportChrome, names_threads_and_locks) {
    std::string json = exported(two_workers().trace);
    EXPECT_EQ(
        python(json, "sorted(x[\"args\"][\"name\"] for x in e if x[\"name\"]==\"thread_name\")"),
        "['lock door', 'main', 'thread 1']");
}

TEST(ExportChrome, states_spans_and_holds_are_slices_with_microseconds) {
    std::string json = exported(two_workers().trace);
    auto slice = [&](const char* name) {
        return python(
            json, "[(x[\"ts\"], x[\"dur\"]) for x in e if x[\"ph\"]==\"X\" and x[\"name\"]==\"" +
                      std::string(name) + "\"]");
    };
    EXPECT_EQ(slice("waiting for a lock: door"), "[(5.0, 2.0)]");
    EXPECT_EQ(slice("held by thread 1"), "[(4.0, 2.0)]");
    EXPECT_EQ(slice("say \\\"hello\\\"\\n"), "[(3.0, 6.0)]");
}

TEST(ExportChrome, every_edge_is_a_flow_whose_ends_lie_on_slices) {
    Script script = two_workers();
    std::string json = exported(script.trace);
    EXPECT_EQ(
        python(json,
               "sorted((x[\"name\"], x[\"ph\"], x[\"ts\"]) for x in e if x[\"ph\"] in \"sf\")"),
        "[('lock', 'f', 7.0), ('lock', 's', 6.0), ('start', 'f', 2.0), ('start', 's', 1.0)]");
    EXPECT_EQ(python(json,
                     "all(any(x[\"ph\"]==\"X\" and x[\"ts\"]==f[\"ts\"] and x[\"tid\"]==f[\"tid\"] "
                     "for x in e) for f in e if f[\"ph\"] in \"sf\")"),
              "True");
}

TEST(ExportChrome, levels_and_values_are_counters) {
    std::string json = exported(two_workers().trace);
    EXPECT_EQ(
        python(json, "[(x[\"name\"], x[\"args\"][\"value\"]) for x in e if x[\"ph\"]==\"C\"]"),
        "[('semaphore 0xc8', 2), ('say \"hello\"\\n', 5)]");
}

TEST(ExportChrome, an_empty_trace_and_a_step_axis_are_valid_too) {
    EXPECT_EQ(python(exported(Trace()), "len(e)"), "2");
    Script steps = two_workers();
    steps.trace.edit_run().axis = Axis::Step;
    EXPECT_EQ(python(exported(steps.trace),
                     "[x[\"ts\"] for x in e if x[\"name\"]==\"held by thread 1\"]"),
              "[4000]");
}

TEST(ExportChrome, strings_are_escaped_and_bad_utf8_is_replaced) {
    EXPECT_EQ(json_string("a\"b\\c\n\x01"), R"("a\"b\\c\u000a\u0001")");
    EXPECT_EQ(json_string("\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"),
              "\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80\"");
    for (const char* bad :
         {"\x80", "\xff", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80", "\xf4\x90\x80\x80"}) {
        std::string text = json_string(bad);
        EXPECT_EQ(text.substr(0, 4), "\"\xef\xbf\xbd");
    }
}
