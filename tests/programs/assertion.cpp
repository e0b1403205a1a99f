// A failed assertion: says which, and aborts.
#include <cassert>
#include <cstdio>

int main() {
    int balance = -1;
    std::puts("checking");
    assert(balance >= 0);
}
