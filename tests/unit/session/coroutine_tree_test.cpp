#include "session/coroutine_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab_harness.hpp"

using namespace interleave;
using namespace interleave::testing;
using session::CoroutineNode;
using session::coroutines_at;
using session::CoroutineState;
using session::History;
using session::LabSettings;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using trace::EventKind;

namespace {

struct Past {
    History history;

    explicit Past(const std::filesystem::path& program) {
        auto run = begin(load(program), LabSettings{});
        std::vector<uint8_t> chunk;
        finish(*run, &chunk);
        EXPECT_TRUE(history.feed(chunk).ok());
    }

    // The coroutines as they are right after each event of this kind.
    std::vector<std::vector<std::string>> after(EventKind kind) const {
        std::vector<std::vector<std::string>> all;
        const trace::Trace& trace = history.trace();
        for (uint32_t index : history.coroutine_events()) {
            if (trace[index].kind == kind)
                all.push_back(told(coroutines_at(history, trace[index].time)));
        }
        return all;
    }

    static std::vector<std::string> told(const std::vector<CoroutineNode>& nodes) {
        std::vector<std::string> list;
        for (const CoroutineNode& node : nodes) {
            std::string text = std::string(node.name) + " " + coroutine_state_name(node.state);
            if (!node.waits_for.empty()) text += " for " + std::string(node.waits_for);
            if (node.parent)
                text += (node.awaited ? ", awaited by " : ", of ") +
                        std::string(nodes[*node.parent].name);
            list.push_back(text);
        }
        return list;
    }
};

}  // namespace

TEST(CoroutineTree, an_awaiting_task_is_the_parent_of_the_one_it_awaits) {
    Past run(program_path("loop_gather"));
    const auto moments = run.after(EventKind::coroutine_suspend);
    EXPECT_THAT(moments, Contains(ElementsAre("main_task suspended for gathers",
                                              "gathers suspended for gather, awaited by main_task",
                                              "count suspended for sleep, of gathers",
                                              "count suspended for sleep, of gathers",
                                              "count suspended for sleep, of gathers")));
    EXPECT_THAT(moments, Contains(Contains("waits suspended for count, awaited by main_task")));
    EXPECT_THAT(moments, Contains(Contains("quiet done, of waits")));
}

TEST(CoroutineTree, one_that_was_not_begun_is_created) {
    Past run(program_path("loop_gather"));
    EXPECT_THAT(run.after(EventKind::coroutine_create),
                Contains(Contains("count created, of gathers")));
}

TEST(CoroutineTree, coroutines_of_no_library_are_there_and_go) {
    Past run(program_path("generator"));
    EXPECT_THAT(run.after(EventKind::coroutine_resume), Contains(Contains(HasSubstr(" running"))));
    EXPECT_TRUE(coroutines_at(run.history, INT64_MAX).empty());
    EXPECT_TRUE(coroutines_at(run.history, -1).empty());
}
