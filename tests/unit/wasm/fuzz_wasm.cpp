// libFuzzer's entry: any bytes may be given to `load`. Built by clang where INTERLEAVE_SANITIZE has "fuzzer":
//
//   cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DINTERLEAVE_SANITIZE=fuzzer,address,undefined
//   ninja -C build/fuzz fuzz_wasm && build/fuzz/tests/unit/wasm/fuzz_wasm -max_len=4096 <folder of modules>
//
// A module that is accepted must keep what its contract promises: every body can be read to its end.

#include <cstdlib>

#include "wasm/instruction.hpp"
#include "wasm/validator.hpp"

using namespace interleave;

namespace {

void read_all_bodies(const wasm::Module& module) {
    wasm::Instruction instruction;
    for (size_t i = module.imported_functions; i < module.functions.size(); ++i) {
        wasm::InstructionReader reader(module.bytes, module.functions[i].body);
        while (reader.next(instruction)) {
        }
        if (reader.failed() || !reader.at_end()) std::abort();
        if (instruction.opcode != wasm::Opcode::End) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    base::Result<wasm::ModulePointer> module = wasm::load({data, data + size});
    if (module.ok()) {
        read_all_bodies(**module);
    } else if (module.error().message.empty() || module.error().position > size) {
        std::abort();
    }
    return 0;
}
