/* SPDX-License-Identifier: MIT */
/* A generation: the workers of one reading of the file. It serves when all are ready, or never. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <base/arena.h>
#include <master/master.h>

enum { SLOTS_MOST = SERIES_LANES / 3 }; /* so that two generations can still drain */

/* "auto" is as many as there are processors that we may use. */
static unsigned count_slots(const struct config *config)
{
    unsigned count = (unsigned)strtoul(config->server.workers, NULL, 10);
    cpu_set_t set;
    if (count == 0 && sched_getaffinity(0, sizeof set, &set) == 0)
        count = (unsigned)CPU_COUNT(&set);
    return count == 0 ? 1 : count < SLOTS_MOST ? count : SLOTS_MOST;
}

static struct generation *generation_new(struct master *master, struct config *config)
{
    struct generation *generation = memory_alloc(sizeof *generation);
    generation->master = master;
    generation->number = ++master->last_number;
    generation->config = config;
    generation->slots = count_slots(config);
    generation->references = 1;
    generation->config_fd = -1;
    return generation;
}

/* What was read goes into memory that all workers of the generation get, those that replace one later included. */
static bool pack_config(struct generation *generation, struct errors *errors)
{
    struct buffer packed = { 0 };
    config_pack(generation->config, &packed);
    generation->config_fd = zone_create("tenon config", packed.size);
    void *memory = generation->config_fd < 0 ? NULL : zone_map(generation->config_fd, packed.size);
    if (memory) {
        memcpy(memory, packed.at, packed.size);
        munmap(memory, packed.size);
    } else {
        errors_add(errors, SEVERITY_ERROR, (struct place){ 0 },
                   "the system gave no memory for the configuration: %s", strerror(errno));
    }
    buffer_free(&packed);
    return memory != NULL;
}

void generation_release(struct generation *generation)
{
    if (--generation->references)
        return;
    if (generation->config_fd >= 0)
        close(generation->config_fd);
    config_free(generation->config);
    free(generation);
}

/* Sockets that systemd has passed stay whatever the file says. */
static bool open_sockets(struct generation *generation, struct errors *errors)
{
    struct master *master = generation->master;
    if (master->inherited)
        return sockets_keep(&generation->sockets, &master->sockets, generation->config, errors);
    return sockets_open(&generation->sockets, &master->sockets, generation->config,
                        generation->slots, errors);
}

static bool name_stays(const struct generation *generation, const char *way, const char *now,
                       const char *taken, struct errors *errors)
{
    if (strcmp(now ? now : "", taken ? taken : "") == 0)
        return true;
    errors_add(errors, SEVERITY_ERROR, node_way(generation->config->root, way)->place,
               "`%s` was %s when the server was started, and only a restart changes it", way,
               taken ? taken : "absent");
    return false;
}

/* Who looks for the server there must find it. */
static bool names_stay(const struct generation *generation, struct errors *errors)
{
    const struct master *master = generation->master;
    const struct config_server *server = &generation->config->server;
    bool good =
        name_stays(generation, "server.pid_file", server->pid_file.at, master->pid_path, errors);
    return name_stays(generation, "server.control", server->control.at, master->control_path,
                      errors) &&
           good;
}

static bool spawn_all(struct generation *generation, struct errors *errors)
{
    for (unsigned i = 0; i < generation->slots; i++) {
        if (process_spawn(generation, i))
            continue;
        errors_add(errors, SEVERITY_ERROR, (struct place){ 0 }, "worker %u cannot be started: %s",
                   i, strerror(errno));
        return false;
    }
    return true;
}

/* Its workers are not wanted any more, whatever they do now. */
static void dismiss(struct generation *generation)
{
    struct master *master = generation->master;
    master->starting = NULL;
    for (struct process *process = master->processes; process; process = process->next)
        if (process->generation == generation)
            process_drain(process, 0, 0, SOCKETS_STAY);
    sockets_undo(&generation->sockets);
    generation_release(generation);
}

bool generation_start(struct master *master, struct errors *errors)
{
    struct config *config = config_read(master->file, errors);
    if (!config)
        return false;
    struct generation *generation = generation_new(master, config);
    master->starting = generation;
    return names_stay(generation, errors) && pack_config(generation, errors) &&
           open_sockets(generation, errors) && spawn_all(generation, errors);
}

/* The old drain only now that the new listen: no connection finds nobody. */
static void commit(struct generation *generation)
{
    struct master *master = generation->master;
    struct generation *old = master->current;
    enum channel_sockets fate = SOCKETS_STAY;
    /* Not left to the workers: who asked for the reload may connect as soon as it is answered. */
    if (!sockets_listen(&generation->sockets))
        master_say(master, TN_ERROR, "a socket cannot be listened on: %s", strerror(errno));
    if (sockets_close(&master->sockets, &generation->sockets))
        fate = SOCKETS_LEFT;
    master->sockets = generation->sockets;
    generation->sockets = (struct sockets){ NULL, 0 };
    if (old)
        slots_leave(master);
    master->starting = NULL;
    master->current = generation;
    slots_staff(master, generation);
    processes_watch(master);
    for (struct process *process = master->processes; process; process = process->next)
        if (process->generation == generation)
            process_serve(process);
    for (struct process *process = master->processes; process; process = process->next)
        if (process->generation != generation && process->standing != STANDING_DRAINING)
            process_drain(process, 0, process->generation->config->server.timeouts.drain.ms, fate);
    if (old)
        generation_release(old);
}

void generation_ready(struct generation *generation)
{
    struct master *master = generation->master;
    if (generation != master->starting || ++generation->ready < generation->slots)
        return;
    commit(generation);
    reload_settle(master);
}

void generation_fail(struct generation *generation, const struct problem *problem)
{
    struct master *master = generation->master;
    if (generation != master->starting)
        return;
    dismiss(generation);
    reload_ended(master, false, problem);
}
