/* SPDX-License-Identifier: MIT */
/* Reloads, one at a time: those asked for meanwhile become one, which begins when this has ended, so that it sees their file. */
#include <stdlib.h>

#include <base/arena.h>
#include <master/master.h>
#include <master/notify.h>
#include <tenon/host.h>

static void begin(struct master *master);

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

static void remember(struct master *master, bool good, struct tn_text problem)
{
    free(master->last_reload);
    master->last_reload = good ? strdup("ok") : first_line(problem);
    master->last_reload_ms = tn_wall_clock_ms();
    master->last_reload_failed = !good;
}

static void log_end(struct master *master, bool good, struct tn_text problem)
{
    if (good)
        master_say(master, TN_INFO, "generation %u serves %s with %u workers",
                   master->current->number, master->file, master->slot_count);
    else if (master->current)
        master_say(master, TN_ERROR, "the reload is refused, generation %u goes on serving: %s",
                   master->current->number, master->last_reload);
    if (!good)
        fprintf(stderr, "%" TN_PRI, TN_ARG(problem));
}

static void log_sockets(struct master *master)
{
    for (size_t i = 0; i < master->sockets.count; i++)
        if (master->sockets.items[i].index == 0)
            master_say(master, TN_INFO, "listening on %s", master->sockets.items[i].address);
}

void reload_ended(struct master *master, bool good, struct tn_text problem)
{
    bool first = master->current && master->current->number == 1 && !master->last_reload;
    remember(master, good, problem);
    log_end(master, good, problem);
    if (good && first)
        log_sockets(master);
    control_answer(&master->waiting, good, good ? tn_text("reloaded\n") : problem);
    if (!master->current) {
        /* The first start has failed: there is nothing to go on with. */
        master->failed = true;
        master_end(master);
        return;
    }
    notify_state(master);
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
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);
        errors_print(&errors, stream);
        fclose(stream);
        struct tn_text problem = { text, size };
        if (master->starting)
            generation_fail(master->starting, problem);
        else
            reload_ended(master, false, problem);
        free(text);
    }
    errors_free(&errors);
}

void reload_ask(struct master *master, struct request *request)
{
    if (master->ending) {
        control_queue(&master->waiting_next, request);
        control_answer(&master->waiting_next, false, TN_TEXT("the server is ending\n"));
    } else if (master->starting) {
        master->reload_again = true;
        control_queue(&master->waiting_next, request);
    } else {
        control_queue(&master->waiting, request);
        begin(master);
    }
}
