// The learner as the scheduler: moves, undo, links, and what the buttons say.

#include <gtest/gtest.h>

#include "explorer/manual.hpp"
#include "lab_harness.hpp"
#include "session/next_moves.hpp"
#include "trace/recording.hpp"

using namespace interleave;
using namespace interleave::testing;
using explorer::MoveUnit;
using session::LabRun;
using session::LabSettings;
using session::LabStatus;
using session::NextMove;

namespace {

LabSettings by_hand(const std::string& beginning = "") {
    LabSettings settings;
    settings.by_hand = true;
    settings.beginning = *explorer::Schedule::from_text(beginning);
    return settings;
}

NextMove next(LabRun& run, uint32_t thread) {
    for (const NextMove& move : session::next_moves(run.program(), run.world(), run.manual())) {
        if (move.thread.value == thread) return move;
    }
    return {};
}

std::string words(LabRun& run, uint32_t thread) { return next(run, thread).words; }

void go(LabRun& run, uint32_t thread, MoveUnit unit = MoveUnit::Operation) {
    base::Status moved = run.move(base::ThreadId{thread}, unit);
    ASSERT_TRUE(moved.ok()) << moved.error().message;
}

bool reads_so(LabRun& run, uint32_t thread, const std::string& beginning) {
    return words(run, thread).rfind(beginning, 0) == 0;
}

// Moves of one thread until its next one begins so.
void go_until(LabRun& run, uint32_t thread, const std::string& beginning) {
    for (int i = 0; i < 200 && !reads_so(run, thread, beginning); ++i) {
        ASSERT_TRUE(next(run, thread).possible) << words(run, thread);
        go(run, thread);
    }
    ASSERT_TRUE(reads_so(run, thread, beginning)) << words(run, thread);
}

// Both threads of the lost update stand before their read of the counter.
void bring_both_to_their_read(LabRun& run) {
    go_until(run, 0, "wait for thread 1 to end");
    go_until(run, 1, "waits for both_are_here");
    go_until(run, 2, "read counter");
    go_until(run, 1, "read counter");
}

void finish_by_hand(LabRun& run) {
    while (run.status() == LabStatus::Running) run.run(1'000'000);
}

}  // namespace

TEST(ByHand, two_reads_before_a_write_lose_an_update) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    bring_both_to_their_read(*run);
    EXPECT_EQ(words(*run, 1), "read counter (0 now)");
    go(*run, 1);
    EXPECT_EQ(words(*run, 1), "write counter = 1");
    go(*run, 2);
    EXPECT_EQ(words(*run, 2), "write counter = 1");
    go(*run, 2);
    go(*run, 1);
    finish_by_hand(*run);
    EXPECT_EQ(run->status(), LabStatus::Exit);
    EXPECT_EQ(run->output(), "counter = 1, expected 2\n");
}

TEST(ByHand, one_thread_after_the_other_loses_none) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    bring_both_to_their_read(*run);
    go(*run, 1);
    go(*run, 1);
    EXPECT_EQ(words(*run, 2), "read counter (1 now)");
    finish_by_hand(*run);
    EXPECT_EQ(run->output(), "counter = 2, expected 2\n");
}

TEST(ByHand, in_instructions_an_increment_is_read_add_write) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    bring_both_to_their_read(*run);
    int instructions = 0;
    bool wrote = false;
    while (!wrote && instructions < 100) {
        wrote = reads_so(*run, 1, "write counter");
        go(*run, 1, MoveUnit::Instruction);
        ++instructions;
    }
    EXPECT_TRUE(wrote);
    EXPECT_GE(instructions, 3);
    EXPECT_LT(instructions, 40);
    EXPECT_EQ(words(*run, 2), "read counter (1 now)");
}

TEST(ByHand, a_line_ends_on_another_line) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    bring_both_to_their_read(*run);
    const uint32_t line = next(*run, 1).line;
    go(*run, 1, MoveUnit::Line);
    EXPECT_NE(next(*run, 1).line, line);
    EXPECT_EQ(words(*run, 2), "read counter (1 now)");
}

TEST(ByHand, a_lock_that_is_held_makes_the_thread_wait_with_the_reason) {
    session::Program program = load(small_lesson_path("2-mutex"));
    auto run = begin(program, by_hand());
    go_until(*run, 0, "wait for thread 1 to end");
    for (uint32_t thread : {1u, 2u}) go_until(*run, thread, thread == 1 ? "waits for" : "lock ");
    go_until(*run, 1, "lock ");
    go(*run, 1);
    EXPECT_NE(next(*run, 2).but.find("thread 1 holds it"), std::string::npos) << next(*run, 2).but;
    go(*run, 2);
    EXPECT_FALSE(next(*run, 2).possible);
    EXPECT_NE(words(*run, 2).find("held by thread 1"), std::string::npos) << words(*run, 2);
    go_until(*run, 1, "unlock");
    go(*run, 1);
    EXPECT_TRUE(reads_so(*run, 2, "take the lock")) << words(*run, 2);
    EXPECT_TRUE(next(*run, 2).possible);
    finish_by_hand(*run);
    EXPECT_EQ(run->status(), LabStatus::Exit);
}

