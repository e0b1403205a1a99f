// The session's requests about all interleavings of a program.

#include <algorithm>

#include "session/explore.hpp"
#include "session/protocol.hpp"
#include "session/session.hpp"

namespace interleave::session {

using base::ByteReader;
using base::JsonWriter;

std::string Session::explore(ByteReader& request) {
    if (!m_program) return error_json({"No program is loaded."});
    const uint32_t policy = request.u32();
    const uint32_t flags = request.u32();
    ExploreSettings settings;
    settings.budget_executions = request.u64();
    explorer::ExplorationOptions& options = settings.options;
    options.events_per_execution = request.u64();
    options.seed = request.u64();
    options.preemptions = request.u32();
    options.depth = request.u32();
    options.threads = std::clamp<uint32_t>(request.u32(), 1, MostExploreThreads);
    const uint32_t size = request.u32();
    std::span<const uint8_t> input = request.bytes(size);
    if (request.failed() || policy > static_cast<uint32_t>(explorer::Policy::Pct)) {
        return error_json(
            {"The request to explore is cut off, or asks for a policy that does not exist."});
    }
    options.policy = static_cast<explorer::Policy>(policy);
    options.execution.output_order = (flags & ExploreIgnoreOutputOrder) == 0;
    options.input.assign(input.begin(), input.end());
    base::Result<std::unique_ptr<ExploreRun>> made = ExploreRun::create(*m_program, settings);
    if (!made) return error_json(made.error());
    m_exploring = std::move(made).value();
    return explore_more(0);
}

std::string Session::explore_more(uint64_t executions) {
    if (!m_exploring) return error_json({"Nothing is being explored."});
    const bool more = m_exploring->run(executions) || executions == 0;
    const explorer::Exploration& found = m_exploring->exploration();
    JsonWriter json;
    json.begin_object().key("more").value(more).key("verdict").value(
        verdict_name(m_exploring->verdict()));
    json.key("executions").value(found.counts().executions + found.counts().stuck);
    json.key("outcomes").value(uint64_t{found.outcomes().size()});
    json.key("bugs").value(uint64_t{found.bugs().size()});
    json.key("progress").value(found.progress());
    json.end_object();
    return json.text();
}

std::string Session::explored(double seconds) {
    if (!m_exploring) return error_json({"Nothing was explored."});
    JsonWriter json;
    m_exploring->write(json, seconds);
    return json.text();
}

}  // namespace interleave::session
