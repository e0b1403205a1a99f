// Two threads print; the order is an outcome.
#include "threads.hpp"

int main() {
    run_threads(2, [](int i) { std::printf("%d", i); });
    std::printf("\n");
}
