#pragma once
// Writes JSON (RFC 8259) piece by piece; commas and escapes are its business, balance is the caller's.
//
//   JsonWriter json;
//   json.begin_object().key("name").value("counter").key("lines").begin_array().value(3).end_array().end_object();

#include <cstdint>
#include <string>
#include <string_view>

namespace interleave::base {

class JsonWriter {
public:
    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& key(std::string_view name);
    // Bytes that are not valid UTF-8 are written as U+FFFD.
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(bool flag) { return raw(flag ? "true" : "false"); }
    JsonWriter& value(int64_t number) { return raw(std::to_string(number)); }
    JsonWriter& value(uint64_t number) { return raw(std::to_string(number)); }
    JsonWriter& value(int number) { return raw(std::to_string(number)); }
    JsonWriter& value(uint32_t number) { return raw(std::to_string(number)); }
    // Six significant digits; infinities and NaN become null.
    JsonWriter& value(double number);
    JsonWriter& null() { return raw("null"); }
    // Text that is JSON already.
    JsonWriter& raw(std::string_view json);

    const std::string& text() const { return m_text; }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string m_text;
    bool m_needs_comma = false;
};

}  // namespace interleave::base
