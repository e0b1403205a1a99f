// iostreams: formatting, string streams, and whole lines from several threads.
#include <iomanip>
#include <iostream>
#include <sstream>
#include <thread>
#include <vector>

int main() {
    std::cout << "hello " << 42 << ' ' << std::hex << 255 << std::dec << ' ' << std::setprecision(3)
              << 3.14159 << std::endl;
    std::ostringstream text;
    text << std::setw(5) << std::setfill('0') << 42;
    std::cout << text.str() << '\n';
    std::istringstream numbers("1 2 3 end");
    int sum = 0;
    for (int number; numbers >> number;) sum += number;
    std::cout << "sum " << sum << '\n';

    std::vector<std::thread> threads;
    for (int i = 0; i < 3; i++)
        threads.emplace_back([i] {
            std::ostringstream line;
            line << "thread " << i << '\n';
            std::cout << line.str();
        });
    for (std::thread& thread : threads) thread.join();
    std::cerr << "to the error stream\n";
}
