/** Which header a name of the standard library belongs to: for completions, and to see what a program forgot to include. */

/** After `std::`. Names that several headers declare stand at the one that is theirs. */
const Names: Readonly<Record<string, string>> = {
  algorithm: 'all_of any_of none_of for_each for_each_n find find_if find_if_not count count_if mismatch equal search copy copy_if copy_n move_backward transform replace replace_if fill fill_n generate generate_n remove remove_if unique reverse rotate shuffle partition stable_partition sort stable_sort partial_sort nth_element lower_bound upper_bound equal_range binary_search merge inplace_merge includes set_union set_intersection set_difference push_heap pop_heap make_heap min max minmax min_element max_element clamp next_permutation prev_permutation',
  any: 'any any_cast bad_any_cast',
  array: 'array to_array',
  atomic: 'atomic atomic_ref atomic_flag atomic_bool atomic_int atomic_uint atomic_long atomic_size_t atomic_thread_fence atomic_signal_fence memory_order memory_order_relaxed memory_order_consume memory_order_acquire memory_order_release memory_order_acq_rel memory_order_seq_cst',
  barrier: 'barrier',
  bitset: 'bitset',
  charconv: 'from_chars to_chars',
  chrono: 'chrono',
  concepts: 'same_as derived_from convertible_to integral signed_integral unsigned_integral floating_point invocable predicate copyable movable regular semiregular totally_ordered equality_comparable',
  condition_variable: 'condition_variable condition_variable_any cv_status notify_all_at_thread_exit',
  coroutine: 'coroutine_handle coroutine_traits suspend_always suspend_never noop_coroutine',
  deque: 'deque',
  exception: 'exception exception_ptr current_exception rethrow_exception make_exception_ptr terminate uncaught_exceptions nested_exception set_terminate',
  format: 'format format_to vformat formatter',
  functional: 'function bind ref cref reference_wrapper hash plus minus multiplies less greater equal_to invoke mem_fn bind_front placeholders',
  future: 'future shared_future promise packaged_task async launch future_status future_error',
  iomanip: 'setw setprecision setfill put_time',
  iostream: 'cout cin cerr clog',
  iterator: 'back_inserter front_inserter inserter istream_iterator ostream_iterator istreambuf_iterator advance distance next prev',
  latch: 'latch',
  limits: 'numeric_limits',
  list: 'list',
  map: 'map multimap',
  memory: 'unique_ptr shared_ptr weak_ptr make_unique make_shared enable_shared_from_this allocator addressof',
  mutex: 'mutex timed_mutex recursive_mutex recursive_timed_mutex lock_guard unique_lock scoped_lock lock try_lock once_flag call_once adopt_lock defer_lock try_to_lock',
  numeric: 'accumulate reduce iota inner_product partial_sum gcd lcm midpoint',
  optional: 'optional nullopt make_optional',
  queue: 'queue priority_queue',
  random: 'random_device mt19937 mt19937_64 default_random_engine uniform_int_distribution uniform_real_distribution normal_distribution bernoulli_distribution',
  ranges: 'ranges views',
  semaphore: 'counting_semaphore binary_semaphore',
  set: 'set multiset',
  shared_mutex: 'shared_mutex shared_timed_mutex shared_lock',
  span: 'span',
  sstream: 'stringstream istringstream ostringstream',
  stack: 'stack',
  stdexcept: 'runtime_error logic_error invalid_argument out_of_range domain_error length_error overflow_error range_error',
  stop_token: 'stop_token stop_source stop_callback',
  string: 'string to_string stoi stol stod getline',
  string_view: 'string_view',
  system_error: 'system_error error_code errc',
  thread: 'thread jthread this_thread',
  tuple: 'tuple make_tuple tie forward_as_tuple apply',
  unordered_map: 'unordered_map unordered_multimap',
  unordered_set: 'unordered_set unordered_multiset',
  utility: 'move forward swap exchange pair make_pair as_const declval in_place',
  variant: 'variant visit get_if holds_alternative monostate',
  vector: 'vector',
};

/** Without `std::`: macros, and functions that C knows too. */
const GlobalNames: Readonly<Record<string, string>> = {
  cassert: 'assert',
  cstdio: 'printf fprintf puts putchar fflush snprintf scanf getchar stdout stderr stdin',
  cstdlib: 'abort malloc free rand srand EXIT_SUCCESS EXIT_FAILURE',
  cstring: 'memcpy memset strlen strcmp',
  cmath: 'sqrt sin cos pow fabs',
};

/** Headers that offer the same names as the one where they stand above. */
const AlsoIn: Readonly<Record<string, readonly string[]>> = {
  cstdio: ['stdio.h'], cassert: ['assert.h'], cstdlib: ['stdlib.h'], cstring: ['string.h'], cmath: ['math.h'],
  exception: ['stdexcept'], iterator: ['vector', 'string', 'list', 'map', 'set', 'array', 'deque'],
  utility: ['algorithm'], string: ['iostream', 'sstream'],
};

const inverted = (table: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(table).flatMap(([header, names]) => names.split(' ').map((name) => [name, header] as const)));

/** name → header, names that follow `std::`. */
export const StandardNames = inverted(Names);
export const StandardGlobals = inverted(GlobalNames);
export const StandardHeaders: readonly string[] = [...new Set([...Object.keys(Names), ...Object.keys(GlobalNames), 'cstdint', 'cstddef', 'climits', 'ctime', 'type_traits', 'compare', 'new'])].sort();

/** Whether one of the included headers is the name's own, or offers it for certain. */
export function offers(included: ReadonlySet<string>, header: string): boolean {
  return included.has(header) || (AlsoIn[header] ?? []).some((other) => included.has(other));
}
