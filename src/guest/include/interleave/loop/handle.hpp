// Starting tasks: run, create_task, sleep. Programs include interleave/event_loop.hpp.
#pragma once

#include <chrono>
#include <interleave/loop/scheduler.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace interleave::asyncio {

namespace detail {

template <class T>
class job_of : public job {
public:
    explicit job_of(task<T> made)
        : job(made.name(), made.handle(), made.handle().promise()), m_task(std::move(made)) {}
    // Throws what the task threw, or cancelled_error.
    T result() {
        seen = true;
        if (state == State::Cancelled) throw cancelled_error();
        return m_task.handle().promise().result();
    }

private:
    task<T> m_task;
};

// Waits for a job to end. Cancelling the waiter cancels the job, unless it is shielded.
class job_parking : public parking {
public:
    job_parking(std::shared_ptr<job> awaited, bool shielded)
        : parking(trace::Name(awaited->name), &awaited->awaiting),
          m_awaited(std::move(awaited)),
          m_shielded(shielded) {}
    job_parking(std::shared_ptr<job> awaited, Clock::time_point until)
        : parking(trace::Name(awaited->name), &awaited->awaiting, until),
          m_awaited(std::move(awaited)) {}
    bool await_ready() const noexcept { return m_awaited->ended(); }
    bool pass_cancel_on() override {
        return !m_shielded && event_loop::running().cancel(*m_awaited);
    }

private:
    std::shared_ptr<job> m_awaited;
    bool m_shielded = false;
};

template <class T>
class job_awaiter : public job_parking {
public:
    job_awaiter(std::shared_ptr<job_of<T>> awaited, bool shielded)
        : job_parking(awaited, shielded), m_awaited(std::move(awaited)) {}
    T await_resume() {
        parking::await_resume();
        return m_awaited->result();
    }

private:
    std::shared_ptr<job_of<T>> m_awaited;
};

}  // namespace detail

// A task that the loop runs (asyncio.Task). Copies stand for the same task. `co_await handle` waits for it and
// gives its result, any number of times.
template <class T>
class task_handle {
public:
    using value_type = T;
    explicit task_handle(std::shared_ptr<detail::job_of<T>> job) : m_job(std::move(job)) {}

    const std::string& name() const { return m_job->name; }
    bool done() const { return m_job->ended(); }
    bool cancelled() const { return m_job->state == detail::job::State::Cancelled; }
    // Asks it to end: cancelled_error is thrown at the await where it stands. False: it has ended already.
    bool cancel() const { return event_loop::running().cancel(*m_job); }
    // REQUIRES: done(). Throws what the task threw, or cancelled_error.
    T result() const {
        if (!done()) throw std::logic_error("task '" + name() + "' has no result yet");
        return m_job->result();
    }
    // What it threw, null if it returned. REQUIRES: done()
    std::exception_ptr exception() const {
        m_job->seen = true;
        return m_job->promise.error;
    }

    auto operator co_await() const { return detail::job_awaiter<T>(m_job, false); }
    const std::shared_ptr<detail::job_of<T>>& job() const { return m_job; }
    bool operator==(const task_handle&) const = default;

private:
    std::shared_ptr<detail::job_of<T>> m_job;
};

// Hands the task to the running loop: it begins at the next await of the caller, not at once.
template <class T>
task_handle<T> create_task(task<T> made, std::string_view name = {}) {
    event_loop& loop = event_loop::running();
    auto job = std::make_shared<detail::job_of<T>>(std::move(made));
    if (!name.empty()) {
        job->name = name;
        trace::note(trace::Event::NameObject, job->at.address(),
                    trace::address_of(trace::Name(job->name).text()));
    }
    loop.add(job);
    return task_handle<T>(std::move(job));
}

// Runs a task in a loop of its own to its end and gives its result. Tasks still running then are cancelled.
template <class T>
T run(task<T> main, event_loop& loop) {
    auto job = std::make_shared<detail::job_of<T>>(std::move(main));
    loop.add(job);
    loop.run_until_ended(*job);
    loop.cancel_all();
    return job->result();
}
template <class T>
T run(task<T> main) {
    event_loop loop;
    return run(std::move(main), loop);
}

// Waits at least this long; the loop runs others meanwhile. sleep(0) lets the others have their turn.
template <class Rep, class Period>
detail::parking sleep(std::chrono::duration<Rep, Period> duration) {
    auto wait = std::chrono::ceil<std::chrono::nanoseconds>(duration);
    return detail::parking("sleep", nullptr,
                           event_loop::Clock::now() + (wait.count() > 0 ? wait : wait.zero()));
}

// The same under another name: simulated input or output, as io::wait is for threads.
template <class Rep, class Period>
detail::parking io_wait(trace::Name name, std::chrono::duration<Rep, Period> duration) {
    auto wait = std::chrono::ceil<std::chrono::nanoseconds>(duration);
    return detail::parking(name, nullptr,
                           event_loop::Clock::now() + (wait.count() > 0 ? wait : wait.zero()));
}

// Lets the awaiting of a handle be cancelled without cancelling the task itself.
template <class T>
auto shield(const task_handle<T>& handle) {
    return detail::job_awaiter<T>(handle.job(), true);
}

}  // namespace interleave::asyncio
