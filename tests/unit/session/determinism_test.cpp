// One program, one seed: one run. Every lesson and every guest test program, again and again: the same state hash and the
// same recording, byte for byte; the recorded schedule leads to the same state; a snapshot undoes everything.
// That WebAssembly gives the same bytes too is shown by web/src/engine/determinism.test.ts.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.hpp"
#include "explorer/replay.hpp"
#include "lab_harness.hpp"
#include "session_client.hpp"

using namespace interleave;
using namespace interleave::testing;
using session::LabRun;
using session::LabSettings;
using session::LabStatus;

namespace {

// A run of more instructions than this (about 50 ms) is repeated a tenth as often.
constexpr uint64_t LongRun = 5'000'000;
constexpr int Repetitions = 100;

// Endless programs are cut there.
constexpr uint64_t InstructionLimit = 20'000'000;
constexpr uint64_t EventLimit = 200'000;

// Segments that a schedule's text may have.
constexpr size_t LongestText = 1'000'000;

LabSettings settings_for(uint32_t cores, uint64_t seed) {
    LabSettings settings;
    settings.cores.cores = cores;
    settings.cores.seed = settings.world.seed = seed;
    settings.cores.quantum_nanoseconds = 100'000;
    settings.instruction_limit = InstructionLimit;
    settings.event_limit = EventLimit;
    settings.input = "one\ntwo\nthree";
    return settings;
}

struct Fingerprint {
    uint64_t state;
    uint64_t recording;
    uint64_t output;
    int64_t time;
    LabStatus status;
    bool operator==(const Fingerprint&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Fingerprint& print) {
    return out << std::hex << "state " << print.state << " recording " << print.recording
               << std::dec << " time " << print.time << ' '
               << session::lab_status_name(print.status);
}

Fingerprint fingerprint(LabRun& run) {
    std::vector<uint8_t> chunk;
    LabStatus status = finish(run, &chunk);
    return {run.hash(), base::hash_bytes(chunk.data(), chunk.size()),
            base::hash_bytes(run.output().data(), run.output().size()), run.time(), status};
}

std::vector<std::filesystem::path> every_program() {
    const std::filesystem::path artefacts = INTERLEAVE_TEST_ARTEFACTS;
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_TEST_PROGRAM_SOURCES)) {
        if (entry.path().extension() == ".cpp")
            paths.push_back(program_path(entry.path().stem().string()));
    }
    for (const auto& entry : std::filesystem::directory_iterator(artefacts / "lessons")) {
        std::filesystem::path program = entry.path() / "program.debug.wasm";
        if (std::filesystem::exists(program)) paths.push_back(program);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string test_name(const std::filesystem::path& path) {
    std::string name = path.stem() == "program.debug"
                           ? "lesson_" + path.parent_path().filename().string()
                           : path.stem().stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

class Determinism : public ::testing::TestWithParam<std::filesystem::path> {};

}  // namespace

TEST_P(Determinism, one_seed_gives_one_state_and_one_recording) {
    session::Program program = load(GetParam());
    const LabSettings settings = settings_for(2, 7);
    auto first = begin(program, settings);
    ASSERT_NE(first, nullptr);
    const Fingerprint expected = fingerprint(*first);
    const int repetitions = first->executed() > LongRun ? Repetitions / 10 : Repetitions;
    for (int i = 1; i < repetitions; ++i) {
        auto again = begin(program, settings);
        ASSERT_EQ(fingerprint(*again), expected) << "repetition " << i;
    }
}

TEST_P(Determinism, the_recorded_schedule_leads_to_the_same_state) {
    session::Program program = load(GetParam());
    for (uint32_t cores : {1u, 3u}) {
        LabSettings settings = settings_for(cores, 11);
        auto run = begin(program, settings);
        finish(*run);
        explorer::Schedule schedule = run->schedule();
        if (schedule.segments.size() < LongestText) {
            auto read = explorer::Schedule::from_text(schedule.to_text());
            ASSERT_TRUE(read.ok()) << read.error().message;
            schedule = *read;
        }
        auto world = world::World::create(program.module, settings.world);
        ASSERT_TRUE(world.ok());
        (*world)->give_input(
            {reinterpret_cast<const uint8_t*>(settings.input.data()), settings.input.size()});
        explorer::Replay replay(**world, schedule);
        base::Status done = replay.run();
        ASSERT_TRUE(done.ok()) << done.error().message;
        EXPECT_EQ((*world)->hash(), run->hash()) << cores << " cores";
        EXPECT_EQ((*world)->output(), run->output());
    }
}

TEST_P(Determinism, a_snapshot_undoes_whatever_was_run_after_it) {
    session::Program program = load(GetParam());
    LabSettings settings = settings_for(2, 3);
    auto whole = begin(program, settings);
    finish(*whole);
    const explorer::Schedule schedule = whole->schedule();

    auto made = world::World::create(program.module, settings.world);
    ASSERT_TRUE(made.ok());
    world::World& world = **made;
    world.give_input(
        {reinterpret_cast<const uint8_t*>(settings.input.data()), settings.input.size()});
    // Several times on the way: some segments further, back, the same again.
    const size_t stride = std::max<size_t>(schedule.segments.size() / 8, 1);
    for (size_t first = 0; first < schedule.segments.size(); first += stride) {
        const size_t end = std::min(first + stride, schedule.segments.size());
        explorer::Schedule part;
        part.segments.assign(schedule.segments.begin() + static_cast<std::ptrdiff_t>(first),
                             schedule.segments.begin() + static_cast<std::ptrdiff_t>(end));
        const world::World::Saved saved = world.save();
        const int64_t time = world.time();
        const uint64_t before = world.hash();
        ASSERT_TRUE(explorer::Replay(world, part).run().ok());
        const uint64_t after = world.hash();
        world.restore(saved);
        ASSERT_EQ(world.hash(), before) << "segments " << first << " to " << end;
        world.set_time(time);
        ASSERT_TRUE(explorer::Replay(world, part).run().ok());
        ASSERT_EQ(world.hash(), after) << "segments " << first << " to " << end;
    }
    EXPECT_EQ(world.hash(), whole->hash());
}

INSTANTIATE_TEST_SUITE_P(every, Determinism, ::testing::ValuesIn(every_program()),
                         [](const auto& info) { return test_name(info.param); });
