// The session's requests about a run's past, and of a learner who is the scheduler.

#include "session/expand.hpp"
#include "session/explain.hpp"
#include "session/moment.hpp"
#include "session/next_moves.hpp"
#include "session/session.hpp"
#include "session/stepper.hpp"

namespace interleave::session {

using base::ByteReader;
using base::JsonWriter;
using base::Result;

namespace {

const base::Error CutOff{"The request is cut off, or asks for something that does not exist."};

std::string nothing() {
    return JsonWriter().begin_object().key("none").value(true).end_object().text();
}

const char* kind_name(OperationKind kind) {
    switch (kind) {
        case OperationKind::Read:
            return "read";
        case OperationKind::Write:
            return "write";
        case OperationKind::Compute:
            return "compute";
        case OperationKind::Call:
            return "call";
        case OperationKind::Atomic:
            return "atomic";
        case OperationKind::Jump:
            return "jump";
    }
    return "compute";
}

}  // namespace

std::string Session::look(int64_t time) {
    JsonWriter json;
    if (base::Status written = write_moment(json, *m_run, *m_history, time); !written)
        return error_json(written.error());
    return json.text();
}

std::string Session::step(ByteReader& request) {
    const auto time = static_cast<int64_t>(request.u64());
    const uint32_t unit = request.u32();
    const uint32_t direction = request.u32();
    const uint32_t thread = request.u32();
    if (request.failed() || unit > 2 || direction > 1) return error_json(CutOff);
    Result<std::optional<int64_t>> target =
        step_from(*m_run, *m_history, time, static_cast<StepUnit>(unit),
                  static_cast<Direction>(direction), thread);
    if (!target) return error_json(target.error());
    return *target ? look(**target) : nothing();
}

std::string Session::jump(ByteReader& request) {
    const auto time = static_cast<int64_t>(request.u64());
    const uint32_t landmark = request.u32();
    const uint32_t direction = request.u32();
    const uint32_t thread = request.u32();
    if (request.failed() || landmark > 4 || direction > 1) return error_json(CutOff);
    std::optional<int64_t> target = jump_from(*m_history, time, static_cast<Landmark>(landmark),
                                              static_cast<Direction>(direction), thread);
    return target ? look(*target) : nothing();
}

std::string Session::at_step(ByteReader& request) {
    const size_t step = request.u32();
    if (request.failed()) return error_json(CutOff);
    if (step == 0) return look(0);
    if (step >= m_history->step_count()) return look(m_run->time());
    return look(m_history->position(step - 1));
}

std::string Session::move(ByteReader& request) {
    const base::ThreadId thread{request.u32()};
    const uint32_t unit = request.u32();
    if (request.failed() || unit > 2 || !m_run->by_hand()) return error_json(CutOff);
    if (base::Status moved = m_run->move(thread, static_cast<explorer::MoveUnit>(unit)); !moved) {
        return error_json(moved.error());
    }
    return state();
}

std::string Session::undo(ByteReader& request) {
    const uint32_t keep = request.u32();
    if (request.failed() || !m_run->by_hand() || keep == 0 || keep > m_run->moves().size())
        return error_json(CutOff);
    LabSettings settings = m_run->settings();
    settings.beginning.segments = m_run->schedule().segments;
    settings.beginning.segments.resize(m_run->moves()[keep - 1].segments);
    return begin(settings);
}

std::string Session::take_over(ByteReader& request) {
    const auto time = static_cast<int64_t>(request.u64());
    if (request.failed()) return error_json(CutOff);
    Result<explorer::Schedule> schedule = m_run->schedule_until(time);
    if (!schedule) return error_json(schedule.error());
    JsonWriter json;
    json.begin_object().key("schedule").value(schedule->to_text()).end_object();
    return json.text();
}

std::string Session::expand(ByteReader& request) {
    const uint32_t line = request.u32();
    if (request.failed()) return error_json(CutOff);
    JsonWriter json;
    json.begin_object().key("line").value(line).key("operations").begin_array();
    for (const LineOperation& operation : expand_line(*m_program, line)) {
        json.begin_object()
            .key("offset")
            .value(operation.offset)
            .key("kind")
            .value(kind_name(operation.kind));
        json.key("words").value(operation.words).key("text").value(operation.text);
        json.key("shared").value(operation.shared).end_object();
    }
    json.end_array().end_object();
    return json.text();
}

std::string Session::explain_run() {
    JsonWriter json;
    json.begin_object().key("explanations").begin_array();
    for (const Explanation& explanation : explain(*m_run, *m_history)) {
        json.begin_object()
            .key("kind")
            .value(explanation.kind)
            .key("title")
            .value(explanation.title);
        json.key("sentences").begin_array();
        for (const std::string& sentence : explanation.sentences) json.value(sentence);
        json.end_array().key("remedy").value(explanation.remedy).key("steps").begin_array();
        for (size_t step : explanation.steps) {
            json.begin_object().key("step").value(uint64_t{step + 1});
            json.key("time").value(m_history->position(step)).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.text();
}

void Session::write_hand(JsonWriter& json) {
    m_run->leave_past();
    json.key("hand").begin_object().key("moves").begin_array();
    for (const LabRun::Move& move : m_run->moves()) {
        json.begin_object()
            .key("thread")
            .value(move.thread.value)
            .key("time")
            .value(move.time)
            .end_object();
    }
    json.end_array().key("choices").begin_array();
    for (const NextMove& move : next_moves(*m_program, m_run->world(), m_run->manual())) {
        json.begin_object()
            .key("thread")
            .value(move.thread.value)
            .key("possible")
            .value(move.possible);
        json.key("words")
            .value(move.words)
            .key("but")
            .value(move.but)
            .key("line")
            .value(move.line)
            .end_object();
    }
    json.end_array().key("schedule").value(m_run->schedule().to_text()).end_object();
}

}  // namespace interleave::session
