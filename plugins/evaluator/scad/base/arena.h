/* SPDX-License-Identifier: MIT */
/* Memory with one lifetime: taken piece by piece, given back all at once. What cannot be taken ends
 * in one place, so that no caller has a failure path for it; so does work that is cancelled. */
#ifndef SCAD_BASE_ARENA_H
#define SCAD_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

/* Called when an arena may not or cannot grow, or the work is cancelled. It must not return: it jumps away or ends the
 * process. Who jumps leaves the arenas within open: where time matters more than memory, as for who cancels, they are
 * closed with the outer one, after the answer. */
typedef void arena_exhausted(void *context);

struct arena {
    struct arena_block *newest;
    size_t held_bytes;             /* taken from the system so far, by those within it too */
    size_t most_bytes;             /* held_bytes was no more so far; exact if one thread works */
    size_t limit_bytes;            /* held_bytes may not pass this; 0 is no limit */
    arena_exhausted *exhausted;    /* NULL: that of the next one outside; none: say so and abort */
    void *context;                 /* given to exhausted */
    const volatile int *cancelled; /* not 0 once the work is to end, and it stays so; NULL: never */
    struct arena *outer;           /* what this one is within, or NULL */
    struct arena *inner, *next;    /* those within this one; the next of them */
    bool closed;                   /* is within another, and can be used again */
};

/* For a process that builds one thing after the other: what is made and dropped in turn uses the same memory. */
void arena_keep_freed(void);

/* Makes an empty arena without a limit. Nothing is taken from the system yet. */
void arena_open(struct arena *arena);

/* An empty arena for what is needed for a shorter time than `outer`, whose limit counts for both, and with which its work is
 * cancelled. Closing gives its memory back; it is closed with the outer one at the latest. */
struct arena *arena_within(struct arena *outer);

/* Closes all arenas within this one, for whoever comes here by a jump past those that would have closed them. */
void arena_close_inner(struct arena *arena);

/* Gives everything back, unless the work is cancelled: what is left then is given back with the outer arena. The arena is then empty, as after arena_open, and keeps its limit. */
void arena_close(struct arena *arena);

/* Ends like a size that cannot be taken; 0: somebody else's memory ran out. */
_Noreturn void arena_give_up(struct arena *arena, size_t size);

/* Does the work. False if memory ended within it, so that the caller can give back what is no arena's before he ends with
 * arena_give_up(), or otherwise. */
bool arena_attempt(struct arena *arena, void (*work)(void *context), void *context);

/* Whether the work is to end: for those whom a jump must not pass, such as a library that holds memory of its own. */
static inline bool arena_is_cancelled(const struct arena *arena)
{
    return arena->cancelled && *arena->cancelled;
}

/* Ends like a size that cannot be taken once the work is cancelled. To ask costs a look at one word: loops over all of a model, or
 * over a part that may be as large, ask in each pass. */
static inline void arena_poll(struct arena *arena)
{
    if (arena_is_cancelled(arena))
        arena_give_up(arena, 0);
}

/* Zeroed memory, aligned for any type; never NULL. A size of 0 gives an address that holds nothing.
 */
void *arena_take(struct arena *arena, size_t size);

/* Moves an array to one of new_size bytes (in place where it can); the added part holds anything, and takes no room in the machine
 * before it is written. A large one, or one that has a block to itself, leaves no old copy behind. */
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size);

/* A copy of the bytes with a NUL after them. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);

#endif
