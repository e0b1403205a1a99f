#pragma once
// Spans, events and moments in words: what hover cards, the details panel, screen readers and the
// clipboard say.

#include <string>
#include <vector>

#include "ui/run.hpp"

namespace interleave::ui {

struct Description {
    std::string headline;              // "Thread 2 waits for `m`, held by main"
    std::vector<std::string> details;  // one fact each: duration, time, line, what an event means
    int line = 0;                      // source line, 0 = unknown
};

// "main", "Thread 2", or the name the program gave.
std::string thread_title(const Run& run, trace::ThreadId thread);

Description describe_span(const Run& run, const SpanPlace& place);
Description describe_event(const Run& run, trace::EventIndex index);
// Several spans folded into one mark: how many, of what.
Description describe_fold(const Run& run, const SpanPlace& first, const Mark& mark);

// One line for a thread's state at a moment: "waits for `m`", "running".
std::string state_words(const Run& run, const trace::ThreadLane& thread,
                        const trace::StateSpan& span);

// What the run has to say about itself: deadlock with its cycle, trap, limits, lost events. In the
// order of importance; empty for an ordinary run.
enum class NoticeKind : uint8_t { Danger, Warning };
struct Notice {
    NoticeKind kind = NoticeKind::Warning;
    std::string text;
};
std::vector<Notice> notices(const Run& run);

// Headline and details as plain text, for the clipboard and screen readers.
std::string plain_text(const Description& description);

}  // namespace interleave::ui
