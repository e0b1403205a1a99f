#include "trace/recording.hpp"

#include <gtest/gtest.h>

#include <random>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Stream;
using Kind = EventKind;

namespace {

std::vector<uint32_t> objects(const Trace& trace) {
    std::vector<uint32_t> result;
    for (uint64_t i = 0; i < trace.size(); ++i) result.push_back(trace[i].object);
    return result;
}

std::vector<Time> times(const Trace& trace) {
    std::vector<Time> result;
    for (uint64_t i = 0; i < trace.size(); ++i) result.push_back(trace[i].time);
    return result;
}

using Objects = std::vector<uint32_t>;
using Times = std::vector<Time>;

// A recording that must be refused; the words the reason must contain.
void expect_bad(const std::vector<uint8_t>& bytes, const char* words) {
    Trace trace;
    Recording recording(trace);
    auto status = recording.feed(bytes);
    ASSERT_FALSE(status.ok()) << words;
    EXPECT_NE(status.error().message.find(words), std::string::npos) << status.error().message;
    EXPECT_FALSE(recording.feed({}).ok()) << "a damaged recording takes no more";
}

}  // namespace

TEST(Recording, merges_the_threads_records_by_their_numbers) {
    Stream stream;
    stream.records(1, {{1, Kind::mark, 101}, {4, Kind::mark, 104}})
        .records(0, {{0, Kind::mark, 100}, {2, Kind::mark, 102}, {3, Kind::mark, 103}})
        .anchor(5, 1000);
    Trace trace;
    Recording recording(trace);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(objects(trace), (Objects{100, 101, 102, 103, 104}));
    EXPECT_EQ(trace[1].thread.value, 1u);
    EXPECT_EQ(trace[2].thread.value, 0u);
    EXPECT_EQ(recording.held_back(), 0u);
}

TEST(Recording, is_the_same_however_the_stream_is_cut) {
    Stream stream;
    stream.text(64, "abc")
        .records(0, {{0, Kind::mark, 1}, {1, Kind::mark, 2}})
        .anchor(2, 10)
        .end(EndReason::Exit, 3, 20, "bye");
    const std::vector<uint8_t>& bytes = stream.bytes.data();
    for (size_t step = 1; step < bytes.size(); ++step) {
        Trace trace;
        Recording recording(trace);
        for (size_t at = 0; at < bytes.size(); at += step) {
            size_t size = std::min(step, bytes.size() - at);
            ASSERT_TRUE(recording.feed(std::span(bytes).subspan(at, size)).ok());
        }
        EXPECT_EQ(objects(trace), (Objects{1, 2})) << step;
        EXPECT_EQ(trace.text_at(64), "abc");
        EXPECT_EQ(trace.run().message, "bye");
        EXPECT_EQ(trace.run().exit_code, 3u);
    }
}

TEST(Recording, holds_records_back_until_a_gap_is_filled) {
    Trace trace;
    Recording recording(trace);
    Stream first;
    first.records(0, {{1, Kind::mark, 101}, {2, Kind::mark, 102}}).anchor(3, 500);
    ASSERT_TRUE(recording.feed(first.bytes.data()).ok());
    EXPECT_TRUE(trace.empty());
    EXPECT_EQ(recording.held_back(), 2u);
    Stream second;
    second.records(1, {{0, Kind::mark, 100}}).anchor(3, 600);
    ASSERT_TRUE(recording.feed(second.bytes.data()).ok());
    EXPECT_EQ(objects(trace), (Objects{100, 101, 102}));
    EXPECT_EQ(trace.run().missing, 0u);
}

