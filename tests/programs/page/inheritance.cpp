// Virtual functions, smart pointers, a destructor order.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

struct Animal {
    virtual ~Animal() = default;
    virtual std::string sound() const = 0;
};
struct Dog : Animal {
    ~Dog() override { std::cout << "bye dog\n"; }
    std::string sound() const override { return "woof"; }
};
struct Cat : Animal {
    std::string sound() const override { return "miaow"; }
};

int main() {
    std::vector<std::unique_ptr<Animal>> animals;
    animals.push_back(std::make_unique<Dog>());
    animals.push_back(std::make_unique<Cat>());
    for (const auto& animal : animals) std::cout << animal->sound() << "\n";
    if (dynamic_cast<Cat*>(animals[1].get()) != nullptr) std::cout << "a cat\n";
}
//> woof
//> miaow
//> a cat
//> bye dog
