// Two mutexes in opposite order, made certain: each thread has its first lock before either wants a second.
#include <cstdio>
#include <latch>
#include <mutex>
#include <thread>

int main() {
    std::mutex left, right;
    std::latch both_have_one(2);
    std::puts("entering the deadlock");
    std::jthread one([&] {
        std::scoped_lock first(left);
        both_have_one.arrive_and_wait();
        std::scoped_lock second(right);
    });
    std::jthread two([&] {
        std::scoped_lock first(right);
        both_have_one.arrive_and_wait();
        std::scoped_lock second(left);
    });
}
