// The program may end before its detached thread has printed.
#include "threads.hpp"

int main() {
    std::thread([] { std::fputs("hello\n", stdout); }).detach();
}
