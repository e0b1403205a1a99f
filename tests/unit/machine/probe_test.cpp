#include "machine/probe.hpp"

#include <gtest/gtest.h>

#include "guest.hpp"
#include "machine/state_hash.hpp"

using namespace interleave;
using machine::Access;
using machine::AccessKind;
using machine::ProbeAnswer;
using machine::RunOptions;
using machine::StopReason;
using test::Guest;

namespace {

// Keeps what it is told, and says what it is told to.
class Recorder : public machine::Probe {
public:
    ProbeAnswer on_access(const machine::Thread& thread, const Access& access) override {
        accesses.push_back(access);
        offsets.push_back(machine::position(thread)->offset.value);
        if (remembers && access.kind == AccessKind::Read) {
            granule(access.memory, access.address).read = epoch;
        }
        if (remembers && access.kind == AccessKind::Write) {
            granule(access.memory, access.address).write = epoch;
        }
        return answer;
    }
    std::vector<Access> accesses;
    std::vector<uint32_t> offsets;
    bool remembers = false;
    ProbeAnswer answer = ProbeAnswer::Continue;
};

const char* const Accesses = R"((module (memory 1 1 shared)
  (func (export "run") (param i32) (result i32)
    (loop
      (i32.store offset=4 (i32.const 8) (local.get 0))
      (drop (i64.load (i32.const 12)))
      (drop (i32.atomic.rmw.add (i32.const 16) (i32.const 3)))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (memory.fill (i32.const 100) (i32.const 0) (i32.const 20))
    (memory.copy (i32.const 200) (i32.const 100) (i32.const 10))
    (atomic.fence)
    (i32.load8_u (i32.const 12)))))";

std::vector<AccessKind> kinds_of(const Recorder& recorder) {
    std::vector<AccessKind> kinds;
    for (const Access& access : recorder.accesses) kinds.push_back(access.kind);
    return kinds;
}

}  // namespace

TEST(Probe, sees_every_access_with_kind_place_and_operand) {
    Guest guest(Accesses);
    Recorder recorder;
    RunOptions options;
    options.probe = &recorder;
    EXPECT_EQ(guest.call("run", {1}, options).results[0], 1u);
    using enum AccessKind;
    EXPECT_EQ(kinds_of(recorder), (std::vector<AccessKind>{Write, Read, AtomicUpdate, Write, Read,
                                                           Write, Fence, Read}));
    EXPECT_EQ(recorder.accesses[0].address, 12u);
    EXPECT_EQ(recorder.accesses[0].size, 4u);
    EXPECT_EQ(recorder.accesses[0].value, 1u);
    EXPECT_EQ(recorder.accesses[1].size, 8u);
    EXPECT_EQ(recorder.accesses[2].value, 3u);
    EXPECT_EQ(recorder.accesses[3].address, 100u);
    EXPECT_EQ(recorder.accesses[3].size, 20u);
    EXPECT_EQ(recorder.accesses[4].address, 100u);
    EXPECT_EQ(recorder.accesses[5].address, 200u);
    const wasm::Module& module = guest.store.instance(guest.instance).program->module();
    EXPECT_EQ(module.bytes[module.code_section.begin + recorder.offsets[0]], 0x36);  // i32.store
}

TEST(Probe, is_not_asked_again_within_an_epoch_unless_the_access_is_atomic_or_crosses) {
    Guest guest(Accesses);
    Recorder recorder;
    recorder.remembers = true;
    RunOptions options;
    options.probe = &recorder;
    guest.call("run", {100}, options);
    int writes = 0, reads = 0, updates = 0;
    for (const Access& access : recorder.accesses) {
        writes += access.kind == AccessKind::Write && access.address == 12;
        reads += access.kind == AccessKind::Read && access.size == 8;
        updates += access.kind == AccessKind::AtomicUpdate;
    }
    EXPECT_EQ(writes, 1);
    EXPECT_EQ(reads, 100);  // 12 … 19 crosses a granule
    EXPECT_EQ(updates, 100);

    size_t before = recorder.accesses.size();
    recorder.epoch = 2;
    guest.call("run", {1}, options);
    EXPECT_EQ(recorder.accesses.size() - before, 7u);  // the last read's granule is known
    before = recorder.accesses.size();
    recorder.forget({0}, 8, 8);
    guest.call("run", {1}, options);
    EXPECT_EQ(recorder.accesses[before].kind, AccessKind::Write);
    EXPECT_EQ(recorder.accesses[before].address, 12u);
}

TEST(Probe, a_stop_comes_before_the_access_which_the_next_run_performs) {
    Guest plain(Accesses), stopping(Accesses);
    machine::Thread thread = stopping.start("run", {3});
    Recorder recorder;
    recorder.answer = ProbeAnswer::Stop;
    RunOptions options;
    options.probe = &recorder;
    int stops = 0;
    machine::Stop stop;
    while ((stop = machine::run(stopping.store, thread, options)).reason == StopReason::Probe) {
        if (stops == 0) {
            EXPECT_EQ(stopping.memory().data()[12], 0u);
        }
        ++stops;
    }
    EXPECT_EQ(stop.reason, StopReason::Finished);
    EXPECT_EQ(stops, 3 * 3 + 4);
    machine::Outcome expected = plain.call("run", {3});
    EXPECT_EQ(thread.results()[0], expected.results[0]);
    EXPECT_EQ(thread.executed, expected.executed);
    EXPECT_EQ(machine::hash_store(stopping.store), machine::hash_store(plain.store));
}

TEST(Probe, changes_nothing_of_a_run) {
    Guest plain(test::Everything), probed(test::Everything);
    Recorder recorder;
    RunOptions options;
    options.probe = &recorder;
    machine::Outcome a = plain.call("run", {12});
    machine::Outcome b = probed.call("run", {12}, options);
    EXPECT_EQ(a.results, b.results);
    EXPECT_EQ(a.executed, b.executed);
    EXPECT_EQ(machine::hash_store(plain.store), machine::hash_store(probed.store));
    EXPECT_FALSE(recorder.accesses.empty());
}
