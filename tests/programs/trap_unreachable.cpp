// A trap: the instruction that no program may reach, two calls deep.
#include <cstdio>

[[gnu::noinline]] void inner() { __builtin_trap(); }
[[gnu::noinline]] void outer() { inner(); }

int main() {
    std::puts("before the trap");
    outer();
}
