/* SPDX-License-Identifier: MIT */
/* The two clocks of the SDK, and a time as text. */
#include <stdio.h>
#include <time.h>

#include <base/clock.h>
#include <tenon/host.h>

uint64_t tn_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t tn_wall_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_print_iso(int64_t time_ms, char text[CLOCK_ISO_SIZE])
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    size_t size = strftime(text, CLOCK_ISO_SIZE, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text + size, CLOCK_ISO_SIZE - size, ".%03uZ", (unsigned)(time_ms % 1000) % 1000);
}
