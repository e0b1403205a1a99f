#include "trace/trace.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>

#include "base/assert.hpp"

namespace interleave::trace {

namespace {

constexpr size_t ChunkCapacity = 32768;
constexpr size_t ChunkThreads = 256;

std::string hexadecimal(uint32_t value) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%x", value);
    return text;
}

// The N of "T[N]" and of "std::array<T, N>"; 0 if the type is no array.
uint64_t element_count(std::string_view type) {
    size_t from = std::string_view::npos;
    if (type.ends_with(']')) from = type.rfind('[');
    if (type.starts_with("std::array<") && type.ends_with('>')) from = type.rfind(',');
    if (from == std::string_view::npos) return 0;
    uint64_t count = 0;
    for (char c : type.substr(from + 1)) {
        if (c >= '0' && c <= '9' && count < 1'000'000'000)
            count = count * 10 + static_cast<uint64_t>(c - '0');
    }
    return count;
}

// "forks[2]" for an element of an array, "account[+8]" for a place inside anything else.
std::string place_in(const ObjectInfo& object, uint32_t address) {
    uint32_t offset = address - object.key.address;
    uint64_t count = element_count(object.type);
    if (count > 0 && object.size % count == 0 && object.size / count > 0) {
        uint64_t element = object.size / count;
        std::string name = object.name + "[" + std::to_string(offset / element) + "]";
        if (offset % element != 0) name += "[+" + std::to_string(offset % element) + "]";
        return name;
    }
    if (offset == 0) return object.name;
    return object.name + "[+" + std::to_string(offset) + "]";
}

}  // namespace

const char* axis_name(Axis axis) {
    switch (axis) {
        case Axis::Real:
            return "real";
        case Axis::Virtual:
            return "virtual";
        case Axis::Step:
            return "step";
    }
    return "unknown";
}

const char* end_reason_name(EndReason reason) {
    switch (reason) {
        case EndReason::Exit:
            return "exit";
        case EndReason::Trap:
            return "trap";
        case EndReason::Deadlock:
            return "deadlock";
        case EndReason::Stopped:
            return "stopped";
        case EndReason::TimeLimit:
            return "time limit";
        case EndReason::MemoryLimit:
            return "memory limit";
        case EndReason::OutputLimit:
            return "output limit";
        case EndReason::Abort:
            return "abort";
        case EndReason::Running:
            return "running";
    }
    return "unknown";
}

struct Trace::Chunk {
    uint64_t first = 0;  // index of its first event
    Time base = 0;       // time of its first event
    std::vector<uint32_t> times;
    std::vector<uint16_t> objects;
    std::vector<uint16_t> arguments;
    std::vector<uint16_t> lines;
    std::vector<uint8_t> threads;
    std::vector<uint8_t> kinds;

    std::vector<uint32_t> words;
    // Word → position; only while the chunk is open.
    std::unordered_map<uint32_t, uint16_t> word_positions;

    struct Member {
        ThreadId id;
        std::vector<uint16_t> events;
    };
    std::vector<Member> members;

    size_t size() const { return times.size(); }

    // Room for one more event in each column. Growing by an eighth keeps an open chunk near 16
    // bytes an event too, where doubling would leave it a quarter empty on average.
    void make_room() {
        if (times.size() < times.capacity()) return;
        size_t capacity = times.size() + times.size() / 8 + 32;
        times.reserve(capacity);
        objects.reserve(capacity);
        arguments.reserve(capacity);
        lines.reserve(capacity);
        threads.reserve(capacity);
        kinds.reserve(capacity);
    }

    uint16_t intern(uint32_t word) {
        auto [found, is_new] =
            word_positions.try_emplace(word, static_cast<uint16_t>(words.size()));
        if (is_new) words.push_back(word);
        return found->second;
    }

