// What the functions of scheduler.hpp do.
#pragma once

#include <interleave/loop/scheduler.hpp>

namespace interleave::asyncio {

namespace detail {

inline void parking::leave() {
    if (std::exchange(m_in_list, false)) m_list->m_waiting.erase(m_place);
    if (std::exchange(m_has_timer, false)) m_loop->m_timers.erase(m_timer);
    if (m_job->parked == this) m_job->parked = nullptr;
}

}  // namespace detail

inline void event_loop::park(detail::parking& parking, detail::waiting_list* list,
                             const Clock::time_point* until) {
    detail::job& job = *parking.m_job;
    if (job.cancel_requested) {  // delivered when this await resumes
        parking.m_outcome = detail::parking::Cancelled;
        make_ready(job);
        return;
    }
    job.state = detail::job::State::Parked;
    job.parked = &parking;
    if (list != nullptr) {
        parking.m_place = list->m_waiting.insert(list->m_waiting.end(), &parking);
        parking.m_in_list = true;
    }
    if (until != nullptr) {
        parking.m_timer = m_timers.emplace(std::pair(*until, m_timer_count++), &parking).first;
        parking.m_has_timer = true;
    }
}

inline void event_loop::wake(detail::parking& parking, int outcome) {
    if (parking.m_outcome != detail::parking::Waiting) return;
    parking.m_outcome = static_cast<detail::parking::Outcome>(outcome);
    parking.leave();
    make_ready(*parking.m_job);
}

inline bool event_loop::cancel(detail::job& cancelled) {
    if (cancelled.ended()) return false;
    if (cancelled.parked != nullptr && cancelled.parked->pass_cancel_on()) return true;
    cancelled.cancel_requested = true;
    if (cancelled.parked != nullptr) wake(*cancelled.parked, detail::parking::Cancelled);
    return true;
}

// One job, if any is ready; otherwise waits until one may be.
inline void event_loop::step() {
    if (m_expected > 0) take_arrivals();
    while (!m_timers.empty() && m_timers.begin()->first.first <= Clock::now())
        wake(*m_timers.begin()->second, detail::parking::TimedOut);
    if (m_ready.empty()) return wait_for_something();
    Job next = std::move(m_ready.front());
    m_ready.pop_front();
    queue_note(trace::Event::LoopRun, *next, m_ready.size());
    resume(*next);
}

inline void event_loop::resume(detail::job& job) {
    if (!job.promise.started && job.cancel_requested) {  // cancelled before its first step
        job.promise.started = true;
        return end(job);
    }
    job.promise.started = true;
    job.state = detail::job::State::Running;
    detail::job* outer = std::exchange(m_current, &job);
    const Clock::time_point begin = Clock::now();
    detail::own_trampoline().run(job.at);
    const std::chrono::nanoseconds took = Clock::now() - begin;
    m_current = outer;
    if (slow_step.count() > 0 && took >= slow_step) {
        ++slow_steps;
        detail::warn("task '" + job.name + "' blocked the event loop for " +
                     std::to_string(took / std::chrono::milliseconds(1)) + " ms");
    }
    if (job.finished) end(job);
}

inline void event_loop::end(detail::job& job) {
    using State = detail::job::State;
    job.state = job.finished ? State::Returned : State::Cancelled;
    if (job.promise.error) {
        job.state = State::Failed;
        try {
            std::rethrow_exception(job.promise.error);
        } catch (const cancelled_error&) {
            job.state = State::Cancelled;
        } catch (...) {  // kept for who asks for the result
        }
    }
    Job keep = job.shared_from_this();
    m_jobs.erase(job.number);
    for (const std::weak_ptr<detail::job_watcher>& each : std::exchange(job.watchers, {}))
        if (std::shared_ptr<detail::job_watcher> watcher = each.lock()) watcher->job_ended(job);
    while (!job.awaiting.empty()) wake(job.awaiting.front(), detail::parking::Woken);
}

inline void event_loop::wait_for_something() {
    if (m_timers.empty() && m_expected == 0) nothing_left();
    const Clock::time_point now = Clock::now();
    const Clock::time_point until =
        m_timers.empty() ? Clock::time_point::max() : m_timers.begin()->first.first;
    const auto idle = std::chrono::duration_cast<std::chrono::microseconds>(until - now).count();
    trace::note(trace::Event::LoopIdle, nullptr,
                m_timers.empty() ? UINT32_MAX : static_cast<std::uint32_t>(idle < 0 ? 0 : idle));
    if (m_expected == 0) return std::this_thread::sleep_until(until);
    std::unique_lock lock(m_arrivals_lock);
    auto arrived = [&] { return !m_arrived.empty(); };
    if (m_timers.empty())
        m_arrival.wait(lock, arrived);
    else
        m_arrival.wait_until(lock, until, arrived);
}

inline void event_loop::take_arrivals() {
    std::vector<detail::parking*> arrived;
    {
        std::lock_guard guard(m_arrivals_lock);
        arrived.swap(m_arrived);
    }
    for (detail::parking* each : arrived) {
        --m_expected;
        wake(*each, detail::parking::Woken);
    }
}

inline void event_loop::nothing_left() {
    std::string names;
    for (const auto& [number, each] : m_jobs)
        names += (names.empty() ? "'" : ", '") + each->name + "'";
    throw std::logic_error("the event loop waits for ever: nothing can wake " + names);
}

}  // namespace interleave::asyncio
