// Two threads race on variables of all kinds of places (input 0), or lock two heap objects in opposite order (input 1), or a function
// ends while a thread is at its variables (input 2), also by an exception (input 3).

#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct Point {
    int x = 0, y = 0;
    void up() { ++y; }
};

struct Node {
    int value;
    Node* next;
};
Node* head;

struct Account {
    std::mutex gate;
    void pay(Account& to) {
        std::lock_guard mine(gate);
        std::lock_guard others(to.gate);
    }
};

void race() {
    int counter = 0;
    Point point;
    std::vector<int> numbers(3);
    std::map<int, int> squares{{2, 4}, {7, 0}};
    auto owned = std::make_unique<Point>();
    Point* plain = new Point;
    head = new Node{1, new Node{2, nullptr}};
    auto work = [&] {
        ++counter;
        point.y = 1;
        numbers[1] = 2;
        squares[7] = 49;
        owned->y = 3;
        plain->up();
        head->next->value = 5;
    };
    std::thread other(work);
    work();
    other.join();
}

std::thread leave(bool by_exception, std::thread* worker) {
    int value = 42;
    int several[3] = {};
    std::thread other([&] {
        ++value;
        ++several[1];
    });
    if (!by_exception) return other;
    *worker = std::move(other);
    throw 1;
}

void leave_and_join(bool by_exception) {
    std::thread worker;
    try {
        worker = leave(by_exception, &worker);
    } catch (int) {
    }
    worker.join();
}

int main() {
    int way = 0;
    if (std::scanf("%d", &way) != 1 || way == 0) {
        race();
        return 0;
    }
    if (way > 1) {
        leave_and_join(way == 3);
        return 0;
    }
    auto from = std::make_unique<Account>(), to = std::make_unique<Account>();
    std::thread other([&] { to->pay(*from); });
    from->pay(*to);
    other.join();
}
