/* Time: two clocks of the machine, sleeping, and nothing else. clock_time_get is the only host clock a
 * guest reads; on the lab it is the virtual one. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include <wasi/api.h>

#include "runtime.h"

#define NANOSECONDS_PER_SECOND 1000000000LL

static int64_t read_clock(clockid_t clock) {
    __wasi_timestamp_t now = 0;
    (void)__wasi_clock_time_get(
        clock == CLOCK_REALTIME ? __WASI_CLOCKID_REALTIME : __WASI_CLOCKID_MONOTONIC, 1, &now);
    return (int64_t)now;
}

static struct timespec to_timespec(int64_t nanoseconds) {
    return (struct timespec){.tv_sec = nanoseconds / NANOSECONDS_PER_SECOND,
                             .tv_nsec = nanoseconds % NANOSECONDS_PER_SECOND};
}

static int64_t to_nanoseconds(const struct timespec* time) {
    return time->tv_sec * NANOSECONDS_PER_SECOND + time->tv_nsec;
}

int64_t monotonic_now(void) { return read_clock(CLOCK_MONOTONIC); }

int64_t monotonic_deadline(clockid_t clock, const struct timespec* at) {
    if (!at) return FOR_EVER;
    int64_t deadline = to_nanoseconds(at);
    /* libc++ makes such times by adding to a clock of whole microseconds, which cuts off up to one. A wait that
     * ended early by that would be told as woken without reason instead of as timed out. */
    if (clock == CLOCK_REALTIME) deadline += monotonic_now() - read_clock(CLOCK_REALTIME) + 1000;
    return deadline > 0 ? deadline : 0; /* -1 would mean for ever */
}

struct timespec realtime_of(int64_t deadline) {
    return to_timespec(deadline + read_clock(CLOCK_REALTIME) - monotonic_now());
}

/* --- reading ------------------------------------------------------------------------------------------------- */
int clock_gettime(clockid_t clock, struct timespec* time) {
    *time = to_timespec(read_clock(clock));
    return 0;
}
int __clock_gettime(clockid_t, struct timespec*) __attribute__((alias("clock_gettime")));

int clock_getres(clockid_t clock, struct timespec* resolution) {
    (void)clock;
    if (resolution) *resolution = to_timespec(1000);
    return 0;
}

time_t time(time_t* out) {
    time_t seconds = read_clock(CLOCK_REALTIME) / NANOSECONDS_PER_SECOND;
    if (out) *out = seconds;
    return seconds;
}

int gettimeofday(struct timeval* restrict time, void* restrict zone) {
    (void)zone;
    int64_t now = read_clock(CLOCK_REALTIME);
    time->tv_sec = now / NANOSECONDS_PER_SECOND;
    time->tv_usec = now % NANOSECONDS_PER_SECOND / 1000;
    return 0;
}

clock_t clock(void) { return monotonic_now() / 1000; }
double emscripten_get_now(void) { return monotonic_now() / 1e6; }
double emscripten_date_now(void) { return read_clock(CLOCK_REALTIME) / 1e6; }
int _emscripten_get_now_is_monotonic(void) { return 1; }

/* --- sleeping --------------------------------------------------------------------------------------------------- */
static void sleep_until(int64_t deadline) {
    static int nobody_wakes;
    if (modelled()) {
        int64_t duration = deadline - monotonic_now();
        operation(OPERATION_thread_sleep, 0, 0, duration > 0 ? duration : 0);
        return;
    }
    int64_t now = monotonic_now();
    int64_t microseconds = deadline > now ? (deadline - now) / 1000 : 0;
    record(EVENT_sleep_begin, 0, microseconds > UINT32_MAX ? UINT32_MAX : (uint32_t)microseconds);
    int begun = block_begin(INTERLEAVE_BLOCKED_SLEEP, 0, 1);
    /* A host timer may fire early by its rounding: the loop runs once, rarely twice. */
    while (futex_wait32(&nobody_wakes, 0, deadline) != FUTEX_TIMED_OUT ||
           monotonic_now() < deadline) {
    }
    block_end(begun);
    record(EVENT_sleep_end, 0, 0);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec* time,
                    struct timespec* rest) {
    if (time->tv_nsec < 0 || time->tv_nsec >= NANOSECONDS_PER_SECOND) return EINVAL;
    sleep_until(flags & TIMER_ABSTIME ? monotonic_deadline(clock, time)
                                      : monotonic_now() + to_nanoseconds(time));
    if (rest && !(flags & TIMER_ABSTIME)) *rest = (struct timespec){0};
    return 0;
}
int __clock_nanosleep(clockid_t, int, const struct timespec*, struct timespec*)
    __attribute__((alias("clock_nanosleep")));

int nanosleep(const struct timespec* time, struct timespec* rest) {
    int error = clock_nanosleep(CLOCK_MONOTONIC, 0, time, rest);
    if (error) errno = error;
    return error ? -1 : 0;
}

int usleep(unsigned microseconds) {
    struct timespec time = to_timespec(microseconds * 1000LL);
    return nanosleep(&time, 0);
}

unsigned sleep(unsigned seconds) {
    struct timespec time = {.tv_sec = seconds};
    return nanosleep(&time, 0) ? seconds : 0;
}

void emscripten_thread_sleep(double milliseconds) {
    sleep_until(monotonic_now() + (int64_t)(milliseconds * 1e6));
}

/* Real workers are the browser's to schedule: yielding there is only a note that it was asked for. */
int sched_yield(void) {
    if (modelled()) return operation(OPERATION_thread_yield, 0, 0, 0);
    record(EVENT_yield, 0, 0);
    return 0;
}

/* --- calendars: the guest lives in UTC ------------------------------------------------------------------------------ */
int __secs_to_tm(long long seconds, struct tm* out);
long long __tm_to_secs(const struct tm* in);

void _gmtime_js(time_t seconds, struct tm* out) {
    __secs_to_tm(seconds, out);
    out->tm_isdst = 0;
    out->tm_gmtoff = 0;
    out->tm_zone = "UTC";
}
void _localtime_js(time_t seconds, struct tm* out) { _gmtime_js(seconds, out); }
time_t _timegm_js(struct tm* in) {
    time_t seconds = __tm_to_secs(in);
    _gmtime_js(seconds, in);
    return seconds;
}
time_t _mktime_js(struct tm* in) { return _timegm_js(in); }
void _tzset_js(long* zone, int* daylight, char* standard_name, char* daylight_name) {
    *zone = 0;
    *daylight = 0;
    strcpy(standard_name, "UTC");
    strcpy(daylight_name, "UTC");
}
