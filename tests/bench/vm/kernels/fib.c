// Calls: the naive Fibonacci recursion.
static unsigned fib(unsigned n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

__attribute__((export_name("run"))) unsigned run(void) {
    volatile unsigned n = 30;
    return fib(n);
}
