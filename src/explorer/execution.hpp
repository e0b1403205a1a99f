#pragma once
// One execution of a program, event by event: what explorers and random schedulers choose between, and the means
// to go back.
//
// AN EVENT is a visible operation of one thread and all of the thread's own code up to its next one. Visible are
// the modelled operations that others can notice, atomic accesses, and plain accesses to the bytes in Sharing: those
// on which a data race was found. All other memory is free of data races, so the order of accesses to it
// follows from the order of the visible operations; an explorer that found a new race begins again with it
// visible. That this misses nothing is the usual data-race-freedom argument: the first execution that would
// differ contains a race on bytes that are not yet visible, and that race is found before it.
//
// TIME. Sleeps and simulated I/O may take any time, so they end at once and order nothing. Each thread has its own
// clock: the latest of what it depends on, plus its own instructions and sleeps; so what a program reads from the
// clock is the same in equal executions. A wait with a time limit may end by it whenever it could (Way::TimeOut).
//
// SPURIOUS WAKE-UPS, where asked for: a wait on a condition variable without a time limit may end whenever its mutex is
// free, once in each thread (Way::Spurious). Without a bound, a loop around a wait would go on for ever; with this one a wait
// that has no loop is found wrong.
//
// SPINNING. A loop that only reads and comes back to where it was, unchanged, is futile until another thread
// writes what it read. Such a thread stops for good: the execution in which it reads the new value the first
// time is another one, which is explored too (the "spin-assume" transformation: Kokologiannakis, Ren and
// Vafeiadis, FMCAD 2021). `spin_is_stale` tells it from a loop that never ends.
//
// Thread safety: none.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "explorer/event.hpp"
#include "explorer/object_times.hpp"
#include "explorer/page_owners.hpp"
#include "explorer/race_detector.hpp"
#include "explorer/schedule.hpp"
#include "explorer/sharing.hpp"
#include "explorer/stretches.hpp"
#include "explorer/visibility.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

struct ExecutionOptions {
    // A thread that executes more between two events is in an endless loop of its own.
    uint64_t instructions_per_event = 20'000'000;
    bool output_order = true;       // output is an event that depends on other output
    bool final_memory = false;      // what memory holds at the end is of interest
    bool spurious_wakeups = false;  // one in each thread
};

// What a program did wrong by the rules of the standard, in the order it happened.
struct MisuseFound {
    world::Misuse misuse;
    uint32_t object = 0;
    ThreadId thread;
    size_t event = 0;  // index of the event in the execution
    bool operator==(const MisuseFound&) const = default;
};

class Execution : private world::Observer {
public:
    static constexpr uint32_t MostThreads = 64;  // in one execution, alive or not

    static base::Result<std::unique_ptr<Execution>> create(const wasm::ModulePointer& module,
                                                           const world::WorldOptions& world_options,
                                                           const ExecutionOptions& options,
                                                           const Visibility& visibility,
                                                           Sharing& sharing,
                                                           std::string_view input = {});
    ~Execution() override;

    // The choices there are now, in the order of thread numbers, for each thread first the normal way. None once
    // the execution is at its end.
    void choices(std::vector<Label>& out) const;
    bool can_take(const Label& label) const;
    // Takes a choice: one event. REQUIRES: can_take(label)
    void take(const Label& label, Event& event);

    // JOINS of threads that have ended are no events, and wait until they are asked for: a thread that stands before one
    // has no choice yet, though it could go on. Mostly main joins all at the end, in one go.
    bool can_settle() const;
    bool can_settle(ThreadId thread) const {
        return thread.value < m_world->threads().size() && joins_quietly(m_world->thread(thread));
    }
    // Lets the thread join and go on to its next event. REQUIRES: can_settle(thread)
    void settle(ThreadId thread);
    // The same for all.
    void settle_all();
    // The joins that were settled since this was last asked.
    std::vector<Event::Join> take_joins() { return std::exchange(m_joins, {}); }
    // The run ended when one thread was left, which knew all that had happened.
    bool ended_by_tail() const { return m_ended_by_tail; }

    // What a thread that cannot go on (a lock is held) would do if it could: an event to look for races with. False
    // for threads that can go on, and those that wait for something that no other order brings.
    bool blocked_event(ThreadId thread, Event& event);

