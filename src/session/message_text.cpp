#include "session/message_text.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <optional>

namespace interleave::session {

namespace {

constexpr size_t MostCharacters = 32;
constexpr size_t MostNumbers = 6;
constexpr int64_t SmallNumber = int64_t{1} << 53;

template <class Number>
Number number_at(std::span<const uint8_t> bytes, size_t at) {
    Number value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

bool is_text(std::span<const uint8_t> bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](uint8_t byte) { return byte >= 0x20 && byte != 0x7f; });
}

std::optional<std::string> as_text(std::span<const uint8_t> bytes) {
    if (bytes.size() <= 4 || number_at<uint32_t>(bytes, 0) != bytes.size() - 4) return std::nullopt;
    bytes = bytes.subspan(4);
    if (!is_text(bytes)) return std::nullopt;
    std::string text(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(
                                                        std::min(bytes.size(), MostCharacters)));
    return "\"" + text + (bytes.size() > MostCharacters ? "…\"" : "\"");
}

std::string eight(std::span<const uint8_t> bytes) {
    const auto whole = number_at<int64_t>(bytes, 0);
    if (whole > -SmallNumber && whole < SmallNumber) return std::to_string(whole);
    char text[32];
    std::snprintf(text, sizeof text, "%g", std::bit_cast<double>(whole));
    return text;
}

}  // namespace

std::string message_text(std::span<const uint8_t> bytes) {
    if (std::optional<std::string> text = as_text(bytes)) return *text;
    if (bytes.size() == 1) return std::to_string(bytes[0]);
    if (bytes.size() == 4) return std::to_string(number_at<int32_t>(bytes, 0));
    if (bytes.size() == 8) return eight(bytes);
    if (bytes.empty() || bytes.size() % 4 != 0) return std::to_string(bytes.size()) + " bytes";
    std::string text = "{";
    for (size_t at = 0; at < bytes.size(); at += 4) {
        if (at == 4 * MostNumbers) return text + ", …}";
        text += (at == 0 ? "" : ", ") + std::to_string(number_at<int32_t>(bytes, at));
    }
    return text + "}";
}

}  // namespace interleave::session
