// Processes and channels on the lab, as a recording and the panels show them.

#include <gtest/gtest.h>

#include "lab_harness.hpp"
#include "session/inspect.hpp"
#include "session_client.hpp"
#include "trace/deadlock.hpp"
#include "trace/happens_before.hpp"
#include "trace/recording.hpp"
#include "trace/states.hpp"

using namespace interleave;
using namespace interleave::testing;
using session::LabRun;
using session::LabSettings;
using session::LabStatus;
using trace::EventKind;

namespace {

struct Recorded {
    std::unique_ptr<LabRun> run;
    trace::Trace trace{trace::Axis::Virtual};
    trace::States states;
    LabStatus status{};

    explicit Recorded(const char* name, uint32_t cores = 2) {
        LabSettings settings;
        settings.cores.cores = cores;
        run = begin(load(program_path(name)), settings);
        std::vector<uint8_t> chunk;
        status = finish(*run, &chunk);
        trace::Recording recording(trace);
        EXPECT_TRUE(recording.feed(chunk).ok());
        recording.finish();
        states.extend(trace);
    }

    std::vector<trace::Event> events(EventKind kind) const {
        std::vector<trace::Event> found;
        for (uint64_t i = 0; i < trace.size(); ++i) {
            if (trace[i].kind == kind) found.push_back(trace[i]);
        }
        return found;
    }
};

}  // namespace

TEST(Processes, each_thread_belongs_to_its_process_and_all_events_are_told) {
    Recorded seen("process_memory");
    ASSERT_EQ(seen.status, LabStatus::Exit);
    EXPECT_EQ(seen.trace.process_of({0}), 0u);
    EXPECT_EQ(seen.trace.process_of({1}), 1u);
    EXPECT_EQ(seen.trace.process_of({2}), 1u);  // the child's own thread
    EXPECT_EQ(seen.trace.process_of({3}), 2u);
    ASSERT_EQ(seen.events(EventKind::process_spawn).size(), 2u);
    EXPECT_EQ(seen.events(EventKind::process_spawn)[0].object, 1u);
    EXPECT_GT(seen.events(EventKind::process_spawn)[0].line, 0);
    auto joined = seen.events(EventKind::process_joined);
    ASSERT_EQ(joined.size(), 2u);
    EXPECT_EQ(joined[0].argument, 42u);
    EXPECT_EQ(seen.events(EventKind::process_exit).size(), 3u);
    for (const trace::ThreadLane& lane : seen.states.threads()) {
        if (lane.id.value == 0) continue;
        EXPECT_EQ(lane.states.back().state, trace::ThreadState::Done);
    }
}

TEST(Processes, the_same_variable_is_two_objects_and_has_one_name) {
    Recorded seen("process_memory");
    std::set<uint32_t> processes;
    for (const trace::ObjectLane& lane : seen.states.objects()) {
        if (seen.trace.object_name(lane.key) == "mutex") processes.insert(lane.key.process);
    }
    EXPECT_EQ(processes, (std::set<uint32_t>{0, 1}));
}

TEST(Processes, own_memories_are_shown_side_by_side) {
    LabSettings settings;
    session::Program program = load(program_path("process_memory"));
    auto run = begin(program, settings);
    finish(*run);
    base::JsonWriter writer;
    session::inspect(writer, program, run->world(), run->time());
    auto json = nlohmann::json::parse(writer.text());
    auto value_of = [](const nlohmann::json& globals, const char* name) {
        for (const auto& global : globals) {
            if (global["name"] == name) return global["value"].get<std::string>();
        }
        return std::string("?");
    };
    EXPECT_EQ(value_of(json["globals"], "counter"), "100");
    ASSERT_EQ(json["processes"].size(), 3u);
    EXPECT_EQ(value_of(json["processes"][1]["globals"], "counter"), "42");
    EXPECT_EQ(json["processes"][1]["exitCode"], 42);
    EXPECT_EQ(value_of(json["processes"][2]["globals"], "counter"), "1");
}

