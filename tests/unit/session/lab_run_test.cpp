#include "session/lab_run.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "explorer/replay.hpp"
#include "lab_harness.hpp"
#include "trace/recording.hpp"
#include "trace/states.hpp"

using namespace interleave;
using namespace interleave::testing;
using session::LabRun;
using session::LabSettings;
using session::LabStatus;

namespace {

LabSettings with_cores(uint32_t cores, uint64_t seed = 0) {
    LabSettings settings;
    settings.cores.cores = cores;
    settings.cores.seed = seed;
    settings.world.seed = seed;
    return settings;
}

}  // namespace

TEST(LabRun, five_sleepers_take_exactly_the_longest_sleep_of_virtual_time) {
    session::Program program = load(lesson_path("2-five-sleepers"));
    for (uint64_t seed : {0, 1, 2, 3}) {
        LabSettings settings = with_cores(2, seed);
        settings.world.instruction_nanoseconds = 0;  // only waits take time
        settings.cores.switch_nanoseconds = 0;
        auto run = begin(program, settings);
        ASSERT_EQ(finish(*run), LabStatus::Exit);
        int longest = 0;
        std::regex slept("slept (\\d) tenths");
        const std::string output = run->output();
        for (auto it = std::sregex_iterator(output.begin(), output.end(), slept);
             it != std::sregex_iterator(); ++it) {
            longest = std::max(longest, std::stoi((*it)[1]));
        }
        ASSERT_GT(longest, 0) << output;
        EXPECT_EQ(run->time(), longest * 100'000'000ll);
        EXPECT_NE(output.find("all together: " + std::to_string(longest) + " tenths"),
                  std::string::npos)
            << output;
    }
}

