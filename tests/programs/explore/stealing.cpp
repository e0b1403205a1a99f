// A work-stealing queue of two items: its owner pops from the tail, a thief takes from the head; no item twice. The number: 1
// if the thief claims before it looks, as in Cilk's protocol (Frigo, Leiserson and Randall, PLDI 1998), 0 if after.
#include <atomic>
#include <cassert>
#include <mutex>

#include "threads.hpp"

std::atomic<int> head{0};
std::atomic<int> tail{2};
std::mutex thieves;
std::atomic<int> taken[2];

int pop() {
    int item = tail - 1;
    tail = item;
    if (head <= item) return item;
    tail = item + 1;
    std::lock_guard<std::mutex> lock(thieves);
    item = tail - 1;
    tail = item;
    if (head <= item) return item;
    tail = item + 1;
    return -1;
}

int steal(bool right) {
    std::lock_guard<std::mutex> lock(thieves);
    const int item = head;
    if (!right) {
        if (item >= tail) return -1;
        head = item + 1;
        return item;
    }
    head = item + 1;
    if (item + 1 <= tail) return item;
    head = item;
    return -1;
}

int main() {
    const bool right = read_number() == 1;
    run_threads(2, [right](int i) {
        for (int round = 0; round < (i == 0 ? 2 : 1); ++round) {
            const int item = i == 0 ? pop() : steal(right);
            if (item >= 0) assert(taken[item].fetch_add(1) == 0);
        }
    });
}
