#include <iostream>
#include <thread>

void greet(int times) {
    for (int i = 0; i < times; ++i) {
        std::cout << "hello from a thread\n";
    }
}

int main() {
    std::thread first(greet, 3);
    std::thread second(greet, 3);
    first.join();
    second.join();
}
