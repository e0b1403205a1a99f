// Two threads that never end; only Stop helps.
#include <cstdio>
#include <thread>

int main() {
    std::puts("spinning");
    volatile unsigned long counter = 0;
    std::thread other([] {
        volatile unsigned long own = 0;
        for (;;) own = own + 1;
    });
    for (;;) counter = counter + 1;
}
