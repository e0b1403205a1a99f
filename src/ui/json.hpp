#pragma once
// Writing JSON: commas and escapes taken care of.

#include <cstdint>
#include <string>
#include <string_view>

namespace interleave::ui {

class JsonWriter {
public:
    const std::string& text() const { return m_text; }

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    JsonWriter& key(std::string_view name) {
        separate();
        quote(name);
        m_text += ':';
        m_fresh = true;
        return *this;
    }
    JsonWriter& value(std::string_view text) {
        separate();
        quote(text);
        return *this;
    }
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(int64_t number) { return raw(std::to_string(number)); }
    JsonWriter& value(uint64_t number) { return raw(std::to_string(number)); }
    JsonWriter& value(int number) { return raw(std::to_string(number)); }
    JsonWriter& value(uint32_t number) { return raw(std::to_string(number)); }
    JsonWriter& value(double number) { return raw(std::to_string(number)); }
    JsonWriter& value(bool truth) { return raw(truth ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }

    template <typename T>
    JsonWriter& field(std::string_view name, const T& content) {
        return key(name).value(content);
    }

private:
    JsonWriter& raw(std::string_view text) {
        separate();
        m_text += text;
        return *this;
    }
    JsonWriter& open(char bracket) {
        separate();
        m_text += bracket;
        m_fresh = true;
        return *this;
    }
    JsonWriter& close(char bracket) {
        m_text += bracket;
        m_fresh = false;
        return *this;
    }
    void separate() {
        if (!m_fresh) m_text += ',';
        m_fresh = false;
    }
    void quote(std::string_view text) {
        m_text += '"';
        for (char c : text) {
            if (c == '"' || c == '\\') {
                m_text += '\\';
                m_text += c;
            } else if (static_cast<unsigned char>(c) < 0x20) {
                constexpr char Digits[] = "0123456789abcdef";
                m_text += "\\u00";
                m_text += Digits[c >> 4 & 15];
                m_text += Digits[c & 15];
            } else {
                m_text += c;
            }
        }
        m_text += '"';
    }

    std::string m_text;
    bool m_fresh = true;
};

}  // namespace interleave::ui
