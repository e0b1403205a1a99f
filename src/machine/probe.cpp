#include "machine/probe.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/lazy_zeros.hpp"
#include "machine/interpreter.hpp"

namespace interleave::machine {

namespace {

// A stop before this operation has been made: it goes on now, without another question.
bool was_let_through(Execution& e) {
    if (e.thread.passed_probe != e.ip) return false;
    e.thread.passed_probe = nullptr;
    return true;
}

ProbeAnswer ask(Execution& e, AccessKind kind, uint64_t address, uint64_t size, uint64_t value) {
    e.leave();  // so that the probe sees where the thread is
    Access access{kind, {e.instance->memory}, static_cast<uint32_t>(address), size, value};
    e.thread.inside_operation = true;
    ProbeAnswer answer = e.probe->on_access(e.thread, access);
    e.thread.inside_operation = false;
    return answer;
}

void pause(Execution& e) {
    e.thread.passed_probe = e.ip;
    e.stop.reason = StopReason::Probe;
}

}  // namespace

bool observe(Execution& e, AccessKind kind, uint64_t address, uint64_t size, uint64_t value) {
    if (e.probe == nullptr || was_let_through(e)) return true;
    if (size == 0 && kind != AccessKind::Fence) return true;
    if (ask(e, kind, address, size, value) == ProbeAnswer::Continue) return true;
    pause(e);
    return false;
}

bool observe_copy(Execution& e, uint64_t from, uint64_t to, uint64_t size) {
    if (e.probe == nullptr || size == 0 || was_let_through(e)) return true;
    ProbeAnswer read = ask(e, AccessKind::Read, from, size, 0);
    ProbeAnswer write = ask(e, AccessKind::Write, to, size, 0);
    if (read == ProbeAnswer::Continue && write == ProbeAnswer::Continue) return true;
    pause(e);
    return false;
}

void observe_pop(Execution& e, uint32_t to) {
    e.leave();
    e.thread.inside_operation = true;
    e.probe->on_pop(e.thread, {e.instance->memory}, static_cast<uint32_t>(e.globals[0]), to);
    e.thread.inside_operation = false;
}

GranuleEpochs* Probe::cover(MemoryId memory, uint64_t memory_bytes) {
    if (m_granules.size() <= memory.value) m_granules.resize(memory.value + 1);
    Granules& granules = m_granules[memory.value];
    const uint64_t wanted = memory_bytes >> GranuleShift;
    if (granules.count < wanted) {
        const uint64_t count =
            std::max({wanted, granules.count * 2, base::LazyBytes >> GranuleShift});
        auto* fresh = static_cast<GranuleEpochs*>(std::calloc(count, sizeof(GranuleEpochs)));
        INTERLEAVE_ASSERT(fresh != nullptr);
        std::copy_n(granules.epochs.get(), granules.count, fresh);
        granules.epochs.reset(fresh);
        granules.count = count;
    }
    return granules.epochs.get();
}

void Probe::forget(MemoryId memory, uint64_t address, uint64_t size) {
    if (size == 0 || memory.value >= m_granules.size()) return;
    Granules& granules = m_granules[memory.value];
    uint64_t last = (address + size - 1) >> GranuleShift;
    for (uint64_t i = address >> GranuleShift; i <= last && i < granules.count; ++i) {
        granules.epochs.get()[i] = {};
    }
}

}  // namespace interleave::machine
