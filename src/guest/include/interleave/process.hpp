// Processes: functions that run in a memory of their own.
//
//   int square(int x) { return x * x; }
//   interleave::process child(square, 7);
//   int code = child.wait();  // 49
//
// A process begins with the program's globals at their first values, whatever the parent did with its own. It
// gets copies of its arguments (message.hpp says of what), and gives back a number; everything else goes through
// channels (channel.hpp). If it crashes, the others go on, and wait() tells.
#pragma once

#include <cerrno>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <interleave/message.hpp>
#include <optional>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

extern "C" {
int interleave_process_spawn(int (*entry)(const void*, std::size_t), const void* bytes,
                             std::uint32_t size);
int interleave_process_wait(std::uint32_t process, std::uint32_t* code, std::int64_t deadline);
std::uint32_t interleave_process_self(void);
}

namespace interleave {

// How a process ended that did not return or exit: what a shell reports for the signal.
enum crash_code : int {
    crashed_unreachable = 132,
    crashed_abort = 134,       // abort(), a failed assertion, an exception that nothing catches
    crashed_arithmetic = 136,  // division by zero
    crashed_memory = 139,      // an address outside of the memory, or too deep a recursion
};

class process {
public:
    process() noexcept = default;

    // Starts function(arguments...) in a new process: a function, or a lambda that captures nothing. Its result, if it
    // is a number, is the exit code. Throws std::system_error if there can be no more processes.
    template <class Function, class... Arguments>
    requires std::invocable<Function, Arguments...>
    explicit process(Function function, Arguments... arguments) {
        auto bytes = message::pack(std::tuple<plain<Function>, Arguments...>(
            static_cast<plain<Function>>(function), std::move(arguments)...));
        int id = interleave_process_spawn(&enter<plain<Function>, Arguments...>, bytes.data(),
                                          static_cast<std::uint32_t>(bytes.size()));
        if (id < 0) throw std::system_error(-id, std::generic_category(), "process");
        m_id = static_cast<std::uint32_t>(id);
    }
    process(process&& other) noexcept : m_id(std::exchange(other.m_id, 0)) {}
    process& operator=(process&& other) noexcept {
        if (joinable()) wait();
        m_id = std::exchange(other.m_id, 0);
        return *this;
    }
    // Waits for the process, as std::jthread does for its thread.
    ~process() {
        if (joinable()) wait();
    }

    // Whether it was started and not waited for yet.
    bool joinable() const noexcept { return m_id != 0; }
    int id() const noexcept { return static_cast<int>(m_id); }

    // Until it has ended; its exit code. REQUIRES: joinable()
    int wait() {
        std::optional<int> code = wait_until_nanoseconds(-1);
        return *code;
    }
    // Nothing if it still runs then.
    template <class Rep, class Period>
    std::optional<int> wait_for(std::chrono::duration<Rep, Period> duration) {
        auto end = std::chrono::steady_clock::now() + duration;
        auto at = std::chrono::duration_cast<std::chrono::nanoseconds>(end.time_since_epoch());
        return wait_until_nanoseconds(at.count());
    }
    static bool crashed(int code) { return code > 128; }

private:
    // What is sent of a function: lambdas without captures are functions.
    template <class Function>
    using plain = std::decay_t<decltype(+std::declval<Function>())>;

    template <class Function, class... Arguments>
    static int enter(const void* bytes, std::size_t) {
        auto call = message::unpack<std::tuple<Function, Arguments...>>(
            static_cast<const unsigned char*>(bytes));
        return std::apply(
            [](Function function, Arguments&... arguments) {
                if constexpr (std::is_arithmetic_v<std::invoke_result_t<Function, Arguments...>>) {
                    return static_cast<int>(function(std::move(arguments)...));
                } else {
                    function(std::move(arguments)...);
                    return 0;
                }
            },
            call);
    }

    std::optional<int> wait_until_nanoseconds(std::int64_t deadline) {
        std::uint32_t code = 0;
        int error = interleave_process_wait(m_id, &code, deadline);
        if (error == ETIMEDOUT) return std::nullopt;
        if (error != 0) throw std::system_error(error, std::generic_category(), "process::wait");
        m_id = 0;
        return static_cast<int>(code);
    }

    std::uint32_t m_id = 0;
};

namespace this_process {
// 0 for the first process, 1, 2, … for those started after.
inline int id() { return static_cast<int>(interleave_process_self()); }
}  // namespace this_process

}  // namespace interleave
