// Does what standard input says: one word a thread, the first one main's, each step of it a letter and the number of an object. What a thread saw becomes a
// number that main prints, so that two orders which anybody could tell apart have two outcomes.
//
//   r w  reads, writes a plain variable        L S A C  loads, stores, adds to, exchanges (if it is 0) an atomic one
//   l u  takes, gives back a mutex             t        tries to take it, and leaves out what it guards if it cannot: up to its u
//   s x  takes a shared_mutex to read, write   e        gives it back
//   p v  takes, gives a permit of a semaphore  o        runs a once flag
//   m    tries for some time to take a timed_mutex, and gives it back if it has it
//   q Q  waits until an atomic variable is not 0, stores and notifies all
//   d D  counts a latch of 3 down, waits for it
//   j    a thread of its own adds to an atomic variable, reads a plain one, and is joined
//   W T  waits on a condition variable whose mutex it holds, without and with a time limit
//   n N  notifies one, all
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int Objects = 2;

int plain[Objects];
std::atomic<int> atomics[Objects];
std::mutex mutexes[Objects];
std::shared_mutex shared[Objects];
std::counting_semaphore<> permits[Objects] = {std::counting_semaphore<>(1), std::counting_semaphore<>(0)};
std::once_flag flags[Objects];
int made[Objects];
std::condition_variable conditions[Objects];
std::timed_mutex timed[Objects];
std::latch latches[Objects] = {std::latch(3), std::latch(3)};

class Player {
public:
    Player(int number, const std::string& word) : m_number(number), m_word(word) {}

    void play() {
        for (std::size_t i = 0; i + 1 < m_word.size(); i += 2) {
            if (m_word[i] == 't' && !mutexes[m_word[i + 1] - '0'].try_lock()) {
                see(0);
                const char object = m_word[i + 1];
                while (i + 1 < m_word.size() && !(m_word[i] == 'u' && m_word[i + 1] == object)) i += 2;
                continue;
            }
            step(m_word[i], m_word[i + 1] - '0');
        }
    }
    unsigned seen() const { return m_seen; }

private:
    void see(int value) { m_seen = m_seen * 7 + static_cast<unsigned>(value) + 1; }

    void step(char what, int i) {
        switch (what) {
            case 'r': return see(plain[i]);
            case 'w': plain[i] = m_number; return;
            case 'L': return see(atomics[i].load());
            case 'S': return atomics[i].store(m_number);
            case 'A': return see(atomics[i].fetch_add(1));
            case 'C': {
                int expected = 0;
                return see(atomics[i].compare_exchange_strong(expected, m_number) ? 9 : expected);
            }
            case 'l': return mutexes[i].lock();
            case 't': return see(1);
            case 'u': return mutexes[i].unlock();
            case 's': m_reads[i] = true; return shared[i].lock_shared();
            case 'x': m_reads[i] = false; return shared[i].lock();
            case 'e': return m_reads[i] ? shared[i].unlock_shared() : shared[i].unlock();
            case 'p': return permits[i].acquire();
            case 'v': return permits[i].release();
            case 'o':
                std::call_once(flags[i], [&] { made[i] = m_number; });
                return see(made[i]);
            case 'm': {
                const bool has = timed[i].try_lock_for(std::chrono::milliseconds(1));
                if (has) timed[i].unlock();
                return see(has);
            }
            case 'q':
                atomics[i].wait(0);
                return see(atomics[i]);
            case 'Q':
                atomics[i] = m_number;
                return atomics[i].notify_all();
            case 'd':
                // It ends at 0.
                if (m_counted[i]) return;
                m_counted[i] = true;
                return latches[i].count_down();
            case 'D': return latches[i].wait();
            case 'j':
                std::thread([&] {
                    see(atomics[i].fetch_add(1));
                    see(plain[i]);
                }).join();
                return;
            case 'W': {
                std::unique_lock guard(mutexes[i], std::adopt_lock);
                conditions[i].wait(guard);
                guard.release();
                return;
            }
            case 'T': {
                std::unique_lock guard(mutexes[i], std::adopt_lock);
                see(conditions[i].wait_for(guard, std::chrono::milliseconds(1)) == std::cv_status::timeout);
                guard.release();
                return;
            }
            case 'n': return conditions[i].notify_one();
            case 'N': return conditions[i].notify_all();
            default: std::abort();
        }
    }

    int m_number;
    std::string m_word;
    unsigned m_seen = 0;
    bool m_reads[Objects] = {};
    bool m_counted[Objects] = {};
};

}  // namespace

int main() {
    std::vector<Player> players;
    for (std::string word; std::cin >> word;) players.emplace_back(static_cast<int>(players.size()) + 1, word);
    if (players.empty()) return 0;
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < players.size(); ++i) threads.emplace_back([&player = players[i]] { player.play(); });
    players[0].play();
    for (std::thread& thread : threads) thread.join();
    for (const Player& player : players) std::cout << player.seen() << ' ';
    std::cout << plain[0] << plain[1] << ' ' << atomics[0] << atomics[1] << '\n';
}
