#include "trace/codec.hpp"

#include <gtest/gtest.h>

#include <random>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Script;

namespace {

// A trace with something in every field of the format.
Trace full_trace(uint32_t seed, size_t events) {
    std::mt19937 random(seed);
    auto any = [&] { return static_cast<uint32_t>(random()); };
    Trace trace(Axis::Virtual);
    trace.set_text(64, "worker");
    trace.set_text(0xffff'fff0, "far away, \xc3\xa4\xc3\xb6\xc3\xbc");
    trace.name_object({2, 0x1000}, 64);
    trace.add_object({{0, 100}, 24, 7, "counter_lock", "std::mutex"});
    trace.add_object({{3, 0xffff'ff00}, 0xff, 0, "", ""});
    ThreadInfo& thread = trace.edit_thread(ThreadId{5});
    thread = {ThreadId{5}, 2, 64, 17, true, BlockedOn::Join, 0xffff'ffff};
    Time time = 0;
    for (size_t i = 0; i < events; ++i) {
        time += any() % 100 == 0 ? Time{20'000'000'000} : static_cast<Time>(any() % 2000);
        EventKind kind = all_events()[any() % all_events().size()].kind;
        uint32_t object = any() % 2 == 0 ? 0x1000 + any() % 64 : any();
        uint32_t argument = any() % 2 == 0 ? 0 : any();
        trace.append(
            {time, ThreadId{any() % 7}, kind, static_cast<uint16_t>(any()), object, argument});
    }
    trace.edit_run() = {Axis::Virtual, EndReason::Trap, 0xffff'ffff, time + 5, "unreachable", 3, 4};
    return trace;
}

void expect_equal(const Trace& a, const Trace& b) {
    EXPECT_EQ(a.run(), b.run());
    ASSERT_EQ(a.thread_count(), b.thread_count());
    for (size_t i = 0; i < a.thread_count(); ++i) EXPECT_EQ(a.thread_info(i), b.thread_info(i));
    EXPECT_EQ(a.texts(), b.texts());
    EXPECT_EQ(a.object_names(), b.object_names());
    EXPECT_EQ(a.objects(), b.objects());
    ASSERT_EQ(a.size(), b.size());
    for (uint64_t i = 0; i < a.size(); ++i) ASSERT_EQ(a[i], b[i]) << i;
}

}  // namespace

TEST(Codec, decoding_what_was_encoded_gives_the_same_trace) {
    for (size_t events : {0, 1, 100, 32'768, 70'000}) {
        Trace trace = full_trace(1, events);
        auto decoded = decode(encode(trace));
        ASSERT_TRUE(decoded.ok()) << decoded.error().message;
        expect_equal(trace, *decoded);
    }
}

TEST(Codec, an_empty_trace_is_a_few_bytes) {
    std::vector<uint8_t> bytes = encode(Trace());
    EXPECT_LE(bytes.size(), 24u);
    auto decoded = decode(bytes);
    ASSERT_TRUE(decoded.ok());
    expect_equal(Trace(), *decoded);
}

TEST(Codec, a_lock_heavy_trace_takes_at_most_8_bytes_an_event) {
    std::mt19937 random(1);
    Script script;
    for (int i = 0; i < 25'000; ++i) {
        uint32_t thread = random() % 8;
        uint32_t lock = 0x1'0000 + 24 * static_cast<uint32_t>(random() % 4);
        for (EventKind kind :
             {EventKind::lock_request, EventKind::lock_acquire, EventKind::unlock}) {
            script.time += static_cast<Time>(random() % 400);
            script.add(thread, kind, lock, 0, static_cast<uint16_t>(10 + random() % 20));
        }
    }
    double each =
        static_cast<double>(encode(script.trace).size()) / static_cast<double>(script.trace.size());
    RecordProperty("encoded_bytes_per_event", std::to_string(each));
    EXPECT_LE(each, 8.0);
}

TEST(Codec, bad_bytes_that_are_no_trace_or_of_another_version_say_so) {
    auto none = decode({});
    ASSERT_FALSE(none.ok());
    EXPECT_NE(none.error().message.find("no trace"), std::string::npos);
    std::vector<uint8_t> bytes = encode(Trace());
    bytes[4] = 9;
    auto newer = decode(bytes);
    ASSERT_FALSE(newer.ok());
    EXPECT_NE(newer.error().message.find("version 9"), std::string::npos);
    EXPECT_EQ(newer.error().position, 4u);
}

TEST(Codec, bad_ends_are_refused_wherever_they_cut) {
    std::vector<uint8_t> bytes = encode(full_trace(2, 50));
    for (size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode(std::span(bytes).first(size)).ok()) << size;
    }
    bytes.push_back(0);
    auto longer = decode(bytes);
    ASSERT_FALSE(longer.ok());
    EXPECT_NE(longer.error().message.find("follows its end"), std::string::npos);
}

// 24 000 damaged inputs, the same at every run; fuzz_codec.cpp searches without end.
TEST(Codec, bad_mutated_bytes_never_crash_and_what_is_read_encodes_again) {
    std::mt19937 random(3);
    size_t refused = 0;
    for (uint32_t seed = 0; seed < 24; ++seed) {
        const std::vector<uint8_t> good = encode(full_trace(seed, 5 + seed * 3));
        for (int round = 0; round < 1000; ++round) {
            std::vector<uint8_t> bytes = good;
            for (uint32_t n = 1 + random() % 3; n > 0; --n) {
                size_t at = random() % bytes.size();
                switch (random() % 5) {
                    case 0:
                        bytes[at] ^= static_cast<uint8_t>(1u << random() % 8);
                        break;
                    case 1:
                        bytes[at] = static_cast<uint8_t>(random());
                        break;
                    case 2:
                        bytes[at] = 0xff;
                        break;
                    case 3:
                        bytes.insert(bytes.begin() + static_cast<ptrdiff_t>(at), 0x80);
                        break;
                    default:
                        bytes.erase(bytes.begin() + static_cast<ptrdiff_t>(at));
                        break;
                }
                if (bytes.empty()) bytes.push_back(0);
            }
            auto decoded = decode(bytes);
            if (!decoded.ok()) {
                ++refused;
                EXPECT_LE(decoded.error().position, bytes.size());
                continue;
            }
            auto again = decode(encode(*decoded));
            ASSERT_TRUE(again.ok());
            expect_equal(*decoded, *again);
        }
    }
    EXPECT_GT(refused, 5'000u);
    EXPECT_LT(refused, 24'000u);
}
