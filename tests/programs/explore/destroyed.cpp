// destroyed(way): something that threads meet at is destroyed while another thread is still at it, from 100 on when all others are
// done with it.

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <latch>
#include <memory>
#include <mutex>
#include <new>
#include <semaphore>
#include <shared_mutex>
#include <thread>

#include "threads.hpp"

struct Job {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;

    void wait() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return done; });
    }
};

void wait_for_job(bool notifies_under_lock) {
    auto* job = new Job;
    std::thread worker([=] {
        std::unique_lock lock(job->mutex);
        job->done = true;
        if (!notifies_under_lock) lock.unlock();
        job->changed.notify_one();
    });
    job->wait();
    delete job;
    worker.join();
}

struct Counted {
    std::atomic<int> references{2};
};

// Joins only after `gone` was destroyed.
template <typename T, typename Use>
void destroy_while(T* gone, Use use) {
    std::thread other([=] { use(*gone); });
    delete gone;
    other.join();
}

int main() {
    switch (read_number()) {
        case 0:
            destroy_while(new std::mutex, [](std::mutex& mutex) { std::lock_guard lock(mutex); });
            break;
        case 1:
            destroy_while(new std::atomic<int>(0), [](std::atomic<int>& count) { ++count; });
            break;
        case 2:
            destroy_while(new std::counting_semaphore<4>(1), [](std::counting_semaphore<4>& permits) { permits.release(); });
            break;
        case 3:
            destroy_while(new std::shared_mutex, [](std::shared_mutex& mutex) { std::shared_lock lock(mutex); });
            break;
        case 4:
            destroy_while(new std::latch(1), [](std::latch& latch) { latch.count_down(); });
            break;
        case 5:
            // Main may go on before it is notified.
            wait_for_job(false);
            break;
        case 6: {
            // Both may read 0 there, or one of them what the other has freed.
            auto* counted = new Counted;
            std::atomic<bool> freed{false};
            run_threads(2, [&](int) {
                --counted->references;
                if (counted->references == 0 && !freed.exchange(true)) delete counted;
            });
            break;
        }
        case 7: {
            // The memory is used for something else.
            alignas(Counted) static unsigned char place[sizeof(Counted)];
            auto* counted = new (place) Counted;
            std::thread other([=] { ++counted->references; });
            place[0] = 1;
            other.join();
            break;
        }
        case 8:
            destroy_while(new std::timed_mutex, [](std::timed_mutex& mutex) {
                if (mutex.try_lock()) mutex.unlock();
            });
            break;
        case 100:
            wait_for_job(true);
            break;
        case 101: {
            auto* counted = new Counted;
            run_threads(2, [=](int) {
                if (--counted->references == 0) delete counted;
            });
            break;
        }
        case 102: {
            auto* permits = new std::binary_semaphore(0);
            std::thread other([=] { permits->release(); });
            permits->acquire();
            delete permits;
            other.join();
            break;
        }
        case 103: {
            auto* set = new std::atomic<bool>(false);
            std::thread other([=] {
                *set = true;
                set->notify_one();
            });
            set->wait(false);
            delete set;
            other.join();
            break;
        }
        case 104: {
            auto* latch = new std::latch(1);
            std::thread other([=] { latch->count_down(); });
            latch->wait();
            delete latch;
            other.join();
            break;
        }
        case 105: {
            auto* barrier = new std::barrier<>(2);
            std::thread other([=] { barrier->arrive_and_wait(); });
            barrier->arrive_and_wait();
            other.join();
            delete barrier;
            break;
        }
        case 106: {
            auto* mutex = new std::shared_mutex;
            std::thread other([=] { std::shared_lock lock(*mutex); });
            { std::unique_lock lock(*mutex); }
            other.join();
            delete mutex;
            break;
        }
        case 107: {
            // The last one that had the lock knows that nobody else wants it.
            auto* job = new Job;
            run_threads(2, [=](int) {
                std::unique_lock lock(job->mutex);
                if (!job->done) {
                    job->done = true;
                    return;
                }
                lock.unlock();
                delete job;
            });
            break;
        }
        case 108: {
            // The same place on the stack, one after the other.
            for (int round = 0; round < 2; ++round) {
                std::latch latch(1);
                std::thread other([&] { latch.count_down(); });
                latch.wait();
                other.detach();
            }
            break;
        }
        case 109: {
            std::shared_ptr<Job> job = std::make_shared<Job>();
            std::thread other([job] { std::lock_guard lock(job->mutex); });
            job.reset();
            other.join();
            break;
        }
    }
}