TEST(ByHand, the_deadlock_can_be_reached_and_is_told) {
    session::Program program = load(lesson_path("2-deadlock"));
    auto run = begin(program, by_hand());
    go_until(*run, 0, "wait for thread 1 to end");
    go_until(*run, 1, "waits for");
    go_until(*run, 2, "sleep");
    go_until(*run, 1, "sleep");
    for (uint32_t thread : {1u, 2u}) {
        go(*run, thread);
        EXPECT_TRUE(reads_so(*run, thread, "wake up, at ")) << words(*run, thread);
        go_until(*run, thread, "lock");
    }
    for (uint32_t thread : {1u, 2u}) go(*run, thread);
    if (next(*run, 0).possible) go(*run, 0);
    EXPECT_EQ(run->status(), LabStatus::Deadlock);
}

TEST(ByHand, a_schedule_is_followed_to_the_same_state_move_by_move) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    bring_both_to_their_read(*run);
    go(*run, 1);
    go(*run, 2, MoveUnit::Instruction);
    go(*run, 2, MoveUnit::Instruction);
    auto again = begin(program, by_hand(run->schedule().to_text()));
    EXPECT_EQ(again->world().hash(), run->world().hash());
    EXPECT_EQ(again->time(), run->time());
    ASSERT_EQ(again->moves().size(), run->moves().size());
    for (size_t i = 0; i < run->moves().size(); ++i) {
        EXPECT_EQ(again->moves()[i].thread, run->moves()[i].thread) << i;
        EXPECT_EQ(again->moves()[i].time, run->moves()[i].time) << i;
    }
    for (uint32_t thread : {0u, 1u})
        EXPECT_EQ(words(*again, thread), words(*run, thread)) << thread;
    std::vector<uint8_t> first = run->recorder().take_chunk();
    std::vector<uint8_t> second = again->recorder().take_chunk();
    EXPECT_EQ(first, second);
}

TEST(ByHand, the_past_of_a_run_can_be_seen_and_the_run_goes_on) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    bring_both_to_their_read(*run);
    const uint64_t hash = run->world().hash();
    for (const LabRun::Move& move : run->moves()) {
        base::Status found = run->seek(move.time);
        ASSERT_TRUE(found.ok()) << found.error().message << " at " << move.time;
    }
    run->leave_past();
    EXPECT_EQ(run->world().hash(), hash);
    EXPECT_EQ(words(*run, 1), "read counter (0 now)");
}

TEST(ByHand, a_run_on_cores_can_be_taken_over_at_any_moment) {
    session::Program program = load(small_lesson_path("2-mutex"));
    LabSettings settings;
    settings.cores.cores = 2;
    settings.cores.seed = 3;
    auto run = begin(program, settings);
    finish(*run);
    const uint64_t hash = run->hash();
    for (int part : {1, 2, 3, 4}) {
        const int64_t time = run->time() * part / 5;
        base::Result<explorer::Schedule> schedule = run->schedule_until(time);
        ASSERT_TRUE(schedule.ok()) << schedule.error().message;
        ASSERT_TRUE(run->seek(time).ok());
        std::vector<uint64_t> there;
        for (const world::GuestThread& thread : run->world().threads())
            there.push_back(thread.machine.executed);
        auto taken = begin(program, by_hand(schedule->to_text()));
        ASSERT_EQ(taken->world().threads().size(), there.size()) << part;
        for (const world::GuestThread& thread : taken->world().threads()) {
            EXPECT_EQ(thread.machine.executed, there[thread.id.value])
                << part << " thread " << thread.id.value;
        }
        finish_by_hand(*taken);
        EXPECT_EQ(taken->status(), LabStatus::Exit);
        EXPECT_EQ(taken->output(), run->output());
    }
    run->leave_past();
    EXPECT_EQ(run->world().hash(), hash);
}

TEST(ByHand, bad_moves_and_schedules_are_refused_with_the_reason) {
    session::Program program = load(small_lesson_path("2-lost-update"));
    auto run = begin(program, by_hand());
    EXPECT_FALSE(run->move(base::ThreadId{7}, MoveUnit::Operation).ok());
    for (const char* text : {"9", "0X9", "1.0"}) {
        LabSettings settings = by_hand(text);
        base::Result<std::unique_ptr<LabRun>> made = LabRun::create(program, settings);
        if (made.ok()) continue;  // it fits by chance
        EXPECT_NE(made.error().message.find("does not fit"), std::string::npos) << text;
    }
    EXPECT_FALSE(LabRun::create(program, by_hand("9")).ok());
    finish_by_hand(*run);
    EXPECT_FALSE(run->move(base::ThreadId{0}, MoveUnit::Operation).ok());
}
