// freed(way): memory is given back while another thread may still use it, from 100 on when all others are done with it.

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "threads.hpp"

struct Node {
    int value = 0;
    Node* next = nullptr;
};
std::atomic<Node*> top{nullptr};

void push(int value) {
    Node* node = new Node{value, top};
    while (!top.compare_exchange_weak(node->next, node)) {
    }
}

void pop() {
    Node* node = top;
    while (node != nullptr && !top.compare_exchange_weak(node, node->next)) {
    }
    delete node;
}

struct Counted {
    std::atomic<int> references{2};
    int value = 1;
};

void drop(Counted* counted) {
    if (counted->references.fetch_sub(1) == 1) delete counted;
}

void read(const int* value) {
    volatile int seen = *value;
    (void)seen;
}

int main() {
    switch (read_number()) {
        case 0: {
            int* value = new int(1);
            std::thread reader([=] { read(value); });
            delete value;
            reader.join();
            break;
        }
        case 1: {
            int* values = static_cast<int*>(std::malloc(40));
            values[3] = 1;
            std::thread reader([=] { read(values + 3); });
            std::free(values);
            reader.join();
            break;
        }
        case 2: {
            int* values = new int[50'000]{};
            std::thread writer([=] { values[49'999] = 1; });
            delete[] values;
            writer.join();
            break;
        }
        case 3: {
            auto text = std::make_unique<std::string>("longer than what a string keeps in itself");
            std::thread reader([view = std::string_view(*text)] { volatile char seen = view[3]; (void)seen; });
            text.reset();
            reader.join();
            break;
        }
        case 4:
            push(1);
            push(2);
            run_threads(2, [](int) { pop(); });
            break;
        case 5: {
            // Detached, it outlives what it looks at.
            std::vector<int> values(3, 1);
            std::thread([&values] { read(&values[2]); }).detach();
            break;
        }
        case 100: {
            int* value = new int(1);
            std::thread reader([=] { read(value); });
            reader.join();
            delete value;
            break;
        }
        case 101: {
            auto* counted = new Counted;
            run_threads(2, [=](int) {
                read(&counted->value);
                drop(counted);
            });
            break;
        }
        case 102: {
            auto shared = std::make_shared<int>(3);
            std::thread one([shared] { read(shared.get()); });
            std::thread two([weak = std::weak_ptr<int>(shared)] {
                if (auto locked = weak.lock()) read(locked.get());
            });
            shared.reset();
            one.join();
            two.join();
            break;
        }
        case 103: {
            std::mutex mutex;
            std::condition_variable changed;
            std::unique_ptr<int> box;
            std::thread consumer([&] {
                std::unique_lock lock(mutex);
                changed.wait(lock, [&] { return box != nullptr; });
                const std::unique_ptr<int> taken = std::move(box);
                lock.unlock();
                read(taken.get());
            });
            {
                auto made = std::make_unique<int>(4);
                std::lock_guard lock(mutex);
                box = std::move(made);
            }
            changed.notify_one();
            consumer.join();
            break;
        }
        case 104: {
            // Who drops the exception last frees it.
            struct Failure {
                int code;
            };
            std::promise<void> promise;
            std::thread thrower([&] {
                try {
                    throw Failure{7};
                } catch (Failure& failure) {
                    ++failure.code;
                    promise.set_exception(std::current_exception());
                }
            });
            try {
                promise.get_future().get();
            } catch (const Failure& failure) {
                read(&failure.code);
            }
            thrower.join();
            break;
        }
        case 105: {
            std::atomic<int*> given{nullptr};
            std::thread giver([&] {
                given = new int(5);
                given.notify_one();
            });
            given.wait(nullptr);
            delete given.load();
            giver.join();
            break;
        }
    }
}
