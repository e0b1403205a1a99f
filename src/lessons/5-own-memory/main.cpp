#include <cstdio>
#include <interleave/process.hpp>

using interleave::process;

int counter = 1;

int change() {
    std::printf("  child: counter begins as %d\n", counter);
    counter = 42;
    std::printf("  child: counter = %d\n", counter);
    return 0;
}

int main() {
    counter = 10;
    std::printf("parent: counter = %d\n", counter);
    std::fflush(stdout);

    process child(change);
    child.wait();

    std::printf("parent: counter = %d\n", counter);
}
