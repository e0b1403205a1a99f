#include "build_command.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

extern char** environ;

namespace interleave::apps {

namespace {

using Words = std::vector<std::string>;

constexpr int BadInput = 3;

// The sections of flags.txt.
std::map<std::string, Words> read_flags() {
    std::map<std::string, Words> sections;
    std::ifstream in(INTERLEAVE_GUEST_FLAGS);
    std::string line;
    std::string section;
    while (std::getline(in, line)) {
        if (line.empty() || line[0] == '#') continue;
        if (line[0] == '[') {
            section = line.substr(1, line.find(']') - 1);
            continue;
        }
        const std::string mark = "{sysroot}";
        if (const size_t at = line.find(mark); at != std::string::npos) {
            line.replace(at, mark.size(), INTERLEAVE_GUEST_SYSROOT);
        }
        sections[section].push_back(line);
    }
    return sections;
}

void append(Words& words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
}

// Whether the program ran and exited with 0.
bool run(const Words& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
        return false;
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return false;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string temporary_file(const char* ending) {
    static int count = 0;
    const std::string name =
        "interleave-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ending;
    return (std::filesystem::temp_directory_path() / name).string();
}

void remove_all(const Words& files) {
    std::error_code ignored;
    for (const std::string& file : files) std::filesystem::remove(file, ignored);
}

base::Status compile_and_link(const BuildOptions& options, Words& objects) {
    const std::string tools = INTERLEAVE_GUEST_LLVM;
    if (!std::filesystem::exists(tools + "/clang++") ||
        !std::filesystem::exists(INTERLEAVE_GUEST_SYSROOT)) {
        return base::Error{"The compiler is missing in " + tools + ". Run `make native` first."};
    }
    std::map<std::string, Words> flags = read_flags();
    for (const std::string& source : options.sources) {
        if (!std::filesystem::exists(source))
            return base::Error{"There is no file " + source + "."};
        objects.push_back(temporary_file(".o"));
        Words compile = {tools + "/clang++", "-isystem", INTERLEAVE_GUEST_HEADERS};
        append(compile, flags["compile"]);
        append(compile, flags["compile program"]);
        append(compile, {"-O" + options.optimize, "-g", "-c", source, "-o", objects.back()});
        append(compile, options.more_flags);
        if (!run(compile)) return base::Error{source + " does not compile."};
    }
    Words link = {tools + "/wasm-ld"};
    append(link, flags["link"]);
    for (const std::string& name : flags["wrap"]) link.push_back("--wrap=" + name);
    append(link, objects);
    append(link, flags["libraries"]);
    append(link, {"-o", options.output});
    if (!run(link)) return base::Error{options.output + " could not be linked."};
    return base::Nothing{};
}

}  // namespace

base::Status build_program(const BuildOptions& options) {
    Words objects;
    base::Status done = compile_and_link(options, objects);
    remove_all(objects);
    return done;
}

void add_build_options(CLI::App& command, BuildOptions& options) {
    command.add_option("sources", options.sources, "C++20 sources")->required();
    command.add_option("-o,--output", options.output, "The program")->capture_default_str();
    command
        .add_option("-O,--optimize", options.optimize, "0 keeps every variable visible to the lab")
        ->check(CLI::IsMember({"0", "1", "2", "3", "s", "z"}))
        ->capture_default_str();
    command.add_option("--flag", options.more_flags,
                       "One more flag for the compiler, e.g. --flag=-DN=3");
}

int build(const BuildOptions& options) {
    if (base::Status done = build_program(options); !done) {
        std::fprintf(stderr, "interleave: %s\n", done.error().message.c_str());
        return BadInput;
    }
    return 0;
}

bool is_source(const std::string& file) {
    const std::string ending = std::filesystem::path(file).extension().string();
    return ending == ".cpp" || ending == ".cc" || ending == ".cxx";
}

base::Result<TemporaryProgram> TemporaryProgram::compile(const std::string& source) {
    BuildOptions options;
    options.sources = {source};
    options.output = temporary_file(".wasm");
    TemporaryProgram program(options.output);
    if (base::Status done = build_program(options); !done) return done.error();
    return program;
}

TemporaryProgram::TemporaryProgram(TemporaryProgram&& other) noexcept
    : m_path(std::exchange(other.m_path, "")) {}

TemporaryProgram::~TemporaryProgram() {
    if (!m_path.empty()) remove_all({m_path});
}

}  // namespace interleave::apps
