// Coroutines that no library reports, seen by the lab: the program only uses <coroutine>.

#include <gtest/gtest.h>

#include <map>

#include "lab_harness.hpp"
#include "trace/recording.hpp"

using namespace interleave;
using namespace interleave::testing;
using session::LabSettings;
using session::LabStatus;
using trace::EventKind;

namespace {

struct Seen {
    std::vector<EventKind> events;
    std::string name;
    std::vector<uint32_t> threads;
};

bool is_coroutine_event(EventKind kind) {
    return trace::event_info(kind).group == trace::EventGroup::coroutine;
}

// By frame, one after the other at the same address apart.
std::vector<Seen> coroutines_of(const char* program, uint32_t cores = 2) {
    LabSettings settings;
    settings.cores.cores = cores;
    auto run = begin(load(program_path(program)), settings);
    std::vector<uint8_t> chunk;
    EXPECT_EQ(finish(*run, &chunk), LabStatus::Exit) << run->message();
    trace::Trace trace(trace::Axis::Virtual);
    trace::Recording recording(trace);
    EXPECT_TRUE(recording.feed(chunk).ok());
    recording.finish();
    std::vector<Seen> seen;
    std::map<uint32_t, size_t> live;
    for (uint64_t i = 0; i < trace.size(); ++i) {
        const trace::Event event = trace[i];
        if (!is_coroutine_event(event.kind)) continue;
        if (event.kind == EventKind::coroutine_create) {
            EXPECT_FALSE(live.contains(event.object)) << "created twice";
            live[event.object] = seen.size();
            seen.push_back({{}, trace.object_name(event), {}});
        }
        if (!live.contains(event.object)) {
            ADD_FAILURE() << trace::event_info(event.kind).name << " of an unknown frame";
            continue;
        }
        Seen& coroutine = seen[live[event.object]];
        coroutine.events.push_back(event.kind);
        coroutine.threads.push_back(event.thread.value);
        if (event.kind == EventKind::coroutine_destroy) live.erase(event.object);
    }
    EXPECT_TRUE(live.empty()) << "never destroyed";
    return seen;
}

constexpr EventKind Create = EventKind::coroutine_create;
constexpr EventKind Resume = EventKind::coroutine_resume;
constexpr EventKind Suspend = EventKind::coroutine_suspend;
constexpr EventKind Destroy = EventKind::coroutine_destroy;

}  // namespace

TEST(Coroutines, a_generator_of_the_program_is_created_resumed_suspended_and_destroyed) {
    std::vector<Seen> seen = coroutines_of("coroutines");
    ASSERT_EQ(seen.size(), 3u);
    // Lazy: created and suspended at once; five values and the end; destroyed.
    std::vector<EventKind> expected{Create, Suspend};
    for (int i = 0; i < 6; ++i) {
        expected.push_back(Resume);
        expected.push_back(Suspend);
    }
    expected.push_back(Destroy);
    EXPECT_EQ(seen[0].events, expected);
}

TEST(Coroutines, have_the_names_of_their_functions) {
    std::vector<Seen> seen = coroutines_of("coroutines");
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[1].name, "failing");
    EXPECT_EQ(seen[2].name, "up_to");
}

TEST(Coroutines, an_exception_that_leaves_one_suspends_it) {
    std::vector<Seen> seen = coroutines_of("coroutines");
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_EQ(seen[1].events,
              (std::vector<EventKind>{Create, Suspend, Resume, Suspend, Resume, Suspend, Destroy}));
}

TEST(Coroutines, may_go_on_on_another_thread) {
    for (uint32_t cores : {1u, 2u}) {
        std::vector<Seen> seen = coroutines_of("coroutines", cores);
        ASSERT_EQ(seen.size(), 3u);
        EXPECT_EQ(seen[2].events, (std::vector<EventKind>{Create, Suspend, Resume, Suspend, Resume,
                                                          Suspend, Destroy}));
        EXPECT_EQ(seen[2].threads, (std::vector<uint32_t>{0, 0, 0, 0, 1, 1, 0}));
    }
}

TEST(Coroutines, what_a_library_reports_itself_is_not_reported_twice) {
    for (const char* program : {"generator", "tasks"}) {
        for (const Seen& coroutine : coroutines_of(program)) {
            EXPECT_EQ(std::count(coroutine.events.begin(), coroutine.events.end(), Create), 1)
                << program;
            for (size_t i = 1; i < coroutine.events.size(); ++i) {
                EXPECT_FALSE(coroutine.events[i] == Resume && coroutine.events[i - 1] == Resume)
                    << program;
            }
        }
    }
}

TEST(Coroutines, looking_for_them_changes_nothing_else) {
    session::Program program = load(program_path("coroutines"));
    LabSettings settings;
    auto watched = begin(program, settings);
    finish(*watched);
    settings.watch_coroutines = false;
    auto plain = begin(program, settings);
    finish(*plain);
    EXPECT_EQ(watched->hash(), plain->hash());
    EXPECT_EQ(watched->time(), plain->time());
    EXPECT_EQ(watched->schedule(), plain->schedule());
}
