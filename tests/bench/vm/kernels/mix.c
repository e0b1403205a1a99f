// Like CoreMark: a matrix product of 16-bit numbers, a state machine over text, a checksum, a sort by pointers.
typedef unsigned short u16;
enum { N = 24, Text = 1024, Items = 256 };
static short a[N][N], b[N][N];
static int c[N][N];
static char text[Text];
static unsigned items[Items];

static u16 crc(u16 value, u16 sum) {
    for (int i = 0; i < 16; ++i) {
        int carry = (value ^ sum) & 1;
        value >>= 1;
        sum >>= 1;
        if (carry) sum ^= 0xa001;
    }
    return sum;
}

static u16 matrix(u16 sum) {
    for (int i = 0; i < N; ++i) {
        for (int j = 0; j < N; ++j) {
            int total = 0;
            for (int k = 0; k < N; ++k) total += a[i][k] * b[k][j];
            c[i][j] = total;
        }
    }
    for (int i = 0; i < N; ++i) sum = crc((u16)c[i][i], sum);
    return sum;
}

// Recognises numbers: start, sign, digits, fraction, exponent, invalid.
static unsigned scan(unsigned *counts) {
    unsigned state = 0, numbers = 0;
    for (int i = 0; i < Text; ++i) {
        char ch = text[i];
        switch (state) {
            case 0: state = ch == '-' || ch == '+' ? 1 : ch >= '0' && ch <= '9' ? 2 : ch == ' ' ? 0 : 5; break;
            case 1: state = ch >= '0' && ch <= '9' ? 2 : 5; break;
            case 2: state = ch == '.' ? 3 : ch == 'e' ? 4 : ch == ' ' ? 6 : ch >= '0' && ch <= '9' ? 2 : 5; break;
            case 3: state = ch >= '0' && ch <= '9' ? 3 : ch == 'e' ? 4 : ch == ' ' ? 6 : 5; break;
            case 4: state = ch >= '0' && ch <= '9' ? 4 : ch == ' ' ? 6 : 5; break;
            default: state = ch == ' ' ? 0 : 5; break;
        }
        if (state == 6) { ++numbers; state = 0; }
        ++counts[state];
    }
    return numbers;
}

static void sort(void) {
    for (int gap = Items / 2; gap > 0; gap /= 2) {
        for (int i = gap; i < Items; ++i) {
            unsigned item = items[i];
            int j = i;
            for (; j >= gap && items[j - gap] > item; j -= gap) items[j] = items[j - gap];
            items[j] = item;
        }
    }
}

__attribute__((export_name("run"))) unsigned run(void) {
    static const char pattern[] = "12 -3.5 +7e2 x9 0.25e1 44. -- 8 ";
    unsigned counts[8] = {0};
    u16 sum = 0;
    unsigned seed = 1;
    for (int i = 0; i < N; ++i)
        for (int j = 0; j < N; ++j) a[i][j] = (short)(i + j), b[i][j] = (short)(i - j);
    for (int i = 0; i < Text; ++i) text[i] = pattern[i % (sizeof pattern - 1)];
    for (int round = 0; round < 60; ++round) {
        for (int i = 0; i < Items; ++i) items[i] = seed = seed * 1664525u + 1013904223u;
        sort();
        for (int i = 0; i < Items; i += 8) sum = crc((u16)items[i], sum);
        sum = matrix(sum);
        sum = crc((u16)scan(counts), sum);
        text[round] ^= 1;
    }
    return sum + counts[0];
}
