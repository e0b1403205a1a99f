// Prints for ever: neither the page nor its memory may suffer.
#include <cstdio>

int main() {
    for (unsigned long line = 0;; line++) std::printf("line %lu of far too many\n", line);
}
