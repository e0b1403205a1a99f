// once(N): each of N threads passes a once flag, and reads what the first made. N executions: by who is the first.
// once(100 + N): the same by pthread_once.
#include <pthread.h>

#include <mutex>

#include "threads.hpp"

std::once_flag flag;
pthread_once_t control = PTHREAD_ONCE_INIT;
thread_local int own = 0;
int made = 0;

int main() {
    int seen[8] = {};
    const int n = read_number();
    run_threads(n % 100, [&](int i) {
        own = i + 1;
        if (n < 100) {
            std::call_once(flag, [i] { made = i + 1; });
        } else {
            pthread_once(&control, [] { made = own; });
        }
        seen[i] = made;
    });
    std::printf("%d\n", seen[0]);
}
