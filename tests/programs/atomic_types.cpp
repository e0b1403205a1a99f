// std::atomic_ref and std::atomic<std::shared_ptr>, which libc++ 18 lacks: ours.
#include <atomic>
#include <cassert>
#include <cstdio>
#include <memory>
#include <thread>
#include <vector>

struct Pair {
    int first = 0, second = 0;
    bool operator==(const Pair&) const = default;
};
struct Triple {
    int values[3];
};

static_assert(__cpp_lib_atomic_ref >= 201806L && __cpp_lib_atomic_shared_ptr >= 201711L);
static_assert(std::atomic_ref<int>::is_always_lock_free && !std::atomic_ref<Triple>::is_always_lock_free);
static_assert(std::atomic_ref<Pair>::required_alignment == 8 && std::atomic_ref<char>::required_alignment == 1);

template <typename Body>
void in_two_threads(Body body) {
    std::thread first(body), second(body);
    first.join();
    second.join();
}

void integers() {
    constexpr int Rounds = 100;
    int count = 0;
    unsigned char small = 250;
    long long large = 1ll << 40;
    in_two_threads([&] {
        for (int i = 0; i < Rounds; ++i) {
            ++std::atomic_ref(count);
            std::atomic_ref(small)++;
            std::atomic_ref(large).fetch_add(1);
        }
    });
    assert(count == 2 * Rounds && small == (250 + 2 * Rounds) % 256 && large == (1ll << 40) + 2 * Rounds);
    const std::atomic_ref ref(count);
    assert((ref = 12) == 12 && ref == 12 && (ref += 3) == 15 && (ref -= 5) == 10 && --ref == 9 && ref-- == 9);
    assert((ref |= 3) == 11 && (ref &= 9) == 9 && (ref ^= 1) == 8 && ref.fetch_or(1) == 8 && ref.fetch_xor(1) == 9);
    assert(ref.fetch_and(12) == 8 && ref.fetch_sub(8, std::memory_order_relaxed) == 8 && count == 0);
    int expected = 1;
    assert(!ref.compare_exchange_strong(expected, 5) && expected == 0);
    assert(ref.compare_exchange_strong(expected, 5, std::memory_order_acq_rel) && ref.exchange(6) == 5);
    while (!ref.compare_exchange_weak(expected = 6, 7, std::memory_order_release, std::memory_order_relaxed)) {
    }
    assert(count == 7);
    bool flag = false;
    std::atomic_ref(flag).store(true, std::memory_order_release);
    assert(flag);
}

void other_types() {
    double sum = 0.5;
    in_two_threads([&] {
        for (int i = 0; i < 50; ++i) std::atomic_ref(sum) += 0.25;
    });
    assert(sum == 25.5 && std::atomic_ref(sum).fetch_sub(25) == 25.5 && sum == 0.5);

    int numbers[10] = {};
    int* place = numbers;
    in_two_threads([&] { *std::atomic_ref(place)++ = 1; });
    assert(place == numbers + 2 && numbers[0] == 1 && numbers[1] == 1 && (std::atomic_ref(place) += 3) == numbers + 5);
    assert(std::atomic_ref(place).fetch_sub(4) == numbers + 5 && --std::atomic_ref(place) == numbers);

    alignas(8) Pair pair;
    in_two_threads([&] {
        const std::atomic_ref ref(pair);
        for (int i = 0; i < 50; ++i) {
            Pair old = ref.load();
            while (!ref.compare_exchange_weak(old, {old.first + 1, old.second - 1})) {
            }
        }
    });
    assert((pair == Pair{100, -100}));

    Triple triple = {{1, 2, 3}};
    assert(std::atomic_ref(triple).exchange({{4, 5, 6}}).values[2] == 3 && triple.values[0] == 4);
}

void waits() {
    int stage = 0;
    Triple triple = {};
    std::thread other([&] {
        std::atomic_ref(stage).wait(0);
        assert(std::atomic_ref(stage).load() == 1);
        std::atomic_ref(triple).store({{1, 1, 1}});
        std::atomic_ref(triple).notify_all();
    });
    std::atomic_ref(stage).store(1);
    std::atomic_ref(stage).notify_one();
    std::atomic_ref(triple).wait(Triple{});
    assert(triple.values[1] == 1);
    other.join();
}

struct Counted {
    static inline std::atomic<int> alive = 0;
    explicit Counted(int n) : number(n) { ++alive; }
    ~Counted() { --alive; }
    int number;
};

void pointers() {
    std::atomic<std::shared_ptr<Counted>> shared;
    assert(shared.load() == nullptr && !shared.is_lock_free());
    in_two_threads([&] {
        for (int i = 0; i < 20; ++i) {
            std::shared_ptr<Counted> old = shared.load();
            while (!shared.compare_exchange_weak(old, std::make_shared<Counted>(old ? old->number + 1 : 1))) {
            }
        }
    });
    assert(shared.load()->number == 40 && Counted::alive == 1);
    std::shared_ptr<Counted> mine = shared.exchange(nullptr);
    assert(mine.use_count() == 1 && !std::shared_ptr<Counted>(shared));
    std::thread other([&] {
        shared.wait(nullptr);
        assert(shared.load()->number == 40);
    });
    shared = mine;
    shared.notify_all();
    other.join();
    shared = nullptr;
    mine.reset();
    assert(Counted::alive == 0);
    std::shared_ptr<Counted> expected = std::make_shared<Counted>(1);
    assert(!shared.compare_exchange_strong(expected, nullptr) && expected == nullptr);
}

int main() {
    integers();
    other_types();
    waits();
    pointers();
    std::puts("all as the standard says");
}
