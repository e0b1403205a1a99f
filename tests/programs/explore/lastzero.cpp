// lastzero(N): writer i does a[i] = a[i - 1] + 1; a reader looks from N down for the first zero.
// 64 executions for N = 5, 3 328 for N = 10 (Abdulla et al., POPL 2014, table 1).
#include "threads.hpp"

int a[32];

int main() {
    const int n = read_number();
    run_threads(n + 1, [n](int i) {
        if (i == 0) {
            int j = n;
            while (a[j] != 0) --j;
        } else {
            a[i] = a[i - 1] + 1;
        }
    });
}
