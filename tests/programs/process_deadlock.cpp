// Two processes, each waiting for the other to speak first, and the parent waiting for them.
#include <cstdio>
#include <interleave/channel.hpp>
#include <interleave/process.hpp>

using interleave::channel;

void polite(channel<int> from, channel<int> to) {
    int heard = from.receive();
    to.send(heard + 1);
}

int main() {
    std::printf("after you\n");
    std::fflush(stdout);
    channel<int> left("left"), right("right");
    interleave::process first(polite, left, right);
    interleave::process second(polite, right, left);
    first.wait();
    second.wait();
}
