// A global interpreter lock like CPython's since 3.2, and a small interpreter to run under it.
//
//   gil lock;                                        // switch interval 5 ms
//   gil::hold python(lock);                          // this thread executes bytecode now
//   … lock.check_point(); …                          // where the interpreter looks whether others want it
//   { gil::released others_may_run(lock); read(); }  // Py_BEGIN_ALLOW_THREADS: around blocking calls
//
// THE LOCK (Python/ceval_gil.c). A flag says whether it is held; a mutex and a condition variable guard the flag. Who
// finds it held waits one switch interval; if the same thread holds it still, the waiter sets the *drop request*.
// The holder looks at the request at its check points only; it then gives the lock up and waits until another
// thread has taken it (forced switching: else the thread that is already running would mostly win again). A
// thread that blocks in input or output gives the lock up before and queues for it like any other after.
//
// THE INTERPRETER executes a list of instructions over shared global variables. Check points are, as in
// CPython 3.10 and later, backward jumps, function entry and the return from a call; `every_bytecode` shows
// what older ones did. The global variables are plain integers: the lock orders all accesses, so there is no data
// race, and yet updates can be lost.
//
// `gil::mode::off` is Python without a GIL: everything here does nothing.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <interleave/trace.hpp>
#include <mutex>
#include <thread>
#include <vector>

namespace interleave {

class gil {
public:
    enum class mode { on, off };

    explicit gil(std::chrono::nanoseconds switch_interval = std::chrono::milliseconds(5),
                 mode mode = mode::on)
        : m_interval(switch_interval), m_on(mode == mode::on) {
        trace::name(*this, "GIL");
        trace::name(m_mutex, "inside the GIL");
        trace::name(m_free, "the GIL to be free");
        trace::name(m_taken, "another to take the GIL");
    }
    gil(const gil&) = delete;
    gil& operator=(const gil&) = delete;

    void acquire() {
        if (!m_on) return;
        std::unique_lock lock(m_mutex);
        note(trace::Event::LockRequest);
        while (m_held) {
            const std::uint64_t turn = m_switches;
            const auto until = std::chrono::steady_clock::now() + m_interval;
            auto changed = [&] { return !m_held || m_switches != turn; };
            if (!m_free.wait_until(lock, until, changed))
                m_drop_request.store(true, std::memory_order_relaxed);
        }
        m_held = true;
        if (m_last_holder != std::this_thread::get_id()) {
            m_last_holder = std::this_thread::get_id();
            ++m_switches;
        }
        m_drop_request.store(false, std::memory_order_relaxed);
        note(trace::Event::LockAcquire);
        m_taken.notify_all();
    }

    // REQUIRES: the caller holds it
    void release() {
        if (!m_on) return;
        std::unique_lock lock(m_mutex);
        note(trace::Event::Unlock);
        m_held = false;
        m_free.notify_one();
        if (!m_drop_request.load(std::memory_order_relaxed)) return;
        const std::thread::id self = std::this_thread::get_id();
        m_taken.wait(lock, [&] { return m_last_holder != self; });
    }

    // Gives the lock to another thread if one has asked for it. REQUIRES: the caller holds it
    void check_point() {
        if (!m_on || !m_drop_request.load(std::memory_order_relaxed)) return;
        release();
        acquire();
    }

    // How often the lock has gone from one thread to another.
    std::uint64_t switches() {
        std::lock_guard lock(m_mutex);
        return m_switches;
    }

    class [[nodiscard]] hold {
    public:
        explicit hold(gil& lock) : m_lock(lock) { m_lock.acquire(); }
        ~hold() { m_lock.release(); }
        hold(const hold&) = delete;
        hold& operator=(const hold&) = delete;

    private:
        gil& m_lock;
    };
    class [[nodiscard]] released {
    public:
        explicit released(gil& lock) : m_lock(lock) { m_lock.release(); }
        ~released() { m_lock.acquire(); }
        released(const released&) = delete;
        released& operator=(const released&) = delete;

    private:
        gil& m_lock;
    };

private:
    void note(trace::Event event) const { trace::note(event, this, 0); }

    const std::chrono::nanoseconds m_interval;
    const bool m_on;
    std::mutex m_mutex;
    std::condition_variable m_free, m_taken;
    bool m_held = false;
    std::thread::id m_last_holder;
    std::uint64_t m_switches = 0;
    std::atomic<bool> m_drop_request = false;
};

enum class opcode {
    load_global,    // push global variable `operand`
    store_global,   // pop into it
    load_constant,  // push `operand`
    add,            // pop two, push their sum
    call,  // calls a function that gives back its argument: check points at its entry and return
    sleep_zero,     // gives the lock up and takes it again, as time.sleep(0) does
    jump_backward,  // to the first instruction, until all rounds are done: a check point
};

struct bytecode {
    opcode op;
    int operand = 0;
};

class interpreter {
public:
    enum class switching { check_points, every_bytecode };

    explicit interpreter(gil& lock, switching where = switching::check_points)
        : m_gil(lock), m_where(where) {}

    // Executes the code this many times on the calling thread. It ends with jump_backward.
    // REQUIRES: the caller holds the lock
    void run(const std::vector<bytecode>& code, int rounds) {
        frame frame;
        for (int round = 0; round < rounds; ++round) {
            for (const bytecode& each : code) {
                execute(each, frame);
                if (m_where == switching::every_bytecode) m_gil.check_point();
            }
            frame.noise = frame.noise * 1664525 + 1013904223;
        }
    }

    // REQUIRES: the caller holds the lock, or no other thread runs
    int& global(int number) { return m_globals[static_cast<std::size_t>(number)]; }

private:
    static constexpr int MaxStack = 16;

    // One run of one thread.
    struct frame {
        int stack[MaxStack];
        int* top = stack;
        unsigned noise = 1;
    };

    // No two rounds of a real interpreter take exactly the same time; without this, the switches of a machine
    // as regular as the lab would always fall on the same instruction.
    static void take_time(unsigned noise) {
        for (volatile unsigned step = noise >> 28; step > 0; step = step - 1) {
        }
    }

    void execute(const bytecode& now, frame& frame) {
        int*& top = frame.top;
        switch (now.op) {
            case opcode::load_global:
                *top++ = global(now.operand);
                break;
            case opcode::store_global:
                global(now.operand) = *--top;
                break;
            case opcode::load_constant:
                *top++ = now.operand;
                break;
            case opcode::add:
                --top;
                top[-1] += top[0];
                break;
            case opcode::call:
                m_gil.check_point();
                take_time(frame.noise);
                m_gil.check_point();
                break;
            case opcode::sleep_zero: {
                gil::released others(m_gil);
                std::this_thread::yield();
                break;
            }
            case opcode::jump_backward:
                take_time(frame.noise << 4);
                m_gil.check_point();
                break;
        }
    }

    gil& m_gil;
    const switching m_where;
    std::array<int, 16> m_globals{};
};

}  // namespace interleave
