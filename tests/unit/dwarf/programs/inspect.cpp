// Every kind of variable that the value printer knows, at three places where the host dumps memory.
// variables_test.cpp and value_printer_test.cpp know what each of them must read as.

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <stack>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

// Variables are here to be looked at, not to be used.
#pragma clang diagnostic ignored "-Wunused-variable"
#pragma clang diagnostic ignored "-Wunused-but-set-variable"

// The host copies all memory and notes the frame of the caller.
__attribute__((import_module("test"), import_name("stop"))) void stop(void* frame);
#define STOP() stop(__builtin_frame_address(0))

namespace bank {
enum class State : unsigned char { Idle, Busy = 4 };
struct Base {
    int id = 7;
    virtual ~Base() = default;
};
struct Account : Base {
    int balance = 5;
    double rate = 1.5;
    std::string owner = "bob";
    unsigned open : 1 = 1;
    int grade : 3 = -2;
    std::mutex gate;
    static int count;
};
int Account::count = 3;
Account joint;
}  // namespace bank

enum Color { Red, Green = 1 };
struct Node {
    int value;
    Node* next;
};
union Bits {
    unsigned whole;
    float real;
};

int counter = 42;
int table[3] = {1, 2, 3};
thread_local int mine = 5;

int twice(int number) {
    static int calls = 0;
    ++calls;
    int result = number * 2;
    {
        int number = 100;
        STOP();  // here: twice
        result += number - 100;
    }
    return result;
}

void scalars() {
    bool yes = true;
    char letter = 'x', newline = '\n';
    signed char tiny = -3;
    unsigned char byte = 200;
    short small = -300;
    long long big = -9000000000000000000LL;
    unsigned whole = 4000000000u;
    float tenth = 0.1f;
    double three = 3, little = 2.5e-8;
    long double longer = -1.25L;
    bank::State state = bank::State::Busy, odd = static_cast<bank::State>(9);
    Color color = Green;
    int* pointer = &counter;
    int* nothing = nullptr;
    int* wild = reinterpret_cast<int*>(0xfffffff0u);
    int* middle = &table[2];
    int& reference = counter;
    const char* text = "hello\t\"you\"";
    void* anything = &counter;
    int (*function)(int) = twice;
    int numbers[4] = {1, 2, 3, 4};
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    char name[8] = "abc";
    Bits bits{.whole = 1};
    STOP();  // here: scalars
}

void library() {
    bank::Account account;
    Node second{2, nullptr};
    Node first{1, &second};
    second.next = &first;
    std::string brief = "short", lengthy = "a string that does not fit into the object";
    std::string eleven = "0123456789", blank;
    std::string_view view = lengthy;
    std::vector<int> numbers{10, 20, 30}, none;
    std::vector<std::string> words{"a", "b"};
    std::vector<bool> flags{true, false, true};
    std::vector<int> many(100);
    std::array<int, 3> fixed{7, 8, 9};
    std::deque<int> line;
    for (int i = 0; i < 1500; ++i) line.push_back(i);
    for (int i = 0; i < 1497; ++i) line.pop_front();
    std::queue<int> waiting;
    waiting.push(3);
    waiting.push(4);
    std::stack<int> pile;
    pile.push(1);
    std::priority_queue<int> urgent;
    urgent.push(4);
    urgent.push(9);
    std::list<int> chain{5, 6};
    std::map<std::string, int> ages{{"one", 1}, {"two", 2}};
    std::set<int> sorted{3, 1, 2, 5, 4, 7, 6};
    std::unordered_map<int, char> hashed{{1, 'a'}};
    std::optional<int> some = 4, nobody;
    std::atomic<int> atomic{11};
    std::atomic<bool> ready{true};
    std::atomic<long long> wide{1LL << 40};
    std::mutex mutex;
    std::recursive_mutex recursive;
    std::condition_variable condition;
    std::lock_guard<std::mutex> guard(bank::joint.gate);
    std::unique_lock<std::mutex> unique(mutex), empty_lock;
    std::thread thread;
    std::thread::id nobody_id;
    std::unique_ptr<int> owned = std::make_unique<int>(9), released;
    std::shared_ptr<Node> shared = std::make_shared<Node>(Node{8, nullptr});
    std::weak_ptr<Node> weak = shared;
    std::pair<int, char> pair{1, 'c'};
    std::tuple<int, double, std::string> tuple{2, 3.5, "t"};
    std::chrono::milliseconds pause{250};
    std::chrono::seconds whole{2};
    std::chrono::steady_clock::time_point then{std::chrono::nanoseconds(1500)};
    std::function<int(int)> function = twice, no_function;
    std::variant<int, std::string> variant = "alternative";
    std::coroutine_handle<> handle;
    int later = 1;
    auto lambda = [&counter = counter, numbers, &brief, later](int extra) {
        int inside = extra + later;
        STOP();  // here: lambda
        return inside + counter + numbers[0] + static_cast<int>(brief.size());
    };
    for (const std::string& word : words) {
        int inner = static_cast<int>(word.size());
        STOP();  // here: library
        (void)inner;
        break;
    }
    int unborn = 77;
    lambda(later + unborn);
}

int main() {
    bank::Account::count += mine;
    scalars();
    library();
    counter = twice(4);
}
