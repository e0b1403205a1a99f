#include "trace/events.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

using namespace interleave::trace;

TEST(Events, every_kind_is_found_by_its_number_and_no_other_number_is) {
    size_t found = 0;
    for (int number = 0; number < 256; ++number) {
        const EventInfo* info = find_event(static_cast<uint8_t>(number));
        if (info == nullptr) continue;
        EXPECT_EQ(static_cast<int>(info->kind), number);
        ++found;
    }
    EXPECT_EQ(found, all_events().size());
}

TEST(Events, names_are_distinct_and_sentences_are_not_empty) {
    std::set<std::string> names;
    for (const EventInfo& info : all_events()) {
        EXPECT_TRUE(names.insert(info.name).second) << info.name;
        EXPECT_FALSE(std::string(info.sentence).empty()) << info.name;
        EXPECT_FALSE(std::string(group_name(info.group)).empty());
    }
}

TEST(Events, numbers_stored_in_traces_and_links_have_not_moved) {
    EXPECT_EQ(static_cast<int>(EventKind::clock), 1);
    EXPECT_EQ(static_cast<int>(EventKind::thread_create), 10);
    EXPECT_EQ(static_cast<int>(EventKind::lock_acquire), 21);
    EXPECT_EQ(static_cast<int>(EventKind::condition_wait), 30);
    EXPECT_EQ(static_cast<int>(EventKind::atomic_wait), 40);
    EXPECT_EQ(static_cast<int>(EventKind::sleep_begin), 50);
    EXPECT_EQ(static_cast<int>(EventKind::read), 70);
    EXPECT_EQ(static_cast<int>(EventKind::channel_send), 90);
    EXPECT_EQ(static_cast<int>(EventKind::coroutine_resume), 111);
}
