/**
 * Programs that do not compile, each with one mistake that learners make: the line that the first error must be at, a part of
 * the compiler's words, and whether there is a plain sentence for it. Read by broken.test.ts.
 */
export interface BrokenProgram {
  readonly name: string;
  readonly line: number;
  readonly words: RegExp;
  /** A part of the plain sentence; absent: none is promised. */
  readonly advice?: RegExp;
  readonly source: string;
}

const broken = (name: string, line: number, words: RegExp, advice: RegExp | undefined, ...lines: readonly string[]): BrokenProgram =>
  ({ name, line, words, ...(advice === undefined ? {} : { advice }), source: `${lines.join('\n')}\n` });

const Thread = '#include <thread>';
const Mutex = '#include <mutex>';

export const BrokenPrograms: readonly BrokenProgram[] = [
  // Threads and what they are given.
  broken('an argument by reference without std::ref', 4, /./, /std::ref/, Thread, 'void add(int& sum) { ++sum; }', 'int main() { int sum = 0;', '  std::thread thread(add, sum);', '  thread.join();', '}'),
  broken('too few arguments for the thread’s function', 4, /./, /number and types/, Thread, 'void add(int a, int b) { (void)(a + b); }', 'int main() {', '  std::thread thread(add, 1);', '  thread.join();', '}'),
  broken('too many arguments for the thread’s function', 4, /./, /number and types/, Thread, 'void work() {}', 'int main() {', '  std::thread thread(work, 1);', '  thread.join();', '}'),
  broken('a copied thread', 4, /deleted|private/, /cannot be copied/, Thread, 'int main() {', '  std::thread first([] {});', '  std::thread second = first;', '  second.join();', '}'),
  broken('threads copied by a loop', 5, /deleted|private/, /cannot be copied/, Thread, '#include <vector>', 'int main() {', '  std::vector<std::thread> threads(2);', '  for (auto thread : threads) thread.join();', '}'),
  broken('a thread pushed without move', 6, /./, undefined, Thread, '#include <vector>', 'int main() {', '  std::vector<std::thread> threads;', '  std::thread one([] {});', '  threads.push_back(one + 1);', '}'),
  broken('a member function without its object', 4, /non-static member function/, /&object/, Thread, 'struct Bank { void pay() {} };', 'int main() { Bank bank;', '  std::thread thread(bank.pay);', '  thread.join();', '}'),
  broken('a misspelt join', 4, /no member named 'jion'/, undefined, Thread, 'int main() {', '  std::thread thread([] {});', '  thread.jion();', '}'),
  broken('thread without std::', 3, /undeclared|unknown type/, /std::thread/, Thread, 'int main() {', '  thread worker([] {});', '  worker.join();', '}'),
  broken('sleep with a bare number', 3, /no matching function/, /number and these types/, Thread, 'int main() {', '  std::this_thread::sleep_for(100);', '}'),
  broken('a time literal without its namespace', 4, /literal operator/, /chrono_literals/, Thread, '#include <chrono>', 'int main() {', '  std::this_thread::sleep_for(100ms);', '}'),
  broken('a thread of a value', 4, /./, undefined, Thread, 'int work() { return 1; }', 'int main() {', '  std::thread thread = work();', '  thread.join();', '}'),
  // Locks.
  broken('no <mutex>', 2, /mutex/, /header|std::/, '#include <cstdio>', 'std::mutex lock;', 'int main() { lock.lock(); }'),
  broken('a mutex by value', 6, /deleted/, /cannot be copied/, Thread, Mutex, 'void work(std::mutex lock) { lock.lock(); }', 'int main() {', '  std::mutex lock;', '  work(lock);', '}'),
  broken('a struct with a mutex copied', 6, /deleted/, /cannot be copied/, Mutex, 'struct Account { std::mutex lock; int money = 0; };', 'int pay(Account account) { return account.money; }', 'int main() {', '  Account account;', '  return pay(account);', '}'),
  broken('an atomic copied', 4, /deleted/, /cannot be copied/, '#include <atomic>', 'int main() {', '  std::atomic<int> a = 1;', '  std::atomic<int> b = a;', '  return b;', '}'),
  broken('lock_guard unlocked', 5, /no member named 'unlock'/, /unique_lock/, Mutex, 'std::mutex mutex;', 'int main() {', '  std::lock_guard<std::mutex> guard(mutex);', '  guard.unlock();', '}'),
  broken('lock_guard of a number', 4, /./, undefined, Mutex, 'int counter;', 'int main() {', '  std::lock_guard guard(counter);', '}'),
  broken('a condition waiting with a lock_guard', 7, /./, /unique_lock/, Mutex, '#include <condition_variable>', 'std::mutex mutex;', 'std::condition_variable changed;', 'int main() {', '  std::lock_guard<std::mutex> guard(mutex);', '  changed.wait(guard);', '}'),
  broken('a condition waiting with the mutex', 6, /./, /unique_lock/, Mutex, '#include <condition_variable>', 'std::mutex mutex;', 'std::condition_variable changed;', 'int main() {', '  changed.wait(mutex);', '}'),
  broken('a misspelt lock_guard', 4, /lock_gard/, /misspelt/, Mutex, 'std::mutex mutex;', 'int main() {', '  std::lock_gard guard(mutex);', '}'),
  broken('a const function that locks', 4, /const/, /mutable/, Mutex, 'class Counter {', 'public:', '  int get() const { mutex.lock(); mutex.unlock(); return value; }', 'private:', '  std::mutex mutex;', '  int value = 0;', '};', 'int main() { return Counter().get(); }'),
  broken('a semaphore without a number', 3, /./, undefined, '#include <semaphore>', 'int main() {', '  std::counting_semaphore<3> permits;', '  permits.acquire();', '}'),
  broken('a latch without a number', 3, /./, undefined, '#include <latch>', 'int main() {', '  std::latch start;', '  start.wait();', '}'),
  broken('call_once with a bool', 5, /./, undefined, Mutex, 'bool done = false;', 'void start() {}', 'int main() {', '  std::call_once(done, start);', '}'),
  // Lambdas.
  broken('a variable that is not captured', 4, /cannot be implicitly captured/, /\[&\]/, Thread, 'int main() {', '  int sum = 0;', '  std::thread thread([] { ++sum; });', '  thread.join();', '}'),
  broken('a captured copy that is changed', 4, /captured by copy/, /by reference/, Thread, 'int main() {', '  int sum = 0;', '  std::thread thread([sum] { ++sum; });', '  thread.join();', '}'),
  broken('a member that is not captured', 4, /'this' cannot be implicitly captured/, /\[this\]/, Thread, 'struct Worker {', '  int value = 0;', '  void run() { std::thread thread([] { ++value; }); thread.join(); }', '};', 'int main() { Worker().run(); }'),
  // Names and headers.
  broken('a name that does not exist', 2, /undeclared identifier 'conter'/, /conter/, 'int counter = 0;', 'int main() { return conter; }'),
  broken('cout without std::', 2, /undeclared identifier 'cout'/, /std::cout/, '#include <iostream>', 'int main() { cout << 1; }'),
  broken('a header that does not exist', 1, /file not found/, /misspelling/, '#include <threads.hpp>', 'int main() {}'),
  broken('no <vector>', 2, /vector/, /header|std::/, '#include <mutex>', 'std::vector<int> numbers;', 'int main() {}'),
  broken('no <iostream>', 3, /cout/, /header|std::/, '#include <mutex>', 'int main() {', '  std::cout << 1;', '}'),
  broken('no <future>', 3, /async|future/, /header|std::/, '#include <mutex>', 'int main() {', '  auto result = std::async([] { return 1; });', '  return result.get();', '}'),
  broken('a function used before it is declared', 1, /undeclared identifier 'later'/, /further down/, 'int main() { return later(); }', 'int later() { return 1; }'),
  broken('a variable out of its block', 3, /undeclared identifier 'i'/, /another block/, 'int main() {', '  for (int i = 0; i < 3; ++i) {}', '  return i;', '}'),
  broken('a variable declared twice', 3, /redefinition/, undefined, 'int main() {', '  int sum = 0;', '  int sum = 1;', '  return sum;', '}'),
  broken('a name of std twice with using namespace', 3, /redefinition|undeclared|unknown/, undefined, 'using namespace std;', 'int main() {', '  vectro numbers; return 0;', '}'),
  // Punctuation.
  broken('a missing semicolon', 2, /expected ';'/, /semicolon/, 'int main() {', '  int sum = 1', '  return sum;', '}'),
  broken('a missing closing bracket', 2, /expected '\)'/, /bracket/, 'int main() {', '  return (1 + 2;', '}'),
  broken('a missing closing brace', 4, /expected '}'/, /bracket/, 'int main() {', '  if (true) {', '    return 1;', '}'),
  broken('a brace too many', 4, /extraneous closing brace/, /too many/, 'int main() {', '  return 0;', '}', '}'),
  broken('a class without a semicolon', 1, /expected ';'/, /semicolon/, 'struct Point { int x; }', 'int main() { return Point().x; }'),
  broken('a text that does not end', 3, /./, undefined, '#include <cstdio>', 'int main() {', '  puts("hello);', '}'),
  broken('a thread argument list that does not end', 3, /expected '\)'|expected/, undefined, Thread, 'int main() {', '  std::thread thread([] {};', '  thread.join();', '}'),
  // Types.
  broken('a text for a number', 1, /cannot initialize/, /another type/, 'int main() { int number = "three"; return number; }'),
  broken('too few arguments', 2, /no matching function|too few arguments/, undefined, 'int add(int a, int b) { return a + b; }', 'int main() { return add(1); }'),
  broken('a value of a promise of another type', 4, /./, undefined, '#include <future>', 'int main() {', '  std::promise<int> promise;', '  promise.set_value("three");', '}'),
  broken('a future of another type', 3, /no viable conversion/, /another type/, '#include <future>', 'int main() {', '  std::future<int> result = std::async([] { return "three"; });', '  return result.get();', '}'),
  broken('co_await in main', 2, /./, undefined, '#include <coroutine>', 'int main() { co_await std::suspend_always{}; }'),
  broken('a const that is changed', 3, /cannot assign|const-qualified/, undefined, 'int main() {', '  const int limit = 3;', '  limit = 4;', '}'),
  // The linker.
  broken('a function without a body', 2, /undefined symbol: work/, /body is nowhere/, 'void work(int);', 'int main() { work(1); }'),
  broken('no main', 0, /undefined symbol/, /no main/, '#include <thread>', 'void work() {}'),
];
