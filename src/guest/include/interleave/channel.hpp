// Channels: queues that values go through from one process (or thread) to another.
//
//   interleave::channel<std::string> lines("lines", 4);   // at most 4 wait in it
//   lines.send("hello");
//   for (std::string line : lines) …                      // until it is closed and empty
//
// Whoever opens the same name has the same channel. Without a name it is found only through a copy: a channel may be
// an argument of a process. Copies are the same channel, like the ends of one pipe.
#pragma once

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <interleave/message.hpp>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

extern "C" {
int interleave_channel_open(const char* name, std::uint32_t capacity);
int interleave_channel_send(std::uint32_t channel, const void* bytes, std::uint32_t size,
                            std::int64_t deadline);
int interleave_channel_receive(std::uint32_t channel, void* bytes, std::uint32_t capacity,
                               std::uint32_t* size, std::int64_t deadline);
int interleave_channel_close(std::uint32_t channel);
}

namespace interleave {

struct channel_closed : std::runtime_error {
    channel_closed() : std::runtime_error("the channel is closed") {}
};

template <class Value>
class channel {
public:
    // The first to open a name decides the capacity: how many messages may wait in it, 0 = any number.
    explicit channel(const char* name, std::uint32_t capacity = 0) : m_id(open(name, capacity)) {}
    // A new one, without a name.
    explicit channel(std::uint32_t capacity = 0) : m_id(open(nullptr, capacity)) {}

    // Waits while the channel is full. Throws channel_closed.
    void send(const Value& value) {
        if (!send_until(value, -1)) throw std::system_error(ETIMEDOUT, std::generic_category());
    }
    // False if it was full all the time.
    template <class Rep, class Period>
    bool send_for(const Value& value, std::chrono::duration<Rep, Period> duration) {
        return send_until(value, deadline_after(duration));
    }

    // Waits for a value. Throws channel_closed once the channel is closed and empty.
    Value receive() {
        std::optional<Value> value = next();
        if (!value) throw channel_closed();
        return *std::move(value);
    }
    // The same, but nothing once the channel is closed and empty.
    std::optional<Value> next() {
        bool closed = false;
        return receive_until(-1, closed);
    }
    // Nothing if no value came in time. Throws channel_closed once the channel is closed and empty.
    template <class Rep, class Period>
    std::optional<Value> receive_for(std::chrono::duration<Rep, Period> duration) {
        bool closed = false;
        std::optional<Value> value = receive_until(deadline_after(duration), closed);
        if (closed) throw channel_closed();
        return value;
    }

    // Nothing can be sent any more; what is in it can still be received.
    void close() { check(interleave_channel_close(m_id)); }

    // Receives until the channel is closed and empty.
    class iterator {
    public:
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        explicit iterator(channel* from) : m_from(from) { ++*this; }
        Value& operator*() { return *m_value; }
        iterator& operator++() {
            m_value = m_from->next();
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return !m_value; }

    private:
        channel* m_from = nullptr;
        std::optional<Value> m_value;
    };
    iterator begin() { return iterator(this); }
    std::default_sentinel_t end() { return {}; }

    bool operator==(const channel&) const = default;

private:
    static std::uint32_t open(const char* name, std::uint32_t capacity) {
        int id = interleave_channel_open(name, capacity);
        if (id < 0) check(-id);
        return static_cast<std::uint32_t>(id);
    }
    static void check(int error) {
        if (error == EPIPE) throw channel_closed();
        if (error != 0) throw std::system_error(error, std::generic_category(), "channel");
    }
    template <class Rep, class Period>
    static std::int64_t deadline_after(std::chrono::duration<Rep, Period> duration) {
        auto end = std::chrono::steady_clock::now() + duration;
        return std::chrono::duration_cast<std::chrono::nanoseconds>(end.time_since_epoch()).count();
    }

    bool send_until(const Value& value, std::int64_t deadline) {
        message::Bytes bytes = message::pack(value);
        int error = interleave_channel_send(m_id, bytes.data(),
                                            static_cast<std::uint32_t>(bytes.size()), deadline);
        if (error == ETIMEDOUT) return false;
        check(error);
        return true;
    }

    std::optional<Value> receive_until(std::int64_t deadline, bool& closed) {
        message::Bytes bytes(64);
        for (;;) {
            std::uint32_t size = 0;
            int error = interleave_channel_receive(
                m_id, bytes.data(), static_cast<std::uint32_t>(bytes.size()), &size, deadline);
            if (error == 0) return message::unpack<Value>(bytes.data());
            if (error == EMSGSIZE) {  // the first message needs more room
                bytes.resize(size);
                continue;
            }
            closed = error == EPIPE;
            if (!closed && error != ETIMEDOUT) check(error);
            return std::nullopt;
        }
    }

    std::uint32_t m_id;
};

}  // namespace interleave
