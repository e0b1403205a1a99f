#include "machine/reshape.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "machine/decoder.hpp"

namespace interleave::machine {

namespace {

// The stepped operation that begins the instruction at this offset, or the next one that has an operation.
uint32_t stepped_index(const Code& stepped, uint32_t offset) {
    auto at = std::lower_bound(stepped.offsets.begin(), stepped.offsets.end(), offset);
    return static_cast<uint32_t>(at - stepped.offsets.begin());
}

// For each stepped operation the fused one where the same instruction begins, or NotABoundary.
std::vector<uint32_t> match_boundaries(const Code& fused, const Code& stepped) {
    std::vector<uint32_t> matches(stepped.operations.size() + 1, Code::NotABoundary);
    for (auto k = static_cast<uint32_t>(fused.operations.size()); k-- > 0;) {
        if (fused.starts[k] == Code::NotABoundary) continue;
        // Downwards, so that the first of several wins: it also settles what the others found settled.
        matches[stepped_index(stepped, fused.starts[k])] = k;
    }
    matches[0] = 0;
    return matches;
}

// A stop before the fused operation has been made, by a probe or a breakpoint: the stepped operation that stands for
// its cause must not stop again.
void carry_passes(Thread& thread, const Code& fused, uint32_t at, const Code& stepped) {
    const Operation* was = fused.operations.data() + at;
    uint32_t first = fused.starts[at] == Code::NotABoundary ? fused.offsets[at] : fused.starts[at];
    for (uint32_t i = stepped_index(stepped, first);
         i < stepped.operations.size() && stepped.offsets[i] <= fused.offsets[at]; ++i) {
        const Operation* now = stepped.operations.data() + i;
        bool is_cause = stepped.offsets[i] == fused.offsets[at];
        if (thread.passed_probe == was && is_cause) thread.passed_probe = now;
        if (thread.passed_breakpoint == was && now->code == OperationCode::Breakpoint) {
            thread.passed_breakpoint = now;
        }
    }
}

void make_stepped(Thread& thread, Frame& frame) {
    const Code& fused = *frame.code;
    const Code& stepped = fused.program->code(CodeForm::Stepped, fused.function);
    INTERLEAVE_ASSERT(stepped.frame_bytes == fused.frame_bytes);
    uint32_t at = fused.index_of(frame.ip);
    frame.code = &stepped;
    frame.ip = stepped.operations.data();
    carry_passes(thread, fused, at, stepped);
    if (at == 0) return;

    const StackMap& map = fused.program->stack_map(fused, at);
    frame.ip += stepped_index(stepped, map.offset);
    Slot* slots = thread.slots.data() + frame.base / sizeof(Slot);
    for (size_t p = 0; p < map.entries.size(); ++p) {
        const OperandEntry& entry = map.entries[p];
        Slot& slot = slots[fused.near_locals + p];
        if (entry.kind == OperandEntry::Kind::Local) slot = slots[entry.local];
        if (entry.kind == OperandEntry::Kind::Constant) slot = entry.constant;
    }
}

uint32_t fused_index(const Frame& frame) {
    const Code& stepped = *frame.code;
    return stepped.program->fused_boundary(stepped, stepped.index_of(frame.ip));
}

}  // namespace

void make_top_frame_stepped(Thread& thread) {
    thread.has_stepped_frames = true;
    Frame& top = thread.frames[thread.frame_count - 1];
    if (top.code == nullptr || top.code->form == CodeForm::Stepped) return;
    make_stepped(thread, top);
}

bool is_at_fused_boundary(const Thread& thread) {
    const Frame& top = thread.frames[thread.frame_count - 1];
    if (top.code == nullptr || top.code->form == CodeForm::Fused) return true;
    return fused_index(top) != Code::NotABoundary;
}

bool make_frames_fused(Thread& thread) {
    if (!is_at_fused_boundary(thread)) return false;
    for (size_t i = 1; i < thread.frame_count; ++i) {
        Frame& frame = thread.frames[i];
        if (frame.code->form == CodeForm::Fused) continue;
        uint32_t at = fused_index(frame);
        // After a call there always is a boundary.
        INTERLEAVE_ASSERT(at != Code::NotABoundary);
        const Code& fused = frame.code->program->code(CodeForm::Fused, frame.code->function);
        frame.code = &fused;
        frame.ip = fused.operations.data() + at;
    }
    thread.has_stepped_frames = false;
    return true;
}

const StackMap& Program::stack_map(const Code& code, uint32_t operation) {
    auto key = std::make_pair(code.function.value, operation);
    auto found = m_stack_maps.find(key);
    if (found == m_stack_maps.end()) {
        std::optional<StackMap> map = machine::stack_map(code, operation);
        INTERLEAVE_ASSERT(map.has_value());
        found = m_stack_maps.emplace(key, std::make_unique<StackMap>(std::move(*map))).first;
    }
    return *found->second;
}

uint32_t Program::fused_boundary(const Code& stepped, uint32_t operation) {
    std::vector<uint32_t>& matches = m_boundaries[stepped.function.value];
    if (matches.empty())
        matches = match_boundaries(code(CodeForm::Fused, stepped.function), stepped);
    return matches[operation];
}

Program::~Program() = default;

}  // namespace interleave::machine
