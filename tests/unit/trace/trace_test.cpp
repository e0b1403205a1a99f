#include "trace/trace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Script;

namespace {

// What eight threads around one lock, a condition variable and shared counters record: like the
// bounded-buffer lesson, with an event every 300 ns or so.
void append_lock_heavy(Trace& trace, size_t count) {
    std::mt19937 random(1);
    Time time = trace.last_time();
    while (count > 0) {
        ThreadId thread{static_cast<uint32_t>(random() % 8)};
        uint32_t lock = 0x1000 + 24 * static_cast<uint32_t>(random() % 4);
        for (EventKind kind : {EventKind::lock_request, EventKind::lock_acquire,
                               EventKind::notify_one, EventKind::unlock}) {
            if (count == 0) return;
            --count;
            time += 100 + random() % 400;
            uint16_t line = static_cast<uint16_t>(10 + static_cast<int>(kind) % 20);
            trace.append({time, thread, kind, line, lock, 0});
        }
    }
}

double bytes_per_event(const Trace& trace) {
    return static_cast<double>(trace.event_bytes()) / static_cast<double>(trace.size());
}

}  // namespace

TEST(Trace, gives_back_every_event_as_it_was_appended) {
    std::mt19937 random(7);
    Trace trace;
    std::vector<Event> expected;
    Time time = 0;
    for (int i = 0; i < 100'000; ++i) {
        // Now and then a silence that does not fit the 32 bits of a chunk's time column.
        time += random() % 1000 == 0 ? Time{10'000'000'000} : static_cast<Time>(random() % 3000);
        const EventInfo& info = all_events()[random() % all_events().size()];
        Event event{time,
                    ThreadId{static_cast<uint32_t>(random() % 20)},
                    info.kind,
                    static_cast<uint16_t>(random()),
                    static_cast<uint32_t>(random()),
                    static_cast<uint32_t>(random())};
        expected.push_back(event);
        EXPECT_EQ(trace.append(event).value, static_cast<uint64_t>(i));
    }
    ASSERT_EQ(trace.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(trace[i], expected[i]) << i;
}

TEST(Trace, keeps_more_threads_than_fit_one_chunk) {
    Trace trace;
    for (uint32_t i = 0; i < 3000; ++i) {
        trace.append({i, ThreadId{i % 1000}, EventKind::mark, 0, i, 0});
    }
    EXPECT_EQ(trace.thread_count(), 1000u);
    for (uint32_t thread : {0u, 255u, 256u, 999u}) {
        ASSERT_EQ(trace.thread_size(ThreadId{thread}), 3u);
        for (uint32_t n = 0; n < 3; ++n) {
            EXPECT_EQ(trace.thread_event(ThreadId{thread}, n).value, n * 1000 + thread);
        }
    }
}

TEST(Trace, lower_and_upper_bound_agree_with_a_linear_search) {
    std::mt19937 random(3);
    Trace trace;
    std::vector<Time> times;
    Time time = 5;
    for (int i = 0; i < 70'000; ++i) {
        time += random() % 3;
        times.push_back(time);
        trace.append({time, ThreadId{0}, EventKind::mark});
    }
    for (Time probe = 0; probe < time + 3; probe += 97) {
        auto lower = std::lower_bound(times.begin(), times.end(), probe) - times.begin();
        auto upper = std::upper_bound(times.begin(), times.end(), probe) - times.begin();
        ASSERT_EQ(trace.lower_bound(probe).value, static_cast<uint64_t>(lower)) << probe;
        ASSERT_EQ(trace.upper_bound(probe).value, static_cast<uint64_t>(upper)) << probe;
    }
    EXPECT_EQ(Trace().lower_bound(0).value, 0u);
}

TEST(Trace, lists_each_threads_events_in_order_across_chunks) {
    Trace trace;
    for (uint32_t i = 0; i < 100'000; ++i) {
        trace.append({i, ThreadId{i % 3}, EventKind::mark, 0, i, 0});
    }
    ThreadId thread{1};
    ASSERT_EQ(trace.thread_size(thread), 33'333u);
    for (uint64_t n = 0; n < trace.thread_size(thread); ++n) {
        ASSERT_EQ(trace.thread_event(thread, n).value, 3 * n + 1);
    }
    EXPECT_EQ(trace.thread_lower_bound(thread, EventIndex{0}), 0u);
    EXPECT_EQ(trace.thread_lower_bound(thread, EventIndex{50'002}), 16'667u);
    EXPECT_EQ(trace.thread_lower_bound(thread, EventIndex{99'999}), trace.thread_size(thread));
    EXPECT_EQ(trace.thread_size(ThreadId{77}), 0u);
}

TEST(Trace, a_lock_heavy_recording_takes_at_most_16_bytes_an_event) {
    Trace trace;
    append_lock_heavy(trace, 300'000);
    RecordProperty("bytes_per_event", std::to_string(bytes_per_event(trace)));
    EXPECT_LE(bytes_per_event(trace), 16.0);
    EXPECT_GE(bytes_per_event(trace), 14.0);  // else the measure forgets a column
}

TEST(Trace, a_short_recording_takes_hardly_more) {
    Trace trace;
    append_lock_heavy(trace, 6'000);
    EXPECT_LE(bytes_per_event(trace), 17.0);
}

TEST(Trace, new_values_in_every_second_event_cost_at_most_half_a_byte_more) {
    // A lab trace: reads and writes of an array of a thousand ints with ever changing values.
    std::mt19937 random(2);
    Trace trace;
    uint32_t counter = 0;
    for (uint32_t i = 0; i < 300'000; ++i) {
        EventKind kind = i % 2 == 0 ? EventKind::read : EventKind::write;
        uint32_t value = i % 2 == 0 ? counter : ++counter;
        trace.append({i, ThreadId{i % 4}, kind, 12,
                      0x4000 + 4 * static_cast<uint32_t>(random() % 1000), value});
    }
    RecordProperty("bytes_per_event", std::to_string(bytes_per_event(trace)));
    EXPECT_LE(bytes_per_event(trace), 16.5);
}

TEST(Trace, references_stay_valid_while_it_grows) {
    Script script;
    ThreadInfo& first = script.trace.edit_thread(ThreadId{0});
    script.trace.add_object({{0, 100}, 4, 3, "counter", "int"});
    const ObjectInfo* object = script.trace.object_containing({0, 100});
    for (uint32_t i = 0; i < 500; ++i) {
        script.add(i, EventKind::mark);
        script.trace.add_object({{0, 1000 + i}, 1, 0, "x", "char"});
    }
    EXPECT_EQ(&first, &script.trace.thread_info(0));
    EXPECT_EQ(object, script.trace.object_containing({0, 100}));
}

TEST(Trace, names_objects_after_the_program_then_the_variable_then_the_address) {
    Trace trace;
    trace.add_object({{0, 100}, 24, 5, "counter_lock", "std::mutex"});
    trace.add_object({{0, 200}, 120, 6, "forks", "std::mutex[5]"});
    trace.add_object({{0, 400}, 48, 7, "pair", "std::array<std::mutex, 2>"});
    trace.add_object({{0, 500}, 40, 8, "account", "Account"});
    EXPECT_EQ(trace.object_name(ObjectKey{0, 100}), "counter_lock");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 104}), "counter_lock[+4]");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 200}), "forks[0]");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 248}), "forks[2]");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 252}), "forks[2][+4]");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 424}), "pair[1]");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 508}), "account[+8]");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 0x1f40}), "0x1f40");
    EXPECT_EQ(trace.object_name(ObjectKey{1, 100}), "counter_lock")
        << "every process has the same variables";
    trace.name_object({0, 100}, 9000);
    EXPECT_EQ(trace.object_name(ObjectKey{0, 100}), "counter_lock") << "the text is not there yet";
    trace.set_text(9000, "the lock");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 100}), "the lock");
}

