#include "session/session.hpp"

#include <algorithm>
#include <cstdio>

#include "base/json.hpp"
#include "session/inspect.hpp"
#include "session/protocol.hpp"

namespace interleave::session {

using base::ByteReader;
using base::JsonWriter;

namespace {

void put_sized(base::ByteWriter& out, std::span<const uint8_t> bytes) {
    out.u32(static_cast<uint32_t>(bytes.size()));
    out.bytes(bytes);
}

std::span<const uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

std::string error_json(const base::Error& error) {
    JsonWriter json;
    json.begin_object().key("error").value(error.message).key("position");
    if (error.position == base::Error::NoPosition)
        json.null();
    else
        json.value(error.position);
    json.end_object();
    return json.text();
}

std::vector<uint8_t> Session::handle(std::span<const uint8_t> request) {
    ByteReader reader(request);
    std::string json = dispatch(reader);
    base::ByteWriter reply;
    put_sized(reply, bytes_of(json));
    std::vector<uint8_t> chunk;
    std::vector<Output> outputs;
    if (m_run) {
        chunk = m_run->recorder().take_chunk();
        if (m_history) (void)m_history->feed(chunk);  // it is our own: it fits
        outputs = m_run->recorder().take_output();
    }
    put_sized(reply, chunk);
    reply.u32(static_cast<uint32_t>(outputs.size()));
    for (const Output& output : outputs) {
        reply.u32(static_cast<uint32_t>(output.descriptor));
        put_sized(reply, output.bytes);
    }
    return std::move(reply.data());
}

std::string Session::dispatch(ByteReader& request) {
    const auto kind = static_cast<RequestKind>(request.u32());
    if (kind == RequestKind::Load) return load(request);
    if (kind == RequestKind::Start) return start(request, false);
    if (kind == RequestKind::ByHand) return start(request, true);
    if (kind == RequestKind::Explore) return explore(request);
    if (kind == RequestKind::ExploreMore) return explore_more(request.u64());
    if (kind == RequestKind::Explored) return explored(static_cast<double>(request.u64()) / 1e6);
    if (!m_run) return error_json({"No run was started. Load a program and start it first."});
    switch (kind) {
        case RequestKind::Run:
            m_run->run(request.u64());
            return state();
        case RequestKind::Stop:
            m_run->stop();
            return state();
        case RequestKind::Input:
            m_run->give_input(request.bytes(request.remaining()));
            return state();
        case RequestKind::CloseInput:
            m_run->close_input();
            return state();
        case RequestKind::Seek: {
            auto time = static_cast<int64_t>(request.u64());
            if (request.failed()) break;
            if (base::Status found = m_run->seek(time); !found) return error_json(found.error());
            JsonWriter json;
            inspect(json, *m_program, m_run->world(), m_run->position());
            return json.text();
        }
        case RequestKind::Inspect: {
            InspectOptions options;
            options.library_frames = request.u32() & InspectLibraryFrames;
            JsonWriter json;
            inspect(json, *m_program, m_run->world(), m_run->position(), options);
            return json.text();
        }
        case RequestKind::Schedule: {
            JsonWriter json;
            json.begin_object().key("schedule").value(m_run->schedule().to_text()).end_object();
            return json.text();
        }
        case RequestKind::Look:
            return look(static_cast<int64_t>(request.u64()));
        case RequestKind::Step:
            return step(request);
        case RequestKind::Jump:
            return jump(request);
        case RequestKind::Move:
            return move(request);
        case RequestKind::Undo:
            return undo(request);
        case RequestKind::TakeOver:
            return take_over(request);
        case RequestKind::Expand:
            return expand(request);
        case RequestKind::Explain:
            return explain_run();
        case RequestKind::AtStep:
            return at_step(request);
        default:
            break;
    }
    return error_json(
        {"The engine does not know this request. The page and the engine are of different "
         "versions: reload the page."});
}

std::string Session::load(ByteReader& request) {
    std::span<const uint8_t> bytes = request.bytes(request.remaining());
    base::Result<Program> program = Program::load({bytes.begin(), bytes.end()});
    if (!program) return error_json(program.error());
    m_run.reset();
    m_history.reset();
    m_exploring.reset();
    m_program = std::move(program).value();
    JsonWriter json;
    json.begin_object().key("functions").value(uint64_t{m_program->debug->functions().size()});
    json.key("debug").value(!m_program->debug->lines().empty()).end_object();
    return json.text();
}

std::string Session::start(ByteReader& request, bool by_hand) {
    if (!m_program) return error_json({"No program is loaded."});
    LabSettings settings;
    settings.cores.cores = request.u32();
    const uint32_t flags = request.u32();
    settings.watch_shared = flags & StartWatchShared;
    settings.input_open = flags & StartInputOpen;
    settings.cores.seed = settings.world.seed = request.u64();
    settings.cores.quantum_nanoseconds = static_cast<int64_t>(request.u64());
    settings.cores.switch_nanoseconds = static_cast<int64_t>(request.u64());
    settings.world.instruction_nanoseconds = std::min(request.u32(), 1'000'000u);
    request.u32();
    settings.instruction_limit = request.u64();
    settings.event_limit = request.u64();
    settings.input = std::string(request.text(request.u32()));
    const bool sound = settings.cores.cores >= 1 && settings.cores.cores <= 64 &&
                       settings.cores.quantum_nanoseconds > 0 &&
                       settings.cores.switch_nanoseconds >= 0;
    if (request.failed() || !sound) {
        return error_json(
            {"The settings of the run make no sense: 1 to 64 cores and times above zero are "
             "needed."});
    }
    if (by_hand) {
        settings.by_hand = true;
        base::Result<explorer::Schedule> beginning =
            explorer::Schedule::from_text(request.text(request.u32()));
        if (!beginning) return error_json(beginning.error());
        settings.beginning = std::move(beginning).value();
    }
    return begin(settings);
}

std::string Session::begin(const LabSettings& settings) {
    base::Result<std::unique_ptr<LabRun>> run = LabRun::create(*m_program, settings);
    if (!run) return error_json(run.error());
    m_run = std::move(run).value();
    m_history = std::make_unique<History>(std::max(settings.world.instruction_nanoseconds, 1u));
    m_findings_told = 0;
    return state();
}

std::string Session::state() {
    JsonWriter json;
    json.begin_object().key("status").value(lab_status_name(m_run->status()));
    json.key("message").value(m_run->message()).key("exitCode").value(m_run->exit_code());
    json.key("time").value(m_run->time()).key("executed").value(m_run->executed());
    json.key("threads").value(uint64_t{m_run->world().threads().size()});
    char hash[24];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(m_run->hash()));
    json.key("hash").value(hash).key("findings").begin_array();
    const std::vector<Finding>& findings = m_run->recorder().findings();
    for (; m_findings_told < findings.size(); ++m_findings_told) {
        const Finding& finding = findings[m_findings_told];
        json.begin_object()
            .key("line")
            .value(uint32_t{finding.line})
            .key("thread")
            .value(finding.thread.value);
        json.key("time")
            .value(finding.time)
            .key("message")
            .value(world::misuse_sentence(finding.misuse));
        json.end_object();
    }
    json.end_array();
    if (m_run->by_hand()) write_hand(json);
    json.end_object();
    return json.text();
}

}  // namespace interleave::session
