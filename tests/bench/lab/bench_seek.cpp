// How long it takes to see any moment of a run of the lab: forwards, backwards, anywhere.
//
//   bench_seek PROGRAM.debug.wasm INSTRUCTIONS     name, instructions run, median and longest seek in milliseconds
//
// The positions are spread over the whole run in an order that jumps about, so that none profits from the one before.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "session/lab_run.hpp"

using namespace interleave;

namespace {

constexpr int Seeks = 200;
constexpr int Stride = 77;  // has no common factor with Seeks

double milliseconds() {
    using Clock = std::chrono::steady_clock;
    return std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count();
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "usage: bench_seek PROGRAM.debug.wasm INSTRUCTIONS\n");
        return 2;
    }
    std::ifstream file(arguments[1], std::ios::binary);
    auto program = session::Program::load({std::istreambuf_iterator<char>(file), {}});
    if (!program) {
        std::fprintf(stderr, "%s: %s\n", arguments[1], program.error().message.c_str());
        return 1;
    }
    session::LabSettings settings;
    settings.cores.cores = 4;
    settings.cores.quantum_nanoseconds = 1'000'000;
    auto run = session::LabRun::create(*program, settings);
    if (!run) {
        std::fprintf(stderr, "%s: %s\n", arguments[1], run.error().message.c_str());
        return 1;
    }
    const uint64_t instructions = std::strtoull(arguments[2], nullptr, 10);
    const double start = milliseconds();
    (*run)->run(instructions);
    const double ran = milliseconds() - start;
    std::vector<double> times;
    for (int i = 0; i < Seeks; ++i) {
        const int64_t time = (*run)->time() * ((i * Stride) % Seeks) / Seeks;
        const double begin = milliseconds();
        if (!(*run)->seek(time)) {
            std::fprintf(stderr, "%s: moment %lld cannot be reached\n", arguments[1],
                         static_cast<long long>(time));
            return 1;
        }
        times.push_back(milliseconds() - begin);
    }
    std::sort(times.begin(), times.end());
    std::printf("%s %llu %.1f %.3f %.3f\n", arguments[1],
                static_cast<unsigned long long>((*run)->executed()), ran, times[times.size() / 2],
                times.back());
    return 0;
}
