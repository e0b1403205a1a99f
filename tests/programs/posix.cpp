// The POSIX interfaces underneath: semaphores, once, pthread_exit with cleanups, timed join.
#include <pthread.h>
#include <semaphore.h>

#include <cerrno>
#include <cstdio>
#include <ctime>

struct Cleanup {
    ~Cleanup() { std::puts("cleanup ran"); }
};

sem_t semaphore;
pthread_once_t once = PTHREAD_ONCE_INIT;
int initialised = 0;

void* leave_early(void* result) {
    Cleanup cleanup;
    try {
        pthread_exit(result);
    } catch (int) {
        std::puts("wrong handler");
    }
    return nullptr;
}

void* wait_for_semaphore(void*) {
    pthread_once(&once, [] { initialised++; });
    return sem_wait(&semaphore) == 0 ? &semaphore : nullptr;
}

int main() {
    int number = 0;
    pthread_t thread;
    void* result = nullptr;
    pthread_create(&thread, nullptr, leave_early, &number);
    pthread_join(thread, &result);
    std::printf("result came back: %d\n", result == &number);

    sem_init(&semaphore, 0, 0);
    pthread_create(&thread, nullptr, wait_for_semaphore, nullptr);
    timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 3'000'000;
    if (soon.tv_nsec >= 1'000'000'000) soon.tv_sec++, soon.tv_nsec -= 1'000'000'000;
    std::printf("timed join timed out: %d\n",
                pthread_timedjoin_np(thread, &result, &soon) == ETIMEDOUT);
    pthread_once(&once, [] { initialised++; });
    sem_post(&semaphore);
    pthread_join(thread, &result);
    std::printf("semaphore passed: %d, once: %d\n", result == &semaphore, initialised);
    std::printf("trywait: %d\n", sem_trywait(&semaphore) == -1 && errno == EAGAIN);
}
