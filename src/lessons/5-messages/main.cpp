#include <cstdio>
#include <interleave/channel.hpp>
#include <interleave/process.hpp>

using interleave::channel;
using interleave::process;

constexpr int Questions = 3;

int add_up(channel<int> questions, channel<int> answers) {
    int sum = 0, answered = 0;
    for (int number : questions) {
        sum += number;
        ++answered;
        answers.send(sum);
    }
    return answered;
}

int main() {
    channel<int> questions("questions"), answers("answers");
    process child(add_up, questions, answers);

    for (int number = 1; number <= Questions; ++number) {
        questions.send(number);
        std::printf("%d + … = %d\n", number, answers.receive());
    }
    questions.close();
    std::printf("the child answered %d questions\n", child.wait());
}
