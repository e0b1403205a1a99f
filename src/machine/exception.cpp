// Exceptions: the legacy form of the exception handling proposal, as our compilers emit it.
//
// A try block has no cost while nothing is thrown: Code::handlers lists for each the operations of its body and
// where its clauses begin. Throwing looks for a handler from the top frame down, in each frame at the operation that
// executes (the call, in lower frames), from inner to outer try blocks. Only when one is found are frames popped, so
// that an uncaught exception leaves the thread as it was at the throw, to be looked at.
//
// A clause gets the values in the slots after Handler::slot. The slot itself gets the exception's index in
// Thread::exceptions, for `rethrow`. Which of those are still needed is found by looking at these slots of all
// frames, when there are more than a few: a mark without a sweep of its own.

#include <algorithm>

#include "machine/interpreter.hpp"
#include "machine/numeric.hpp"

namespace interleave::machine {

namespace {

constexpr size_t KeepWithoutLooking = 16;

struct Landing {
    Frame* frame = nullptr;
    const Handler* handler = nullptr;
    const CatchClause* clause = nullptr;
};

bool catches(Execution& e, const Frame& frame, const CatchClause& clause, TagId tag) {
    if (clause.tag == CatchClause::All) return true;
    return e.store.instance(frame.instance).tags[clause.tag] == tag;
}

// The innermost clause of this frame that takes the tag.
Landing find_in_frame(Execution& e, Frame& frame, const Operation* at, TagId tag) {
    uint32_t operation = frame.code->index_of(at);
    // A delegate passes the exception to what surrounds its label: handlers nested deeper do not see it.
    uint32_t nesting_limit = UINT32_MAX;
    for (const Handler& handler : frame.code->handlers) {
        if (operation < handler.begin || operation >= handler.end) continue;
        if (handler.nesting > nesting_limit) continue;
        if (handler.delegate_nesting != Handler::NoDelegate) {
            nesting_limit = handler.delegate_nesting;
            continue;
        }
        for (const CatchClause& clause : handler.clauses) {
            if (catches(e, frame, clause, tag)) return {&frame, &handler, &clause};
        }
    }
    return {};
}

Landing find_landing(Execution& e, TagId tag) {
    Frame* bottom = e.thread.frames.data();
    for (Frame* frame = e.frame; frame != bottom; --frame) {
        const Operation* at = frame == e.frame ? e.ip : frame->ip - 1;
        Landing landing = find_in_frame(e, *frame, at, tag);
        if (landing.frame != nullptr) return landing;
    }
    return {};
}

// An index of Thread::exceptions that no frame can rethrow.
size_t free_exception(Execution& e) {
    std::vector<HeldException>& held = e.thread.exceptions;
    if (held.size() < KeepWithoutLooking) return held.size();
    std::vector<bool> needed(held.size());
    for (Frame* frame = e.thread.frames.data() + 1; frame <= e.frame; ++frame) {
        for (const Handler& handler : frame->code->handlers) {
            auto index = read_slot<uint64_t>(e.slots + frame->base + handler.slot);
            if (index < needed.size()) needed[index] = true;
        }
    }
    return static_cast<size_t>(std::find(needed.begin(), needed.end(), false) - needed.begin());
}

Next raise(Execution& e, HeldException exception) {
    Landing landing = find_landing(e, exception.tag);
    if (landing.frame == nullptr) {
        e.stop.reason = StopReason::UncaughtException;
        e.stop.tag = exception.tag;
        e.thread.uncaught = std::move(exception.values);
        e.thread.inside_operation = true;
        return Next::Stop;
    }
    e.frame = landing.frame;
    e.fp = e.slots + e.frame->base;
    e.ip = e.frame->code->operations.data() + landing.clause->operation;
    if (e.frame->instance != e.instance_id) e.enter_instance(e.frame->instance);

    uint8_t* slot = e.fp + landing.handler->slot;
    if (landing.clause->tag != CatchClause::All) {
        uint8_t* value_slot = slot;
        for (Slot value : exception.values) write_slot(value_slot += sizeof(Slot), value);
    }
    size_t index = free_exception(e);
    write_slot(slot, uint64_t{index});
    if (index == e.thread.exceptions.size()) e.thread.exceptions.emplace_back();
    e.thread.exceptions[index] = std::move(exception);
    return Next::Operation;
}

}  // namespace

Next throw_exception(Execution& e) {
    TagId tag = e.instance->tags[e.ip->immediate];
    size_t count = e.store.tag(tag).type.parameters.size();
    HeldException exception{tag, {}};
    for (size_t i = 0; i < count; ++i) {
        exception.values.push_back(read_slot<Slot>(e.fp + e.ip->a + i * sizeof(Slot)));
    }
    return raise(e, std::move(exception));
}

Next rethrow(Execution& e) {
    return raise(e, e.thread.exceptions[read_slot<uint64_t>(e.fp + e.ip->a)]);
}

}  // namespace interleave::machine
