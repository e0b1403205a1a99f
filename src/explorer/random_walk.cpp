#include "explorer/random_walk.hpp"

#include "base/hash.hpp"

namespace interleave::explorer {

RandomWalk::RandomWalk(Execution& execution, uint64_t event_limit, uint64_t seed)
    : Search(execution, event_limit), m_root(execution.save()), m_state(seed) {}

bool RandomWalk::next() {
    m_execution.restore(m_root);
    m_history.shrink(0);
    m_history.forget_joins(0);
    for (;;) {
        look(m_choices);
        if (m_choices.empty()) {
            m_end = classify();
            return true;
        }
        if (m_history.size() >= m_event_limit) {
            m_end = EndKind::TooLong;
            return true;
        }
        take(m_choices[random() % m_choices.size()]);
    }
}

uint64_t RandomWalk::random() {
    m_state += 0x9e3779b97f4a7c15ull;
    return base::mix64(m_state);
}

}  // namespace interleave::explorer
