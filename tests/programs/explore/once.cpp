// once(N): each of N threads passes a once flag, and reads what the first made. N executions: by who is the first.
#include <mutex>

#include "threads.hpp"

std::once_flag flag;
int made = 0;

int main() {
    int seen[8] = {};
    run_threads(read_number(), [&](int i) {
        std::call_once(flag, [i] { made = i + 1; });
        seen[i] = made;
    });
    std::printf("%d\n", seen[0]);
}
