/* SPDX-License-Identifier: MIT */
/* How the server is, as one JSON object: what the master knows, and what each worker says of itself. */
#include <stdlib.h>
#include <unistd.h>

#include <base/clock.h>
#include <base/json.h>
#include <master/figures.h>
#include <tenon/host.h>

enum { PATIENCE_MS = 1000 };

static const char *const standings[] = {
    [STANDING_STARTING] = "starting",
    [STANDING_READY] = "ready",
    [STANDING_SERVING] = "serving",
    [STANDING_DRAINING] = "draining",
};

static void add_integer(struct json *json, const char *key, int64_t integer)
{
    json_key(json, key);
    json_integer(json, integer);
}

/* Of the slot, which its worker inherits. */
static unsigned restarts_of(const struct process *process)
{
    const struct master *master = process->master;
    bool current = process->generation == master->current && process->slot < master->slot_count;
    return current ? master->slots[process->slot]->restarts : 0;
}

static const char *state_of(const struct master *master)
{
    if (master->ending)
        return "draining";
    if (!master->current)
        return "starting";
    return master->starting ? "reloading" : "serving";
}

static void add_worker(struct json *json, const struct process *process)
{
    json_object(json);
    add_integer(json, "slot", process->slot);
    add_integer(json, "pid", process->pid);
    add_integer(json, "generation", process->generation->number);
    json_member(json, "state", standings[process->standing]);
    json_key(json, "answers");
    json_boolean(json, process->answered);
    add_integer(json, "connections", process->status[1]);
    add_integer(json, "in_flight", process->status[2]);
    add_integer(json, "requests", process->status[3]);
    add_integer(json, "restarts", restarts_of(process));
    json_object_end(json);
}

/* A slot whose worker was lost, and whose next one is not due yet. */
static void add_waiting(struct json *json, const struct slot *slot)
{
    json_object(json);
    add_integer(json, "slot", slot->number);
    json_key(json, "pid");
    json_null(json);
    json_member(json, "state", "waiting");
    add_integer(json, "starts_in_ms", (int64_t)uv_timer_get_due_in(&slot->respawn));
    add_integer(json, "connections", 0);
    add_integer(json, "requests", 0);
    add_integer(json, "restarts", slot->restarts);
    json_object_end(json);
}

static void add_reload(struct json *json, const struct master *master)
{
    json_key(json, "last_reload");
    json_object(json);
    json_key(json, "ok");
    json_boolean(json, !master->last_reload_failed);
    add_integer(json, "time_ms", master->last_reload_ms);
    json_member(json, "message", master->last_reload ? master->last_reload : "");
    json_object_end(json);
}

static void add_number(struct json *json, const char *key, double number)
{
    json_key(json, key);
    json_number(json, number);
}

/* Milliseconds, to the microsecond. */
static double milliseconds(double seconds)
{
    return (double)(int64_t)(seconds * 1e6) / 1000;
}

static double mean_ms(const struct figures *figures)
{
    return figures->calls > 0 ? milliseconds(figures->seconds / figures->calls) : 0;
}

