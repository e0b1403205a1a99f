// One thread that never ends by itself: what Stop costs at least.
int main() {
    volatile unsigned spins = 0;
    for (;;) spins = spins + 1;
}
