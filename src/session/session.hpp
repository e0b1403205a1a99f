#pragma once
// A session: one program and one run of it on the lab, driven by requests (protocol.hpp).
//
// Thread safety: none. A request runs to its end; who must stay responsive asks for small amounts of work.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "session/lab_run.hpp"

namespace interleave::session {

class Session {
public:
    // Any bytes may come: what is not a request is answered with an error.
    std::vector<uint8_t> handle(std::span<const uint8_t> request);

private:
    std::string dispatch(base::ByteReader& request);
    std::string load(base::ByteReader& request);
    std::string start(base::ByteReader& request);
    std::string state();

    std::optional<Program> m_program;
    std::unique_ptr<LabRun> m_run;
    size_t m_findings_told = 0;
};

}  // namespace interleave::session