TEST(Trace, the_smallest_variable_around_an_address_gives_the_name) {
    Trace trace;
    trace.add_object({{0, 100}, 100, 5, "whole", "Whole"});
    trace.add_object({{0, 140}, 4, 6, "part", "int"});
    EXPECT_EQ(trace.object_name(ObjectKey{0, 140}), "part");
    EXPECT_EQ(trace.object_name(ObjectKey{0, 144}), "whole[+44]");
    EXPECT_EQ(trace.object_containing({0, 200}), nullptr);
}

TEST(Trace, names_threads_and_what_events_are_about) {
    Script script;
    script.trace.set_text(50, "philosopher 1");
    script.trace.edit_thread(ThreadId{1}).name_address = 50;
    EXPECT_EQ(script.trace.thread_name(ThreadId{0}), "main");
    EXPECT_EQ(script.trace.thread_name(ThreadId{1}), "philosopher 1");
    EXPECT_EQ(script.trace.thread_name(ThreadId{2}), "thread 2");
    auto name_of = [&](EventKind kind, uint32_t object) {
        return script.trace.object_name(Event{.kind = kind, .object = object});
    };
    EXPECT_EQ(name_of(EventKind::join_begin, 1), "philosopher 1");
    EXPECT_EQ(name_of(EventKind::output, 1), "stdout");
    EXPECT_EQ(name_of(EventKind::span_begin, 50), "philosopher 1");
    EXPECT_EQ(name_of(EventKind::yield, 0), "");
    EXPECT_EQ(name_of(EventKind::lock_acquire, 16), "0x10");
}

TEST(Trace, ends_at_its_last_event_until_the_run_has_ended) {
    Script script;
    script.add(0, EventKind::mark);
    EXPECT_EQ(script.trace.end_time(), 1000);
    script.trace.edit_run().reason = EndReason::Exit;
    script.trace.edit_run().end_time = 5000;
    EXPECT_EQ(script.trace.end_time(), 5000);
}
