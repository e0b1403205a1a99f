// Waiting for several tasks: gather, wait, wait_for. Programs include interleave/event_loop.hpp.
#pragma once

#include <interleave/loop/handle.hpp>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace interleave::asyncio {

// What became of a task: its value, or what it threw.
template <class T>
class outcome {
public:
    using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;
    outcome() = default;
    explicit outcome(Value value) : m_value(std::move(value)) {}
    explicit outcome(std::exception_ptr error) : m_error(std::move(error)) {}
    bool has_value() const { return m_value.has_value(); }
    explicit operator bool() const { return has_value(); }
    // Throws what the task threw.
    const Value& value() const {
        if (m_error) std::rethrow_exception(m_error);
        return *m_value;
    }
    const Value& operator*() const { return value(); }
    // The text of the exception; "" if there is a value.
    std::string error() const {
        if (!m_error) return "";
        try {
            std::rethrow_exception(m_error);
        } catch (const std::exception& error) {
            return error.what();
        } catch (const cancelled_error&) {
            return "cancelled";
        } catch (...) {
            return "an exception of another kind";
        }
    }

private:
    std::optional<Value> m_value;
    std::exception_ptr m_error;
};

// First argument of gather: collect exceptions with the results instead of throwing the first.
struct return_exceptions_t {};
inline constexpr return_exceptions_t return_exceptions;

enum class return_when { all_completed, first_completed, first_exception };

namespace detail {

// Counts jobs that have not ended, and wakes who waits when the condition holds.
struct job_group final : job_watcher {
    std::size_t left = 0, ended = 0;
    std::shared_ptr<job> failed;  // the first one
    return_when when = return_when::all_completed;
    waiting_list waiting;

    bool complete() const {
        if (left == 0) return true;
        if (when == return_when::first_completed) return ended > 0;
        return when == return_when::first_exception && failed;
    }
    void job_ended(job& one) override {
        --left;
        ++ended;
        note(one);
        if (complete()) wake_all(waiting);
    }
    void note(job& one) {
        if (!failed && one.state != job::State::Returned) failed = one.shared_from_this();
    }
    static std::shared_ptr<job_group> of(const std::vector<std::shared_ptr<job>>& jobs,
                                         return_when when) {
        auto group = std::make_shared<job_group>();
        group->when = when;
        for (const std::shared_ptr<job>& each : jobs) {
            if (each->ended()) {
                ++group->ended;
                group->note(*each);
            } else {
                ++group->left;
                each->watchers.push_back(group);
            }
        }
        return group;
    }
};

class group_parking : public parking {
public:
    group_parking(trace::Name reason, std::vector<std::shared_ptr<job>> jobs,
                  std::shared_ptr<job_group> group, bool passes_cancel_on)
        : parking(reason, &group->waiting),
          m_jobs(std::move(jobs)),
          m_group(std::move(group)),
          m_passes_cancel_on(passes_cancel_on) {}
    bool await_ready() const noexcept { return m_group->complete(); }
    bool pass_cancel_on() override {
        bool any = false;
        if (m_passes_cancel_on)
            for (const std::shared_ptr<job>& each : m_jobs)
                any |= event_loop::running().cancel(*each);
        return any;
    }

protected:
    const job_group& group() const { return *m_group; }

private:
    std::vector<std::shared_ptr<job>> m_jobs;
    std::shared_ptr<job_group> m_group;
    bool m_passes_cancel_on;
};

// Gives Collect's result when all jobs have ended. If `throws`, the first failure is thrown as soon as it is there.
template <class Collect>
class gathering : public group_parking {
public:
    gathering(const std::vector<std::shared_ptr<job>>& jobs, bool throws, Collect collect)
        : group_parking("gather", jobs,
                        job_group::of(jobs, throws ? return_when::first_exception
                                                   : return_when::all_completed),
                        true),
          m_throws(throws),
          m_collect(std::move(collect)) {}
    auto await_resume() {
        parking::await_resume();
        if (const std::shared_ptr<job>& failed = group().failed; m_throws && failed) {
            failed->seen = true;
            if (failed->state == job::State::Cancelled) throw cancelled_error();
            std::rethrow_exception(failed->promise.error);
        }
        return m_collect();
    }

private:
    bool m_throws;
    Collect m_collect;
};

template <class T>
outcome<T> outcome_of(const task_handle<T>& ended) {
    try {
        if constexpr (std::is_void_v<T>) {
            ended.result();
            return outcome<T>(std::monostate());
        } else {
            return outcome<T>(ended.result());
        }
    } catch (...) {
        return outcome<T>(std::current_exception());
    }
}

template <class T>
task_handle<T> started(task<T> made) {
    return create_task(std::move(made));
}
template <class T>
task_handle<T> started(task_handle<T> handle) {
    return handle;
}

template <class... T>
std::vector<std::shared_ptr<job>> jobs_of(const std::tuple<task_handle<T>...>& handles) {
    return std::apply(
        [](const auto&... each) { return std::vector<std::shared_ptr<job>>{each.job()...}; },
        handles);
}
template <class T>
std::vector<std::shared_ptr<job>> jobs_of(const std::vector<task_handle<T>>& handles) {
    std::vector<std::shared_ptr<job>> jobs;
    for (const task_handle<T>& each : handles) jobs.push_back(each.job());
    return jobs;
}

template <class... T>
auto gather_tuple(std::tuple<task_handle<T>...> handles, bool throws, auto get) {
    return gathering(jobs_of(handles), throws, [handles, get] {
        return std::apply([&](const auto&... each) { return std::make_tuple(get(each)...); },
                          handles);
    });
}
template <class T>
auto gather_vector(std::vector<task<T>> tasks, bool throws, auto get) {
    std::vector<task_handle<T>> handles;
    for (task<T>& each : tasks) handles.push_back(create_task(std::move(each)));
    return gathering(jobs_of(handles), throws, [handles, get] {
        std::vector<decltype(get(handles.front()))> results;
        for (const task_handle<T>& each : handles) results.push_back(get(each));
        return results;
    });
}

inline constexpr auto get_value = [](const auto& handle) { return *outcome_of(handle); };
inline constexpr auto get_outcome = [](const auto& handle) { return outcome_of(handle); };

template <class T>
concept awaitable_task = requires(T&& each) {
    started(std::forward<T>(each));
};

}  // namespace detail

