// An exception is thrown on one thread and caught on another, with its type.
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>

int parse(const std::string& text) { return std::stoi(text); }

int main() {
    std::future<int> good = std::async(std::launch::async, parse, "42");
    std::future<int> bad = std::async(std::launch::async, parse, "forty-two");
    std::cout << good.get() << "\n";
    try {
        bad.get();
    } catch (const std::invalid_argument&) {
        std::cout << "not a number\n";
    }
    std::exception_ptr carried;
    std::thread([&] {
        try {
            throw std::runtime_error("from afar");
        } catch (...) {
            carried = std::current_exception();
        }
    }).join();
    try {
        std::rethrow_exception(carried);
    } catch (const std::runtime_error& error) {
        std::cout << error.what() << "\n";
    }
}
//> 42
//> not a number
//> from afar
