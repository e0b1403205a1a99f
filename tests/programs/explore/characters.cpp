// Two threads read a character each and print it, many times (input 0…) or once (input 1…): stdio's functions for one character lock
// their file each time.

#include <cstdio>

#include "threads.hpp"

int main() {
    const int rounds = std::getchar() == '1' ? 1 : 300;
    char last[2] = {};
    run_threads(2, [&](int i) {
        for (int round = 0; round < rounds; ++round) {
            if (const int read = std::getchar(); read != EOF) last[i] = static_cast<char>(read);
            std::fputc(last[i], stdout);
            if (round % 50 == 49) std::putchar('\n');
        }
    });
    std::printf(" %c%c", last[0], last[1]);
}
