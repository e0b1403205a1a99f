// Coroutines that wait for time and for each other, on one thread: the words of Python's asyncio.
//
//   task<int> count(std::string name) {
//       std::cout << name << " one\n";
//       co_await asyncio::sleep(1s);
//       std::cout << name << " two\n";
//       co_return 2;
//   }
//   task<> both() { auto [a, b] = co_await asyncio::gather(count("A"), count("B")); … }
//   int main() { asyncio::run(both()); }
//
// Python                                        here (namespace interleave::asyncio)
//   async def f() -> int                          task<int> f()                     task.hpp
//   asyncio.run(f())                              run(f())                          loop/handle.hpp
//   t = asyncio.create_task(f()); await t         auto t = create_task(f()); co_await t
//   t.cancel(), CancelledError                    t.cancel(), cancelled_error
//   await asyncio.sleep(1)                        co_await sleep(1s)
//   asyncio.shield(t)                             shield(t)
//   asyncio.gather(a, b)                          gather(a, b)                      loop/gather.hpp
//   gather(a, b, return_exceptions=True)          gather(return_exceptions, a, b)
//   asyncio.wait(ts, return_when=…)               wait(ts, return_when::…)
//   asyncio.wait_for(f(), 1), TimeoutError        wait_for(f(), 1s), timeout_error
//   asyncio.Queue, Lock, Semaphore, Event         queue, lock, semaphore, event     loop/synchronise.hpp
//   async def with yield, async for               async_generator, next()           loop/async_generator.hpp
//   asyncio.to_thread(f)                          to_thread(f)                      loop/to_thread.hpp
//
// As in asyncio's debug mode, mistakes that are no errors are told on the error stream: a coroutine that was
// never awaited, a step that blocked the loop (100 ms or more), a task destroyed while it was waiting, an exception
// that nobody looked at.
#pragma once

#include <interleave/loop/async_generator.hpp>
#include <interleave/loop/gather.hpp>
#include <interleave/loop/handle.hpp>
#include <interleave/loop/synchronise.hpp>
#include <interleave/loop/to_thread.hpp>
