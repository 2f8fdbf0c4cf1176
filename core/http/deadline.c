/* SPDX-License-Identifier: MIT */
/* The wheel of deadlines. */
#include <http/deadline.h>

void deadlines_begin(struct deadlines *wheel, uint64_t now_ms)
{
    wheel->tick = now_ms / DEADLINE_TICK_MS;
}

static void unlink_deadline(struct deadlines *wheel, struct deadline *deadline)
{
    *deadline->link = deadline->next;
    if (deadline->next)
        deadline->next->link = deadline->link;
    deadline->looked_at_ms = 0;
    wheel->count--;
}

static void link_deadline(struct deadlines *wheel, struct deadline *deadline)
{
    uint64_t tick = deadline->due_ms / DEADLINE_TICK_MS + 1; /* never too early */
    if (tick <= wheel->tick)
        tick = wheel->tick + 1;
    if (tick - wheel->tick >= DEADLINE_SLOTS) /* beyond the wheel: looked at on the way */
        tick = wheel->tick + DEADLINE_SLOTS - 1;
    struct deadline **slot = &wheel->slots[tick % DEADLINE_SLOTS];
    deadline->looked_at_ms = tick * DEADLINE_TICK_MS;
    deadline->link = slot;
    deadline->next = *slot;
    if (*slot)
        (*slot)->link = &deadline->next;
    *slot = deadline;
    wheel->count++;
}

void deadline_set(struct deadlines *wheel, struct deadline *deadline, uint64_t due_ms)
{
    deadline->due_ms = due_ms;
    if (deadline->looked_at_ms && deadline->looked_at_ms <= due_ms)
        return;
    if (!deadline->looked_at_ms && due_ms == DEADLINE_NEVER)
        return;
    if (deadline->looked_at_ms)
        unlink_deadline(wheel, deadline);
    link_deadline(wheel, deadline);
}

void deadline_remove(struct deadlines *wheel, struct deadline *deadline)
{
    if (deadline->looked_at_ms)
        unlink_deadline(wheel, deadline);
    deadline->due_ms = DEADLINE_NEVER;
}

/* The slot is taken as a whole first: what `expired` sets anew may land in it again. */
static void advance_slot(struct deadlines *wheel, uint64_t now_ms)
{
    struct deadline *taken = wheel->slots[wheel->tick % DEADLINE_SLOTS];
    wheel->slots[wheel->tick % DEADLINE_SLOTS] = NULL;
    if (taken)
        taken->link = &taken;
    while (taken) {
        struct deadline *deadline = taken;
        unlink_deadline(wheel, deadline);
        if (deadline->due_ms <= now_ms)
            deadline->expired(deadline, now_ms);
        else if (deadline->due_ms != DEADLINE_NEVER)
            link_deadline(wheel, deadline);
    }
}

void deadlines_advance(struct deadlines *wheel, uint64_t now_ms)
{
    uint64_t end = now_ms / DEADLINE_TICK_MS;
    if (end > wheel->tick + DEADLINE_SLOTS) /* a long sleep: once round is enough */
        wheel->tick = end - DEADLINE_SLOTS;
    while (wheel->tick < end) {
        wheel->tick++;
        advance_slot(wheel, now_ms);
    }
}
