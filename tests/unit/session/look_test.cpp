// A run's past through the session's requests: moments, steps, jumps, expansion, explanations.

#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "lab_harness.hpp"
#include "session/protocol.hpp"
#include "session/session.hpp"

using namespace interleave;
using namespace interleave::testing;
using nlohmann::json;
using session::RequestKind;
using session::Session;

namespace {

constexpr uint32_t AnyThread = UINT32_MAX;
constexpr uint32_t Operation = 0;
constexpr uint32_t Line = 1;
constexpr uint32_t Instruction = 2;
constexpr uint32_t Forward = 0;
constexpr uint32_t Back = 1;

class Asker {
public:
    explicit Asker(const std::filesystem::path& program) {
        base::ByteWriter load = request(RequestKind::Load);
        load.bytes(read_bytes(program));
        send(load);
    }

    json start(uint32_t cores, uint64_t seed) {
        return send(start_request(RequestKind::Start, cores, seed));
    }
    json by_hand(const std::string& schedule = "") {
        base::ByteWriter writer = start_request(RequestKind::ByHand, 1, 0);
        writer.u32(static_cast<uint32_t>(schedule.size()));
        writer.bytes({reinterpret_cast<const uint8_t*>(schedule.data()), schedule.size()});
        return send(writer);
    }
    json finish() {
        for (;;) {
            base::ByteWriter writer = request(RequestKind::Run);
            writer.u64(10'000'000);
            json state = send(writer);
            if (state["status"] != "running") return state;
        }
    }
    json look(int64_t time) { return about(RequestKind::Look, time, {}); }
    json at_step(uint32_t step) { return numbers(RequestKind::AtStep, {step}); }
    json step(int64_t time, uint32_t unit, uint32_t direction, uint32_t thread = AnyThread) {
        return about(RequestKind::Step, time, {unit, direction, thread});
    }
    json jump(int64_t time, uint32_t landmark, uint32_t direction) {
        return about(RequestKind::Jump, time, {landmark, direction, AnyThread});
    }
    json numbers(RequestKind kind, std::initializer_list<uint32_t> numbers) {
        base::ByteWriter writer = request(kind);
        for (uint32_t number : numbers) writer.u32(number);
        return send(writer);
    }

