// Variants, optional, any; a visitor of lambdas.
#include <any>
#include <iostream>
#include <optional>
#include <string>
#include <variant>
#include <vector>

template <class... Lambdas>
struct Visitor : Lambdas... {
    using Lambdas::operator()...;
};

std::optional<int> half(int number) {
    if (number % 2 != 0) return std::nullopt;
    return number / 2;
}

int main() {
    std::vector<std::variant<int, std::string>> things{7, "seven", 8};
    for (const auto& thing : things) {
        std::visit(Visitor{[](int number) { std::cout << "number " << number << "\n"; },
                           [](const std::string& text) { std::cout << "text " << text << "\n"; }},
                   thing);
    }
    std::cout << half(8).value_or(-1) << half(7).value_or(-1) << "\n";
    std::any anything = 3.5;
    std::cout << std::any_cast<double>(anything) << "\n";
}
//> number 7
//> text seven
//> number 8
//> 4-1
//> 3.5
