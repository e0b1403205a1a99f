// Measures the interpreter on guest kernels, natively or compiled by Emscripten, and the costs of its other calls.
//
//   bench_vm KERNEL.wasm …       one line each: name, result, instructions, milliseconds, millions per second
//   bench_vm --probe KERNEL …    the same with a probe that has seen every granule after its first access
//   bench_vm --costs KERNEL      snapshot, restore, single step
//
// A kernel runs several times; the fastest run counts, since other work on the machine only ever adds.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "machine/instantiate.hpp"
#include "machine/run.hpp"
#include "machine/snapshot.hpp"
#include "machine/state_hash.hpp"
#include "wasm/validator.hpp"

using namespace interleave;

namespace {

double milliseconds() {
    using Clock = std::chrono::steady_clock;
    static const Clock::time_point start = Clock::now();
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Reports each granule once for reads and once for writes, as a race detector within one epoch does.
class SeenOnce : public machine::Probe {
public:
    machine::ProbeAnswer on_access(const machine::Thread&, const machine::Access& access) override {
        ++calls;
        machine::GranuleEpochs& granule = this->granule(access.memory, access.address);
        (access.kind == machine::AccessKind::Write ? granule.write : granule.read) = epoch;
        return machine::ProbeAnswer::Continue;
    }
    uint64_t calls = 0;
};

struct Guest {
    machine::Store store;
    machine::FunctionReference function;
};

bool load(const std::string& path, Guest& guest) {
    std::ifstream file(path, std::ios::binary);
    std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
    base::Result<wasm::ModulePointer> module = wasm::load(std::move(bytes));
    if (!module) {
        std::fprintf(stderr, "%s: %s\n", path.c_str(), module.error().message.c_str());
        return false;
    }
    auto made = machine::instantiate(guest.store, *module, {});
    if (!made) {
        std::fprintf(stderr, "%s: %s\n", path.c_str(), made.error().message.c_str());
        return false;
    }
    auto found = machine::find_export(guest.store, made->instance, "run");
    if (!found) return false;
    guest.function = std::get<machine::FunctionReference>(*found);
    return true;
}

std::string name_of(const std::string& path) {
    size_t slash = path.find_last_of('/') + 1;
    return path.substr(slash, path.find('.', slash) - slash);
}

int measure(const std::string& path, bool with_probe) {
    Guest guest;
    if (!load(path, guest)) return 1;
    SeenOnce probe;
    machine::RunOptions options;
    if (with_probe) options.probe = &probe;
    double best = 1e300;
    uint64_t executed = 0;
    uint64_t result = 0;
    double begin = milliseconds();
    for (int round = 0; round < 40 && (round < 8 || milliseconds() - begin < 1500); ++round) {
        machine::Thread thread = machine::Thread::start(guest.store, {0}, guest.function, {});
        double start = milliseconds();
        machine::Stop stop = machine::run(guest.store, thread, options);
        best = std::min(best, milliseconds() - start);
        if (stop.reason != machine::StopReason::Finished) {
            std::fprintf(stderr, "%s did not finish\n", path.c_str());
            return 1;
        }
        executed = thread.executed;
        result = thread.results()[0];
    }
    std::printf("%s %llu %llu %.3f %.1f\n", name_of(path).c_str(),
                static_cast<unsigned long long>(result), static_cast<unsigned long long>(executed),
                best, static_cast<double>(executed) / best / 1000);
    return 0;
}

// Nanoseconds of one call, the fastest of several rounds of many calls. They go on until a compiler that works
// beside them, V8's best one for wasm, is done with what they call.
template <typename Call>
double cost(int calls, Call call) {
    double best = 1e300;
    const double begin = milliseconds();
    for (int round = 0; round < 10 || milliseconds() - begin < 500; ++round) {
        double start = milliseconds();
        for (int i = 0; i < calls; ++i) call(i);
        best = std::min(best, (milliseconds() - start) * 1e6 / calls);
    }
    return best;
}

// REQUIRES: at least 16 pages of 4 KiB
void write_two_pages(machine::Memory& memory, int i) {
    uint8_t byte = static_cast<uint8_t>(i);
    (void)memory.write(static_cast<uint64_t>(i & 7) * 4096 + 8, {&byte, 1});
    (void)memory.write(8 * 4096 + 16, {&byte, 1});
}

int measure_costs(const std::string& path) {
    Guest guest;
    if (!load(path, guest)) return 1;
    machine::Store& store = guest.store;
    machine::Memory& memory = store.memory({0});
    machine::Thread thread = machine::Thread::start(store, {0}, guest.function, {});
    machine::RunOptions some;
    some.instructions = 5000;
    (void)machine::run(store, thread, some);

    machine::Snapshots snapshots(store);
    machine::Snapshot root = snapshots.take();
    machine::Thread saved = thread;
    std::printf("snapshot %.1f\n", cost(1000, [&](int i) {
                    write_two_pages(memory, i);
                    (void)snapshots.take();
                    saved = thread;
                    if (i % 100 == 99) snapshots.restore(root);
                }));
    snapshots.restore(root);
    std::printf("restore %.1f\n", cost(1000, [&](int i) {
                    write_two_pages(memory, i);
                    snapshots.restore(root);
                    thread = saved;
                }));
    machine::RunOptions step;
    step.instructions = 1;
    std::printf("step %.1f\n", cost(20000, [&](int) { (void)machine::run(store, thread, step); }));
    step.granularity = machine::Granularity::Instruction;
    std::printf("instruction-step %.1f\n",
                cost(20000, [&](int) { (void)machine::run(store, thread, step); }));
    std::printf("hash %.1f\n", cost(200, [&](int i) {
                    write_two_pages(memory, i);
                    (void)machine::hash_store(store);
                    snapshots.restore(root);
                }));
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> names(arguments + 1, arguments + count);
    if (names.empty()) {
        std::fprintf(stderr, "usage: bench_vm [--probe | --costs] KERNEL.wasm …\n");
        return 2;
    }
    if (names[0] == "--costs") return names.size() == 2 ? measure_costs(names[1]) : 2;
    bool with_probe = names[0] == "--probe";
    int failures = 0;
    for (size_t i = with_probe ? 1 : 0; i < names.size(); ++i)
        failures += measure(names[i], with_probe);
    return failures == 0 ? 0 : 1;
}
