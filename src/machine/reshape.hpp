#pragma once
// Changes a frame from one form of code to the other between two instructions. Internal to src/machine.
//
// Both forms keep local l and operand p in the same slots. From fused to stepped, the operands that fused code only
// knows as "local 3" or "constant 7" are written to their slots: which they are is found by decoding the function
// again up to that place (and remembered). From stepped to fused nothing needs to be written, since what an operand
// stands for is also in the place it stands for; but only some places exist in the fused form.

#include "machine/store.hpp"
#include "machine/thread.hpp"

namespace interleave::machine {

// REQUIRES: the top frame is between two instructions
void make_top_frame_stepped(Thread& thread);

// All frames. False, and nothing changed, if the top frame is at a place that the fused form does not have.
bool make_frames_fused(Thread& thread);

// Whether the top frame is at a place that the fused form has.
bool is_at_fused_boundary(const Thread& thread);

}  // namespace interleave::machine
