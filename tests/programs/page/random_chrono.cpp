// Random numbers from a seed, durations, string streams, bitset.
#include <bitset>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <random>
#include <sstream>

using namespace std::chrono_literals;

int main() {
    std::mt19937 generator(42);
    std::cout << generator() << "\n";
    auto time = 1h + 2min + 3s;
    std::cout << std::chrono::duration_cast<std::chrono::seconds>(time).count() << " s\n";
    std::ostringstream text;
    text << std::setw(6) << std::setfill('*') << 42 << ' ' << std::fixed << std::setprecision(2) << 2.5;
    std::cout << text.str() << " " << std::bitset<8>(37) << "\n";
}
//> 1608637542
//> 3723 s
//> ****42 2.50 00100101
