// A whole module in a few kilobytes, no library: what the fuzz test changes bytes of.

enum class Mode { Off, On };
struct Point {
    int x, y;
    int sum() const { return x + y; }
};
struct Node : Point {
    Node* next;
    Mode mode;
    unsigned bit : 3;
};

int total = 3;
Node nodes[3];
const char* title = "small";

static int square(int number) {
    static int calls = 0;
    ++calls;
    return number * number;
}

extern "C" int work(int rounds) {
    Point point{rounds, 2};
    auto add = [&point](int more) { point.x += more; };
    for (int i = 0; i < rounds; ++i) {
        int squared = square(i);
        add(squared);
        if (squared > 10) total += point.sum();
    }
    nodes[0].next = &nodes[1];
    return point.x;
}

extern "C" int main() { return work(5); }
