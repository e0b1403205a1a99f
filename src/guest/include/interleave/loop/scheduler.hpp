// The event loop itself. Programs include interleave/event_loop.hpp.
//
//        ready queue ──▶ one job is resumed ──▶ it runs until it awaits something that is not there
//             ▲                                        │ it is *parked*: in a waiting list, with a timer,
//             └──── woken, timed out or cancelled ◀────┘ or both
//
// A job is one task<T> given to the loop (Python calls it a Task). Everything that a job can wait for is made
// of `parking`: an awaiter that takes the job out of the loop and puts it back into the ready queue
// exactly once. When nothing is ready, the loop sleeps until the next timer; that is the only place
// where its thread waits.
//
// Cancellation is a request, delivered as cancelled_error at the await where the job stands (or, if it does
// not stand at one, at its next await). A job that waits for other jobs passes the request on to them.
//
// Thread safety: all of a loop belongs to one thread, but for from_thread().
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <interleave/task.hpp>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace interleave::asyncio {

// Thrown at the await of a cancelled task. As in Python it is no std::exception: a catch for errors lets it
// pass.
struct cancelled_error {};

struct timeout_error : std::runtime_error {
    timeout_error() : std::runtime_error("the time was up") {}
};

class event_loop;

namespace detail {

using namespace interleave::detail;
using Clock = std::chrono::steady_clock;

class job;
class parking;

// Who waits for the same thing, the longest first. One that is destroyed lets its waiters stand outside.
class waiting_list {
public:
    waiting_list() = default;
    waiting_list(const waiting_list&) = delete;
    waiting_list& operator=(const waiting_list&) = delete;
    ~waiting_list();
    bool empty() const { return m_waiting.empty(); }
    parking& front() const { return *m_waiting.front(); }

private:
    friend class parking;
    friend class asyncio::event_loop;
    std::list<parking*> m_waiting;
};

// Told when jobs end: see gather.hpp.
class job_watcher {
public:
    virtual void job_ended(job& ended) = 0;

protected:
    ~job_watcher() = default;
};

class job : public std::enable_shared_from_this<job>, public task_owner {
public:
    enum class State : std::uint8_t { Ready, Running, Parked, Returned, Failed, Cancelled };

    job(const char* name, std::coroutine_handle<> coroutine, task_promise_base& promise)
        : name(name), at(coroutine), promise(promise) {
        promise.owner = this;
    }
    virtual ~job() {
        if (state == State::Failed && !seen)
            warn("the exception of task '" + name + "' was never looked at");
        if (!ended() && promise.started)
            warn("task '" + name + "' was destroyed while it was waiting");
    }
    bool ended() const { return state >= State::Returned; }

    void task_ended() noexcept override { finished = true; }

    std::string name;
    std::uint64_t number = 0;    // in its loop
    std::coroutine_handle<> at;  // where it goes on
    task_promise_base& promise;
    State state = State::Ready;
    bool finished = false;          // the coroutine has come to its end in this step
    bool cancel_requested = false;  // not delivered yet
    bool seen = false;              // somebody asked for the result
    parking* parked = nullptr;
    waiting_list awaiting;  // who waits for this job to end
    std::vector<std::weak_ptr<job_watcher>> watchers;
};

}  // namespace detail

class event_loop {
public:
    using Clock = std::chrono::steady_clock;
    using Job = std::shared_ptr<detail::job>;

    event_loop() = default;
    ~event_loop() { m_jobs.clear(); }
    event_loop(const event_loop&) = delete;
    event_loop& operator=(const event_loop&) = delete;

    // The loop that runs the calling coroutine. Throws std::logic_error if there is none.
    static event_loop& running() {
        if (own() == nullptr)
            throw std::logic_error("no event loop runs on this thread: use asyncio::run");
        return *own();
    }
    static bool is_running() { return own() != nullptr; }

    // A step that takes longer than this blocks all others, and is reported. Zero: no reports.
    std::chrono::nanoseconds slow_step = std::chrono::milliseconds(100);
    int slow_steps = 0;

    // Runs jobs until this one has ended. Throws std::logic_error if all jobs wait and nothing is left to wake one.
    void run_until_ended(detail::job& last) {
        event_loop* outer = std::exchange(own(), this);
        try {
            while (!last.ended()) step();
        } catch (...) {
            own() = outer;
            throw;
        }
        own() = outer;
    }

    // Cancels what has not ended and runs it to its end, as asyncio.run does.
    void cancel_all() {
        std::vector<Job> left;
        for (const auto& [number, each] : m_jobs) left.push_back(each);
        for (const Job& each : left) cancel(*each);
        for (const Job& each : left) run_until_ended(*each);
    }

    void add(const Job& added) {
        added->number = ++m_job_count;
        m_jobs.emplace(added->number, added);
        make_ready(*added);
    }
    bool cancel(detail::job& cancelled);
    detail::job& current() const { return *m_current; }

    // For `parking`.
    void park(detail::parking& parking, detail::waiting_list* list, const Clock::time_point* until);
    void wake(detail::parking& parking, int outcome);

    // A parking that another thread ends: begin here, then from_thread() on that thread, once.
    void expect_thread() { ++m_expected; }
    void from_thread(detail::parking& parking) {
        std::lock_guard guard(m_arrivals_lock);
        m_arrived.push_back(&parking);
        m_arrival.notify_one();
    }

    std::size_t ready_count() const { return m_ready.size(); }

private:
    friend class detail::parking;
    static event_loop*& own() {
        static thread_local event_loop* running = nullptr;
        return running;
    }
    static void queue_note(trace::Event event, const detail::job& of, std::size_t length) {
        trace::note(event, of.at.address(), static_cast<std::uint32_t>(length));
    }

    void make_ready(detail::job& ready) {
        ready.state = detail::job::State::Ready;
        m_ready.push_back(ready.shared_from_this());
        queue_note(trace::Event::LoopReady, ready, m_ready.size());
    }
    void step();
    void resume(detail::job& job);
    void end(detail::job& job);
    void wait_for_something();
    void take_arrivals();
    [[noreturn]] void nothing_left();

    std::deque<Job> m_ready;
    std::map<std::pair<Clock::time_point, std::uint64_t>, detail::parking*> m_timers;
    std::uint64_t m_timer_count = 0;
    std::map<std::uint64_t, Job> m_jobs;  // not ended, by age
    std::uint64_t m_job_count = 0;
    detail::job* m_current = nullptr;

    std::mutex m_arrivals_lock;
    std::condition_variable m_arrival;
    std::vector<detail::parking*> m_arrived;
    int m_expected = 0;
};

namespace detail {

// An awaiter: parks the running job. Lives in the coroutine's frame while it waits.
class parking {
public:
    enum Outcome { Waiting, Woken, TimedOut, Cancelled };

    // `reason` is shown in the timeline and stays valid to the end of the run.
    explicit parking(trace::Name reason, waiting_list* list = nullptr)
        : m_reason(reason), m_list(list) {}
    parking(trace::Name reason, waiting_list* list, Clock::time_point until)
        : m_reason(reason), m_list(list), m_until(until), m_timed(true) {}
    parking(const parking&) = delete;
    parking& operator=(const parking&) = delete;
    // A coroutine destroyed while it waits leaves nothing behind in the lists it waits in.
    virtual ~parking() {
        if (m_job != nullptr && m_outcome == Waiting) leave();
    }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> here) {
        event_loop& loop = event_loop::running();
        m_loop = &loop;
        m_job = &loop.current();
        m_job->at = here;
        own_trampoline().reason = m_reason.text();
        loop.park(*this, m_list, m_timed ? &m_until : nullptr);
    }
    // True: woken; false: the time was up. Throws cancelled_error.
    bool await_resume() {
        if (m_job != nullptr && std::exchange(m_job->cancel_requested, false)) {
            given_up(m_outcome);
            throw cancelled_error();
        }
        return m_outcome != TimedOut;
    }

    // Another job is waited for: asks that one to end instead. False: this wait itself is cancelled.
    virtual bool pass_cancel_on() { return false; }

protected:
    // For pass_cancel_on(): the wait goes on, cancelled_error is thrown after it.
    bool cancel_later() {
        m_job->cancel_requested = true;
        return true;
    }
    // Cancelled: gives back what it was woken with, if it was woken before.
    virtual void given_up(Outcome) {}

private:
    friend class asyncio::event_loop;
    friend class waiting_list;
    using Timers = std::map<std::pair<Clock::time_point, std::uint64_t>, parking*>;

    void leave();

    trace::Name m_reason;
    waiting_list* m_list;
    Clock::time_point m_until{};
    bool m_timed = false;
    Outcome m_outcome = Waiting;
    event_loop* m_loop = nullptr;
    job* m_job = nullptr;
    std::list<parking*>::iterator m_place{};
    Timers::iterator m_timer{};
    bool m_in_list = false, m_has_timer = false;
};

inline waiting_list::~waiting_list() {
    for (parking* each : m_waiting) each->m_in_list = false;
}

// Wakes the one that has waited longest. False: nobody waits.
inline bool wake_one(waiting_list& list) {
    if (list.empty()) return false;
    event_loop::running().wake(list.front(), parking::Woken);
    return true;
}
inline void wake_all(waiting_list& list) {
    while (wake_one(list)) {
    }
}

}  // namespace detail
}  // namespace interleave::asyncio

#include <interleave/loop/scheduler_steps.hpp>
