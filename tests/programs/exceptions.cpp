// Exceptions: typed catches on the main thread, rethrowing, cleanups, and one that crosses threads.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

struct Cleanup {
    const char* name;
    ~Cleanup() { std::printf("cleanup %s\n", name); }
};

void fail(int kind) {
    Cleanup cleanup{"fail"};
    if (kind == 0) throw std::runtime_error("a runtime error");
    if (kind == 1) throw 42;
    std::vector<int>().at(3);
}

struct Base {
    virtual ~Base() = default;
};
struct Derived : Base {};

int main() {
    for (int kind = 0; kind < 3; kind++) {
        try {
            fail(kind);
        } catch (const std::runtime_error& error) {
            std::printf("caught %s\n", error.what());
        } catch (int value) {
            std::printf("caught %d\n", value);
        } catch (const std::exception&) {
            std::puts("caught a standard exception");
        }
    }

    try {
        try {
            throw std::logic_error("thrown again");
        } catch (...) {
            throw;
        }
    } catch (const std::logic_error& error) {
        std::printf("caught %s\n", error.what());
    }

    Base base;
    try {
        (void)dynamic_cast<Derived&>(base);
    } catch (const std::bad_cast&) {
        std::puts("caught a bad cast");
    }

    std::exception_ptr carried;
    std::thread([&] {
        try {
            throw std::out_of_range("from another thread");
        } catch (...) {
            carried = std::current_exception();
        }
    }).join();
    try {
        std::rethrow_exception(carried);
    } catch (const std::out_of_range& error) {
        std::printf("caught %s\n", error.what());
    }
}
