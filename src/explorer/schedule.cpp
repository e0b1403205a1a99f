#include "explorer/schedule.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

using base::Error;
using base::Result;

namespace {

constexpr size_t MostSegments = 1'000'000;
constexpr char Digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

void put_number(std::string& text, uint64_t value) {
    char reversed[16];
    int length = 0;
    do {
        reversed[length++] = Digits[value % 36];
        value /= 36;
    } while (value != 0);
    while (length > 0) text.push_back(reversed[--length]);
}

// Upper-case letters mark the parts, so that base 36 may use all lower-case ones.
constexpr char PerformsMark = 'X';
constexpr char InstructionsMark = 'I';
constexpr char GapMark = 'T';
constexpr char NegativeMark = 'N';
constexpr char ChoiceMark = 'C';

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    bool at_end() const { return m_position == m_text.size(); }
    size_t position() const { return m_position; }
    bool take(char c) {
        if (at_end() || m_text[m_position] != c) return false;
        ++m_position;
        return true;
    }
    // False if there is no digit or the number does not fit.
    bool number(uint64_t& value) {
        size_t start = m_position;
        value = 0;
        for (; !at_end(); ++m_position) {
            char c = m_text[m_position];
            uint64_t digit;
            if (c >= '0' && c <= '9')
                digit = static_cast<uint64_t>(c - '0');
            else if (c >= 'a' && c <= 'z')
                digit = static_cast<uint64_t>(c - 'a') + 10;
            else
                break;
            if (value > (uint64_t{INT64_MAX} - digit) / 36) return false;
            value = value * 36 + digit;
        }
        return m_position > start;
    }

private:
    std::string_view m_text;
    size_t m_position = 0;
};

}  // namespace

void Schedule::append(const Segment& segment) {
    const bool sealed = std::exchange(m_sealed, false);
    if (!sealed && !segments.empty() && segments.back().thread == segment.thread &&
        segment.gap == 0 && segment.choice == 0 && segments.back().choice == 0) {
        segments.back().instructions += segment.instructions;
        segments.back().performs += segment.performs;
        return;
    }
    segments.push_back(segment);
}

std::string Schedule::to_text() const {
    std::string text;
    for (const Segment& segment : segments) {
        if (!text.empty()) text.push_back('.');
        put_number(text, segment.thread.value);
        if (segment.performs != 1) {
            text.push_back(PerformsMark);
            put_number(text, segment.performs);
        }
        if (segment.instructions != 0) {
            text.push_back(InstructionsMark);
            put_number(text, segment.instructions);
        }
        if (segment.gap != 0) {
            text.push_back(segment.gap > 0 ? GapMark : NegativeMark);
            put_number(text, static_cast<uint64_t>(segment.gap > 0 ? segment.gap : -segment.gap));
        }
        if (segment.choice != 0) {
            text.push_back(ChoiceMark);
            put_number(text, segment.choice);
        }
    }
    return text;
}

Result<Schedule> Schedule::from_text(std::string_view text) {
    Schedule schedule;
    if (text.empty()) return schedule;
    Reader reader(text);
    do {
        if (schedule.segments.size() == MostSegments) {
            return Error{"The schedule is longer than a million segments.", reader.position()};
        }
        Segment segment;
        uint64_t number = 0;
        if (!reader.number(number) || number > UINT32_MAX) {
            return Error{"A thread's number is expected in the schedule.", reader.position()};
        }
        segment.thread = ThreadId{static_cast<uint32_t>(number)};
        segment.performs = 1;
        if (reader.take(PerformsMark) && !reader.number(segment.performs)) {
            return Error{"A number of operations is expected in the schedule.", reader.position()};
        }
        if (reader.take(InstructionsMark) && !reader.number(segment.instructions)) {
            return Error{"A number of instructions is expected in the schedule.",
                         reader.position()};
        }
        bool negative = reader.take(NegativeMark);
        if (negative || reader.take(GapMark)) {
            if (!reader.number(number)) {
                return Error{"A time is expected in the schedule.", reader.position()};
            }
            segment.gap = negative ? -static_cast<int64_t>(number) : static_cast<int64_t>(number);
        }
        if (reader.take(ChoiceMark)) {
            if (!reader.number(number) || number > UINT32_MAX) {
                return Error{"A choice is expected in the schedule.", reader.position()};
            }
            segment.choice = static_cast<uint32_t>(number);
        }
        schedule.segments.push_back(segment);
    } while (reader.take('.'));
    if (!reader.at_end()) {
        return Error{"The schedule has a character that does not belong there.", reader.position()};
    }
    return schedule;
}

}  // namespace interleave::explorer
