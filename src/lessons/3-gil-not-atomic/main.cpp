#include <chrono>
#include <interleave/gil.hpp>
#include <iostream>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace interleave;

constexpr bool CallBetween = true;
constexpr bool SwitchAnywhere = false;
constexpr int Rounds = 3000;
constexpr int Counter = 0;  // the number of a global variable

std::vector<bytecode> increment() {
    std::vector<bytecode> code;
    code.push_back({opcode::load_global, Counter});
    if (CallBetween) code.push_back({opcode::call});
    code.push_back({opcode::load_constant, 1});
    code.push_back({opcode::add});
    code.push_back({opcode::store_global, Counter});
    code.push_back({opcode::jump_backward});
    return code;
}

int main() {
    gil lock(50us);  // a short switch interval: more switches to look at
    interpreter python(lock, SwitchAnywhere ? interpreter::switching::every_bytecode
                                            : interpreter::switching::check_points);
    auto run = [&] {
        gil::hold own(lock);
        python.run(increment(), Rounds);
    };
    std::thread first(run);
    std::thread second(run);
    first.join();
    second.join();

    std::cout << "counter = " << python.global(Counter) << ", expected " << 2 * Rounds << "\n";
}
