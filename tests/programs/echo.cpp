// Standard input: reads lines until the end and echoes them with their number.
#include <iostream>
#include <string>

int main() {
    std::string line;
    int number = 0;
    while (std::getline(std::cin, line)) std::cout << ++number << ": " << line << '\n';
    std::cout << "end of input\n";
}
