#pragma once
// Channels: queues of messages that belong to no process, so that processes without common memory can
// talk. A message is bytes; sending copies them out of the sender's memory, receiving into the receiver's.
//
// A channel has a name, and whoever opens the same name gets the same channel; one without a name is found by its
// number only. Its capacity is a number of messages, 0 = any number; the first to open it decides. A sender
// waits while it is full, a receiver while it is empty; who goes on first is the scheduler's choice. After
// close() nothing can be sent any more, and receivers get what is still there.
//
// Channels and messages are values: a snapshot of the world copies the queues, and shares the bytes.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::world {

using Message = std::shared_ptr<const std::vector<uint8_t>>;

class Channels {
public:
    // Bytes that all messages of a world may have together.
    static constexpr uint64_t MostBytes = 256u << 20;

    struct Channel {
        std::string name;
        uint32_t capacity = 0;
        bool closed = false;
        std::deque<Message> messages;
    };

    // The channel's number, from 1.
    uint32_t open(std::string_view name, uint32_t capacity);
    // nullptr if there is no such channel.
    const Channel* find(uint32_t id) const;

    // Whether send would be done at once: there is room, or it fails.
    bool can_send(uint32_t id) const;
    bool can_receive(uint32_t id) const;
    // REQUIRES: the channel exists, is not closed and has room. False: the messages have too many bytes.
    bool send(uint32_t id, Message message);
    // REQUIRES: the channel exists and is not empty
    const Message& front(uint32_t id) const { return m_channels[id - 1].messages.front(); }
    void pop(uint32_t id);
    // False if there is no such channel. Closing a closed one does nothing.
    bool close(uint32_t id);

    // By number, from 1.
    const std::vector<Channel>& all() const { return m_channels; }
    uint64_t hash(uint64_t seed) const;

private:
    Channel* edit(uint32_t id) { return const_cast<Channel*>(find(id)); }

    std::vector<Channel> m_channels;
    uint64_t m_bytes = 0;
};

}  // namespace interleave::world
