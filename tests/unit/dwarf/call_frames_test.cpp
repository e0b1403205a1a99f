#include "dwarf/call_frames.hpp"

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

TEST(CallFrames, an_offset_in_a_user_function_is_one_frame_with_its_line) {
    Stopped stopped("twice", 3);
    std::vector<CallFrame> frames = frames_at(stopped.info, stopped.offset);
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].name, "twice(int)");
    EXPECT_EQ(frames[0].short_name, "twice");
    EXPECT_TRUE(frames[0].is_user);
    EXPECT_EQ(frames[0].position.line, line_of("inspect.cpp", "// here: twice"));
}

TEST(CallFrames, library_frames_can_be_folded) {
    const DebugInfo& info = program("inspect.debug.wasm");
    for (const Function& function : info.functions()) {
        if (!function.name.starts_with("std::vector<int>::")) continue;
        std::vector<CallFrame> frames = frames_at(info, {function.end - 1});
        ASSERT_FALSE(frames.empty());
        EXPECT_FALSE(frames.back().is_user);
        return;
    }
    FAIL() << "the program has no function of std::vector";
}

TEST(CallFrames, inlined_functions_are_frames_of_their_own) {
    const DebugInfo& info = program("small_4-O1.wasm");
    bool found = false;
    for (const CodeLine& row : info.lines()) {
        for (const CallFrame& frame : frames_at(info, {row.offset})) {
            if (!frame.is_inlined || frame.short_name != "square") continue;
            found = true;
            std::vector<CallFrame> frames = frames_at(info, {row.offset});
            ASSERT_GE(frames.size(), 2u);
            // The caller stands at the line of the call.
            EXPECT_EQ(frames[1].short_name, "work");
            EXPECT_EQ(frames[1].position.line, line_of("small.cpp", "= square(i)"));
            EXPECT_TRUE(frame.is_user);
        }
    }
    EXPECT_TRUE(found) << "clang inlined nothing at -O1";
}

TEST(CallFrames, bad_offset_has_no_frames) {
    EXPECT_TRUE(frames_at(program("small_4-O1.wasm"), {UINT32_MAX}).empty());
}
