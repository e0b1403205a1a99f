#pragma once
// Host threads that live as long as their owner and work in rounds: to start one costs more than many executions, and a web
// page is given new ones only between two requests (Emscripten, "Pthreads support", on PTHREAD_POOL_SIZE).
//
// Thread safety: one thread owns the object and calls its members.

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace interleave::explorer {

// Whether this build can have more than one host thread; without, a web page's engine has only its worker's.
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
inline constexpr bool HasHostThreads = false;
#else
inline constexpr bool HasHostThreads = true;
#endif

class HelperThreads {
public:
    // One thread for each, which calls it once a round.
    explicit HelperThreads(std::vector<std::function<void()>> work);
    // REQUIRES: no round is under way
    ~HelperThreads();
    HelperThreads(const HelperThreads&) = delete;
    HelperThreads& operator=(const HelperThreads&) = delete;

    void begin_round();
    // Waits until all calls of the round have returned.
    void end_round();

private:
    void serve(const std::function<void()>& work);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    uint64_t m_round = 0;
    size_t m_at_work = 0;
    bool m_ending = false;
    std::vector<std::thread> m_threads;  // last: they use the rest
};

}  // namespace interleave::explorer
