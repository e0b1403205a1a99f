#pragma once
// Scripts of the threads proposal with commands that run at the same time:
//
//   (thread $T1 (shared (module $Mem)) command …)   (wait $T1)   (assert_return … (either v w))
//
// A thread has names of its own; of its parent's it sees the modules that it shares.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "script.hpp"
#include "wasm/module.hpp"

namespace interleave::test {

struct ThreadCommand {
    enum class Kind : uint8_t {
        Module,
        Register,
        Invoke,  // and AssertReturn, with results to expect
        AssertUnlinkable,
        Thread,
        Wait,
    };
    Kind kind = Kind::Invoke;
    uint32_t line = 0;
    std::string name;  // of the module, thread, or of what is registered or waited for
    wasm::ModulePointer module;
    std::string register_as;
    Action action;
    bool is_assertion = false;
    std::vector<Expected> expected;
    std::string text;
    std::vector<std::string> shared;  // of Thread
    std::vector<ThreadCommand> body;  // of Thread
};

struct ThreadScript {
    std::string name;
    std::vector<ThreadCommand> commands;
};

// Reads a script; its modules are converted with wast2json into the folder.
base::Result<ThreadScript> read_thread_script(const std::filesystem::path& path,
                                              const std::filesystem::path& folder);

}  // namespace interleave::test
