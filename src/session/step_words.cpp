#include "session/step_words.hpp"

#include <cstdio>

#include "session/names.hpp"

namespace interleave::session {

using trace::Event;
using trace::EventKind;

namespace {

// An access is of the variable's size, as far as the trace can tell: it keeps 32 bits.
std::string value_of(const dwarf::DebugInfo& debug, const Event& event) {
    const dwarf::Object* object = debug.object_at(base::Address{event.object});
    const uint64_t size = object != nullptr && object->size < 4 ? object->size : 4;
    return value_as_text(debug, event.object, event.argument, size);
}

std::string duration(uint32_t microseconds) {
    char text[32];
    if (microseconds >= 1000)
        std::snprintf(text, sizeof text, "%g ms", microseconds / 1e3);
    else
        std::snprintf(text, sizeof text, "%u µs", microseconds);
    return text;
}

std::string text_of(const History& history, uint32_t name) {
    return std::string(history.trace().text_at(name));
}

// The program's own notes: spans, marks, values.
std::string note_words(const History& history, const Event& event) {
    const std::string name = text_of(history, event.object);
    switch (event.kind) {
        case EventKind::span_begin:
            return "began: " + name;
        case EventKind::span_end:
            return "ended: " + name;
        case EventKind::mark:
            return "marked: " + name;
        case EventKind::value:
            return "noted " + name + " = " + std::to_string(event.argument);
        default:
            return trace::event_info(event.kind).name;
    }
}

// Channels, processes, coroutines and the event loop.
std::string library_words(const History& history, const Event& event) {
    const std::string name = history.trace().object_name(event);
    const std::string process = "process " + std::to_string(event.object);
    switch (event.kind) {
        case EventKind::channel_send:
            return "sent a message into " + name;
        case EventKind::channel_receive:
            return "received a message from " + name;
        case EventKind::channel_close:
            return "closed " + name;
        case EventKind::channel_wait:
            return event.argument == 0 ? "began to wait for room in " + name
                                       : "began to wait for a message from " + name;
        case EventKind::channel_open:
            return "opened " + name;
        case EventKind::process_spawn:
            return "started " + process;
        case EventKind::process_exit:
            return "ended its process with exit code " +
                   std::to_string(static_cast<int32_t>(event.argument));
        case EventKind::process_wait:
            return "began to wait for " + process + " to end";
        case EventKind::process_joined:
            return "went on: " + process + " has ended";
        case EventKind::coroutine_create:
            return "created the coroutine " + name;
        case EventKind::coroutine_resume:
            return "resumed the coroutine " + name;
        case EventKind::coroutine_suspend: {
            const std::string why = text_of(history, event.argument);
            return "suspended the coroutine " + name + (why.empty() ? "" : ", waiting for " + why);
        }
        case EventKind::coroutine_destroy:
            return "freed the coroutine " + name;
        case EventKind::loop_idle:
            return "has nothing to do for " + duration(event.argument);
        case EventKind::loop_ready:
            return "put " + name + " into the event loop's ready queue";
        case EventKind::loop_run:
            return "took " + name + " from the event loop's ready queue";
        default:
            return trace::event_info(event.kind).name;
    }
}

}  // namespace

std::string step_words(const History& history, const dwarf::DebugInfo& debug, const Event& event) {
    const auto name = [&] { return name_of_address(debug, event.object); };
    const auto thread = [&] { return name_of_thread(event.object); };
    const std::string mode = (event.argument & 1) != 0 ? " to read" : "";
    switch (event.kind) {
        case EventKind::thread_create:
            return "started " + thread();
        case EventKind::thread_start:
            return "began";
        case EventKind::thread_exit:
            return "ended";
        case EventKind::join_begin:
            return "began to wait for " + thread() + " to end";
        case EventKind::join_end:
            return "went on: " + thread() + " has ended";
        case EventKind::detach:
            return "let " + thread() + " run on its own";
        case EventKind::yield:
            return "offered its core to others";
        case EventKind::lock_request:
            return "asked for the lock " + name() + mode;
        case EventKind::lock_acquire:
            return "took the lock " + name() + mode;
        case EventKind::lock_fail:
            return "did not get the lock " + name();
        case EventKind::unlock:
            return "gave the lock " + name() + " back";
        case EventKind::once_begin:
            return "began " + name_of_once(name());
        case EventKind::once_end:
            return "ended " + name_of_once(name());
        case EventKind::condition_wait:
            return "began to wait on " + name();
        case EventKind::condition_wake:
            return event.argument == 0 ? "went on after its wait on " + name()
                                       : "gave up its wait on " + name();
        case EventKind::notify_one:
            return "notified one thread on " + name();
        case EventKind::notify_all:
            return "notified all threads on " + name();
        case EventKind::atomic_wait:
            return "began to wait until " + name() + " changes";
        case EventKind::atomic_wake:
            return "went on after its wait for " + name();
        case EventKind::atomic_notify:
            return "woke who waited for " + name();
        case EventKind::semaphore_acquire:
            return "took a permit of " + name();
        case EventKind::semaphore_release:
            return "gave permits to " + name();
        case EventKind::sleep_begin:
            return "began to sleep " + duration(event.argument);
        case EventKind::sleep_end:
            return "woke up";
        case EventKind::io_begin:
            return "began to wait for input or output";
        case EventKind::io_end:
            return "went on: its input or output is done";
        case EventKind::output:
            return "wrote to the console";
        case EventKind::input_begin:
            return "began to wait for input";
        case EventKind::input_end:
            return "got input";
        case EventKind::read:
            return "read " + name() + ": " + value_of(debug, event);
        case EventKind::write:
            return "wrote " + name() + " = " + value_of(debug, event);
        case EventKind::atomic_load:
            return "loaded " + name() + ": " + value_of(debug, event);
        case EventKind::atomic_store:
            return "stored " + name() + " = " + value_of(debug, event);
        case EventKind::atomic_update:
            return "changed " + name() + " to " + value_of(debug, event) + " in one step";
        case EventKind::atomic_fence:
            return "ordered its memory accesses";
        default:
            return event.kind < EventKind::channel_send ? note_words(history, event)
                                                        : library_words(history, event);
    }
}

std::string step_name(size_t step) { return "step " + std::to_string(step + 1); }

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string step_sentence(const History& history, const dwarf::DebugInfo& debug, size_t step) {
    const Event event = history.step(step);
    std::string sentence = capital(name_of_thread(event.thread.value)) + " " +
                           step_words(history, debug, event) + " (" + step_name(step);
    if (event.line != 0) sentence += ", line " + std::to_string(event.line);
    return sentence + ")";
}

}  // namespace interleave::session