static void add_entry(struct json *json, const struct figures *figures)
{
    static const char *const modes[] = { "enforce", "shadow", "off" };
    const struct config_entry *entry = figures->entry;
    json_object(json);
    json_member(json, "entry", entry->name);
    json_member(json, "plugin", entry->plugin);
    json_member(json, "mode", modes[entry->mode]);
    json_key(json, "place");
    json_print(json, "%s:%u:%u", entry->place.source->name, entry->place.line, entry->place.column);
    add_number(json, "calls", figures->calls);
    add_number(json, "replies", figures->replies);
    add_number(json, "refusals", figures->refusals);
    add_number(json, "failed", figures->failed);
    add_number(json, "shadow_replies", figures->shadow_replies);
    add_number(json, "mean_ms", mean_ms(figures));
    add_number(json, "longest_ms", milliseconds(figures->longest_seconds));
    json_key(json, "slow_hooks");
    json_array(json);
    for (size_t i = 0; i < figures->hooks; i++) {
        json_object(json);
        json_member(json, "hook", figures->slow[i].name);
        add_number(json, "count", figures->slow[i].count);
        add_number(json, "longest_ms", milliseconds(figures->slow[i].longest_seconds));
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void add_zone(void *context, const struct zone_figures *zone)
{
    struct json *json = context;
    json_object(json);
    json_member(json, "name", zone->name);
    add_integer(json, "bytes", (int64_t)zone->bytes);
    if (zone->count.capacity) {
        add_integer(json, "used", (int64_t)zone->count.used);
        add_integer(json, "capacity", (int64_t)zone->count.capacity);
        add_integer(json, "evicted", (int64_t)zone->count.evicted);
    }
    json_object_end(json);
}

static int64_t requests_in_flight(const struct master *master)
{
    int64_t count = 0;
    for (const struct process *process = master->processes; process; process = process->next)
        count += process->status[2];
    return count;
}

static void add_figures(struct json *json, const struct master *master)
{
    size_t count;
    double requests;
    struct figures *figures = figures_read(master, &count, &requests);
    add_integer(json, "uptime_ms", tn_wall_clock_ms() - master->started_ms);
    add_number(json, "requests", requests);
    add_integer(json, "in_flight", requests_in_flight(master));
    json_key(json, "entries");
    json_array(json);
    for (size_t i = 0; i < count; i++)
        add_entry(json, &figures[i]);
    json_array_end(json);
    json_key(json, "zones");
    json_array(json);
    figures_zones(master, add_zone, json);
    json_array_end(json);
    free(figures);
}

static void write_status(struct json *json, const struct master *master)
{
    json_object(json);
    json_member(json, "version", TENON_VERSION);
    add_integer(json, "pid", getpid());
    json_member(json, "file", master->file);
    json_member(json, "state", state_of(master));
    add_integer(json, "started_ms", master->started_ms);
    add_integer(json, "generation", master->current ? master->current->number : 0);
    add_integer(json, "slots", master->slot_count);
    json_key(json, "workers");
    json_array(json);
    for (const struct process *process = master->processes; process; process = process->next)
        add_worker(json, process);
    for (unsigned i = 0; i < master->slot_count; i++)
        if (!master->slots[i]->process)
            add_waiting(json, master->slots[i]);
    json_array_end(json);
    json_key(json, "listen");
    json_array(json);
    for (size_t i = 0; i < master->sockets.count; i++)
        if (master->sockets.items[i].index == 0)
            json_string(json, master->sockets.items[i].address);
    json_array_end(json);
    add_reload(json, master);
    add_figures(json, master);
    json_object_end(json);
}

static void write_time(struct buffer *text, int64_t time_ms)
{
    char time[CLOCK_ISO_SIZE];
    clock_print_iso(time_ms, time);
    buffer_string(text, time);
}

static void write_workers(struct buffer *text, const struct master *master)
{
    static const char line[] = "%-7u %-9d %-11u %-10s %11d %10d %10d %9u%s\n";
    buffer_string(text, "\nworker  process   generation  state      connections  in flight   "
                        "requests  restarts\n");
    for (const struct process *process = master->processes; process; process = process->next)
        buffer_print(text, line, process->slot, (int)process->pid, process->generation->number,
                     standings[process->standing], (int)process->status[1], (int)process->status[2],
                     (int)process->status[3], restarts_of(process),
                     process->answered ? "" : "  does not answer");
    for (unsigned i = 0; i < master->slot_count; i++)
        if (!master->slots[i]->process)
            buffer_print(text, "%-7u -         -           waiting, starts in %d ms; %u restarts\n",
                         i, (int)uv_timer_get_due_in(&master->slots[i]->respawn),
                         master->slots[i]->restarts);
}

static void write_entries(struct buffer *text, const struct figures *figures, size_t count)
{
    if (count > 0)
        buffer_string(text, "\nentry             plugin            calls    replies   refusals  "
                            "failed  in shadow    mean ms  longest ms\n");
    for (size_t i = 0; i < count; i++) {
        const struct figures *of = &figures[i];
        buffer_print(text, "%-17s %-12s %10.0f %10.0f %10.0f %7.0f %10.0f %10.3f %11.3f\n",
                     of->entry->name, of->entry->plugin, of->calls, of->replies, of->refusals,
                     of->failed, of->shadow_replies, mean_ms(of),
                     milliseconds(of->longest_seconds));
        for (size_t hook = 0; hook < of->hooks; hook++)
            buffer_print(text, "  slow: hook `%s` %.0f times, the longest %.3f ms\n",
                         of->slow[hook].name, of->slow[hook].count,
                         milliseconds(of->slow[hook].longest_seconds));
    }
}

static void write_zone(void *context, const struct zone_figures *zone)
{
    struct buffer *text = context;
    buffer_print(text, "%-40s %10zu KiB", zone->name, zone->bytes / 1024);
    if (zone->count.capacity)
        buffer_print(text, " %10llu of %llu used, %llu evicted",
                     (unsigned long long)zone->count.used, (unsigned long long)zone->count.capacity,
                     (unsigned long long)zone->count.evicted);
    buffer_string(text, "\n");
}

static void write_text(struct buffer *text, const struct master *master)
{
    size_t count;
    double requests;
    struct figures *figures = figures_read(master, &count, &requests);
    buffer_print(text, "tenon " TENON_VERSION ", process %d, %s %s, generation %u, since ",
                 (int)getpid(), state_of(master), master->file,
                 master->current ? master->current->number : 0);
    write_time(text, master->started_ms);
    int64_t up = (tn_wall_clock_ms() - master->started_ms) / 1000;
    buffer_print(text, ", up %dd %02d:%02d:%02d", (int)(up / 86400), (int)(up / 3600 % 24),
                 (int)(up / 60 % 60), (int)(up % 60));
    buffer_print(text, "\n%.0f requests, %d in flight\n", requests,
                 (int)requests_in_flight(master));
    for (size_t i = 0; i < master->sockets.count; i++)
        if (master->sockets.items[i].index == 0)
            buffer_print(text, "listening on %s\n", master->sockets.items[i].address);
    buffer_string(text, "last reload: ");
    write_time(text, master->last_reload_ms);
    buffer_print(text, ", %s%s\n", master->last_reload_failed ? "refused: " : "",
                 master->last_reload ? master->last_reload : "");
    write_workers(text, master);
    write_entries(text, figures, count);
    buffer_string(text, "\n");
    figures_zones(master, write_zone, text);
    free(figures);
}

static void answer(struct master *master)
{
    struct json json = { .indent = 2 };
    struct buffer text = { 0 };
    uv_timer_stop(&master->asking_patience);
    write_status(&json, master);
    buffer_string(&json.out, "\n");
    write_text(&text, master);
    control_answer(&master->asking, true, buffer_text(&text), buffer_text(&json.out));
    json_free(&json);
    buffer_free(&text);
}

static void on_impatience(uv_timer_t *timer)
{
    answer(timer->data);
}

/* A worker that is held up by a plugin does not answer: then the status says so. */
void status_heard(struct master *master)
{
    if (!master->asking)
        return;
    for (const struct process *process = master->processes; process; process = process->next)
        if (!process->answered && process->standing != STANDING_STARTING)
            return;
    answer(master);
}

void status_ask(struct master *master, struct request *request)
{
    control_queue(&master->asking, request);
    for (struct process *process = master->processes; process; process = process->next) {
        process->answered = false;
        process_tell(process, CHANNEL_ASK);
    }
    uv_timer_start(&master->asking_patience, on_impatience, PATIENCE_MS, 0);
    status_heard(master);
}