    // Gives back what the columns had in reserve, and what only appending needs.
    void seal() {
        times.shrink_to_fit();
        objects.shrink_to_fit();
        arguments.shrink_to_fit();
        lines.shrink_to_fit();
        threads.shrink_to_fit();
        kinds.shrink_to_fit();
        words.shrink_to_fit();
        for (Member& member : members) member.events.shrink_to_fit();
        members.shrink_to_fit();
        word_positions = {};
    }
};

Trace::Trace(Axis axis) { m_run.axis = axis; }
Trace::~Trace() = default;
Trace::Trace(Trace&&) noexcept = default;
Trace& Trace::operator=(Trace&&) noexcept = default;

// --- events
// -----------------------------------------------------------------------------------------

Trace::Chunk& Trace::chunk_for(const Event& event, const Thread& thread) {
    if (!m_chunks.empty()) {
        Chunk& last = *m_chunks.back();
        bool is_member =
            !thread.pieces.empty() && thread.pieces.back().chunk == m_chunks.size() - 1;
        bool has_room =
            last.size() < ChunkCapacity && (is_member || last.members.size() < ChunkThreads);
        bool reaches = event.time - last.base <= std::numeric_limits<uint32_t>::max();
        if (has_room && reaches) return last;
        last.seal();
    }
    auto chunk = std::make_unique<Chunk>();
    chunk->first = m_size;
    chunk->base = event.time;
    m_chunks.push_back(std::move(chunk));
    return *m_chunks.back();
}

uint8_t Trace::member_of(Chunk& chunk, Thread& thread) {
    uint32_t number = static_cast<uint32_t>(m_chunks.size() - 1);
    if (thread.pieces.empty() || thread.pieces.back().chunk != number) {
        uint8_t member = static_cast<uint8_t>(chunk.members.size());
        chunk.members.push_back({thread.info.id, {}});
        thread.pieces.push_back({number, member, thread.size});
    }
    return thread.pieces.back().member;
}

EventIndex Trace::append(const Event& event) {
    INTERLEAVE_ASSERT(event.time >= m_last_time);
    Thread& thread = m_threads[know_thread(event.thread)];
    Chunk& chunk = chunk_for(event, thread);
    uint8_t member = member_of(chunk, thread);

    chunk.make_room();
    chunk.members[member].events.push_back(static_cast<uint16_t>(chunk.size()));
    chunk.times.push_back(static_cast<uint32_t>(event.time - chunk.base));
    chunk.objects.push_back(chunk.intern(event.object));
    chunk.arguments.push_back(chunk.intern(event.argument));
    chunk.lines.push_back(event.line);
    chunk.threads.push_back(member);
    chunk.kinds.push_back(static_cast<uint8_t>(event.kind));

    ++thread.size;
    m_last_time = event.time;
    return EventIndex{m_size++};
}

const Trace::Chunk& Trace::chunk_of(EventIndex index) const {
    INTERLEAVE_ASSERT(index.value < m_size);
    auto after =
        std::upper_bound(m_chunks.begin(), m_chunks.end(), index.value,
                         [](uint64_t value, const auto& chunk) { return value < chunk->first; });
    return **std::prev(after);
}

Event Trace::operator[](EventIndex index) const {
    const Chunk& chunk = chunk_of(index);
    size_t at = index.value - chunk.first;
    return {
        .time = chunk.base + chunk.times[at],
        .thread = chunk.members[chunk.threads[at]].id,
        .kind = static_cast<EventKind>(chunk.kinds[at]),
        .line = chunk.lines[at],
        .object = chunk.words[chunk.objects[at]],
        .argument = chunk.words[chunk.arguments[at]],
    };
}

Time Trace::time(EventIndex index) const {
    const Chunk& chunk = chunk_of(index);
    return chunk.base + chunk.times[index.value - chunk.first];
}

Time Trace::end_time() const {
    if (m_run.reason == EndReason::Running) return m_last_time;
    return std::max(m_last_time, m_run.end_time);
}

EventIndex Trace::lower_bound(Time time) const {
    return time <= 0 ? EventIndex{0} : upper_bound(time - 1);
}

EventIndex Trace::upper_bound(Time time) const {
    // The first event after `time` is in the last chunk that begins by then, or begins the next
    // one.
    auto after =
        std::upper_bound(m_chunks.begin(), m_chunks.end(), time,
                         [](Time value, const auto& chunk) { return value < chunk->base; });
    if (after == m_chunks.begin()) return EventIndex{0};
    const Chunk& chunk = **std::prev(after);
    auto place = std::upper_bound(chunk.times.begin(), chunk.times.end(), time - chunk.base);
    return EventIndex{chunk.first + static_cast<uint64_t>(place - chunk.times.begin())};
}

uint64_t Trace::event_bytes() const {
    uint64_t total = m_chunks.capacity() * sizeof(m_chunks[0]);
    for (const auto& chunk : m_chunks) {
        total +=
            sizeof(Chunk) + chunk->times.capacity() * sizeof(uint32_t) +
            (chunk->objects.capacity() + chunk->arguments.capacity() + chunk->lines.capacity()) *
                sizeof(uint16_t) +
            chunk->threads.capacity() + chunk->kinds.capacity() +
            chunk->words.capacity() * sizeof(uint32_t) +
            chunk->members.capacity() * sizeof(Chunk::Member);
        for (const auto& member : chunk->members)
            total += member.events.capacity() * sizeof(uint16_t);
    }
    for (const Thread& thread : m_threads) total += thread.pieces.capacity() * sizeof(Piece);
    return total;
}

// --- threads
// ----------------------------------------------------------------------------------------

size_t Trace::know_thread(ThreadId id) {
    auto [found, is_new] = m_thread_positions.try_emplace(id, m_threads.size());
    if (is_new) m_threads.push_back({.info = {.id = id}});
    return found->second;
}

std::optional<size_t> Trace::find_thread(ThreadId thread) const {
    auto found = m_thread_positions.find(thread);
    if (found == m_thread_positions.end()) return std::nullopt;
    return found->second;
}

uint32_t Trace::process_of(ThreadId thread) const {
    std::optional<size_t> position = find_thread(thread);
    return position ? m_threads[*position].info.process : 0;
}

ThreadInfo& Trace::edit_thread(ThreadId thread) { return m_threads[know_thread(thread)].info; }

uint64_t Trace::thread_size(ThreadId thread) const {
    std::optional<size_t> position = find_thread(thread);
    return position ? m_threads[*position].size : 0;
}

EventIndex Trace::thread_event(ThreadId thread, uint64_t n) const {
    INTERLEAVE_ASSERT(n < thread_size(thread));
    const std::vector<Piece>& pieces = m_threads[*find_thread(thread)].pieces;
    auto after =
        std::upper_bound(pieces.begin(), pieces.end(), n,
                         [](uint64_t value, const Piece& piece) { return value < piece.first; });
    const Piece& piece = *std::prev(after);
    const Chunk& chunk = *m_chunks[piece.chunk];
    return EventIndex{chunk.first + chunk.members[piece.member].events[n - piece.first]};
}

uint64_t Trace::thread_lower_bound(ThreadId thread, EventIndex index) const {
    uint64_t low = 0;
    uint64_t high = thread_size(thread);
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (thread_event(thread, middle) < index) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint64_t Trace::dropped() const {
    uint64_t total = 0;
    for (const Thread& thread : m_threads) total += thread.info.dropped;
    return total;
}

// --- names
// ------------------------------------------------------------------------------------------

std::string_view Trace::text_at(uint32_t address) const {
    auto found = m_texts.find(address);
    return found == m_texts.end() ? std::string_view() : found->second;
}

void Trace::set_text(uint32_t address, std::string text) { m_texts[address] = std::move(text); }

std::string Trace::thread_name(ThreadId thread) const {
    if (std::optional<size_t> position = find_thread(thread)) {
        std::string_view given = text_at(m_threads[*position].info.name_address);
        if (!given.empty()) return std::string(given);
    }
    return thread.value == 0 ? "main" : "thread " + std::to_string(thread.value);
}

void Trace::name_object(ObjectKey key, uint32_t name_address) {
    m_object_names[key] = name_address;
}

void Trace::add_object(ObjectInfo object) {
    m_largest_object = std::max(m_largest_object, object.size);
    m_objects.push_back(std::move(object));
    const ObjectInfo& stored = m_objects.back();
    m_objects_by_start[stored.key].push_back(&stored);
}

const ObjectInfo* Trace::object_containing(ObjectKey key) const {
    const ObjectInfo* best = nullptr;
    auto it = m_objects_by_start.upper_bound(key);
    while (it != m_objects_by_start.begin()) {
        --it;
        if (it->first.process != key.process) break;
        uint32_t distance = key.address - it->first.address;
        if (distance > m_largest_object) break;
        for (const ObjectInfo* object : it->second) {
            bool contains = distance == 0 || distance < object->size;
            if (contains && (best == nullptr || object->size < best->size)) best = object;
        }
    }
    return best;
}

std::string Trace::object_name(ObjectKey key) const {
    auto given = m_object_names.find(key);
    if (given != m_object_names.end()) {
        std::string_view text = text_at(given->second);
        if (!text.empty()) return std::string(text);
    }
    const ObjectInfo* object = object_containing(key);
    // Every process runs the same program: its variables lie where the first one's do.
    if (object == nullptr && key.process != 0 && key.process != NoProcess) {
        return object_name(ObjectKey{0, key.address});
    }
    if (key.process == NoProcess) return "channel " + std::to_string(key.address);
    return object != nullptr ? place_in(*object, key.address) : hexadecimal(key.address);
}

std::string Trace::object_name(const Event& event) const {
    switch (event_info(event.kind).object) {
        case ObjectMeaning::none:
            return "";
        case ObjectMeaning::thread:
            return thread_name(ThreadId{event.object});
        case ObjectMeaning::address:
        case ObjectMeaning::frame:
            return object_name(ObjectKey{process_of(event.thread), event.object});
        case ObjectMeaning::channel:
            return object_name(channel_key(event.object));
        case ObjectMeaning::name: {
            std::string_view text = text_at(event.object);
            return text.empty() ? hexadecimal(event.object) : std::string(text);
        }
        case ObjectMeaning::descriptor: {
            constexpr const char* Standard[] = {"stdin", "stdout", "stderr"};
            if (event.object < 3) return Standard[event.object];
            return "descriptor " + std::to_string(event.object);
        }
        case ObjectMeaning::process:
            return "process " + std::to_string(event.object);
    }
    return "";
}

}  // namespace interleave::trace
