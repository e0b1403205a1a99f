// interleave/process_pool.hpp: map, submit, memories apart, exceptions, a crash in the middle of a job.
#include <cstdio>
#include <cstdlib>
#include <interleave/process_pool.hpp>
#include <stdexcept>
#include <string>
#include <vector>

using interleave::process_pool;

int calls = 0;

int square(int x) { return x * x; }
int count_calls() { return ++calls; }
std::string shout(std::string text) { return text + "!"; }
long sum(std::vector<int> numbers) {
    long result = 0;
    for (int each : numbers) result += each;
    return result;
}
int fails(int x) { throw std::runtime_error("no " + std::to_string(x)); }
int crashes(int) { std::abort(); }

int main() {
    process_pool pool(2);
    for (int y : pool.map(square, {1, 2, 3})) std::printf("%d ", y);
    std::printf("in order\n");
    std::printf("%s %ld\n", pool.submit(shout, std::string("hello")).result().c_str(),
                pool.submit(sum, std::vector<int>(1000, 3)).result());
    pool.submit([] { calls = 100; }).result();
    count_calls();
    const int theirs = pool.submit(count_calls).result();
    std::printf("our calls %d, theirs apart: %d\n", calls, theirs == 101 || theirs == 1);
    try {
        pool.submit(fails, 7).result();
    } catch (const interleave::remote_error& error) {
        std::printf("thrown there: %s\n", error.what());
    }
    try {
        pool.submit(crashes, 7).result();
    } catch (const interleave::broken_process& error) {
        std::printf("%s\n", error.what());
    }
    std::printf("and still %d, %d\n", pool.submit(square, 5).result(),
                pool.submit(square, 6).result());
}
