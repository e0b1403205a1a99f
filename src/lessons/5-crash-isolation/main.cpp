#include <cstdio>
#include <interleave/process.hpp>
#include <vector>

using interleave::process;

int divide(int dividend, int divisor) { return dividend / divisor; }

int main() {
    const std::vector<int> divisors = {3, 0, 1};
    std::vector<process> children;
    for (int divisor : divisors) children.emplace_back(divide, 6, divisor);

    for (std::size_t i = 0; i < children.size(); ++i) {
        const int code = children[i].wait();
        if (process::crashed(code)) {
            std::printf("6 / %d: crashed with code %d\n", divisors[i], code);
        } else {
            std::printf("6 / %d = %d\n", divisors[i], code);
        }
    }
    std::printf("the parent goes on\n");
}
