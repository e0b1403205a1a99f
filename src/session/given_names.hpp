#pragma once
// The names that a program gives its objects (interleave/trace.hpp), as a world tells them.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "world/observer.hpp"

namespace interleave::session {

class GivenNames : public world::Observer {
public:
    // "" if it was given none.
    std::string find(uint32_t process, uint32_t address) const {
        const auto name = m_names.find({process, address});
        const auto text = name == m_names.end() ? m_texts.end() : m_texts.find(name->second);
        return text == m_texts.end() ? "" : text->second;
    }

    void on_event(const trace::Event& event, const world::GuestThread& thread) override {
        if (event.kind == trace::EventKind::name_object) m_names[{thread.process, event.object}] = event.argument;
    }
    void on_text(uint32_t address, std::string_view text) override { m_texts[address] = text; }

private:
    std::map<trace::ObjectKey, uint32_t> m_names;  // the address of the text
    std::map<uint32_t, std::string> m_texts;
};

}  // namespace interleave::session
