#include "json_script.hpp"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

namespace interleave::test {

namespace {

using Json = nlohmann::json;
using Kind = Command::Kind;

const std::map<std::string, Kind>& kinds() {
    static const std::map<std::string, Kind> Kinds = {
        {"module", Kind::Module},
        {"register", Kind::Register},
        {"action", Kind::Action},
        {"assert_return", Kind::AssertReturn},
        {"assert_trap", Kind::AssertTrap},
        {"assert_exhaustion", Kind::AssertExhaustion},
        {"assert_exception", Kind::AssertException},
        {"assert_invalid", Kind::AssertInvalid},
        {"assert_malformed", Kind::AssertMalformed},
        {"assert_unlinkable", Kind::AssertUnlinkable},
        {"assert_uninstantiable", Kind::AssertUninstantiable},
    };
    return Kinds;
}

wasm::ValueType type_of(const std::string& name) {
    using wasm::ValueType;
    for (ValueType type : {ValueType::I32, ValueType::I64, ValueType::F32, ValueType::F64,
                           ValueType::FuncRef, ValueType::ExternRef}) {
        if (wasm::name_of(type) == name) return type;
    }
    throw std::runtime_error("unknown value type " + name);
}

// Numbers are written as the unsigned decimal of their bits.
Value value_of(const Json& json) {
    Value value;
    value.type = type_of(json.at("type"));
    std::string text = json.value("value", "");
    if (text == "nan:canonical") {
        value.match = Value::Match::CanonicalNan;
    } else if (text == "nan:arithmetic") {
        value.match = Value::Match::ArithmeticNan;
    } else if (text == "null") {
        value.bits = machine::NullReference;
    } else if (text.empty()) {
        value.match = Value::Match::NotNull;
    } else {
        value.bits = std::stoull(text);
    }
    return value;
}

Action action_of(const Json& json) {
    Action action;
    action.kind = json.at("type") == "get" ? Action::Kind::Get : Action::Kind::Invoke;
    action.module = json.value("module", "");
    action.field = json.at("field");
    for (const Json& argument : json.value("args", Json::array())) {
        action.arguments.push_back(value_of(argument));
    }
    return action;
}

Command command_of(const Json& json, const std::filesystem::path& folder) {
    Command command;
    std::string type = json.at("type");
    auto kind = kinds().find(type);
    if (kind == kinds().end()) throw std::runtime_error("unknown command " + type);
    command.kind = kind->second;
    command.line = json.at("line");
    if (json.contains("filename")) command.module_file = folder / std::string(json["filename"]);
    command.is_text_module = json.value("module_type", "binary") == "text";
    command.name = json.value("name", "");
    command.register_as = json.value("as", "");
    command.text = json.value("text", "");
    if (json.contains("action")) command.action = action_of(json["action"]);
    if (command.kind == Kind::AssertReturn) {
        for (const Json& expected : json.at("expected")) {
            command.expected.push_back({value_of(expected)});
        }
    }
    return command;
}

}  // namespace

base::Result<Script> read_json_script(const std::filesystem::path& json, std::string name) {
    std::ifstream file(json);
    if (!file) return base::Error{"cannot read " + json.string()};
    // The library reports by exceptions; they end here.
    try {
        Script script{std::move(name), {}};
        const Json parsed = Json::parse(file);
        for (const Json& command : parsed.at("commands")) {
            script.commands.push_back(command_of(command, json.parent_path()));
        }
        return script;
    } catch (const std::exception& error) {
        return base::Error{json.string() + ": " + error.what()};
    }
}

}  // namespace interleave::test