    std::string output;

private:
    static base::ByteWriter request(RequestKind kind) {
        base::ByteWriter writer;
        writer.u32(static_cast<uint32_t>(kind));
        return writer;
    }
    static base::ByteWriter start_request(RequestKind kind, uint32_t cores, uint64_t seed) {
        base::ByteWriter writer = request(kind);
        writer.u32(cores);
        writer.u32(session::StartWatchShared);
        writer.u64(seed);
        writer.u64(20'000);
        writer.u64(1'000);
        writer.u32(1);
        writer.u32(0);
        writer.u64(1'000'000'000);
        writer.u64(1'000'000);
        writer.u32(0);
        return writer;
    }
    json about(RequestKind kind, int64_t time, std::initializer_list<uint32_t> numbers) {
        base::ByteWriter writer = request(kind);
        writer.u64(static_cast<uint64_t>(time));
        for (uint32_t number : numbers) writer.u32(number);
        return send(writer);
    }
    json send(const base::ByteWriter& writer) {
        std::vector<uint8_t> bytes = m_session.handle(writer.data());
        base::ByteReader reader(bytes);
        json answer = json::parse(reader.text(reader.u32()));
        reader.bytes(reader.u32());
        uint32_t outputs = reader.u32();
        for (uint32_t i = 0; i < outputs; ++i) {
            reader.u32();
            output += reader.text(reader.u32());
        }
        EXPECT_FALSE(reader.failed());
        return answer;
    }

    Session m_session;
};

json variable(const json& moment, const std::string& name) {
    for (const json& global : moment["world"]["globals"]) {
        if (global["name"] == name) return global;
    }
    return nullptr;
}

std::string explanation(Asker& asker, const std::string& kind) {
    const json reply = asker.numbers(RequestKind::Explain, {});
    for (const json& item : reply["explanations"]) {
        if (item["kind"] != kind) continue;
        std::string text = item["title"];
        for (const json& sentence : item["sentences"]) text += " " + sentence.get<std::string>();
        return text + " " + item["remedy"].get<std::string>();
    }
    return "";
}

}  // namespace

TEST(Look, a_moment_tells_its_step_and_who_wrote_last) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(2, 1);
    const int64_t end = asker.finish()["time"];
    json last = asker.look(end);
    EXPECT_EQ(last["step"], last["steps"]);
    EXPECT_GT(last["steps"].get<int>(), 20);
    EXPECT_EQ(variable(last, "counter")["value"], "4");
    const json counter = variable(last, "counter");
    json write;
    for (const json& item : last["writes"]) {
        if (item["address"] == counter["address"]) write = item;
    }
    ASSERT_FALSE(write.is_null());
    // At its time the value is there, an instruction before it is not.
    EXPECT_EQ(variable(asker.look(write["time"]), "counter")["value"], "4");
    EXPECT_EQ(variable(asker.look(write["time"].get<int64_t>() - 1), "counter")["value"], "3");
    EXPECT_EQ(asker.look(write["time"])["step"], write["step"]);
    EXPECT_NE(asker.look(write["time"])["caption"].get<std::string>().find("wrote counter = 4"),
              std::string::npos);
    json first = asker.look(0);
    EXPECT_EQ(first["step"], 0);
    EXPECT_EQ(first["caption"], "");
    EXPECT_EQ(first["output"], 0);
    EXPECT_EQ(last["output"].get<size_t>(), asker.output.size());
}

TEST(Look, operations_forwards_and_back_visit_the_same_moments) {
    Asker asker(small_lesson_path("2-lost-update"));
    asker.start(2, 1);
    asker.finish();
    std::vector<int64_t> there{0};
    for (json moment = asker.step(0, Operation, Forward); !moment.contains("none");
         moment = asker.step(there.back(), Operation, Forward)) {
        EXPECT_GT(moment["time"].get<int64_t>(), there.back());
        there.push_back(moment["time"]);
        ASSERT_LT(there.size(), 500u);
    }
    EXPECT_GT(there.size(), 15u);
    EXPECT_EQ(asker.at_step(0)["time"], 0);
    const json third = asker.at_step(3);
    EXPECT_GE(third["step"].get<int>(), 3);
    EXPECT_EQ(asker.at_step(1'000'000)["step"], third["steps"]);
    std::vector<int64_t> back{there.back()};
    for (json moment = asker.step(back.back(), Operation, Back); !moment.contains("none");
         moment = asker.step(back.back(), Operation, Back)) {
        back.push_back(moment["time"]);
        ASSERT_LT(back.size(), 500u);
    }
    std::reverse(back.begin(), back.end());
    EXPECT_EQ(back, there);
}

TEST(Look, lines_are_stepped_for_one_thread_and_for_all) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(2, 1);
    asker.finish();
    int64_t time = 0;
    std::vector<int> lines;
    for (json moment = asker.step(time, Line, Forward, 1); !moment.contains("none");
         moment = asker.step(time, Line, Forward, 1)) {
        time = moment["time"];
        for (const json& thread : moment["world"]["threads"]) {
            if (thread["id"] == 1 && thread["line"] != 0) lines.push_back(thread["line"]);
        }
        ASSERT_LT(lines.size(), 100u);
    }
    // The loop's body twice: the guard, the increment.
    EXPECT_EQ(std::count(lines.begin(), lines.end(), 15), 2);
    EXPECT_GE(std::count(lines.begin(), lines.end(), 14), 2);
    const int64_t end = time;
    json back = asker.step(end, Line, Back);
    ASSERT_FALSE(back.contains("none"));
    EXPECT_LT(back["time"].get<int64_t>(), end);
    EXPECT_EQ(asker.step(back["time"], Line, Forward)["time"], end);
}

TEST(Look, instructions_are_a_nanosecond_apart) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(1, 0);
    asker.finish();
    EXPECT_EQ(asker.step(5000, Instruction, Forward)["time"], 5001);
    EXPECT_EQ(asker.step(5000, Instruction, Back)["time"], 4999);
    EXPECT_TRUE(asker.step(0, Instruction, Back).contains("none"));
}

