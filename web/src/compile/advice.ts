/**
 * Plain sentences for the mistakes that beginners with threads make most, beside the compiler's words. Each row: what clang
 * says, and what that means here. The first row that fits is taken; `$1` is the pattern's first group.
 */

interface Advice {
  readonly pattern: RegExp;
  readonly sentence: string;
}

const Table: readonly Advice[] = [
  // Threads and what they are given.
  { pattern: /std::thread arguments must be invocable|no matching (?:constructor|function).*'(?:std::)?j?thread'|attempt to use a deleted function.*std::j?thread::j?thread</s,
    sentence: 'What the thread is given does not fit its function: check their number and types. A thread copies its arguments; pass what the function takes by reference as std::ref(x).' },
  { pattern: /(?:private|deleted) constructor of (?:class )?'std::j?thread'|overload resolution selected deleted operator '='.*thread/s,
    sentence: 'A thread cannot be copied: there is only one of it. Move it with std::move, or keep it where it was made; in loops write “for (std::thread& thread : threads)”.' },
  { pattern: /reference to non-static member function must be called/,
    sentence: 'To run a member function on a thread, write std::thread(&Class::function, &object), or give it a lambda: std::thread([&] { object.function(); }).' },
  // Locks.
  { pattern: /(?:deleted|private) (?:constructor|copy constructor|function).*(?:mutex|condition_variable|atomic|once_flag|lock_guard|scoped_lock|latch|barrier|semaphore)/s,
    sentence: 'Mutexes, atomics, condition variables and lock guards cannot be copied, since a copy would protect something else. Pass them by reference (std::mutex&), and make types that hold them stay in place.' },
  { pattern: /implicitly-deleted copy (?:constructor|assignment operator)/,
    sentence: 'Objects of this type cannot be copied, because something in them cannot (a mutex, an atomic, a thread). Pass them by reference.' },
  { pattern: /no member named '(?:lock|unlock|try_lock)' in 'std::(?:__1::)?(?:lock_guard|scoped_lock)/,
    sentence: 'A lock_guard or scoped_lock holds its mutex until the end of its block and cannot be unlocked before. Use std::unique_lock for that.' },
  { pattern: /(?:no viable conversion|cannot convert|no matching).*(?:lock_guard|scoped_lock|mutex).*unique_lock|no matching member function for call to 'wait'/s,
    sentence: 'condition_variable::wait needs a std::unique_lock<std::mutex>, because it must give the mutex back while it waits; a lock_guard cannot.' },
  { pattern: /ignoring return value.*(?:nodiscard|async|future)|ignoring return value of function declared with 'nodiscard' attribute/s,
    sentence: 'The result is thrown away. The future that std::async returns waits in its destructor, so without a variable the call is not asynchronous at all; keep it: auto result = std::async(…).' },
  { pattern: /(?:unused variable|variable).*'(?:lock|guard)'.*(?:unused|set but not used)/s, sentence: 'A lock that nothing else mentions is fine: it works by its lifetime.' },
  { pattern: /passing arguments to callback|'this' argument to member function '(?:lock|unlock)'.*const/s,
    sentence: 'A const member function cannot lock a member mutex: declare it as “mutable std::mutex”.' },
  // Lambdas.
  { pattern: /variable '(\w+)' cannot be implicitly captured in a lambda with no capture-default/,
    sentence: 'The lambda does not know $1: write [&] to share all local variables with it, or [&$1] for this one, or [$1] for a copy.' },
  { pattern: /'this' cannot be implicitly captured/, sentence: 'The lambda uses members of the object: capture it with [this].' },
  { pattern: /cannot assign to a variable captured by copy in a non-mutable lambda/,
    sentence: 'The lambda has a copy of this variable, which it may not change. To change the variable itself, capture it by reference: [&].' },
  // Names and headers.
  { pattern: /(?:use of undeclared identifier|unknown type name|no template named) '(thread|jthread|mutex|lock_guard|unique_lock|scoped_lock|condition_variable|atomic|vector|string|cout|cin|endl|future|async|promise|barrier|latch|map|queue|shared_mutex|this_thread)'/,
    sentence: 'Names of the standard library begin with std:: — here std::$1.' },
  { pattern: /no (?:member|type|template) named '(\w+)' in namespace 'std'|implicit instantiation of undefined template 'std::(?:__1::)?(\w+)/,
    sentence: 'Either the name is misspelt, or its header is not included: the headers are called after what they hold, for example <thread>, <mutex>, <atomic>, <vector>.' },
  { pattern: /no matching (?:literal operator|function).*operator""\s*(?:ms|s|us|ns)|no matching literal operator for call to 'operator""(?:ms|s|us|ns)'/,
    sentence: 'Times like 100ms need <chrono> and “using namespace std::chrono_literals;”.' },
  { pattern: /'([^']+)' file not found/, sentence: 'There is no header <$1> here. Look for a misspelling; programs have the standard library and <interleave/…>, and no other libraries.' },
  { pattern: /use of undeclared identifier '(\w+)'/, sentence: 'Nothing called $1 is known here: it is misspelt, declared further down or in another block, or its header is missing.' },
  // Punctuation.
  { pattern: /expected ';'/, sentence: 'A semicolon is missing, most often at the end of the line before.' },
  { pattern: /expected '(\)|\}|\])'/, sentence: 'A bracket that was opened is not closed: $1 is missing, possibly further up.' },
  { pattern: /extraneous closing brace|expected unqualified-id/, sentence: 'There is a bracket too many, or one too few further up: what stands here is outside of every function.' },
  // Functions.
  { pattern: /non-void function does not return a value|non-void lambda does not return a value/, sentence: 'The function promises a value and reaches its end without one: add a return.' },
  { pattern: /cannot initialize|no viable conversion from/, sentence: 'A value of one type is given where another type is wanted, and nothing turns one into the other.' },
  { pattern: /no matching function for call to '(\w+)'/, sentence: 'No version of $1 takes arguments of this number and these types; the notes below say what each one wants.' },
  // The linker.
  { pattern: /undefined symbol: (?:main|__main_void|__main_argc_argv)/, sentence: 'The program has no main(), which is where it would begin.' },
  { pattern: /undefined symbol: (.+)/, sentence: '$1 is declared and called, but its body is nowhere: write it, or correct its name or its arguments.' },
];

/** One sentence for the learner, or undefined. */
export function adviceFor(message: string): string | undefined {
  for (const { pattern, sentence } of Table) {
    const match = pattern.exec(message);
    if (match !== null) return sentence.replaceAll('$1', () => match[1] ?? match[2] ?? '');
  }
  return undefined;
}

export const AdviceCount = Table.length;
