/* SPDX-License-Identifier: MIT */
/* How the server is, as one JSON object: what the master knows, and what each worker says of itself. */
#include <unistd.h>

#include <base/clock.h>
#include <base/json.h>
#include <master/master.h>
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
    add_integer(json, "requests", process->status[2]);
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
    json_object_end(json);
}

static void write_time(struct buffer *text, int64_t time_ms)
{
    char time[CLOCK_ISO_SIZE];
    clock_print_iso(time_ms, time);
    buffer_string(text, time);
}

static void write_text(struct buffer *text, const struct master *master)
{
    buffer_print(text, "tenon " TENON_VERSION ", process %d, %s %s, generation %u, since ",
                 (int)getpid(), state_of(master), master->file,
                 master->current ? master->current->number : 0);
    write_time(text, master->started_ms);
    buffer_string(text, "\n");
    for (size_t i = 0; i < master->sockets.count; i++)
        if (master->sockets.items[i].index == 0)
            buffer_print(text, "listening on %s\n", master->sockets.items[i].address);
    for (const struct process *process = master->processes; process; process = process->next)
        buffer_print(text,
                     "worker %u: process %d, generation %u, %s%s, %d connections, %d requests, "
                     "%u restarts\n",
                     process->slot, (int)process->pid, process->generation->number,
                     standings[process->standing], process->answered ? "" : " (does not answer)",
                     (int)process->status[1], (int)process->status[2], restarts_of(process));
    for (unsigned i = 0; i < master->slot_count; i++)
        if (!master->slots[i]->process)
            buffer_print(text, "worker %u: waiting, starts in %d ms, %u restarts\n", i,
                         (int)uv_timer_get_due_in(&master->slots[i]->respawn),
                         master->slots[i]->restarts);
    buffer_string(text, "last reload: ");
    write_time(text, master->last_reload_ms);
    buffer_print(text, ", %s%s\n", master->last_reload_failed ? "refused: " : "",
                 master->last_reload ? master->last_reload : "");
}

static void answer(struct master *master)
{
    struct json json = { .indent = 2 };
    struct buffer text = { 0 };
    uv_timer_stop(&master->asking_patience);
    write_status(&json, master);
    buffer_string(&json.out, "\n");
    control_answer(&master->asking_json, true, buffer_text(&json.out));
    write_text(&text, master);
    control_answer(&master->asking_text, true, buffer_text(&text));
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
    if (!master->asking_json && !master->asking_text)
        return;
    for (const struct process *process = master->processes; process; process = process->next)
        if (!process->answered && process->standing != STANDING_STARTING)
            return;
    answer(master);
}

void status_ask(struct master *master, struct request *request, bool json)
{
    control_queue(json ? &master->asking_json : &master->asking_text, request);
    for (struct process *process = master->processes; process; process = process->next) {
        process->answered = false;
        process_tell(process, CHANNEL_ASK);
    }
    uv_timer_start(&master->asking_patience, on_impatience, PATIENCE_MS, 0);
    status_heard(master);
}
