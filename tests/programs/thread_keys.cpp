// pthread keys: a key that is made again is empty in all threads, also those that were there before; threads that ended
// meanwhile, joined, detached or not yet joined, are in nobody's way.
#include <pthread.h>

#include <atomic>
#include <cstdio>
#include <latch>
#include <thread>
#include <vector>

pthread_key_t key;
std::atomic<int> destroyed{0};

void destroy(void*) { ++destroyed; }

int main() {
    int value = 0;
    pthread_key_create(&key, nullptr);
    const auto set = [&] { pthread_setspecific(key, &value); };
    std::latch was_set(4), made_again(1);
    bool empty[2] = {};
    std::vector<std::thread> long_lived;
    for (int i = 0; i < 2; i++) {
        long_lived.emplace_back([&, i] {
            set();
            was_set.count_down();
            made_again.wait();
            empty[i] = pthread_getspecific(key) == nullptr;
            pthread_setspecific(key, &value);
        });
    }
    std::thread(set).join();
    const auto set_and_end = [&] {
        set();
        was_set.count_down();
    };
    std::thread(set_and_end).detach();
    std::thread joined_last(set_and_end);
    was_set.wait();

    pthread_key_delete(key);
    pthread_key_create(&key, destroy);
    const auto has = [] { return pthread_getspecific(key) != nullptr ? "it" : "nothing"; };
    std::thread([&] { std::printf("a new thread has %s\n", has()); }).join();
    made_again.count_down();
    for (std::thread& thread : long_lived) thread.join();
    std::printf("emptied %d of 2, main has %s, destroyed %d\n", empty[0] + empty[1], has(),
                destroyed.load());
    joined_last.join();
}
