// static_variable(N): each of N threads uses a variable that is static in a function and initialised by who comes first, then reads
// what that one wrote without any other synchronisation.
#include "threads.hpp"

int made = 0;

struct Maker {
    explicit Maker(int by) { made = by; }
    int value = made;
};

const Maker& maker(int by) {
    static const Maker only(by);
    return only;
}

int main() {
    int seen[8] = {};
    run_threads(read_number(), [&](int i) { seen[i] = maker(i + 1).value + made; });
    std::printf("%d\n", seen[0]);
}
