#pragma once
// What a modelled operation is about to touch, from the call and the state of the objects it names.

#include "explorer/event.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

// Operations that nobody else can notice, or that depend on nothing: part of the thread's own code.
bool is_quiet(const world::GuestThread& thread, bool output_order);

// Of stdio's files: taking one is the event of printing, all up to giving it back belongs to it.
bool is_library_lock(const world::GuestThread& thread);

// A lock, permit or join with a time limit: goes on whether or not it is to be had.
bool has_time_limit(const world::GuestThread& thread);

// Of the call that the thread is about to perform. `fails`: it has a time limit and is not to be had now.
// Enqueueing (waits on conditions and atomics) is added only after the call, when it is known.
void touches_of_call(world::World& world, const world::GuestThread& thread, bool fails,
                     Event& event);

// Of the end of a wait on a condition variable or an atomic.
void touches_of_wake(const world::GuestThread& thread, Way way, Event& event);

// The place in the queue of the condition variable that notify_one would choose from, for `perform`.
uint32_t choice_of(const world::World& world, const world::GuestThread& notifier,
                   uint32_t notified);
// The ways to perform the call: one, or for notify_one one for each thread that could be chosen.
void add_choices(const world::World& world, const world::GuestThread& notifier,
                 std::vector<Label>& out);

}  // namespace interleave::explorer
