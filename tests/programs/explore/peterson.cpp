// Peterson's lock, each thread inside once; the loops are futile until the other changes something.
#include <atomic>
#include <cassert>

#include "threads.hpp"

std::atomic<bool> wants[2];
std::atomic<int> turn;
std::atomic<int> inside;

int main() {
    run_threads(2, [](int i) {
        wants[i] = true;
        turn = 1 - i;
        while (wants[1 - i] && turn == 1 - i) {
        }
        assert(++inside == 1);
        --inside;
        wants[i] = false;
    });
}
