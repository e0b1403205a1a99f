#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

using interleave::base::Error;
using interleave::base::Result;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return Error{"The number is odd. Give an even one.", 7};
    return number / 2;
}

}  // namespace

TEST(Result, holds_either_the_value_or_the_reason) {
    EXPECT_EQ(half(8).value(), 4);
    Result<int> odd = half(3);
    ASSERT_FALSE(odd.ok());
    EXPECT_EQ(odd.error().position, 7u);
}

TEST(Result, gives_a_movable_value_away) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
    std::unique_ptr<int> owned = std::move(result).value();
    EXPECT_EQ(*owned, 5);
}

TEST(ResultDeathTest, asking_a_failed_result_for_its_value_is_an_internal_bug) {
    EXPECT_DEATH((void)half(3).value(), "internal bug");
}
