#include "thread_runner.hpp"

#include <algorithm>
#include <cstring>

#include "values.hpp"

namespace interleave::test {

using Kind = ThreadCommand::Kind;
using machine::StopReason;

ThreadRunner::ThreadRunner(const ThreadScript& script) : m_script(script) {
    m_threads.push_back({.commands = &m_script.commands});
    settle();
}

std::vector<size_t> ThreadRunner::runnable() const {
    std::vector<size_t> threads;
    for (size_t i = 0; i < m_threads.size(); ++i) {
        if (m_threads[i].state == State::AtAccess) threads.push_back(i);
    }
    return threads;
}

void ThreadRunner::step(size_t thread) {
    run_guest(thread);
    settle();
}

bool ThreadRunner::all_finished() const {
    return std::all_of(m_threads.begin(), m_threads.end(),
                       [](const ScriptThread& thread) { return thread.state == State::Finished; });
}

std::vector<uint32_t> ThreadRunner::outcome() const {
    std::vector<uint32_t> words(10);
    if (m_store.memory_count() != 0) {
        std::memcpy(words.data(), m_store.memory({0}).data(), words.size() * sizeof(uint32_t));
    }
    return words;
}

void ThreadRunner::settle() {
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < m_threads.size(); ++i) {
            if (m_threads[i].state != State::Local) continue;
            run_local(i);
            again = true;
        }
    }
}

void ThreadRunner::run_local(size_t thread) {
    if (m_threads[thread].guest) {
        run_guest(thread);
    } else if (m_threads[thread].next == m_threads[thread].commands->size()) {
        finish(thread);
    } else {
        command(thread, (*m_threads[thread].commands)[m_threads[thread].next]);
    }
}

void ThreadRunner::run_guest(size_t thread) {
    machine::RunOptions options;
    options.probe = &m_probe;
    machine::Stop stop = machine::run(m_store, *m_threads[thread].guest, options);
    m_threads[thread].state = State::Local;
    switch (stop.reason) {
        case StopReason::Probe:
            m_threads[thread].state = State::AtAccess;
            break;
        case StopReason::AtomicWait:
            wait(thread, stop.wait);
            break;
        case StopReason::AtomicNotify:
            notify(thread, stop.wait);
            break;
        case StopReason::Finished:
            finish_invocation(thread);
            break;
        case StopReason::Trap:
            fail(thread, "trap: " + std::string(machine::describe(stop.trap)));
            finish(thread);
            break;
        default:
            fail(thread, "the guest stopped for a reason that no script has");
            finish(thread);
    }
}

void ThreadRunner::command(size_t thread, const ThreadCommand& command) {
    ScriptThread& self = m_threads[thread];
    switch (command.kind) {
        case Kind::Module: {
            base::Result<machine::Instantiation> made = instantiate(thread, command);
            if (!made) return fail(thread, made.error().message), finish(thread);
            self.current = made->instance;
            if (!command.name.empty()) self.named[command.name] = made->instance;
            break;
        }
        case Kind::AssertUnlinkable: {
            ++m_assertions;
            base::Result<machine::Instantiation> made = instantiate(thread, command);
            if (made || !says(made.error().message, command.text)) {
                fail(thread, "expected " + command.text);
            }
            break;
        }
        case Kind::Register: {
            std::optional<machine::InstanceId> instance = find(thread, command.name);
            if (!instance) return fail(thread, "no module " + command.name), finish(thread);
            self.registered[command.register_as] = *instance;
            break;
        }
        case Kind::Wait:
            self.joins = self.children.at(command.name);
            if (m_threads[self.joins].state != State::Finished) {
                self.state = State::Joining;
                return;  // finish() of the other goes on
            }
            break;
        case Kind::Thread:
            spawn(thread, command);
            ++m_threads[thread].next;  // `self` has moved
            return;
        case Kind::Invoke:
            return start_invocation(thread, command);
    }
    ++self.next;
}

