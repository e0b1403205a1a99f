#include "guest.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "wasm/validator.hpp"

namespace interleave::test {

namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

}  // namespace

wasm::ModulePointer module_of(const std::string& text) {
    char folder[] = "/tmp/interleave-guest-XXXXXX";
    if (mkdtemp(folder) == nullptr) give_up("cannot make a folder in /tmp");
    fs::path wat = fs::path(folder) / "guest.wat";
    fs::path wasm = fs::path(folder) / "guest.wasm";
    std::ofstream(wat) << text;
    std::string command = std::string("'") + INTERLEAVE_WAT2WASM +
                          "' --enable-threads --enable-tail-call --enable-exceptions '" +
                          wat.string() + "' -o '" + wasm.string() + "'";
    if (std::system(command.c_str()) != 0) give_up("wat2wasm refused:\n" + text);
    std::string bytes = read_file(wasm);
    fs::remove_all(folder);
    base::Result<wasm::ModulePointer> module = wasm::load({bytes.begin(), bytes.end()});
    if (!module) give_up(module.error().message);
    return *module;
}

Guest::Guest(const std::string& text, machine::StoreLimits limits) : store(limits) {
    using wasm::ValueType;
    host = store.add_host_function("host.one", {{ValueType::I32}, {ValueType::I32}});
    auto made =
        machine::instantiate(store, module_of(text),
                             [&](const wasm::Import& import) -> std::optional<machine::External> {
                                 if (import.name == "one") return host;
                                 return std::nullopt;
                             });
    if (!made) give_up(made.error().message);
    if (made->trap != machine::TrapKind::None) give_up("the instantiation trapped");
    instance = made->instance;
}

machine::FunctionReference Guest::function(std::string_view name) const {
    auto found = machine::find_export(store, instance, name);
    if (!found) give_up("no export " + std::string(name));
    return std::get<machine::FunctionReference>(*found);
}

machine::Thread Guest::start(std::string_view name, std::vector<Slot> arguments) const {
    return machine::Thread::start(store, {0}, function(name), arguments);
}

machine::Outcome Guest::call(std::string_view name, std::vector<Slot> arguments,
                             const machine::RunOptions& options) const {
    auto add_one = [](machine::FunctionReference, std::span<const Slot> values) {
        return std::vector<Slot>{static_cast<uint32_t>(values[0] + 1)};
    };
    return machine::invoke(store, function(name), arguments, add_one, options);
}

Slot Guest::value(std::string_view name, std::vector<Slot> arguments) const {
    machine::Outcome outcome = call(name, std::move(arguments));
    EXPECT_EQ(outcome.stop.reason, machine::StopReason::Finished) << name;
    return outcome.results.empty() ? 0 : outcome.results[0];
}

machine::TrapKind Guest::trap(std::string_view name, std::vector<Slot> arguments) const {
    machine::Outcome outcome = call(name, std::move(arguments));
    EXPECT_EQ(outcome.stop.reason, machine::StopReason::Trap) << name;
    return outcome.stop.trap;
}

Slot bits_of(float value) { return std::bit_cast<uint32_t>(value); }
Slot bits_of(double value) { return std::bit_cast<uint64_t>(value); }

const char* const Everything = R"((module
  (import "host" "one" (func $one (param i32) (result i32)))
  (memory 2 4)
  (tag $odd (param i32 i64))
  (global $line (export "line") (mut i32) (i32.const 0))
  (global $count (mut i64) (i64.const 0))
  (type $step (func (param i32) (result i32)))
  (table funcref (elem $twice $thrice $fail))
  (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func $thrice (param i32) (result i32) (i32.mul (i32.const 3) (local.get 0)))
  (func $fail (param i32) (result i32)
    (throw $odd (local.get 0) (i64.extend_i32_u (local.get 0))))
  (func $fib (param $n i32) (result i32)
    (if (result i32) (i32.lt_u (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add (call $fib (i32.sub (local.get $n) (i32.const 1)))
                     (call $fib (i32.sub (local.get $n) (i32.const 2)))))))
  (func $pair (param i32 i32) (result i32 i32)
    local.get 1 local.get 0)
  (func $guarded (param $i i32) (result i32)
    (try (result i32)
      (do (call_indirect (type $step) (local.get $i) (i32.rem_u (local.get $i) (i32.const 3))))
      (catch $odd
        i32.wrap_i64 i32.add)))
  (func $rethrowing (param $i i32) (result i32)
    (try (result i32)
      (do (try (result i32)
            (do (call $fail (local.get $i)))
            (catch_all (global.set $count (i64.add (global.get $count) (i64.const 1)))
                       (rethrow 0))))
      (catch $odd drop)))
  (func $floats (param $n i32) (result i32) (local $x f64) (local $sum f64)
    (local.set $x (f64.const 1))
    (loop $again
      (local.set $sum (f64.add (local.get $sum) (f64.div (f64.const 1) (local.get $x))))
      (local.set $x (f64.add (local.get $x) (f64.const 2.5)))
      (br_if $again (f64.lt (local.get $x) (f64.convert_i32_u (local.get $n)))))
    (i32.trunc_sat_f64_s (f64.mul (local.get $sum) (f64.const 1000))))
  (func $choose (param i32) (result i32)
    (block $c (block $b (block $a (br_table $a $b $c (local.get 0)))
        (return (i32.const 10)))
      (return (i32.const 20)))
    (i32.const 30))
  (func $bytes (param $n i32) (result i32) (local $i i32) (local $sum i32)
    (memory.fill (i32.const 100) (i32.const 7) (local.get $n))
    (memory.copy (i32.const 70000) (i32.const 90) (i32.const 50))
    (loop $again
      (i32.store8 offset=200 (local.get $i) (local.tee $sum (i32.add (local.get $sum) (local.get $i))))
      (i64.store offset=4090 align=1 (local.get $i) (i64.const -2))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_s (local.get $i) (local.get $n))))
    (i32.add (i32.load16_u offset=202 (i32.const 1)) (i32.load8_s (i32.const 70012))))
  (func (export "run") (param $n i32) (result i32) (local $i i32) (local $sum i32) (local $old i32)
    (loop $again
      (global.set $line (local.get $i))
      ;; the old value stays on the operand stack while the local changes
      local.get $sum
      (local.set $old (local.get $sum))
      (local.set $sum (call $fib (i32.and (local.get $i) (i32.const 7))))
      local.get $sum
      i32.add
      (call $pair (local.get $i) (i32.const 3))
      i32.sub
      i32.xor
      local.set $sum
      (local.set $sum (i32.add (local.get $sum) (call $guarded (local.get $i))))
      (local.set $sum (i32.add (local.get $sum) (call $rethrowing (local.get $i))))
      (local.set $sum (i32.add (local.get $sum) (call $floats (i32.add (local.get $i) (i32.const 9)))))
      (local.set $sum (i32.add (local.get $sum) (call $choose (i32.and (local.get $i) (i32.const 3)))))
      (local.set $sum (i32.add (local.get $sum) (call $one (local.get $i))))
      (local.set $sum (select (local.get $sum) (i32.const 5) (local.get $old)))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (i32.add (local.get $sum) (call $bytes (local.get $n))))
))";

}  // namespace interleave::test
