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
    // Races that it comes upon belong to the executions that go on so.
    const Execution::Saved here = m_execution.save();
    const size_t races = m_execution.races().size();
    const bool stale = m_execution.spin_is_stale();
    m_execution.restore(here);
    m_execution.races().resize(races);
    return stale ? EndKind::Pruned : EndKind::Stuck;
}

}  // namespace interleave::explorer
