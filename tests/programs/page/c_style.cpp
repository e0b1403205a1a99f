// C's headers, printf, arrays, a raw pthread.
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void* run(void* argument) {
    *static_cast<int*>(argument) += 1;
    return NULL;
}

int main() {
    int value = 41;
    pthread_t thread;
    pthread_create(&thread, NULL, run, &value);
    pthread_join(thread, NULL);
    char text[16];
    snprintf(text, sizeof text, "value %d", value);
    printf("%s, %zu letters\n", text, strlen(text));
}
//> value 42, 8 letters