// Runs all and gives their results in the order of the arguments (a tuple; void becomes std::monostate). If
// one throws, that is thrown at once, and the others go on. Cancelling the waiter cancels all.
template <detail::awaitable_task... Tasks>
auto gather(Tasks... tasks) {
    return detail::gather_tuple(std::tuple(detail::started(std::move(tasks))...), true,
                                detail::get_value);
}
template <class T>
auto gather(std::vector<task<T>> tasks) {
    return detail::gather_vector(std::move(tasks), true, detail::get_value);
}
// The same, but waits for all and gives an outcome for each.
template <detail::awaitable_task... Tasks>
auto gather(return_exceptions_t, Tasks... tasks) {
    return detail::gather_tuple(std::tuple(detail::started(std::move(tasks))...), false,
                                detail::get_outcome);
}
template <class T>
auto gather(return_exceptions_t, std::vector<task<T>> tasks) {
    return detail::gather_vector(std::move(tasks), false, detail::get_outcome);
}

namespace detail {

template <class T>
class waiting_for : public group_parking {
public:
    waiting_for(std::vector<task_handle<T>> handles, return_when when)
        : group_parking("wait", {}, job_group::of(jobs_of(handles), when), false),
          m_handles(std::move(handles)) {}
    auto await_resume() {
        parking::await_resume();
        struct {
            std::vector<task_handle<T>> done, pending;
        } result;
        for (const task_handle<T>& each : m_handles)
            (each.done() ? result.done : result.pending).push_back(each);
        return result;
    }

private:
    std::vector<task_handle<T>> m_handles;
};

}  // namespace detail

// Waits for some of them, and says which are done and which are pending. Throws nothing of theirs.
template <class T>
auto wait(std::vector<task_handle<T>> handles, return_when when = return_when::all_completed) {
    return detail::waiting_for<T>(std::move(handles), when);
}

// Gives the task this long: then cancels it, waits until it has ended, and throws timeout_error.
template <class T, class Rep, class Period>
task<T> wait_for(task<T> awaited, std::chrono::duration<Rep, Period> timeout) {
    const auto until =
        event_loop::Clock::now() + std::chrono::ceil<std::chrono::nanoseconds>(timeout);
    task_handle<T> handle = create_task(std::move(awaited));
    const bool in_time = co_await detail::job_parking(handle.job(), until);
    if (!in_time && handle.cancel()) {
        co_await detail::job_parking(handle.job(), false);
        if (handle.cancelled()) throw timeout_error();
    }
    co_return handle.result();
}

}  // namespace interleave::asyncio
