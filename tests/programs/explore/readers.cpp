// readers(N): one writer of x, N readers that each keep what they read. 2^N executions.
#include "threads.hpp"

int x = 0;
int seen[32];

int main() {
    const int n = read_number();
    run_threads(n + 1, [](int i) {
        if (i == 0) {
            x = 1;
        } else {
            seen[i] = x;
        }
    });
}
