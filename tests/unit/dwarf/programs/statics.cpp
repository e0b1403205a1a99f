// Variables that are static in a function, some initialised when they are first used: those have guards.
#include <atomic>
#include <cstdio>

int answer();

struct Box {
    Box(int from) : first(from), second(static_cast<char>(from)) {}
    int first;
    char second;
};

std::atomic<bool> lights[4];

int count() {
    static int constant = 5;
    static Box box(answer());
    static int number = answer();
    constant += lights[1].load() ? 1 : 0;
    std::printf("%p\n", static_cast<void*>(&box));  // it stays in one piece
    return constant + box.first + number;
}

int again() {
    static double later = answer();
    return static_cast<int>(later);
}

int answer() { return static_cast<int>(std::getchar()); }

int main() { std::printf("%d\n", count() + again()); }
