#include "world/coroutines.hpp"

#include <string_view>

#include "machine/program.hpp"
#include "world/call_values.hpp"
#include "world/world.hpp"

namespace interleave::world {

using trace::EventKind;

namespace {

constexpr std::string_view ResumeSuffix = " (.resume)";

// "up_to(int)" → "up_to": what learners call it.
std::string short_name(std::string_view name) {
    size_t end = name.find('(');
    return std::string(name.substr(0, end));
}

}  // namespace

CoroutineTable::CoroutineTable(const wasm::Module& module) {
    const std::vector<wasm::NamedIndex>& names = module.names.functions;
    auto add = [&](uint32_t index, CoroutineFunction::Part part, uint32_t coroutine) {
        m_functions.get(index) = CoroutineFunction{part, coroutine};
        m_entries.push_back(module.code_offset(module.functions[index].body.begin));
    };
    for (size_t i = 0; i < names.size(); ++i) {
        std::string_view name = names[i].name;
        if (!name.ends_with(ResumeSuffix) || names[i].index < module.imported_functions) continue;
        std::string_view ramp = name.substr(0, name.size() - ResumeSuffix.size());
        // The ramp stands before its parts; of several functions with this name it is the closest.
        size_t at = i;
        while (at > 0 && names[at].name != ramp) --at;
        if (names[at].name != ramp || names[at].index < module.imported_functions) continue;
        auto coroutine = static_cast<uint32_t>(m_names.size());
        m_names.push_back(short_name(ramp));
        add(names[at].index, CoroutineFunction::Part::Ramp, coroutine);
        add(names[i].index, CoroutineFunction::Part::Resume, coroutine);
    }
}

void World::watch_coroutines(const wasm::Module& module) {
    m_coroutines = CoroutineTable(module);
    machine::Program& program = *m_store->instance(m_state.processes[0].prototype).program;
    for (base::CodeOffset entry : m_coroutines.entries()) program.set_breakpoint(entry);
}

// The thread stands at the entry of a coroutine's function, or where one has returned to.
void World::at_coroutine(GuestThread& thread) {
    const size_t depth = thread.machine.depth();
    const machine::Frame& top = thread.machine.frame(0);
    const bool enters = top.ip == top.code->operations.data();
    leave_coroutines(thread, enters ? depth - 1 : depth);
    const CoroutineFunction* function = enters ? m_coroutines.find(top.code->function) : nullptr;
    if (function == nullptr) return;

    ActiveCoroutine active{function->coroutine, 0, depth, true};
    if (function->part == CoroutineFunction::Part::Resume) {
        active.frame = static_cast<uint32_t>(thread.machine.frame_slots(0)[0]);
        const CoroutineFrame* frame = process_of(thread).coroutines.find(active.frame);
        if (frame != nullptr && !frame->reports_itself) {
            report(thread, EventKind::coroutine_resume, active.frame);
        }
    }
    thread.coroutines.push_back(active);
    if (depth < 2) return;
    const machine::Frame& caller = thread.machine.frame(1);
    const uint32_t returns_to = caller.code->starts[caller.code->index_of(caller.ip)];
    if (returns_to == machine::Code::NotABoundary) return;
    machine::Program& program = *caller.code->program;
    program.set_breakpoint(program.module().code_offset(returns_to));
}

// What lies deeper than `depth` has returned (or was unwound).
void World::leave_coroutines(GuestThread& thread, size_t depth) {
    while (!thread.coroutines.empty() && thread.coroutines.back().depth > depth) {
        tell_coroutine(thread);
        const ActiveCoroutine left = thread.coroutines.back();
        thread.coroutines.pop_back();
        const CoroutineFrame* frame = process_of(thread).coroutines.find(left.frame);
        if (frame != nullptr && !frame->reports_itself) {
            report(thread, EventKind::coroutine_suspend, left.frame);
        }
    }
}

// Reports the creation of the coroutine that the thread is in the ramp of, unless the program has done so by now.
void World::tell_coroutine(GuestThread& thread) {
    if (thread.coroutines.empty() || thread.coroutines.back().is_told) return;
    ActiveCoroutine& active = thread.coroutines.back();
    active.is_told = true;
    const CoroutineFrame* frame = process_of(thread).coroutines.find(active.frame);
    if (frame == nullptr || frame->reports_itself) return;
    const uint32_t name = CoroutineNames + active.coroutine;
    if (m_observer != nullptr) m_observer->on_text(name, m_coroutines.name(active.coroutine));
    report(thread, EventKind::name_object, active.frame, name);
    report(thread, EventKind::coroutine_create, active.frame);
}

// The first allocation within a ramp is the frame.
void World::coroutine_allocates(GuestThread& thread, uint32_t address) {
    if (thread.coroutines.empty() || address == 0) return;
    ActiveCoroutine& active = thread.coroutines.back();
    if (active.frame != 0) return;
    active.frame = address;
    active.is_told = false;
    process_of(thread).coroutines.get(address) = CoroutineFrame{active.coroutine, false};
}

void World::coroutine_frees(GuestThread& thread, uint32_t address) {
    const CoroutineFrame* frame = process_of(thread).coroutines.find(address);
    if (frame == nullptr) return;
    const bool reports_itself = frame->reports_itself;
    if (!thread.coroutines.empty() && thread.coroutines.back().frame == address) {
        tell_coroutine(thread);
    }
    process_of(thread).coroutines.erase(address);
    if (!reports_itself) report(thread, EventKind::coroutine_destroy, address);
}

// The program reports the coroutine with this frame itself.
void World::coroutine_reports_itself(GuestThread& thread, uint32_t address) {
    const bool known = process_of(thread).coroutines.find(address) != nullptr;
    if (known) process_of(thread).coroutines.get(address).reports_itself = true;
}

}  // namespace interleave::world
