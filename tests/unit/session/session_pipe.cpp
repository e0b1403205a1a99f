// A session behind standard input and output, so that a test in another language can compare it with the engine of the
// page: each request and each reply is a u32 size, little endian, and the bytes of session/protocol.hpp.

#include <cstdio>
#include <vector>

#include "session/session.hpp"

int main() {
    interleave::session::Session session;
    for (;;) {
        uint32_t size = 0;
        if (std::fread(&size, sizeof size, 1, stdin) != 1) return 0;
        std::vector<uint8_t> request(size);
        if (std::fread(request.data(), 1, size, stdin) != size) return 1;
        std::vector<uint8_t> reply = session.handle(request);
        size = static_cast<uint32_t>(reply.size());
        std::fwrite(&size, sizeof size, 1, stdout);
        std::fwrite(reply.data(), 1, reply.size(), stdout);
        std::fflush(stdout);
    }
}
