#include "base/json.hpp"

#include <cmath>
#include <cstdio>

#include "base/utf8.hpp"

namespace interleave::base {

void JsonWriter::separate() {
    if (m_needs_comma) m_text.push_back(',');
    m_needs_comma = true;
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    m_text.push_back(bracket);
    m_needs_comma = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    m_text.push_back(bracket);
    m_needs_comma = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    value(name);
    m_text.push_back(':');
    m_needs_comma = false;
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    m_text.append(json);
    return *this;
}

JsonWriter& JsonWriter::value(double number) {
    if (!std::isfinite(number)) return null();
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", number);
    return raw(text);
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    m_text.push_back('"');
    while (!text.empty()) {
        size_t length = utf8_sequence_length(text);
        if (length == 0) {
            m_text.append("\xef\xbf\xbd");
            text.remove_prefix(1);
            continue;
        }
        unsigned char c = static_cast<unsigned char>(text[0]);
        switch (c) {
            case '"':
                m_text.append("\\\"");
                break;
            case '\\':
                m_text.append("\\\\");
                break;
            case '\n':
                m_text.append("\\n");
                break;
            case '\t':
                m_text.append("\\t");
                break;
            case '\r':
                m_text.append("\\r");
                break;
            default:
                if (c < 0x20) {
                    char escape[8];
                    std::snprintf(escape, sizeof escape, "\\u%04x", c);
                    m_text.append(escape);
                } else {
                    m_text.append(text.substr(0, length));
                }
        }
        text.remove_prefix(length);
    }
    m_text.push_back('"');
    return *this;
}

}  // namespace interleave::base
