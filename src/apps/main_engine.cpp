// engine.wasm: the lab in the page, in a worker. One session; requests and replies are bytes (session/protocol.hpp).

#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "session/session.hpp"

namespace {

interleave::session::Session session;
std::vector<uint8_t> reply;

}  // namespace

extern "C" {

// Performs the request that lies at `request` (memory from engine_allocate, which this frees) and returns the reply's address;
// it stays until the next request. Its size: engine_reply_size.
const uint8_t* engine_request(uint8_t* request, uint32_t size) {
    reply = session.handle(std::span<const uint8_t>(request, size));
    std::free(request);
    return reply.data();
}

uint32_t engine_reply_size() { return static_cast<uint32_t>(reply.size()); }

uint8_t* engine_allocate(uint32_t size) { return static_cast<uint8_t*>(std::malloc(size)); }
}