TEST(LabRun, the_same_seed_gives_the_same_hash_and_the_same_recording) {
    for (const char* name : {"2-five-sleepers", "2-mutex", "2-bounded-buffer"}) {
        session::Program program = load(lesson_path(name));
        for (uint32_t cores : {1u, 2u, 4u}) {
            std::vector<uint8_t> first_chunk;
            auto first = begin(program, with_cores(cores, 5));
            finish(*first, &first_chunk);
            std::vector<uint8_t> second_chunk;
            auto second = begin(program, with_cores(cores, 5));
            finish(*second, &second_chunk, 123'457);
            EXPECT_EQ(first->hash(), second->hash()) << name << " on " << cores;
            EXPECT_EQ(first->output(), second->output());
            EXPECT_EQ(first->time(), second->time());
            EXPECT_EQ(first->schedule(), second->schedule());
        }
    }
}

TEST(LabRun, a_recorded_schedule_replays_to_the_same_state) {
    for (const char* name : {"2-five-sleepers", "2-mutex", "2-bounded-buffer", "2-deadlock"}) {
        session::Program program = load(lesson_path(name));
        LabSettings settings = with_cores(3, 9);
        auto run = begin(program, settings);
        finish(*run);
        base::Result<explorer::Schedule> schedule =
            explorer::Schedule::from_text(run->schedule().to_text());
        ASSERT_TRUE(schedule.ok());
        auto world = world::World::create(program.module, settings.world);
        ASSERT_TRUE(world.ok());
        explorer::Replay replay(**world, *schedule);
        base::Status done = replay.run();
        ASSERT_TRUE(done.ok()) << name << ": " << done.error().message;
        EXPECT_EQ((*world)->hash(), run->hash()) << name;
        EXPECT_EQ((*world)->output(), run->output()) << name;
    }
}

TEST(LabRun, any_moment_can_be_seen_and_the_run_goes_on_as_if_nobody_had_looked) {
    session::Program program = load(lesson_path("2-mutex"));
    auto plain = begin(program, with_cores(2));
    finish(*plain);
    auto watched = begin(program, with_cores(2));
    while (watched->run(200'000) == LabStatus::Running) {
        for (int64_t part : {0, 1, 2, 3, 4}) {
            int64_t time = watched->time() * part / 4;
            base::Status found = watched->seek(time);
            ASSERT_TRUE(found.ok())
                << found.error().message << " segment " << found.error().position << " at " << time;
            EXPECT_EQ(watched->position(), time);
        }
    }
    EXPECT_EQ(watched->hash(), plain->hash());
    EXPECT_EQ(watched->output(), plain->output());
    ASSERT_TRUE(watched->seek(0).ok());
    EXPECT_EQ(watched->world().threads().size(), 1u);
    ASSERT_TRUE(watched->seek(watched->time()).ok());
    EXPECT_EQ(watched->world().hash(), plain->hash());
}

TEST(LabRun, two_locks_in_opposite_order_deadlock_and_the_cycle_is_told) {
    session::Program program = load(lesson_path("2-deadlock"));
    std::vector<uint8_t> chunk;
    auto run = begin(program, with_cores(2));
    ASSERT_EQ(finish(*run, &chunk), LabStatus::Deadlock);
    trace::Trace trace(trace::Axis::Virtual);
    trace::Recording recording(trace);
    ASSERT_TRUE(recording.feed(chunk).ok());
    recording.finish();
    EXPECT_EQ(trace.run().reason, trace::EndReason::Deadlock);
    size_t blocked = 0;
    for (size_t i = 0; i < trace.thread_count(); ++i) {
        if (trace.thread_info(i).blocked == trace::BlockedOn::Lock) ++blocked;
    }
    EXPECT_EQ(blocked, 2u);
}

TEST(LabRun, lost_update_shows_reads_and_writes_of_the_counter_apart) {
    session::Program program = load(lesson_path("2-lost-update"));
    const dwarf::Object* counter = nullptr;
    for (const dwarf::Object& object : program.debug->objects()) {
        if (object.name == "counter") counter = &object;
    }
    ASSERT_NE(counter, nullptr);
    std::vector<uint8_t> chunk;
    LabSettings settings = with_cores(2, 1);
    settings.event_limit = 20'000;
    auto run = begin(program, settings);
    finish(*run, &chunk);
    trace::Trace trace(trace::Axis::Virtual);
    trace::Recording recording(trace);
    ASSERT_TRUE(recording.feed(chunk).ok());
    recording.finish();
    // Somewhere one thread reads the counter between another's read and write: an update is lost.
    std::map<uint32_t, uint32_t> last_read;
    bool lost = false;
    size_t accesses = 0;
    for (uint64_t i = 0; i < trace.size(); ++i) {
        trace::Event event = trace[i];
        if (event.object != counter->address.value) continue;
        if (event.kind == trace::EventKind::read) {
            last_read[event.thread.value] = event.argument;
            ++accesses;
        } else if (event.kind == trace::EventKind::write) {
            EXPECT_EQ(event.argument, last_read[event.thread.value] + 1);
            for (const auto& [thread, value] : last_read) {
                if (thread != event.thread.value && value + 1 == event.argument) lost = true;
            }
            EXPECT_NE(event.line, 0);
            ++accesses;
        }
    }
    EXPECT_GT(accesses, 1000u);
    EXPECT_TRUE(lost);
}

TEST(LabRun, two_busy_threads_take_half_the_time_on_two_cores) {
    session::Program program = load(lesson_path("2-lost-update"));
    std::vector<int64_t> times;
    for (uint32_t cores : {1u, 2u}) {
        LabSettings settings = with_cores(cores);
        settings.watch_shared = false;
        auto run = begin(program, settings);
        ASSERT_EQ(finish(*run), LabStatus::Exit) << run->message();
        times.push_back(run->time());
    }
    EXPECT_GT(times[0], times[1] * 19 / 10);
    EXPECT_LT(times[0], times[1] * 23 / 10);
}

TEST(LabRun, bad_modules_are_rejected_with_what_is_missing) {
    base::Result<session::Program> nothing = session::Program::load({});
    EXPECT_FALSE(nothing.ok());
    base::Result<session::Program> empty = session::Program::load({0, 'a', 's', 'm', 1, 0, 0, 0});
    ASSERT_TRUE(empty.ok());
    base::Result<std::unique_ptr<LabRun>> run = LabRun::create(*empty, {});
    ASSERT_FALSE(run.ok());
    EXPECT_NE(run.error().message.find("memory"), std::string::npos) << run.error().message;
}
