#pragma once
// Speaks to a session as the page does: requests and replies as bytes (session/protocol.hpp).

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "session/protocol.hpp"
#include "session/session.hpp"

namespace interleave::testing {

struct Answer {
    nlohmann::json json;
    std::vector<uint8_t> chunk;
    std::string output;
    std::array<std::string, 3> streams;  // by descriptor
};

inline Answer ask(session::Session& session, const base::ByteWriter& request) {
    std::vector<uint8_t> bytes = session.handle(request.data());
    base::ByteReader reader(bytes);
    Answer answer;
    std::string_view json = reader.text(reader.u32());
    answer.json = nlohmann::json::parse(json);
    std::span<const uint8_t> chunk = reader.bytes(reader.u32());
    answer.chunk.assign(chunk.begin(), chunk.end());
    uint32_t outputs = reader.u32();
    for (uint32_t i = 0; i < outputs; ++i) {
        uint32_t descriptor = reader.u32();
        std::string_view text = reader.text(reader.u32());
        answer.output += text;
        answer.streams.at(descriptor) += text;
    }
    EXPECT_FALSE(reader.failed());
    EXPECT_TRUE(reader.at_end());
    return answer;
}

inline base::ByteWriter request(session::RequestKind kind) {
    base::ByteWriter writer;
    writer.u32(static_cast<uint32_t>(kind));
    return writer;
}

struct StartSettings {
    uint32_t cores = 2;
    uint64_t seed = 0;
    bool watch = true;
    bool input_open = true;
    uint64_t instruction_limit = 1'000'000'000;
    uint64_t event_limit = 100'000;
    std::string input;
};

inline base::ByteWriter start_request(const StartSettings& settings) {
    base::ByteWriter writer = request(session::RequestKind::Start);
    writer.u32(settings.cores);
    writer.u32((settings.watch ? session::StartWatchShared : 0) |
               (settings.input_open ? session::StartInputOpen : 0));
    writer.u64(settings.seed);
    writer.u64(1'000'000);  // quantum
    writer.u64(1'000);      // switch
    writer.u32(1);          // nanoseconds of an instruction
    writer.u32(0);
    writer.u64(settings.instruction_limit);
    writer.u64(settings.event_limit);
    writer.u32(static_cast<uint32_t>(settings.input.size()));
    writer.bytes({reinterpret_cast<const uint8_t*>(settings.input.data()), settings.input.size()});
    return writer;
}

inline base::ByteWriter start_request(uint32_t cores) {
    StartSettings settings;
    settings.cores = cores;
    return start_request(settings);
}

inline base::ByteWriter load_request(std::span<const uint8_t> program) {
    base::ByteWriter writer = request(session::RequestKind::Load);
    writer.bytes(program);
    return writer;
}

inline base::ByteWriter run_request(uint64_t instructions) {
    base::ByteWriter writer = request(session::RequestKind::Run);
    writer.u64(instructions);
    return writer;
}

// A run from its start to its end: the last state, all output, all of the recording.
inline Answer run_to_the_end(session::Session& session, const StartSettings& settings,
                             uint64_t slice = 5'000'000) {
    Answer all = ask(session, start_request(settings));
    while (all.json["status"] == "running") {
        Answer part = ask(session, run_request(slice));
        all.json = part.json;
        all.output += part.output;
        for (size_t i = 0; i < all.streams.size(); ++i) all.streams[i] += part.streams[i];
        all.chunk.insert(all.chunk.end(), part.chunk.begin(), part.chunk.end());
    }
    return all;
}

}  // namespace interleave::testing
