#pragma once
// One execution of a script with threads, driven from outside: who runs next is the caller's choice.
//
// A step runs one thread from its pending access to shared memory up to the point before the next one. What a
// thread does between accesses nobody else can notice (instantiation here writes no shared memory), so it
// is no choice: `settle` does it at once. Executions that differ only there are counted once.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "machine/instantiate.hpp"
#include "machine/probe.hpp"
#include "machine/run.hpp"
#include "machine/thread.hpp"
#include "thread_script.hpp"

namespace interleave::test {

class ThreadRunner {
public:
    // The script outlives this.
    explicit ThreadRunner(const ThreadScript& script);

    // The threads that are before an access, by index. None: all have finished, or nobody can go on.
    std::vector<size_t> runnable() const;
    // REQUIRES: thread is in runnable()
    void step(size_t thread);

    bool all_finished() const;
    int assertions() const { return m_assertions; }
    const std::vector<std::string>& failures() const { return m_failures; }
    // The first 40 bytes of the first memory: where these scripts put what threads saw.
    std::vector<uint32_t> outcome() const;

private:
    enum class State : uint8_t {
        Local,     // between commands, or not before an access
        AtAccess,  // the guest is before an access
        Waiting,   // in memory.atomic.wait
        Joining,   // in (wait $T)
        Finished,
    };

    struct ScriptThread {
        const std::vector<ThreadCommand>* commands;
        size_t next = 0;
        State state = State::Local;
        std::optional<machine::Thread> guest;
        std::optional<machine::InstanceId> current;
        std::map<std::string, machine::InstanceId, std::less<>> named;
        std::map<std::string, machine::InstanceId, std::less<>> registered;
        std::map<std::string, size_t, std::less<>> children;
        size_t joins = 0;            // of Joining
        uint32_t waits_on = 0;       // of Waiting: the address
        uint64_t waiting_since = 0;  // of Waiting: notify wakes the longest waiter first
    };

    class StopBeforeAccess : public machine::Probe {
        machine::ProbeAnswer on_access(const machine::Thread&, const machine::Access&) override {
            return machine::ProbeAnswer::Stop;
        }
    };

    // Runs all threads that are Local until none is.
    void settle();
    void run_local(size_t thread);
    void run_guest(size_t thread);
    void command(size_t thread, const ThreadCommand& command);
    void start_invocation(size_t thread, const ThreadCommand& command);
    void spawn(size_t thread, const ThreadCommand& command);
    void wait(size_t thread, const machine::AtomicWaitRequest& request);
    void notify(size_t thread, const machine::AtomicWaitRequest& request);
    void finish_invocation(size_t thread);
    void finish(size_t thread);
    base::Result<machine::Instantiation> instantiate(size_t thread, const ThreadCommand& command);
    std::optional<machine::InstanceId> find(size_t thread, const std::string& name) const;
    void fail(size_t thread, const std::string& what);

    const ThreadScript& m_script;
    machine::Store m_store;
    StopBeforeAccess m_probe;
    std::vector<ScriptThread> m_threads;  // 0 is the script itself
    uint64_t m_waits = 0;
    int m_assertions = 0;
    std::vector<std::string> m_failures;
};

}  // namespace interleave::test