TEST(Look, jumps_lead_to_the_first_lock_and_to_the_output) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(2, 1);
    const int64_t end = asker.finish()["time"];
    int64_t time = end;
    int locks = 0;
    json first;
    for (json moment = asker.jump(time, 4, Back); !moment.contains("none");
         moment = asker.jump(time, 4, Back)) {
        time = moment["time"];
        first = moment;
        ++locks;
    }
    EXPECT_EQ(locks, 4);
    EXPECT_EQ(variable(first, "counter")["value"], "0");
    bool held = false;
    for (const json& lock : first["world"]["locks"])
        held = held || (lock["name"] == "counter_lock" && !lock["holders"].empty());
    EXPECT_TRUE(held);
    const json output = asker.jump(0, 3, Forward);
    EXPECT_GT(output["output"].get<int>(), 0);
    EXPECT_FALSE(asker.jump(0, 1, Forward).contains("none"));
    EXPECT_FALSE(asker.jump(0, 2, Forward).contains("none"));
}

TEST(Look, one_core_runs_one_thread_at_a_time) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(1, 1);
    asker.finish();
    size_t seen = 0;
    for (json moment = asker.step(0, Operation, Forward); !moment.contains("none");
         moment = asker.step(moment["time"], Operation, Forward)) {
        size_t on_core = 0;
        for (const json& thread : moment["threads"]) on_core += thread["core"].is_null() ? 0 : 1;
        EXPECT_LE(on_core, 1u) << moment["caption"];
        seen += on_core;
    }
    EXPECT_GT(seen, 10u);
}

TEST(Look, a_wait_says_since_when_and_for_whom) {
    Asker asker(lesson_path("2-deadlock"));
    asker.start(2, 1);
    const json state = asker.finish();
    ASSERT_EQ(state["status"], "deadlock");
    const json moment = asker.look(state["time"]);
    int waiting = 0;
    for (const json& thread : moment["world"]["threads"]) {
        if (thread["state"] != "waiting") continue;
        ++waiting;
        for (const json& more : moment["threads"]) {
            if (more["id"] == thread["id"]) {
                EXPECT_TRUE(more["since"].is_number()) << thread.dump();
            }
        }
    }
    EXPECT_EQ(waiting, 3);
    for (const json& lock : moment["locks"]) {
        for (const json& holder : lock["holders"])
            EXPECT_TRUE(holder["since"].is_number()) << lock.dump();
    }
    EXPECT_FALSE(moment["named"].empty());
}

TEST(Look, a_line_opens_into_read_add_write) {
    Asker asker(small_lesson_path("2-lost-update"));
    asker.start(1, 0);
    const json expansion = asker.numbers(RequestKind::Expand, {13});
    std::vector<std::string> words;
    for (const json& operation : expansion["operations"]) words.push_back(operation["words"]);
    EXPECT_EQ(words, (std::vector<std::string>{"read counter", "add", "write counter"}))
        << expansion.dump(1);
    EXPECT_TRUE(asker.numbers(RequestKind::Expand, {1})["operations"].empty());
}

