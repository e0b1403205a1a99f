// Ranges, std::format, structured bindings.
#include <algorithm>
#include <format>
#include <iostream>
#include <map>
#include <ranges>
#include <string>
#include <vector>

int main() {
    std::vector<int> numbers{5, 3, 8, 1, 9, 2};
    std::ranges::sort(numbers);
    for (int even : numbers | std::views::filter([](int n) { return n % 2 == 0; })) {
        std::cout << even << ' ';
    }
    std::cout << '\n';
    std::map<std::string, int> ages{{"Ada", 36}, {"Alan", 41}};
    for (const auto& [name, age] : ages) std::cout << std::format("{:>5}: {:03d}\n", name, age);
}
//> 2 8 
//>   Ada: 036
//>  Alan: 041