TEST(Recording, gives_a_gap_up_after_a_second_of_anchors) {
    Trace trace;
    Recording recording(trace);
    Stream first;
    first.records(0, {{0, Kind::mark, 100}, {2, Kind::mark, 102}}).anchor(3, 1'000'000);
    ASSERT_TRUE(recording.feed(first.bytes.data()).ok());
    Stream soon;
    soon.anchor(3, 900'000'000);
    ASSERT_TRUE(recording.feed(soon.bytes.data()).ok());
    EXPECT_EQ(recording.held_back(), 2u) << "number 1 may still come, and record 0 has no time yet";
    Stream later;
    later.anchor(3, 1'100'000'000);
    ASSERT_TRUE(recording.feed(later.bytes.data()).ok());
    EXPECT_EQ(objects(trace), (Objects{100, 102}));
    EXPECT_EQ(trace.run().missing, 1u);
}

TEST(Recording, the_end_of_the_run_gives_up_all_gaps) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.records(0, {{0, Kind::mark, 100}, {2, Kind::mark, 102}, {5, Kind::mark, 105}})
        .end(EndReason::Stopped, 0, 9000);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(objects(trace), (Objects{100, 102, 105}));
    EXPECT_EQ(trace.run().missing, 3u);
    EXPECT_EQ(trace.run().reason, EndReason::Stopped);
    EXPECT_EQ(trace.end_time(), 9000);
}

TEST(Recording, finish_appends_what_was_held_back) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.records(0, {{3, Kind::mark, 103}});
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    recording.finish();
    EXPECT_EQ(objects(trace), (Objects{103}));
}

TEST(Recording, a_record_later_than_the_patience_is_kept_and_counted) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.records(0, {{0, Kind::mark, 100}, {2, Kind::mark, 102}})
        .anchor(3, 0)
        .anchor(3, 2'000'000'000);
    stream.records(1, {{1, Kind::mark, 101}}).anchor(3, 2'000'000'001);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(objects(trace), (Objects{100, 102, 101}));
    EXPECT_EQ(trace.run().late, 1u);
}

TEST(Recording, numbers_wrap_after_32_bits) {
    Trace trace;
    Recording recording(trace, 0xfffffffe);
    Stream stream;
    stream.records(1, {{0, Kind::mark, 3}, {1, Kind::mark, 4}})
        .records(0, {{0xfffffffe, Kind::mark, 1}, {0xffffffff, Kind::mark, 2}})
        .anchor(2, 400);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(objects(trace), (Objects{1, 2, 3, 4}));
}

TEST(Recording, time_is_linear_between_anchors) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.anchor(0, 1000).records(0, {{0, Kind::mark}, {1, Kind::mark}}).anchor(2, 5000);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    // Places: the anchor before record 0 is at -1, the records at 0 and 2, the second anchor at 3.
    EXPECT_EQ(times(trace), (Times{2000, 4000}));
}

TEST(Recording, a_clock_record_dates_itself_and_its_threads_next_record) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    // Thread 1 samples the clock and sleeps; much later it samples again and wakes.
    stream.records(1, {{0, Kind::clock, 1'000'000},
                       {1, Kind::sleep_begin, 0, 100'000},
                       {2, Kind::clock, 101'000'000},
                       {3, Kind::sleep_end}});
    stream.anchor(4, 102'000'000);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(times(trace), (Times{1'000'000, 101'000'000})) << "and clock records are no events";
}

TEST(Recording, a_clock_record_dates_the_beginning_of_the_wait_it_follows) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    // What the guest records around a wait: request, clock, (blocked), clock, acquire.
    stream.anchor(0, 0).records(1, {{0, Kind::mark},
                                    {1, Kind::lock_request, 64},
                                    {2, Kind::clock, 9'000'000},
                                    {3, Kind::clock, 50'000'000},
                                    {4, Kind::lock_acquire, 64}});
    stream.anchor(5, 60'000'000);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(times(trace), (Times{3'000'000, 9'000'000, 50'000'000}));
}

TEST(Recording, anchors_with_one_number_are_a_silence_that_moves_no_earlier_record) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.anchor(0, 0).records(0, {{0, Kind::mark}});
    stream.anchor(1, 16).anchor(1, 32).anchor(1, 48);
    stream.records(0, {{1, Kind::mark}}).anchor(2, 64);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(times(trace), (Times{8, 56}));
}

TEST(Recording, time_never_goes_back_when_clocks_contradict_each_other) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.records(0, {{0, Kind::clock, 5000}, {1, Kind::mark}});
    stream.records(1, {{2, Kind::clock, 4000}, {3, Kind::mark}, {4, Kind::mark}});
    stream.anchor(5, 3000).anchor(5, 7000);
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(times(trace), (Times{5000, 5000, 5000}));
}