    // How it stands.
    const world::World& world() const { return *m_world; }
    world::World& world() { return *m_world; }
    bool ended() const { return m_world->outcome().ended(); }
    // A thread executed more instructions than allowed without an event.
    std::optional<ThreadId> runaway() const { return m_state.runaway; }
    // Threads that spin. `spin_is_stale`: whether one of them would read something new now; it lets them run, so the
    // execution must be given up or restored afterwards.
    bool is_spinning(ThreadId thread) const { return m_state.threads[thread.value].spins; }
    bool spin_is_stale();
    // Data races found so far on bytes that are not visible yet, and of visible ones; the explorer empties it.
    std::vector<DataRace>& races() { return m_races; }
    const std::vector<MisuseFound>& misuses() const { return m_state.misuses; }
    // What the thread is about to do, where it stands at an access.
    const machine::Access* pending_access(ThreadId thread) const;
    size_t event_count() const { return m_state.event_count; }

    // The segments of all events so far.
    const std::vector<Segment>& segments() const { return m_segments; }

    // The first segment of the thread's event with this number, in the race detector's counting.
    size_t first_segment(const Epoch& epoch) const {
        return m_first_segments[epoch.thread][epoch.event];
    }
    // Whether a page of memory that one thread had to itself, or a place on its stack, was used by another since this was last asked:
    // what the first one did there was not observed, or where its function ended, so that races may have been missed. Forgets
    // what it remembers of stretches, as it must after changes of Sharing.
    bool take_fresh_memory();
    // Takes over which pages threads share from another explorer of the same program. REQUIRES: both begin again
    void learn_pages(const Execution& other) { m_pages.add_all(other.m_pages); }
    void forget_stretches();
    // All that the program has printed.
    std::string_view output() const { return m_repeated_tail ? m_tail_output : m_world->output(); }

    // Going back. Saved states are restored in reverse order of their making; one may be restored many times. REQUIRES, to save:
    // the joins were taken
    struct Saved {
        world::World::Mark world;
        RaceDetector::Mark races;
        size_t times = 0;
        size_t segments = 0;
        size_t state_entries = 0;
        size_t threads = 0;
        size_t misuses = 0;
        size_t event_count = 0;
        int64_t recorded_time = 0;
        std::optional<ThreadId> runaway;
    };
    Saved save();
    void restore(const Saved& saved);

private:
    class Probe;
    // Where a thread stood before its reads since it last changed something.
    static constexpr size_t LongestSpin = 8;
    struct ThreadState {
        bool spins = false;
        bool known = false;  // it was run to its first event
        bool woke_spuriously = false;
        uint8_t library_locks = 0;  // that it holds
        uint8_t access_count = 0;   // it stands before them; two for a copy
        uint8_t standing_count = 0;
        uint32_t events = 0;
        Visibility::Range stack;
        uint32_t frame = 0;      // address of the stack frame of its innermost own function
        uint32_t frame_end = 0;  // not before the end of that
        uint64_t code = 0;       // names its own state (stretches.hpp)
        int64_t time = 0;
        machine::Access accesses[2];
        uint64_t standing[LongestSpin] = {};
    };
    struct State {
        std::vector<ThreadState> threads;
        std::optional<ThreadId> runaway;
        std::vector<MisuseFound> misuses;
        size_t event_count = 0;
        int64_t recorded_time = 0;
    };

    Execution(const ExecutionOptions& options, const Visibility& visibility, Sharing& sharing,
              uint32_t thread_limit);

