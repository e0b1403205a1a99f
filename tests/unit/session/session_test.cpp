#include "session/session.hpp"

#include <gtest/gtest.h>

#include <random>

#include "lab_harness.hpp"
#include "session_client.hpp"

using namespace interleave;
using namespace interleave::testing;
using session::RequestKind;
using session::Session;

TEST(Session, runs_a_lesson_and_shows_its_end_and_its_past) {
    Session session;
    EXPECT_TRUE(
        ask(session, load_request(read_bytes(lesson_path("2-mutex")))).json["debug"].get<bool>());
    EXPECT_EQ(ask(session, start_request(2)).json["status"], "running");
    Answer end;
    std::string output;
    size_t recorded = 0;
    do {
        end = ask(session, run_request(1'000'000));
        output += end.output;
        recorded += end.chunk.size();
    } while (end.json["status"] == "running");
    EXPECT_EQ(end.json["status"], "exit");
    EXPECT_NE(output.find("counter = "), std::string::npos);
    EXPECT_GT(recorded, 1000u);
    EXPECT_NE(end.json["hash"], "0000000000000000");

    base::ByteWriter seek = request(RequestKind::Seek);
    seek.u64(end.json["time"].get<uint64_t>() / 2);
    Answer past = ask(session, seek);
    ASSERT_EQ(past.json["threads"].size(), 3u);
    EXPECT_TRUE(past.chunk.empty());
    bool counter_seen = false;
    for (const auto& global : past.json["globals"]) counter_seen |= global["name"] == "counter";
    EXPECT_TRUE(counter_seen) << past.json["globals"];
    // Main waits to join a thread, and says which.
    EXPECT_EQ(past.json["threads"][0]["waits"]["for"], "end of a thread");
    EXPECT_FALSE(
        ask(session, request(RequestKind::Schedule)).json["schedule"].get<std::string>().empty());
}

TEST(Session, asks_for_input_and_goes_on_when_it_comes) {
    Session session;
    ask(session, load_request(read_bytes(program_path("echo"))));
    ask(session, start_request(1));
    Answer answer = ask(session, run_request(100'000'000));
    EXPECT_EQ(answer.json["status"], "input");
    base::ByteWriter input = request(RequestKind::Input);
    std::string line = "hello\n";
    input.bytes({reinterpret_cast<const uint8_t*>(line.data()), line.size()});
    ask(session, input);
    ask(session, request(RequestKind::CloseInput));
    answer = ask(session, run_request(100'000'000));
    EXPECT_EQ(answer.json["status"], "exit") << answer.json;
    EXPECT_NE(answer.output.find("hello"), std::string::npos);
}

TEST(Session, stop_ends_an_endless_loop) {
    Session session;
    ask(session, load_request(read_bytes(program_path("endless_loop"))));
    ask(session, start_request(1));
    EXPECT_EQ(ask(session, run_request(1'000'000)).json["status"], "running");
    EXPECT_EQ(ask(session, request(RequestKind::Stop)).json["status"], "stopped");
    EXPECT_EQ(ask(session, run_request(1'000'000)).json["status"], "stopped");
}

TEST(Session, bad_requests_are_answered_with_an_error) {
    Session session;
    EXPECT_TRUE(ask(session, run_request(1)).json.contains("error"));
    EXPECT_TRUE(ask(session, start_request(1)).json.contains("error"));
    base::ByteWriter garbage = request(RequestKind::Load);
    garbage.u32(42);
    EXPECT_TRUE(ask(session, garbage).json.contains("error"));
    EXPECT_TRUE(ask(session, base::ByteWriter()).json.contains("error"));
    ask(session, load_request(read_bytes(lesson_path("2-mutex"))));
    EXPECT_TRUE(ask(session, start_request(0)).json.contains("error"));
    EXPECT_TRUE(ask(session, start_request(65)).json.contains("error"));
    base::ByteWriter cut = start_request(2);
    cut.data().resize(20);
    EXPECT_TRUE(ask(session, cut).json.contains("error"));
    std::mt19937 random(1);
    ask(session, start_request(2));
    for (int i = 0; i < 2000; ++i) {
        base::ByteWriter noise;
        noise.u32(random() % 12 == 1 ? 0 : random() % 12);
        for (uint32_t n = random() % 20; n > 0; --n) noise.u8(static_cast<uint8_t>(random() % 4));
        ask(session, noise);
    }
}
