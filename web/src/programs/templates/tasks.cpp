#include <chrono>
#include <future>
#include <iostream>
#include <vector>

#include <interleave/io.hpp>

using namespace std::chrono_literals;

int download(int page) {
    interleave::io::wait("download", 100ms * page);
    return 1000 * page;
}

int main() {
    std::vector<std::future<int>> results;
    for (int page = 1; page <= 4; ++page) {
        results.push_back(std::async(std::launch::async, download, page));
    }
    int bytes = 0;
    for (std::future<int>& result : results) bytes += result.get();
    std::cout << "downloaded " << bytes << " bytes\n";
}
