#include <cstdio>
#include <interleave/generator.hpp>
#include <stdexcept>
#include <string>

using interleave::received;
using interleave::receiver;

struct Farewell {
    ~Farewell() { std::printf("the filter is closed\n"); }
};

receiver<std::string> only_with(std::string word) {
    Farewell farewell;
    while (true) {
        const std::string line = co_await received;
        if (line.find(word) != std::string::npos) std::printf("found: %s\n", line.c_str());
    }
}

int main() {
    receiver<std::string> filter = only_with("python");
    try {
        filter.send("too early");
    } catch (const std::logic_error& error) {
        std::printf("%s\n", error.what());
    }

    filter.next();  // to the first co_await
    for (const char* line : {"python is a snake", "so is the viper", "a python sleeps"}) {
        filter.send(line);
    }
    filter.close();
}