TEST(Look, the_lost_update_is_explained_with_its_steps) {
    Asker asker(small_lesson_path("2-lost-update"));
    json state = asker.by_hand();
    // Both threads as far as their write, then both writes.
    const auto words = [&](int thread) -> std::string {
        for (const json& choice : state["hand"]["choices"]) {
            if (choice["thread"] == thread) return choice["words"];
        }
        return "";
    };
    const auto until = [&](uint32_t thread, const std::string& text) {
        for (int i = 0; i < 100 && words(static_cast<int>(thread)).rfind(text, 0) != 0; ++i) {
            state = asker.numbers(RequestKind::Move, {thread, Operation});
            ASSERT_FALSE(state.contains("error")) << state.dump();
        }
    };
    until(0, "wait for thread 1");
    until(1, "waits for");
    until(2, "write counter = 1");
    until(1, "write counter = 1");
    const size_t moves = state["hand"]["moves"].size();
    const std::string link = state["hand"]["schedule"];
    state = asker.numbers(RequestKind::Move, {2, Operation});
    state = asker.numbers(RequestKind::Move, {1, Operation});
    EXPECT_EQ(asker.finish()["status"], "exit");
    EXPECT_EQ(asker.output, "counter = 1, expected 2\n");
    const std::string text = explanation(asker, "lost-update");
    EXPECT_NE(text.find("An update of counter was lost"), std::string::npos) << text;
    EXPECT_NE(text.find("Thread 1 read counter: 0 (step "), std::string::npos) << text;
    EXPECT_NE(text.find("Thread 2 wrote counter = 1 (step "), std::string::npos) << text;
    EXPECT_NE(text.find("data race"), std::string::npos) << text;
    EXPECT_NE(text.find("std::atomic"), std::string::npos) << text;

    state = asker.numbers(RequestKind::Undo, {static_cast<uint32_t>(moves)});
    EXPECT_EQ(state["hand"]["moves"].size(), moves);
    EXPECT_EQ(state["hand"]["schedule"], link);
    EXPECT_EQ(words(1), "write counter = 1");
    EXPECT_EQ(explanation(asker, "lost-update"), "");
    // The link leads to the same place.
    state = asker.by_hand(link);
    EXPECT_EQ(state["hand"]["moves"].size(), moves);
    EXPECT_EQ(words(2), "write counter = 1");
}

TEST(Look, a_mutex_leaves_nothing_to_explain) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(2, 1);
    asker.finish();
    EXPECT_TRUE(asker.numbers(RequestKind::Explain, {})["explanations"].empty());
}

TEST(Look, the_deadlock_is_explained_as_its_circle) {
    Asker asker(lesson_path("2-deadlock"));
    asker.start(2, 1);
    asker.finish();
    const std::string text = explanation(asker, "deadlock");
    EXPECT_NE(text.find("Thread 1 holds alice (step "), std::string::npos) << text;
    EXPECT_NE(text.find("and waits for bob (step "), std::string::npos) << text;
    EXPECT_NE(text.find("std::scoped_lock"), std::string::npos) << text;
}

TEST(Look, any_moment_of_a_long_run_is_shown_at_once) {
    Asker asker(lesson_path("1-more-threads-than-cores"));
    asker.start(4, 1);
    const json state = asker.finish();
    ASSERT_GT(state["executed"].get<uint64_t>(), 1'000'000u);
    const int64_t end = state["time"];
    const auto begin = std::chrono::steady_clock::now();
    constexpr int Looks = 20;
    for (int i = 0; i < Looks; ++i)
        EXPECT_FALSE(asker.look(end * ((i * 7) % Looks) / Looks).contains("error"));
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    RecordProperty("milliseconds_a_look", static_cast<int>(took.count() / Looks));
    std::printf("%lld ms for %d looks at a run of %s instructions\n",
                static_cast<long long>(took.count()), Looks, state["executed"].dump().c_str());
    EXPECT_LT(took.count() / Looks, 50);
}

TEST(Look, bad_requests_about_the_past_are_answered_with_an_error) {
    Asker asker(small_lesson_path("2-mutex"));
    asker.start(1, 0);
    EXPECT_TRUE(asker.step(0, 9, Forward).contains("error"));
    EXPECT_TRUE(asker.jump(0, 9, Forward).contains("error"));
    EXPECT_TRUE(asker.numbers(RequestKind::Move, {0, 0}).contains("error"));
    EXPECT_TRUE(asker.numbers(RequestKind::Undo, {1}).contains("error"));
    EXPECT_TRUE(asker.numbers(RequestKind::Step, {1}).contains("error"));
    asker.by_hand();
    EXPECT_TRUE(asker.numbers(RequestKind::Move, {99, 0}).contains("error"));
    EXPECT_TRUE(asker.numbers(RequestKind::Undo, {0}).contains("error"));
    EXPECT_TRUE(asker.numbers(RequestKind::Undo, {5}).contains("error"));
    EXPECT_TRUE(asker.by_hand("nonsense!").contains("error"));
}
