#include "rubric.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

using namespace interleave;
using apps::Rubric;
using apps::RuleResult;

namespace {

struct Explored {
    Explored(const std::string& name, const std::string& input) {
        std::ifstream in(std::string(INTERLEAVE_PROGRAMS) + "/explore/" + name + ".debug.wasm", std::ios::binary);
        auto loaded = session::Program::load(std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {}));
        EXPECT_TRUE(loaded.ok()) << name << " is not built";
        program = *loaded;
        session::ExploreSettings settings;
        settings.options.input = input;
        run = std::move(session::ExploreRun::create(program, settings)).value();
        while (run->run(1000)) {
        }
    }
    std::vector<RuleResult> check(const std::string& rubric) const {
        auto parsed = Rubric::parse(rubric);
        EXPECT_TRUE(parsed.ok());
        return apps::check(*parsed, *run, program);
    }

    session::Program program;
    std::unique_ptr<session::ExploreRun> run;
};

std::string error_of(const std::string& rubric) {
    auto parsed = Rubric::parse(rubric);
    return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST(Rubric, a_right_program_breaks_no_rule) {
    const Explored right("locked_increments", "3");
    const auto rules = right.check(R"({"mustNot": ["deadlock", "data-race"], "prints": [""], "exits": [0], "threads": 4})");
    ASSERT_EQ(rules.size(), 5u);
    for (const RuleResult& rule : rules) EXPECT_FALSE(rule.broken) << rule.name << ": " << rule.message;
}

TEST(Rubric, each_rule_can_be_broken) {
    const Explored wrong("unlocked_increments", "3");
    const auto rules = wrong.check(R"({"mustNot": ["deadlock", "data-race"], "prints": ["3\n"], "exits": [1], "threads": 3})");
    ASSERT_EQ(rules.size(), 5u);
    EXPECT_FALSE(rules[0].broken);
    EXPECT_TRUE(rules[1].broken);
    EXPECT_NE(rules[1].message.find("counter"), std::string::npos) << rules[1].message;
    EXPECT_FALSE(rules[1].schedule.empty());
    EXPECT_TRUE(rules[2].broken);
    EXPECT_NE(rules[2].message.find("prints \"2"), std::string::npos) << rules[2].message;
    EXPECT_TRUE(rules[3].broken);
    EXPECT_TRUE(rules[4].broken);
    EXPECT_EQ(rules[4].message, "It uses 4 threads, main included.");
}

TEST(Rubric, bad_rubrics_say_what_is_wrong) {
    EXPECT_NE(error_of("[]").find("not a JSON object"), std::string::npos);
    EXPECT_NE(error_of("{").find("not a JSON object"), std::string::npos);
    EXPECT_NE(error_of(R"({"deadlock": 1})").find("no rule \"deadlock\""), std::string::npos);
    EXPECT_NE(error_of(R"({"mustNot": ["hang"]})").find("kinds of bugs: deadlock"), std::string::npos);
    EXPECT_NE(error_of(R"({"prints": "3"})").find("a list of texts"), std::string::npos);
    EXPECT_NE(error_of(R"({"exits": [256]})").find("exit codes"), std::string::npos);
    EXPECT_NE(error_of(R"({"threads": -1})").find("a number up to 64"), std::string::npos);
}