void ThreadRunner::start_invocation(size_t thread, const ThreadCommand& command) {
    std::optional<machine::InstanceId> instance = find(thread, command.action.module);
    std::optional<machine::External> found =
        instance ? machine::find_export(m_store, *instance, command.action.field) : std::nullopt;
    const auto* function = found ? std::get_if<machine::FunctionReference>(&*found) : nullptr;
    if (function == nullptr) {
        fail(thread, "no function " + command.action.field);
        return finish(thread);
    }
    std::vector<machine::Slot> arguments;
    for (const Value& value : command.action.arguments) arguments.push_back(value.bits);
    m_threads[thread].guest = machine::Thread::start(
        m_store, base::ThreadId{static_cast<uint32_t>(thread)}, *function, arguments);
}

void ThreadRunner::finish_invocation(size_t thread) {
    ScriptThread& self = m_threads[thread];
    const ThreadCommand& command = (*self.commands)[self.next];
    std::span<const machine::Slot> results = self.guest->results();
    if (command.is_assertion) {
        ++m_assertions;
        if (!matches(command.expected, results)) {
            fail(thread, "expected " + describe(command.expected) + ", but " + describe(results));
        }
    }
    self.guest.reset();
    ++self.next;
}

void ThreadRunner::spawn(size_t thread, const ThreadCommand& command) {
    ScriptThread child{.commands = &command.body};
    for (const std::string& name : command.shared) {
        std::optional<machine::InstanceId> instance = find(thread, name);
        if (!instance) return fail(thread, "no module " + name);
        child.named[name] = *instance;
    }
    m_threads[thread].children[command.name] = m_threads.size();
    m_threads.push_back(std::move(child));
}

void ThreadRunner::wait(size_t thread, const machine::AtomicWaitRequest& request) {
    ScriptThread& self = m_threads[thread];
    uint64_t actual = 0;
    std::memcpy(&actual, m_store.memory(request.memory).data() + request.address, request.bytes);
    if (actual != request.expected) return self.guest->answer(1);
    self.state = State::Waiting;
    self.waits_on = request.address;
    self.waiting_since = m_waits++;
}

void ThreadRunner::notify(size_t thread, const machine::AtomicWaitRequest& request) {
    std::vector<ScriptThread*> waiters;
    for (ScriptThread& other : m_threads) {
        bool here = other.state == State::Waiting && other.waits_on == request.address;
        if (here) waiters.push_back(&other);
    }
    std::sort(waiters.begin(), waiters.end(), [](const ScriptThread* a, const ScriptThread* b) {
        return a->waiting_since < b->waiting_since;
    });
    uint32_t woken = std::min<uint32_t>(request.count, static_cast<uint32_t>(waiters.size()));
    for (uint32_t i = 0; i < woken; ++i) {
        waiters[i]->state = State::Local;
        waiters[i]->guest->answer(0);
    }
    m_threads[thread].guest->answer(woken);
}

void ThreadRunner::finish(size_t thread) {
    m_threads[thread].state = State::Finished;
    for (ScriptThread& other : m_threads) {
        if (other.state != State::Joining || other.joins != thread) continue;
        other.state = State::Local;
        ++other.next;
    }
}

base::Result<machine::Instantiation> ThreadRunner::instantiate(size_t thread,
                                                               const ThreadCommand& command) {
    auto lookup = [&](const wasm::Import& import) -> std::optional<machine::External> {
        const auto& registered = m_threads[thread].registered;
        auto module = registered.find(import.module);
        if (module == registered.end()) return std::nullopt;
        return machine::find_export(m_store, module->second, import.name);
    };
    return machine::instantiate(m_store, command.module, lookup);
}

std::optional<machine::InstanceId> ThreadRunner::find(size_t thread,
                                                      const std::string& name) const {
    const ScriptThread& self = m_threads[thread];
    if (name.empty()) return self.current;
    auto named = self.named.find(name);
    if (named == self.named.end()) return std::nullopt;
    return named->second;
}

void ThreadRunner::fail(size_t thread, const std::string& what) {
    const ScriptThread& self = m_threads[thread];
    uint32_t line = self.next < self.commands->size() ? (*self.commands)[self.next].line : 0;
    m_failures.push_back(m_script.name + ":" + std::to_string(line) + ": " + what);
}

}  // namespace interleave::test
