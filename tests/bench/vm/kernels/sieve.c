// Byte stores in a loop: the sieve of Eratosthenes, eight times over.
enum { Limit = 1 << 20 };
static unsigned char composite[Limit];

__attribute__((export_name("run"))) unsigned run(void) {
    unsigned primes = 0;
    for (int round = 0; round < 8; ++round) {
        for (unsigned i = 0; i < Limit; ++i) composite[i] = 0;
        primes = 0;
        for (unsigned i = 2; i < Limit; ++i) {
            if (composite[i]) continue;
            ++primes;
            for (unsigned j = i + i; j < Limit; j += i) composite[j] = 1;
        }
    }
    return primes;
}
