// An exception that nobody catches, on the main thread; it is not of a standard type.
#include <cstdio>

struct Custom {};

int main() {
    std::puts("about to throw");
    throw Custom{};
}
