#pragma once
// What a world tells while it runs and its state does not show: the names that a program gives its objects (interleave/trace.hpp),
// and the blocks that the heap gave out.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "world/observer.hpp"

namespace interleave::session {

class WorldNotes : public world::Observer {
public:
    // "" if it was given none.
    std::string name(uint32_t process, uint32_t address) const {
        const auto name = m_names.find({process, address});
        const auto text = name == m_names.end() ? m_texts.end() : m_texts.find(name->second);
        return text == m_texts.end() ? "" : text->second;
    }
    // Whether both addresses are in one block that the heap gave out last, be it freed meanwhile.
    bool are_in_one_block(machine::MemoryId memory, uint32_t a, uint32_t b) const {
        auto block = m_blocks.upper_bound({memory.value, a});
        if (block == m_blocks.begin()) return false;
        --block;
        const auto [of, address] = block->first;
        return of == memory.value && a - address < block->second && b >= address &&
               b - address < block->second;
    }

    void on_event(const trace::Event& event, const world::GuestThread& thread) override {
        if (event.kind == trace::EventKind::name_object)
            m_names[{thread.process, event.object}] = event.argument;
    }
    void on_text(uint32_t address, std::string_view text) override { m_texts[address] = text; }
    void on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) override {
        m_blocks[{memory.value, address}] = size;
    }

private:
    std::map<trace::ObjectKey, uint32_t> m_names;  // the address of the text
    std::map<uint32_t, std::string> m_texts;
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> m_blocks;  // size, by memory and address
};

}  // namespace interleave::session
