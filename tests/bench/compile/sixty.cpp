// Sixty lines as a learner writes them, for the compiler's benchmark.
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Bank {
public:
    void open(const std::string& owner, int money) {
        std::lock_guard guard(m_lock);
        m_accounts[owner] = money;
    }

    bool pay(const std::string& from, const std::string& to, int money) {
        std::lock_guard guard(m_lock);
        if (m_accounts[from] < money) return false;
        m_accounts[from] -= money;
        m_accounts[to] += money;
        return true;
    }

    int total() {
        std::lock_guard guard(m_lock);
        int sum = 0;
        for (const auto& [owner, money] : m_accounts) sum += money;
        return sum;
    }

private:
    std::mutex m_lock;
    std::map<std::string, int> m_accounts;
};

std::mutex output;

void customer(Bank& bank, const std::string& from, const std::string& to, int payments) {
    int refused = 0;
    for (int i = 0; i < payments; ++i) {
        if (!bank.pay(from, to, 10)) ++refused;
    }
    std::lock_guard guard(output);
    std::cout << from << " was refused " << refused << " times\n";
}

int main() {
    Bank bank;
    bank.open("Ada", 100);
    bank.open("Alan", 50);
    bank.open("Grace", 0);

    std::vector<std::thread> customers;
    customers.emplace_back(customer, std::ref(bank), "Ada", "Alan", 5);
    customers.emplace_back(customer, std::ref(bank), "Alan", "Grace", 5);
    customers.emplace_back(customer, std::ref(bank), "Grace", "Ada", 5);
    for (std::thread& thread : customers) thread.join();

    std::cout << "total " << bank.total() << "\n";
}
