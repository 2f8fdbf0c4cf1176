/* SPDX-License-Identifier: MIT */
/* Reloads, one at a time: those asked for meanwhile become one, which begins when this has ended, so that it sees their file. */
#include <stdlib.h>

#include <base/arena.h>
#include <master/master.h>
#include <master/notify.h>
#include <tenon/host.h>

enum { SETTLING_PATIENCE_MS = 5000 };

static void begin(struct master *master);
static void refuse_since_ending(struct master *master);

/* What systemd shows in `systemctl status`. */
static void notify_state(const struct master *master)
{
    notify("READY=1\nSTATUS=%u of %u workers serve, generation %u%s%s", slots_staffed(master),
           master->slot_count, master->current->number,
           master->last_reload_failed ? "; the last reload failed: " : "",
           master->last_reload_failed ? master->last_reload : "");
}

static char *first_line(struct tn_text text)
{
    const char *end = text.size ? memchr(text.at, '\n', text.size) : NULL;
    return strndup(text.at, end ? (size_t)(end - text.at) : text.size);
}

struct problem problem_of(const char *format, ...)
{
    struct errors errors = { 0 };
    struct problem problem = { 0 };
    va_list arguments;
    va_start(arguments, format);
    errors_vadd(&errors, SEVERITY_ERROR, (struct place){ 0 }, format, arguments);
    va_end(arguments);
    errors_write(&errors, &problem.text, &problem.json);
    errors_free(&errors);
    return problem;
}

void problem_free(struct problem *problem)
{
    buffer_free(&problem->text);
    buffer_free(&problem->json);
}

static void remember(struct master *master, bool good, const struct problem *problem)
{
    free(master->last_reload);
    master->last_reload = good ? strdup("ok") : first_line(buffer_text(&problem->text));
    master->last_reload_ms = tn_wall_clock_ms();
    master->last_reload_failed = !good;
}

static void log_end(struct master *master, bool good, const struct problem *problem)
{
    if (good)
        master_say(master, TN_INFO, "generation %u serves %s with %u workers",
                   master->current->number, master->file, master->slot_count);
    else if (master->current)
        master_say(master, TN_ERROR, "the reload is refused, generation %u goes on serving: %s",
                   master->current->number, master->last_reload);
    if (!good)
        fprintf(stderr, "%" TN_PRI, TN_ARG(buffer_text(&problem->text)));
}

static void log_sockets(struct master *master)
{
    for (size_t i = 0; i < master->sockets.count; i++)
        if (master->sockets.items[i].index == 0)
            master_say(master, TN_INFO, "listening on %s", master->sockets.items[i].address);
}

void reload_ended(struct master *master, bool good, const struct problem *problem)
{
    bool first = master->current && master->current->number == 1 && !master->last_reload;
    remember(master, good, problem);
    log_end(master, good, problem);
    if (good && first)
        log_sockets(master);
    control_answer(&master->waiting, good,
                   good ? TN_TEXT("reloaded\n") : buffer_text(&problem->text),
                   good ? TN_TEXT("[]\n") : buffer_text(&problem->json));
    if (!master->current) {
        /* The first start has failed: there is nothing to go on with. */
        master->failed = true;
        master_end(master);
        return;
    }
    notify_state(master);
    if (master->ending)
        refuse_since_ending(master);
    if (!master->reload_again || master->ending)
        return;
    master->reload_again = false;
    master->waiting = master->waiting_next;
    master->waiting_next = NULL;
    begin(master);
}

static void begin(struct master *master)
{
    struct errors errors = { 0 };
    if (master->current)
        notify("RELOADING=1\nMONOTONIC_USEC=%llu\nSTATUS=reloading",
               (unsigned long long)notify_monotonic_usec());
    if (!generation_start(master, &errors)) {
        struct problem problem = { 0 };
        errors_write(&errors, &problem.text, &problem.json);
        if (master->starting)
            generation_fail(master->starting, &problem);
        else
            reload_ended(master, false, &problem);
        problem_free(&problem);
    }
    errors_free(&errors);
}

static void settled(struct master *master)
{
    master->settling = false;
    uv_timer_stop(&master->settling_patience);
    reload_ended(master, true, NULL);
}

static void on_impatience(uv_timer_t *timer)
{
    struct master *master = timer->data;
    master_say(master, TN_WARN, "a worker is slow to listen, or to accept no more");
    settled(master);
}

void reload_look(struct master *master)
{
    if (!master->settling)
        return;
    for (const struct process *process = master->processes; process; process = process->next)
        if (process->accepting != (process->generation == master->current) && !master->ending)
            return;
    settled(master);
}

void reload_settle(struct master *master)
{
    master->settling = true;
    master->settling_patience.data = master;
    uv_timer_start(&master->settling_patience, on_impatience, SETTLING_PATIENCE_MS, 0);
    reload_look(master);
}

static void refuse_since_ending(struct master *master)
{
    struct problem problem = problem_of("the server is ending");
    control_answer(&master->waiting_next, false, buffer_text(&problem.text),
                   buffer_text(&problem.json));
    problem_free(&problem);
}

void reload_ask(struct master *master, struct request *request)
{
    if (master->ending) {
        control_queue(&master->waiting_next, request);
        refuse_since_ending(master);
    } else if (master->starting || master->settling) {
        master->reload_again = true;
        control_queue(&master->waiting_next, request);
    } else {
        control_queue(&master->waiting, request);
        begin(master);
    }
}
