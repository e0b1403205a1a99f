// file-system(N): 32 inodes and 26 blocks, a lock for each. 2, 8, 32, 64 executions for N = 14, 16, 18, 19
// (Flanagan and Godefroid, POPL 2005).
#include <mutex>

#include "threads.hpp"

constexpr int Inodes = 32;
constexpr int Blocks = 26;
std::mutex inode_lock[Inodes];
int inode[Inodes];
std::mutex block_lock[Blocks];
bool busy[Blocks];

int main() {
    const int n = read_number();
    run_threads(n, [](int thread) {
        const int i = thread % Inodes;
        std::lock_guard guard(inode_lock[i]);
        if (inode[i] != 0) return;
        int block = i * 2 % Blocks;
        for (;;) {
            std::lock_guard block_guard(block_lock[block]);
            if (!busy[block]) {
                busy[block] = true;
                inode[i] = block + 1;
                return;
            }
            block = (block + 1) % Blocks;
        }
    });
}
