#include "thread_script.hpp"

#include <fstream>
#include <iterator>

#include "conversion.hpp"
#include "json_script.hpp"
#include "s_expression.hpp"
#include "script_runner.hpp"
#include "wasm/validator.hpp"

namespace interleave::test {

namespace {

namespace fs = std::filesystem;
using Kind = ThreadCommand::Kind;

std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void collect_modules(const Expression& expression, std::vector<const Expression*>& modules) {
    // (shared (module $M)) names a module of the parent.
    if (expression.is("shared")) return;
    if (expression.is("module")) {
        modules.push_back(&expression);
        return;
    }
    for (const Expression& item : expression.items) collect_modules(item, modules);
}

// All modules of the script, in order, converted at once: they are written to a script without threads.
base::Result<std::vector<wasm::ModulePointer>> load_modules(
    const std::vector<Expression>& expressions, const fs::path& path, const fs::path& folder) {
    std::vector<const Expression*> sources;
    for (const Expression& expression : expressions) collect_modules(expression, sources);
    fs::path modules_only = folder / path.filename();
    std::ofstream file(modules_only);
    for (const Expression* source : sources) file << source->source << "\n";
    file.close();
    base::Result<fs::path> json = convert(modules_only, "--enable-threads", folder);
    if (!json) return json.error();
    base::Result<Script> script = read_json_script(*json, path.filename().string());
    if (!script) return script.error();
    std::vector<wasm::ModulePointer> modules;
    for (const Command& command : script->commands) {
        base::Result<wasm::ModulePointer> module = wasm::load(read_bytes(command.module_file));
        if (!module) return module.error();
        modules.push_back(*module);
    }
    if (modules.size() != sources.size()) {
        return base::Error{"wast2json gave " + std::to_string(modules.size()) + " modules for " +
                           std::to_string(sources.size()) + " in " + path.string()};
    }
    return modules;
}

// (i32.const 1) and (i64.const 1): the only values of these scripts.
base::Result<Value> value_of(const Expression& expression) {
    Value value;
    bool is_i32 = expression.is("i32.const");
    if ((!is_i32 && !expression.is("i64.const")) || expression.items.size() != 2) {
        return base::Error{"not a value: " + std::string(expression.source), expression.line};
    }
    value.type = is_i32 ? wasm::ValueType::I32 : wasm::ValueType::I64;
    auto number = static_cast<uint64_t>(std::stoll(expression.items[1].text, nullptr, 0));
    value.bits = is_i32 ? static_cast<uint32_t>(number) : number;
    return value;
}

base::Result<Expected> expected_of(const Expression& expression) {
    Expected alternatives;
    bool either = expression.is("either");
    for (size_t i = either ? 1 : 0; i < (either ? expression.items.size() : 1); ++i) {
        base::Result<Value> value = value_of(either ? expression.items[i] : expression);
        if (!value) return value.error();
        alternatives.push_back(*value);
    }
    return alternatives;
}

class Commands {
public:
    explicit Commands(std::vector<wasm::ModulePointer> modules) : m_modules(std::move(modules)) {}

    base::Result<std::vector<ThreadCommand>> all(std::span<const Expression> expressions) {
        std::vector<ThreadCommand> commands;
        for (const Expression& expression : expressions) {
            base::Result<ThreadCommand> command = one(expression);
            if (!command) return command.error();
            commands.push_back(std::move(command).value());
        }
        return commands;
    }

private:
    base::Result<ThreadCommand> one(const Expression& expression) {
        ThreadCommand command;
        command.line = expression.line;
        if (expression.is("module")) {
            command.kind = Kind::Module;
            command.name = expression.name_at(1);
            command.module = m_modules[m_next_module++];
        } else if (expression.is("register")) {
            command.kind = Kind::Register;
            command.register_as = expression.items[1].text;
            command.name = expression.name_at(2);
        } else if (expression.is("wait")) {
            command.kind = Kind::Wait;
            command.name = expression.name_at(1);
        } else if (expression.is("assert_unlinkable")) {
            command.kind = Kind::AssertUnlinkable;
            command.is_assertion = true;
            command.module = m_modules[m_next_module++];
            command.text = expression.items[2].text;
        } else if (expression.is("invoke")) {
            return invocation(expression, std::move(command));
        } else if (expression.is("assert_return")) {
            return assertion(expression, std::move(command));
        } else if (expression.is("thread")) {
            return thread(expression, std::move(command));
        } else {
            return base::Error{"unknown command " + std::string(expression.head()), command.line};
        }
        return command;
    }

    static base::Result<ThreadCommand> invocation(const Expression& expression,
                                                  ThreadCommand command) {
        command.action.module = expression.name_at(1);
        size_t place = command.action.module.empty() ? 1 : 2;
        command.action.field = expression.items[place].text;
        for (size_t i = place + 1; i < expression.items.size(); ++i) {
            base::Result<Value> value = value_of(expression.items[i]);
            if (!value) return value.error();
            command.action.arguments.push_back(*value);
        }
        return command;
    }

    static base::Result<ThreadCommand> assertion(const Expression& expression,
                                                 ThreadCommand command) {
        command.is_assertion = true;
        for (size_t i = 2; i < expression.items.size(); ++i) {
            base::Result<Expected> expected = expected_of(expression.items[i]);
            if (!expected) return expected.error();
            command.expected.push_back(*expected);
        }
        return invocation(expression.items[1], std::move(command));
    }

    base::Result<ThreadCommand> thread(const Expression& expression, ThreadCommand command) {
        command.kind = Kind::Thread;
        command.name = expression.name_at(1);
        size_t first = 2;
        for (; first < expression.items.size() && expression.items[first].is("shared"); ++first) {
            command.shared.push_back(expression.items[first].items[1].name_at(1));
        }
        auto body = all(std::span(expression.items).subspan(first));
        if (!body) return body.error();
        command.body = std::move(body).value();
        return command;
    }

    std::vector<wasm::ModulePointer> m_modules;
    size_t m_next_module = 0;
};

}  // namespace

base::Result<ThreadScript> read_thread_script(const fs::path& path, const fs::path& folder) {
    std::string text = text_of(path);
    base::Result<std::vector<Expression>> expressions = parse_expressions(text);
    if (!expressions) return expressions.error();
    auto modules = load_modules(*expressions, path, folder);
    if (!modules) return modules.error();
    auto commands = Commands(std::move(modules).value()).all(*expressions);
    if (!commands) return commands.error();
    return ThreadScript{path.stem().string(), std::move(commands).value()};
}

}  // namespace interleave::test
