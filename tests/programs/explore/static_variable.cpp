// static(N): the first of N threads initialises a variable that is static in a function; whoever comes later uses it, synchronised
// by nothing else. Nothing races.
#include "threads.hpp"

struct Made {
    int by;
};

Made& made_by(int thread) {
    static Made made = [thread] { return Made{thread}; }();
    return made;
}

int main() {
    int seen[4] = {};
    run_threads(read_number(), [&](int i) { seen[i] = made_by(i + 1).by; });
    std::printf("%d\n", seen[0]);
}
