#include "explorer/search.hpp"

namespace interleave::explorer {

EndKind Search::classify() {
    if (m_execution.ended()) return EndKind::Ended;
    if (m_execution.runaway()) return EndKind::Runaway;
    bool spins = false;
    for (const world::GuestThread& thread : m_execution.world().threads()) {
        if (m_execution.is_spinning(thread.id)) spins = true;
    }
    if (!spins) return EndKind::Stuck;
    // Looking lets threads run on: the execution is put back, since its state is still to be described.
    const Execution::Saved here = m_execution.save();
    const bool stale = m_execution.spin_is_stale();
    m_execution.restore(here);
    return stale ? EndKind::Pruned : EndKind::Stuck;
}

}  // namespace interleave::explorer
