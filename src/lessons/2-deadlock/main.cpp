#include <chrono>
#include <iostream>
#include <latch>
#include <mutex>
#include <thread>

struct Account {
    std::mutex lock;
    int balance = 100;
};

Account alice;
Account bob;
std::latch both_pressed(2);

void transfer(Account& from, Account& to, int amount) {
    both_pressed.arrive_and_wait();  // both customers press the button at the same moment
    std::lock_guard first(from.lock);
    // Asking whether there is enough money takes a moment.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::lock_guard second(to.lock);
    from.balance -= amount;
    to.balance += amount;
}

int main() {
    std::thread to_bob([] { transfer(alice, bob, 30); });
    std::thread to_alice([] { transfer(bob, alice, 50); });
    to_bob.join();
    to_alice.join();

    std::cout << "alice has " << alice.balance << ", bob has " << bob.balance << "\n";
}
