/* SPDX-License-Identifier: MIT */
/* The system's memory, refused at will to everybody in the program, libraries too, and counted, so that a leak shows without a
 * sanitizer. In one file of a program only. */
#ifndef SCAD_TESTS_SCARCE_H
#define SCAD_TESTS_SCARCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* What there is without us: a sanitizer's, or the C library's. */
extern void *__interceptor_malloc(size_t size) __attribute__((weak));
extern void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
extern void *__interceptor_realloc(void *old, size_t size) __attribute__((weak));
extern void __interceptor_free(void *old) __attribute__((weak));
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *old);

static struct {
    long asked;   /* how often somebody wanted memory */
    long refused; /* from this one on, from 1; 0: none */
    bool once;    /* and none after it */
    long refusals;
    long held; /* pieces that were not given back */
} scarce;

/* From now on the n-th piece is refused, and those after it unless `once`; 0: none. */
static inline void scarce_refuse(long n, bool once)
{
    scarce.asked = scarce.refusals = 0;
    scarce.refused = n;
    scarce.once = once;
}

static inline bool scarce_refuses(void)
{
    scarce.asked++;
    bool refuses = scarce.refused > 0 &&
                   (scarce.once ? scarce.asked == scarce.refused : scarce.asked >= scarce.refused);
    scarce.refusals += refuses;
    return refuses;
}

static inline void *scarce_count(void *piece)
{
    scarce.held += piece != NULL;
    return piece;
}

void *malloc(size_t size)
{
    if (scarce_refuses())
        return NULL;
    return scarce_count(__interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    if (scarce_refuses())
        return NULL;
    return scarce_count(__interceptor_calloc ? __interceptor_calloc(count, size)
                                             : __libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
    if (scarce_refuses())
        return NULL;
    void *piece =
        __interceptor_realloc ? __interceptor_realloc(old, size) : __libc_realloc(old, size);
    return old ? piece : scarce_count(piece);
}

void free(void *old)
{
    scarce.held -= old != NULL;
    if (__interceptor_free)
        __interceptor_free(old);
    else
        __libc_free(old);
}

#endif
