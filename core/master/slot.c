/* SPDX-License-Identifier: MIT */
/* The slots of the generation that serves: each gets a new worker when its own is lost, later the oftener that happens. */
#include <errno.h>
#include <stdlib.h>

#include <base/arena.h>
#include <master/master.h>
#include <tenon/host.h>
#include <tenon/observe.h>
#include <worker/attached.h>

enum { DELAY_FIRST_MS = 100, DELAY_MOST_MS = 10000, STEADY_MS = 60000 };

static void staff(struct slot *slot);

static void on_respawn(uv_timer_t *timer)
{
    staff(timer->data);
}

/* The next attempt waits twice as long as the last; the first does not wait. */
static void staff_later(struct slot *slot)
{
    uv_timer_start(&slot->respawn, on_respawn, (uint64_t)slot->delay_ms, 0);
    slot->delay_ms = slot->delay_ms ? 2 * slot->delay_ms : DELAY_FIRST_MS;
    if (slot->delay_ms > DELAY_MOST_MS)
        slot->delay_ms = DELAY_MOST_MS;
}

static void staff(struct slot *slot)
{
    struct master *master = slot->master;
    slot->started_ns = tn_clock_ns();
    slot->process = process_spawn(master->current, slot->number);
    if (slot->process)
        return;
    master_say(master, TN_ERROR, "worker %u cannot be started: %s", slot->number, strerror(errno));
    staff_later(slot);
}

/* What an alert is written on: a worker that crashes again and again stays away for longer each time. */
void slots_count_missing(struct master *master)
{
    struct series_family family = series_workers_missing();
    if (master->series)
        tn_series_set(series_find(master->series, &family, NULL),
                      master->slot_count - slots_staffed(master));
}

void slot_lost(struct process *process, const char *how)
{
    struct master *master = process->master;
    struct slot *slot = master->slots[process->slot];
    uint64_t lived_ms = (tn_clock_ns() - slot->started_ns) / 1000000;
    slot->process = NULL;
    slot->restarts++;
    if (lived_ms >= STEADY_MS)
        slot->delay_ms = 0;
    master_say(master, TN_ERROR, "worker %u (process %d) is lost: %s; the next one starts in %d ms",
               process->slot, (int)process->pid, how, (int)slot->delay_ms);
    staff_later(slot);
    slots_count_missing(master);
}

void slots_staff(struct master *master, struct generation *generation)
{
    master->slot_count = generation->slots;
    master->slots = memory_alloc(generation->slots * sizeof(*master->slots));
    for (unsigned i = 0; i < generation->slots; i++) {
        struct slot *slot = memory_alloc(sizeof *slot);
        *slot = (struct slot){ .master = master, .number = i, .started_ns = tn_clock_ns() };
        uv_timer_init(&master->loop, &slot->respawn);
        slot->respawn.data = slot;
        master->slots[i] = slot;
    }
    for (struct process *process = master->processes; process; process = process->next)
        if (process->generation == generation)
            master->slots[process->slot]->process = process;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void slots_leave(struct master *master)
{
    for (unsigned i = 0; i < master->slot_count; i++)
        uv_close((uv_handle_t *)&master->slots[i]->respawn, on_closed);
    free(master->slots);
    master->slots = NULL;
    master->slot_count = 0;
}

unsigned slots_staffed(const struct master *master)
{
    unsigned count = 0;
    for (unsigned i = 0; i < master->slot_count; i++)
        count +=
            master->slots[i]->process && master->slots[i]->process->standing == STANDING_SERVING;
    return count;
}
