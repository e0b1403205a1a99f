// Two threads copy both variables at once; later one thread reads the one while another writes the other. Nothing races.
#include <cstring>
#include <thread>

struct Pair {
    int a = 1;
    int b = 2;
} shared;
Pair seen[2];

int main() {
    auto copy = [](int i) { std::memcpy(&seen[i], &shared, sizeof shared); };
    std::thread first(copy, 0), second(copy, 1);
    first.join();
    second.join();
    std::thread reader([] { seen[0].a = shared.a; });
    shared.b = 3;
    reader.join();
}
