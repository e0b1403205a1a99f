#include "ui/commands.hpp"

namespace interleave::ui {

namespace {

constexpr CommandInfo Table[] = {
#define COMMAND(name, icon, label, keys, tooltip) \
    {Command::name, #name, icon, label, keys, tooltip},
#include "commands.def"
#undef COMMAND
};

}  // namespace

std::span<const CommandInfo> all_commands() { return Table; }

const CommandInfo& command_info(Command command) { return Table[static_cast<size_t>(command)]; }

std::optional<Command> find_command(std::string_view name) {
    for (const CommandInfo& info : Table) {
        if (name == info.name) return info.command;
    }
    return std::nullopt;
}

}  // namespace interleave::ui
