// Endless recursion: ends in a trap, not in silence.
#include <cstdio>

[[gnu::noinline]] int deeper(int depth) {
    volatile char frame[256];
    frame[0] = static_cast<char>(depth);
    return deeper(depth + 1) + frame[0];
}

int main() {
    std::puts("descending");
    return deeper(0);
}
