// Coroutines that wait for each other: queue, lock, semaphore, event. Programs include interleave/event_loop.hpp.
//
// None of them is for threads: all of a loop's coroutines run on one thread, and only co_await switches.
// Whoever has waited longest is served first.
#pragma once

#include <cstddef>
#include <deque>
#include <interleave/loop/scheduler.hpp>
#include <limits>
#include <optional>
#include <stdexcept>
#include <utility>

namespace interleave::asyncio {

// Waiters go on when set() is called; those that come later do not wait, until clear().
class event {
public:
    void set() {
        m_set = true;
        detail::wake_all(m_waiting);
    }
    void clear() { m_set = false; }
    bool is_set() const { return m_set; }

    auto wait() {
        struct awaiter : detail::parking {
            explicit awaiter(event& owner) : parking("event", &owner.m_waiting), set(owner.m_set) {}
            bool await_ready() const noexcept { return set; }
            bool set;
        };
        return awaiter(*this);
    }

private:
    bool m_set = false;
    detail::waiting_list m_waiting;
};

class semaphore {
public:
    explicit semaphore(std::ptrdiff_t permits, trace::Name name = "semaphore")
        : m_permits(permits), m_name(name) {}

    // co_await acquire(): takes a permit. The permit is handed over by release(): nobody can slip in between.
    auto acquire() { return taking(*this); }
    void release() {
        if (!detail::wake_one(m_waiting)) ++m_permits;
    }
    bool locked() const { return m_permits == 0; }

private:
    class taking : public detail::parking {
    public:
        explicit taking(semaphore& owner)
            : parking(owner.m_name, &owner.m_waiting), m_owner(owner) {}
        bool await_ready() noexcept {
            if (m_owner.m_permits == 0) return false;
            --m_owner.m_permits;
            return true;
        }
        void await_resume() { parking::await_resume(); }

    private:
        void given_up(Outcome outcome) override {
            if (outcome == Woken) m_owner.release();
        }
        semaphore& m_owner;
    };
    std::ptrdiff_t m_permits;
    trace::Name m_name;
    detail::waiting_list m_waiting;
};

// co_await lock.acquire() … lock.release(), or for a scope: auto guard = co_await lock.scoped();
class lock {
public:
    explicit lock(trace::Name name = "lock") : m_permit(1, name) {}
    auto acquire() { return m_permit.acquire(); }
    void release() {
        if (!locked()) throw std::logic_error("release of an asyncio::lock that nobody holds");
        m_permit.release();
    }
    bool locked() const { return m_permit.locked(); }

    class guard {
    public:
        explicit guard(lock& held) : m_lock(&held) {}
        guard(guard&& other) noexcept : m_lock(std::exchange(other.m_lock, nullptr)) {}
        guard& operator=(guard&&) = delete;
        ~guard() {
            if (m_lock != nullptr) m_lock->release();
        }

    private:
        lock* m_lock;
    };
    auto scoped() {
        struct awaiter {
            lock& owner;
            decltype(owner.acquire()) acquiring{owner.acquire()};
            bool await_ready() { return acquiring.await_ready(); }
            void await_suspend(std::coroutine_handle<> here) { acquiring.await_suspend(here); }
            guard await_resume() {
                acquiring.await_resume();
                return guard(owner);
            }
        };
        return awaiter{*this};
    }

private:
    semaphore m_permit;
};

// A line of items between producers and consumers. put() waits while it is full, get() while it is empty.
template <class T>
class queue {
public:
    // Zero: without a limit. The name is the one of its curve in the timeline.
    explicit queue(std::size_t capacity = 0, trace::Name name = "queue")
        : m_capacity(capacity == 0 ? std::numeric_limits<std::size_t>::max() : capacity),
          m_name(name) {}

    std::size_t size() const { return m_items.size(); }
    bool empty() const { return m_items.empty(); }
    bool full() const { return size() >= m_capacity; }

    // False: it is full.
    bool put_nowait(T item) {
        if (full()) return false;
        add(std::move(item));
        return true;
    }
    // Empty: there is none.
    std::optional<T> get_nowait() {
        if (m_items.empty()) return std::nullopt;
        return take();
    }

    auto put(T item) { return putting(*this, std::move(item)); }
    auto get() { return getting(*this); }

    // Consumers say when they are through with an item; join() waits until they are with all.
    void task_done() {
        if (m_unfinished == 0)
            throw std::logic_error("task_done() was called more often than put()");
        if (--m_unfinished == 0) detail::wake_all(m_joining);
    }
    auto join() {
        struct awaiter : detail::parking {
            explicit awaiter(queue& owner)
                : parking(owner.m_name, &owner.m_joining), finished(owner.m_unfinished == 0) {}
            bool await_ready() const noexcept { return finished; }
            bool finished;
        };
        return awaiter(*this);
    }

private:
    // The item goes from the putter into the queue, or from the queue into the getter, when the waiter is woken, so
    // that nobody who comes later can take its place.
    class putting : public detail::parking {
    public:
        putting(queue& owner, T item)
            : parking(owner.m_name, &owner.m_putting), m_owner(owner), m_item(std::move(item)) {}
        bool await_ready() { return m_owner.put_nowait_from(*m_item); }
        void await_resume() { parking::await_resume(); }

    private:
        friend queue;
        queue& m_owner;
        std::optional<T> m_item;
    };
    class getting : public detail::parking {
    public:
        explicit getting(queue& owner) : parking(owner.m_name, &owner.m_getting), m_owner(owner) {}
        bool await_ready() {
            m_item = m_owner.get_nowait();
            return m_item.has_value();
        }
        T await_resume() {
            parking::await_resume();
            return std::move(*m_item);
        }

    private:
        friend queue;
        void given_up(Outcome) override {
            if (m_item) m_owner.give_back(std::move(*m_item));
        }
        queue& m_owner;
        std::optional<T> m_item;
    };

    bool put_nowait_from(T& item) {
        if (full()) return false;
        add(std::move(item));
        return true;
    }
    void add(T item) {
        ++m_unfinished;
        if (m_getting.empty()) {
            m_items.push_back(std::move(item));
            note();
            return;
        }
        static_cast<getting&>(m_getting.front()).m_item.emplace(std::move(item));
        detail::wake_one(m_getting);
    }
    T take() {
        T item = std::move(m_items.front());
        m_items.pop_front();
        if (!m_putting.empty()) {
            auto& next = static_cast<putting&>(m_putting.front());
            add(std::move(*next.m_item));
            detail::wake_one(m_putting);
        }
        note();
        return item;
    }
    void give_back(T item) {
        if (m_getting.empty()) {
            m_items.push_front(std::move(item));
            return note();
        }
        static_cast<getting&>(m_getting.front()).m_item.emplace(std::move(item));
        detail::wake_one(m_getting);
    }
    void note() const { trace::value(m_name, static_cast<std::int32_t>(m_items.size())); }

    std::size_t m_capacity;
    trace::Name m_name;
    std::deque<T> m_items;
    std::size_t m_unfinished = 0;
    detail::waiting_list m_putting, m_getting, m_joining;
};

}  // namespace interleave::asyncio
