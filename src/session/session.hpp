#pragma once
// A session: one program and one run of it on the lab, driven by requests (protocol.hpp).
//
// Thread safety: none. A request runs to its end; who must stay responsive asks for small amounts of work.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "session/explore.hpp"
#include "session/history.hpp"
#include "session/lab_run.hpp"

namespace interleave::session {

std::string error_json(const base::Error& error);

class Session {
public:
    // Any bytes may come: what is not a request is answered with an error.
    std::vector<uint8_t> handle(std::span<const uint8_t> request);

private:
    std::string dispatch(base::ByteReader& request);
    std::string load(base::ByteReader& request);
    std::string start(base::ByteReader& request, bool by_hand);
    std::string begin(const LabSettings& settings);
    std::string state();
    void write_hand(base::JsonWriter& json);

    // session_look.cpp: the requests about a run's past
    std::string look(int64_t time);
    std::string step(base::ByteReader& request);
    std::string jump(base::ByteReader& request);
    std::string at_step(base::ByteReader& request);
    std::string move(base::ByteReader& request);
    std::string undo(base::ByteReader& request);
    std::string take_over(base::ByteReader& request);
    std::string expand(base::ByteReader& request);
    std::string explain_run();

    // session_explore.cpp: all interleavings
    std::string explore(base::ByteReader& request);
    std::string explore_more(uint64_t executions);
    std::string explored(double seconds);

    std::optional<Program> m_program;
    std::unique_ptr<LabRun> m_run;
    std::unique_ptr<History> m_history;  // of m_run
    std::unique_ptr<ExploreRun> m_exploring;
    size_t m_findings_told = 0;
};

}  // namespace interleave::session
