/* SPDX-License-Identifier: MIT */
/* What code that is compiled with -fsanitize=thread calls, without the library that is made for it. */
#include "meter.h"

#include <malloc.h>
#include <stdbool.h>
#include <stddef.h>

volatile int meter_cancelled;

static struct meter meter;

extern const char __executable_start;

/* What is moved or given back in bulk is cheaper than one by one. */
enum {
    BYTES_OF_A_STEP = 16,
    LARGEST_PIECE = 1 << 20 /* what is larger is one call to the system */
};

static void note_poll(const void *place)
{
    uint64_t steps = meter.steps - meter.latest;
    if (steps > meter.longest) {
        meter.longest = steps;
        meter.place = place ? (size_t)((const char *)place - &__executable_start) : 0;
    }
    meter.latest = meter.steps;
    meter.polls++;
}

void meter_begin(uint64_t cancel_at)
{
    meter_cancelled = 0;
    meter = (struct meter){ .cancel_at = cancel_at };
}

struct meter meter_end(bool open)
{
    if (!open)
        note_poll(NULL);
    return meter;
}

/* --- each access --- */

#define COUNTED(name)             \
    void __tsan_##name(void *at); \
    void __tsan_##name(void *at)  \
    {                             \
        (void)at;                 \
        meter.steps++;            \
    }
#define COUNTED_SIZES(name) \
    COUNTED(name##1) COUNTED(name##2) COUNTED(name##4) COUNTED(name##8) COUNTED(name##16)

COUNTED_SIZES(read)
COUNTED_SIZES(write)
COUNTED_SIZES(unaligned_read)
COUNTED_SIZES(unaligned_write)
COUNTED_SIZES(volatile_write)
COUNTED(func_entry)

#define UNCOUNTED(name)       \
    void __tsan_##name(void); \
    void __tsan_##name(void) {}

UNCOUNTED(init)
UNCOUNTED(func_exit)

void __tsan_read_range(void *at, size_t size);
void __tsan_read_range(void *at, size_t size)
{
    (void)at;
    meter.steps += 1 + size / BYTES_OF_A_STEP;
}

void __tsan_write_range(void *at, size_t size);
void __tsan_write_range(void *at, size_t size)
{
    __tsan_read_range(at, size);
}

/* The flag is the one int of libscad that is volatile. */
void __tsan_volatile_read4(void *at);
void __tsan_volatile_read4(void *at)
{
    if (at != (void *)(uintptr_t)&meter_cancelled)
        return;
    note_poll(__builtin_return_address(0));
    if (meter.polls == meter.cancel_at)
        meter_cancelled = 1;
}

void __tsan_volatile_read1(void *at);
void __tsan_volatile_read1(void *at)
{
    (void)at;
}

/* --- what would be atomic --- */

uint64_t __tsan_atomic64_fetch_add(volatile uint64_t *at, uint64_t more, int order);
uint64_t __tsan_atomic64_fetch_add(volatile uint64_t *at, uint64_t more, int order)
{
    (void)order;
    return __atomic_fetch_add(at, more, __ATOMIC_RELAXED);
}

uint64_t __tsan_atomic64_fetch_sub(volatile uint64_t *at, uint64_t less, int order);
uint64_t __tsan_atomic64_fetch_sub(volatile uint64_t *at, uint64_t less, int order)
{
    (void)order;
    return __atomic_fetch_sub(at, less, __ATOMIC_RELAXED);
}

uint64_t __tsan_atomic64_load(const volatile uint64_t *at, int order);
uint64_t __tsan_atomic64_load(const volatile uint64_t *at, int order)
{
    (void)order;
    return __atomic_load_n(at, __ATOMIC_RELAXED);
}

void __tsan_atomic64_store(volatile uint64_t *at, uint64_t value, int order);
void __tsan_atomic64_store(volatile uint64_t *at, uint64_t value, int order)
{
    (void)order;
    __atomic_store_n(at, value, __ATOMIC_RELAXED);
}

void __tsan_atomic8_store(volatile uint8_t *at, uint8_t value, int order);
void __tsan_atomic8_store(volatile uint8_t *at, uint8_t value, int order)
{
    (void)order;
    __atomic_store_n(at, value, __ATOMIC_RELAXED);
}

/* --- the C library --- */

void *__real_memcpy(void *to, const void *from, size_t size);
void *__wrap_memcpy(void *to, const void *from, size_t size);
void *__wrap_memcpy(void *to, const void *from, size_t size)
{
    meter.steps += size / BYTES_OF_A_STEP;
    return __real_memcpy(to, from, size);
}

void *__real_memmove(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size);
void *__wrap_memmove(void *to, const void *from, size_t size)
{
    meter.steps += size / BYTES_OF_A_STEP;
    return __real_memmove(to, from, size);
}

void *__real_memset(void *to, int value, size_t size);
void *__wrap_memset(void *to, int value, size_t size);
void *__wrap_memset(void *to, int value, size_t size)
{
    meter.steps += size / BYTES_OF_A_STEP;
    return __real_memset(to, value, size);
}

void __real_free(void *memory);
void __wrap_free(void *memory);
void __wrap_free(void *memory)
{
    size_t size = malloc_usable_size(memory);
    meter.steps += (size < LARGEST_PIECE ? size : LARGEST_PIECE) / BYTES_OF_A_STEP;
    __real_free(memory);
}
