#include "world/channels.hpp"

#include "base/hash.hpp"

namespace interleave::world {

uint32_t Channels::open(std::string_view name, uint32_t capacity) {
    if (!name.empty()) {
        for (size_t i = 0; i < m_channels.size(); ++i) {
            if (m_channels[i].name == name) return static_cast<uint32_t>(i + 1);
        }
    }
    m_channels.push_back(Channel{std::string(name), capacity, false, {}});
    return static_cast<uint32_t>(m_channels.size());
}

const Channels::Channel* Channels::find(uint32_t id) const {
    return id == 0 || id > m_channels.size() ? nullptr : &m_channels[id - 1];
}

bool Channels::can_send(uint32_t id) const {
    const Channel* channel = find(id);
    return channel == nullptr || channel->closed || channel->capacity == 0 ||
           channel->messages.size() < channel->capacity;
}

bool Channels::can_receive(uint32_t id) const {
    const Channel* channel = find(id);
    return channel == nullptr || channel->closed || !channel->messages.empty();
}

bool Channels::send(uint32_t id, Message message) {
    if (message->size() > MostBytes - m_bytes) return false;
    m_bytes += message->size();
    edit(id)->messages.push_back(std::move(message));
    return true;
}

void Channels::pop(uint32_t id) {
    Channel& channel = *edit(id);
    m_bytes -= channel.messages.front()->size();
    channel.messages.pop_front();
}

bool Channels::close(uint32_t id) {
    Channel* channel = edit(id);
    if (channel == nullptr) return false;
    channel->closed = true;
    return true;
}

uint64_t Channels::hash(uint64_t seed) const {
    for (const Channel& channel : m_channels) {
        seed = base::hash_bytes(channel.name.data(), channel.name.size(), seed);
        seed = base::hash_combine(seed, uint64_t{channel.capacity} << 1 | channel.closed);
        for (const Message& message : channel.messages) {
            seed = base::hash_combine(seed, base::hash_bytes(message->data(), message->size()));
        }
    }
    return seed;
}

}  // namespace interleave::world
