// A trap: a write far outside of memory, by another thread than main.
#include <cstdint>
#include <cstdio>
#include <thread>

void write_to(std::uintptr_t address) { *reinterpret_cast<volatile int*>(address) = 1; }

int main() {
    std::puts("before the trap");
    std::thread([] { write_to(0xfffffff0u); }).join();
    std::puts("never printed");
}