TEST(Recording, clock_samples_have_64_bits) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.records(0, {{0, Kind::clock, 7, 2}, {1, Kind::mark}});
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_EQ(times(trace), (Times{(Time{2} << 32) + 7}));
}

TEST(Recording, names_objects_and_outcomes_reach_the_trace) {
    Trace trace;
    Recording recording(trace);
    Stream stream;
    stream.object(100, 24, 7, "counter_lock", "std::mutex").text(900, "worker").text(901, "gate");
    stream.records(1, {{0, Kind::name_thread, 1, 900}, {1, Kind::name_object, 64, 901}}, 12);
    stream.outcome(1, BlockedOn::Lock, 100).end(EndReason::Deadlock, 0, 50, "all threads wait");
    ASSERT_TRUE(recording.feed(stream.bytes.data()).ok());
    EXPECT_TRUE(trace.empty()) << "naming is no event";
    EXPECT_EQ(trace.thread_name(ThreadId{1}), "worker");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 64}), "gate");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 100}), "counter_lock");
    EXPECT_EQ(trace.objects().front().line, 7u);
    EXPECT_EQ(trace.objects().front().type, "std::mutex");
    EXPECT_EQ(trace.dropped(), 12u);
    const ThreadInfo& thread = trace.thread_info(*trace.find_thread(ThreadId{1}));
    EXPECT_TRUE(thread.alive_at_end);
    EXPECT_EQ(thread.blocked, BlockedOn::Lock);
    EXPECT_EQ(thread.blocked_on, 100u);
}

TEST(Recording, bad_messages_are_refused_with_a_reason) {
    interleave::base::ByteWriter writer;
    writer.u32(99);
    writer.u32(0);
    expect_bad(writer.data(), "no message of type 99");
    expect_bad(Stream().message(2, {}).bytes.data(), "anchor is too short");
    expect_bad(Stream().message(3, {}).bytes.data(), "text has no address");
    expect_bad(Stream().message(5, {}).bytes.data(), "object's description");
    expect_bad(Stream().outcome(0, static_cast<BlockedOn>(99), 0).bytes.data(),
               "outcome makes no sense");
    expect_bad(Stream().end(static_cast<EndReason>(99), 0, 0).bytes.data(), "no known reason");
    expect_bad(Stream().records(0, {{0, static_cast<Kind>(250)}}).bytes.data(), "unknown kind 250");
    expect_bad(Stream().records(0, {{0x7000'0000, Kind::mark}}).bytes.data(), "too far ahead");
    expect_bad(Stream().anchor(0x7000'0000, 0).bytes.data(), "too far ahead");
    expect_bad(Stream().records(0, {{1, Kind::mark}, {1, Kind::mark}}).bytes.data(), "same number");
    interleave::base::ByteWriter odd;
    odd.u64(0);
    odd.u8(1);
    expect_bad(Stream().message(1, odd).bytes.data(), "batch of records has 9 bytes");
}

TEST(Recording, bad_bytes_of_any_kind_never_crash_and_keep_time_in_order) {
    Stream good;
    good.text(64, "abc").object(100, 24, 7, "counter_lock", "std::mutex");
    good.records(0, {{0, Kind::clock, 10}, {1, Kind::lock_acquire, 100}, {4, Kind::unlock, 100}});
    good.records(1, {{2, Kind::thread_start, 1}, {3, Kind::thread_exit, 1}});
    good.anchor(5, 1000).outcome(1, BlockedOn::Lock, 100).end(EndReason::Exit, 0, 2000, "done");
    std::mt19937 random(5);
    size_t refused = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::vector<uint8_t> bytes = good.bytes.data();
        for (uint32_t n = 1 + random() % 4; n > 0; --n) {
            bytes[random() % bytes.size()] =
                static_cast<uint8_t>(random() % 3 == 0 ? 0xff : random());
        }
        if (random() % 4 == 0) bytes.resize(random() % bytes.size());
        Trace trace;
        Recording recording(trace);
        refused += !recording.feed(bytes).ok();
        recording.finish();
        for (uint64_t i = 1; i < trace.size(); ++i) ASSERT_LE(trace[i - 1].time, trace[i].time);
    }
    EXPECT_GT(refused, 300u);
}
