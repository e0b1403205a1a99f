// Dependent loads: reverses and sums a linked list of 4096 nodes, 512 times.
struct node {
    struct node *next;
    unsigned value;
};
static struct node nodes[4096];

__attribute__((export_name("run"))) unsigned run(void) {
    struct node *head = 0;
    for (unsigned i = 0; i < 4096; ++i) {
        struct node *n = &nodes[(i * 1021) & 4095];
        n->value = i;
        n->next = head;
        head = n;
    }
    unsigned sum = 0;
    for (unsigned round = 0; round < 512; ++round) {
        struct node *reversed = 0;
        while (head) {
            struct node *next = head->next;
            head->next = reversed;
            reversed = head;
            head = next;
        }
        head = reversed;
        for (struct node *n = head; n; n = n->next) sum = sum * 3 + n->value;
    }
    return sum;
}
