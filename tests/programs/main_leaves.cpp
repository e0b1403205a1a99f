// main leaves by pthread_exit: the program goes on until its last thread has ended, whether it could be joined or not.
#include <pthread.h>

#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;

struct Last {
    ~Last() { std::puts("static destructor"); }
} last;

void* at_once(void*) { return nullptr; }

void* later(void*) {
    std::this_thread::sleep_for(100ms);
    std::puts("the one that could be joined ends");
    return nullptr;
}

int main() {
    std::thread([] {}).join();
    pthread_t never_joined;
    pthread_create(&never_joined, nullptr, at_once, nullptr);
    pthread_create(&never_joined, nullptr, later, nullptr);
    std::thread([] {
        std::this_thread::sleep_for(250ms);
        std::puts("the detached one begins another");
        std::thread([] {
            std::this_thread::sleep_for(50ms);
            std::puts("the last one ends");
        }).detach();
    }).detach();
    std::this_thread::sleep_for(20ms);
    std::puts("main leaves");
    pthread_exit(nullptr);
}