TEST(Processes, a_message_is_an_arrow_from_its_send_to_its_receive) {
    Recorded seen("process_messages");
    ASSERT_EQ(seen.status, LabStatus::Exit);
    trace::HappensBefore order;
    order.extend(seen.trace);
    size_t messages = 0;
    for (const trace::Edge& edge : order.edges()) {
        if (edge.kind != trace::EdgeKind::Message) continue;
        ++messages;
        EXPECT_EQ(seen.trace[edge.from].object, seen.trace[edge.to].object);
        EXPECT_EQ(seen.trace[edge.from].argument, seen.trace[edge.to].argument);  // bytes
        EXPECT_LE(seen.trace[edge.from].time, seen.trace[edge.to].time);
    }
    // Three tasks, three results, ten numbers, ten doubles; one more stays in its own thread.
    EXPECT_EQ(messages, 26u);
}

TEST(Processes, a_channel_is_one_lane_with_its_name_and_never_fuller_than_it_may_be) {
    Recorded seen("process_messages");
    size_t lanes = 0;
    for (const trace::ObjectLane& lane : seen.states.objects()) {
        if (lane.kind != trace::ObjectKind::Channel) continue;
        ++lanes;
        SCOPED_TRACE(seen.trace.object_name(lane.key));
        const bool bounded = seen.trace.object_name(lane.key) == "numbers";
        for (const trace::LevelPoint& point : lane.levels) {
            EXPECT_GE(point.level, 0);
            if (bounded) {
                EXPECT_LE(point.level, 2);
            }
        }
    }
    // tasks, results, numbers, doubled, and one more.
    EXPECT_EQ(lanes, 5u);
}

TEST(Processes, a_crash_ends_only_its_own_process) {
    for (uint32_t cores : {1u, 2u, 4u}) {
        Recorded seen("process_crash", cores);
        ASSERT_EQ(seen.status, LabStatus::Exit) << seen.run->message();
        std::vector<uint32_t> codes;
        for (const trace::Event& event : seen.events(EventKind::process_joined))
            codes.push_back(event.argument);
        EXPECT_EQ(codes, (std::vector<uint32_t>{136, 139, 134, 132, 7, 0}));
        EXPECT_NE(seen.run->output().find("process 1 crashed: integer divide by zero"),
                  std::string::npos);
    }
}

TEST(Processes, a_deadlock_over_channels_is_told_with_the_channels_names) {
    Recorded seen("process_deadlock");
    ASSERT_EQ(seen.status, LabStatus::Deadlock);
    trace::WaitForGraph graph = wait_for_graph(seen.trace, seen.states, seen.run->time());
    ASSERT_EQ(graph.edges.size(), 3u);
    std::string words = trace::describe(seen.trace, graph);
    for (const char* part : {"`left`", "`right`", "process 1"}) {
        EXPECT_NE(words.find(part), std::string::npos) << words;
    }
    for (size_t i = 0; i < seen.trace.thread_count(); ++i) {
        EXPECT_TRUE(seen.trace.thread_info(i).alive_at_end);
        EXPECT_NE(seen.trace.thread_info(i).blocked, trace::BlockedOn::Nothing);
    }
}

TEST(Processes, the_past_of_a_process_can_be_visited_before_it_was_born) {
    session::Program program = load(program_path("process_memory"));
    auto run = begin(program);
    finish(*run);
    const uint64_t end = run->world().hash();
    ASSERT_TRUE(run->seek(0).ok());
    EXPECT_EQ(run->world().processes().size(), 1u);
    ASSERT_TRUE(run->seek(run->time()).ok());
    EXPECT_EQ(run->world().processes().size(), 3u);
    EXPECT_EQ(run->world().hash(), end);
    for (int64_t part = 9; part > 0; --part) ASSERT_TRUE(run->seek(run->time() * part / 10).ok());
    run->leave_past();
    EXPECT_EQ(run->world().hash(), end);
}
