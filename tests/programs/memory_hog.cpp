// Allocates until there is no more: std::bad_alloc, and after giving back all is well.
#include <cstdio>
#include <memory>
#include <new>
#include <vector>

int main() {
    constexpr std::size_t Block = 4 << 20;
    std::vector<std::unique_ptr<char[]>> blocks;
    try {
        for (;;) {
            blocks.emplace_back(new char[Block]);
            if (blocks.size() > 4096) break;
        }
        std::puts("never full");
    } catch (const std::bad_alloc&) {
        std::printf("full after some blocks: %s\n", blocks.size() > 16 ? "yes" : "no");
    }
    blocks.clear();
    std::unique_ptr<char[]> again(new char[Block]);
    again[Block - 1] = 1;
    std::puts("memory is back");
}
