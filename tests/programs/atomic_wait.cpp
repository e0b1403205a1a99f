// std::atomic::wait for atomics of every size, atomic_flag, and a ping-pong between two threads.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <thread>

template <class T>
void hand_over(const char* name) {
    std::atomic<T> value{T(1)};
    std::thread other([&] {
        value.wait(T(1));
        value = T(3);
        value.notify_all();
    });
    value = T(2);
    value.notify_one();
    value.wait(T(2));
    other.join();
    std::printf("%s %d\n", name, static_cast<int>(value.load()));
}

struct Large {
    int parts[5];
    bool operator==(const Large&) const = default;
};

int main() {
    hand_over<std::uint8_t>("8 bits");
    hand_over<std::int16_t>("16 bits");
    hand_over<std::int32_t>("32 bits");
    hand_over<std::int64_t>("64 bits");

    std::atomic<Large> large{Large{{0, 0, 0, 0, 0}}};
    std::thread writer([&] {
        large = Large{{1, 2, 3, 4, 5}};
        large.notify_all();
    });
    large.wait(Large{{0, 0, 0, 0, 0}});
    writer.join();
    std::printf("20 bytes %d\n", large.load().parts[4]);

    std::atomic_flag flag = ATOMIC_FLAG_INIT;
    std::thread setter([&] {
        flag.test_and_set();
        flag.notify_one();
    });
    flag.wait(false);
    setter.join();
    std::puts("flag set");

    std::atomic<int> turn{0};
    constexpr int Rounds = 1000;
    std::thread pong([&] {
        for (int i = 0; i < Rounds; i++) {
            turn.wait(0);
            turn = 0;
            turn.notify_one();
        }
    });
    for (int i = 0; i < Rounds; i++) {
        turn = 1;
        turn.notify_one();
        turn.wait(1);
    }
    pong.join();
    std::puts("ping-pong done");
}
