// N threads load and store without a lock: (N!)² executions, results 1 … N.
#include "threads.hpp"

int counter = 0;

int main() {
    const int n = read_number();
    run_threads(n, [](int) { counter = counter + 1; });
    std::printf("%d\n", counter);
}
