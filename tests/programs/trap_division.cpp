// A trap: division by zero.
#include <cstdio>

int main(int count, char**) {
    volatile int zero = count - 1;
    std::printf("dividing\n");
    return 7 / zero;
}
