#include "world/channels.hpp"

#include <gtest/gtest.h>

using namespace interleave::world;

namespace {

Message message(std::string_view text) {
    return std::make_shared<const std::vector<uint8_t>>(text.begin(), text.end());
}

std::string text(const Message& message) { return {message->begin(), message->end()}; }

}  // namespace

TEST(Channels, one_name_is_one_channel_and_no_name_is_always_a_new_one) {
    Channels channels;
    uint32_t a = channels.open("a", 3);
    EXPECT_EQ(channels.open("a", 99), a);
    EXPECT_EQ(channels.find(a)->capacity, 3u);  // the first to open it decides
    EXPECT_NE(channels.open("b", 3), a);
    EXPECT_NE(channels.open("", 0), channels.open("", 0));
}

TEST(Channels, bad_numbers_are_no_channel) {
    Channels channels;
    channels.open("a", 0);
    EXPECT_EQ(channels.find(0), nullptr);
    EXPECT_EQ(channels.find(2), nullptr);
    EXPECT_FALSE(channels.close(2));
    // Operations on them fail at once instead of waiting.
    EXPECT_TRUE(channels.can_send(2));
    EXPECT_TRUE(channels.can_receive(0));
}

TEST(Channels, messages_come_out_in_the_order_they_went_in) {
    Channels channels;
    uint32_t id = channels.open("a", 0);
    EXPECT_FALSE(channels.can_receive(id));
    for (const char* word : {"one", "", "three"}) EXPECT_TRUE(channels.send(id, message(word)));
    for (const char* word : {"one", "", "three"}) {
        ASSERT_TRUE(channels.can_receive(id));
        EXPECT_EQ(text(channels.front(id)), word);
        channels.pop(id);
    }
    EXPECT_FALSE(channels.can_receive(id));
}

TEST(Channels, a_full_channel_has_no_room_until_one_is_taken) {
    Channels channels;
    uint32_t id = channels.open("a", 2);
    channels.send(id, message("1"));
    EXPECT_TRUE(channels.can_send(id));
    channels.send(id, message("2"));
    EXPECT_FALSE(channels.can_send(id));
    channels.pop(id);
    EXPECT_TRUE(channels.can_send(id));
}

TEST(Channels, after_closing_nobody_waits_and_the_rest_can_be_taken) {
    Channels channels;
    uint32_t id = channels.open("a", 1);
    channels.send(id, message("last"));
    EXPECT_TRUE(channels.close(id));
    EXPECT_TRUE(channels.close(id));
    EXPECT_TRUE(channels.can_send(id));  // fails, but does not wait
    EXPECT_EQ(text(channels.front(id)), "last");
    channels.pop(id);
    EXPECT_TRUE(channels.can_receive(id));
}

TEST(Channels, refuses_more_bytes_than_there_may_be) {
    Channels channels;
    uint32_t id = channels.open("a", 0);
    auto large = std::make_shared<const std::vector<uint8_t>>(Channels::MostBytes / 4 * 3);
    EXPECT_TRUE(channels.send(id, large));
    EXPECT_FALSE(channels.send(id, large));
    channels.pop(id);
    EXPECT_TRUE(channels.send(id, large));
}

TEST(Channels, the_hash_tells_contents_and_state_but_not_history) {
    Channels one;
    Channels other;
    one.open("a", 1);
    other.open("a", 1);
    EXPECT_EQ(one.hash(1), other.hash(1));
    one.send(1, message("x"));
    EXPECT_NE(one.hash(1), other.hash(1));
    other.send(1, message("y"));
    EXPECT_NE(one.hash(1), other.hash(1));
    one.pop(1);
    other.pop(1);
    EXPECT_EQ(one.hash(1), other.hash(1));
    one.close(1);
    EXPECT_NE(one.hash(1), other.hash(1));
}

TEST(Channels, a_copy_is_a_snapshot) {
    Channels channels;
    uint32_t id = channels.open("a", 0);
    channels.send(id, message("kept"));
    const Channels saved = channels;
    channels.pop(id);
    channels.open("b", 0);
    channels = saved;
    EXPECT_EQ(text(channels.front(id)), "kept");
    EXPECT_EQ(channels.all().size(), 1u);
}
