#pragma once
// The commands of commands.def as an enum and a table.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "ui/icons.hpp"

namespace interleave::ui {

enum class Command : uint8_t {
#define COMMAND(name, icon, label, keys, tooltip) name,
#include "commands.def"
#undef COMMAND
};

struct CommandInfo {
    Command command;
    const char* name;
    const char* icon;
    const char* label;
    const char* keys;
    const char* tooltip;
};

std::span<const CommandInfo> all_commands();
const CommandInfo& command_info(Command command);
std::optional<Command> find_command(std::string_view name);

}  // namespace interleave::ui
