#include "dwarf/demangle.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>

namespace interleave::dwarf {
namespace {

// A demangler's work can explode with hostile symbols; no compiler writes longer ones for programs
// that a learner reads.
constexpr size_t LongestSymbol = 4096;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

// "[abi:ne180100]" → "".
void remove_abi_tags(std::string& text) {
    for (size_t at = text.find("[abi:"); at != std::string::npos; at = text.find("[abi:", at)) {
        size_t close = text.find(']', at);
        if (close == std::string::npos) return;
        text.erase(at, close - at + 1);
    }
}

// The position after the template argument that starts at `at`: at its `,` or closing `>`.
size_t end_of_argument(const std::string& text, size_t at) {
    int depth = 0;
    for (; at < text.size(); ++at) {
        char c = text[at];
        if (c == '<' || c == '(' || c == '[') ++depth;
        if (c == '>' || c == ')' || c == ']') {
            if (depth == 0) return at;
            --depth;
        }
        if (c == ',' && depth == 0) return at;
    }
    return at;
}

// ", std::allocator<…>" and friends as the last argument are defaults nobody wrote.
void remove_default_arguments(std::string& text) {
    for (std::string_view name : {", std::allocator<", ", std::char_traits<", ", std::less<",
                                  ", std::equal_to<", ", std::hash<", ", std::default_delete<"}) {
        for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
            size_t end = end_of_argument(text, at + 2);
            text.erase(at, end - at);
        }
    }
    replace_all(text, " >", ">");
    // std::queue<int, std::deque<int>>: the container is a default too.
    for (std::string_view name : {"std::queue<", "std::stack<", "std::priority_queue<"}) {
        for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
            size_t comma = end_of_argument(text, at + name.size());
            std::string_view rest = std::string_view(text).substr(comma);
            if (!rest.starts_with(", std::deque<") && !rest.starts_with(", std::vector<")) continue;
            text.erase(comma, end_of_argument(text, comma + 2) - comma);
        }
    }
}

// std::array<int, 3UL> → std::array<int, 3>.
void remove_number_suffixes(std::string& text) {
    for (size_t at = 1; at < text.size(); ++at) {
        bool after_digit = text[at - 1] >= '0' && text[at - 1] <= '9';
        if (!after_digit || std::string_view("ULul").find(text[at]) == std::string_view::npos)
            continue;
        size_t end = text.find_first_not_of("ULul", at);
        if (end == std::string::npos || (text[end] != ',' && text[end] != '>')) continue;
        // The digits must be a number, not the end of a name.
        size_t start = text.find_last_not_of("0123456789", at - 1);
        if (start == std::string::npos || (text[start] != '<' && text[start] != ' ')) continue;
        text.erase(at, end - at);
    }
}

// The bracket that closes the one at `open`, or npos.
size_t closing(std::string_view text, size_t open) {
    int depth = 0;
    for (size_t at = open; at < text.size(); ++at) {
        if (text[at] == '<' || text[at] == '(') ++depth;
        if ((text[at] == '>' || text[at] == ')') && --depth == 0) return at;
    }
    return std::string_view::npos;
}

// Where a name turns to a lambda's members, in the spelling of either demangler: main::$_0::operator()(),
// work(int)::{lambda()#1}::operator()(), work(int)::'lambda'()::operator()(). Not one among arguments.
size_t find_lambda(std::string_view name) {
    int depth = 0;
    for (size_t at = 0; at < name.size(); ++at) {
        char c = name[at];
        if (c == '<' || c == '(') ++depth;
        if (c == '>' || c == ')') --depth;
        if (depth != 0 || c != ':') continue;
        for (std::string_view mark : {"::$_", "::{lambda", "::'lambda"}) {
            if (name.substr(at).starts_with(mark)) return at;
        }
    }
    return std::string_view::npos;
}

// Without a return type that is computed: "decltype (…) std::__invoke<…>(…)", spelt differently by each demangler.
std::string_view without_computed_type(std::string_view name) {
    if (!name.starts_with("decltype(") && !name.starts_with("decltype (")) return name;
    int depth = 0;
    for (size_t at = 0; at < name.size(); ++at) {
        if (name[at] == '(') ++depth;
        if (name[at] != ')' || --depth != 0) continue;
        const size_t after = name.find_first_not_of(' ', at + 1);
        return after == std::string_view::npos ? name : name.substr(after);
    }
    return name;
}

}  // namespace