    void on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) override;
    void on_free(machine::MemoryId memory, uint32_t address, uint32_t size,
                 const world::GuestThread& thread) override;
    void on_misuse(world::Misuse misuse, uint32_t object,
                   const world::GuestThread& thread) override;

    // Keeps what it was at the first change after `save`.
    ThreadState& state_of(ThreadId thread) {
        ThreadState& state = m_state.threads[thread.value];
        if (m_kept[thread.value] != m_save_number) {
            m_kept[thread.value] = m_save_number;
            m_state_entries.emplace_back(thread, state);
        }
        return state;
    }
    const ThreadState& state_of(ThreadId thread) const { return m_state.threads[thread.value]; }
    void admit(ThreadId thread);
    Visibility::Range stack_of(ThreadId thread);
    void refuse_thread(ThreadId creator);
    uint64_t waiting_threads() const;
    // Runs the thread's own code up to its next event.
    void run_on(ThreadId thread);
    void run_to_event(ThreadId thread);
    uint64_t advance(ThreadId thread);
    machine::Memory& memory_of(ThreadId thread);
    uint64_t stretch_name(ThreadId thread) const;
    const Stretch* known_stretch(ThreadId thread, uint64_t name);
    bool calls_library_only(const world::GuestThread& thread) const;
    void begin_stretch(ThreadId thread);
    uint64_t end_stretch(ThreadId thread, uint64_t name, uint64_t access_instructions,
                         bool access_changes);
    uint64_t repeat(ThreadId thread, const Stretch& stretch);
    // Tails (stretches.hpp)
    bool is_alone(ThreadId thread) const;
    bool all_joined_but(ThreadId thread) const;
    bool absorbs(const world::GuestThread& thread) const;
    uint64_t tail_name(ThreadId thread) const;
    std::vector<Sight> sights_of_tail(ThreadId thread) const;
    bool repeat_tail(ThreadId thread);
    bool sees_only_past(ThreadId thread, std::span<const Sight> sights) const;
    void look_back(ThreadId thread, const Sight& sight);
    bool begin_tail(ThreadId thread);
    void end_tail(ThreadId thread);
    bool execute_access(ThreadId thread, const machine::Access* accesses, uint8_t count,
                        uint64_t& instructions);
    void acquire_atomics(ThreadId thread, const machine::Access& access);
    void use(ThreadId thread, const machine::Access& access, bool writes);
    void use_object(ThreadId thread, uint32_t address);
    void see(ThreadId thread, const Sight& sight);
    bool frees_known(ThreadId thread, const Sight& block);
    void see_block(ThreadId thread, const Sight& sight);
    void see_all(ThreadId thread);
    void log(ThreadId thread, const machine::Access& access);
    // Whether the race detector must look at the thread's access: others use the page too. Notes what is borrowed.
    bool matters(ThreadId thread, uint32_t memory, uint32_t granule);
    void log_pop(const machine::Thread& thread, uint32_t memory, uint32_t from, uint32_t to);
    void begin_event(ThreadId thread, size_t first_segment);
    // The thread's state changed by what it was answered, or read.
    void answered(ThreadId thread, uint64_t answer);
    // How the thread's wait may end before it is notified; Normal: it may not.
    Way early_end(const world::GuestThread& thread) const;
    bool can_end_early(const world::GuestThread& thread) const;
    bool joins_quietly(const world::GuestThread& thread) const;
    bool is_event(const world::GuestThread& thread) const;
    void perform_quietly(ThreadId thread);
    void stand(ThreadId thread);
    uint64_t standing_hash(ThreadId thread);

    void take_access(ThreadId thread, Event& event);
    void take_call(const Label& label, Event& event);
    void end_wait(const Label& label, Event& event);
    static void allow_more(Event& event);
    void touch_memory(const machine::Access& access, Mode mode, Event& event) const;
    void synchronise(ThreadId thread, const Event& event);
    void pass_time(ThreadId thread, const Footprint& footprint);
    void perform(ThreadId thread, uint32_t choice);
    void append(ThreadId thread, int64_t start, uint64_t instructions, uint64_t performs,
                uint32_t choice = 0);

    ExecutionOptions m_options;
    const Visibility& m_visibility;
    Sharing& m_sharing;
    std::unique_ptr<world::World> m_world;
    std::unique_ptr<Probe> m_probe;
    RaceDetector m_detector;
    std::vector<DataRace> m_races;
    std::vector<Segment> m_segments;
    std::vector<std::vector<size_t>> m_first_segments;  // by thread and number of its event
    std::vector<Event::Join> m_joins;                   // of the event that is being taken
    State m_state;
    std::vector<std::pair<ThreadId, ThreadState>> m_state_entries;
    std::vector<uint32_t> m_kept;  // by thread: the save after which its state was kept
    uint32_t m_save_number = 1;
    ObjectTimes m_times;

    Stretches m_stretches;
    Tails m_tails;
    bool m_ended_by_tail = false;  // the run, so that its end is no event
    bool m_repeated_tail = false;  // and what it prints is not in the world, but here
    std::string m_tail_output;
    // Of the tail that is being executed for the first time.
    struct TailRecord {
        bool active = false;
        bool is_pure = true;
        uint64_t name = 0;
        size_t first_segment = 0;
        size_t output_size = 0;
        size_t misuses = 0;
        size_t operations = 0;
        std::vector<Sight> sights;
    };
    TailRecord m_record;
    PageOwners m_pages;
    bool m_freshly_borrowed = false;
    // Of the stretch that is being executed.
    machine::Traffic m_traffic;
    std::vector<Sight> m_sights;
    bool m_makes_progress = false;
    bool m_is_variant = false;  // of a stretch that is known, but not for this state of the world
};

}  // namespace interleave::explorer