std::string demangle(std::string_view symbol) {
    if (!symbol.starts_with("_Z") || symbol.size() > LongestSymbol) return std::string(symbol);
    int status = 0;
    char* text = abi::__cxa_demangle(std::string(symbol).c_str(), nullptr, nullptr, &status);
    std::string name = status == 0 && text != nullptr ? text : std::string(symbol);
    std::free(text);
    return name;
}

std::string first_name(std::string_view symbol) {
    if (!symbol.starts_with("_Z")) return std::string(symbol);
    size_t at = symbol.find_first_not_of("ZNKVRO", 2);
    std::string name;
    while (at < symbol.size()) {
        size_t length = 0;
        const size_t digits = at;
        for (; at < symbol.size() && symbol[at] >= '0' && symbol[at] <= '9'; ++at) {
            length = std::min<size_t>(length * 10 + static_cast<size_t>(symbol[at] - '0'),
                                      LongestSymbol);
        }
        std::string_view part = symbol.substr(at, length);
        if (digits == at && symbol.substr(at).starts_with("St")) part = "std";
        if (part.empty()) break;
        at += digits == at ? 2 : length;
        name.append(name.empty() ? "" : "::").append(part);
    }
    if (name.empty()) return std::string(symbol);
    const bool is_inside = symbol.starts_with("_ZZ");
    const bool has_lambda =
        symbol.find("$_") != std::string_view::npos || symbol.find("Ul") != std::string_view::npos;
    return is_inside && has_lambda ? "lambda in " + name : name;
}

std::string tidy_name(std::string_view name) {
    std::string text(name);
    replace_all(text, "std::__2::", "std::");
    replace_all(text, "std::__1::", "std::");
    remove_abi_tags(text);
    remove_default_arguments(text);
    replace_all(text, "std::basic_string<char>", "std::string");
    replace_all(text, "std::basic_string_view<char>", "std::string_view");
    replace_all(text, "std::basic_ostream<char>", "std::ostream");
    replace_all(text, "std::basic_istream<char>", "std::istream");
    replace_all(text, "std::__thread_id", "std::thread::id");
    replace_all(text, "(anonymous namespace)::", "");
    remove_number_suffixes(text);
    replace_all(text, "steady_clock, std::chrono::duration<long long, std::ratio<1, 1000000000>>",
                "steady_clock");
    return text;
}

std::string short_function_name(std::string_view tidied) {
    tidied = without_computed_type(tidied);
    // clang's names for the learner's main, by its parameters.
    if (tidied == "__main_argc_argv" || tidied == "__main_void" || tidied == "__original_main") {
        return "main";
    }
    if (tidied.starts_with("lambda in ")) return std::string(tidied);
    if (size_t lambda = find_lambda(tidied); lambda != std::string_view::npos) {
        return "lambda in " + short_function_name(tidied.substr(0, lambda));
    }
    std::string name;
    for (size_t at = 0; at < tidied.size(); ++at) {
        char c = tidied[at];
        if (tidied.substr(at).starts_with("operator")) {
            // The operator's own brackets belong to its name.
            size_t end = at + 8;
            for (std::string_view mark : {"()", "<=>", "<<", ">>", "->", "<=", ">=", "<", ">"}) {
                if (!tidied.substr(end).starts_with(mark)) continue;
                end += mark.size();
                break;
            }
            name += tidied.substr(at, end - at);
            at = end - 1;
        } else if (c == '<' || c == '(') {
            size_t close = closing(tidied, at);
            if (close == std::string_view::npos) break;
            at = close;
        } else if (c == ' ') {
            // What came before was a return type; what comes after a parameter list, qualifiers.
            if (at > 0 && (tidied[at - 1] == ')')) break;
            name.clear();
        } else {
            name += c;
        }
    }
    return name;
}

}  // namespace interleave::dwarf
