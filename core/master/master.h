/* SPDX-License-Identifier: MIT */
/* The master: holds what outlives workers, and starts, replaces and ends them. Loads no plugin, reads no request. */
#pragma once

#include <sys/types.h>
#include <uv.h>

#include <base/buffer.h>
#include <config/config.h>
#include <master/registry.h>
#include <master/sockets.h>
#include <tenon/log.h>
#include <worker/channel.h>
#include <zones/zones.h>

/* Where a worker stands, as the master sees it. */
enum standing {
    STANDING_STARTING, /* reads, loads, creates, starts */
    STANDING_READY,    /* waits for the others of its generation */
    STANDING_SERVING,
    STANDING_DRAINING, /* told to drain, or not wanted any more */
};

/* One worker process. */
struct process {
    struct process *next;
    struct master *master;
    struct generation *generation;
    pid_t pid;
    unsigned slot, lane;
    enum standing standing;
    int channel; /* -1: closed by the other side */
    uv_poll_t poll;
    uv_timer_t patience;   /* what takes longer is killed */
    unsigned handles;      /* of the two above that libuv still knows */
    bool impatient;        /* killed, because it took too long */
    bool dismissed;        /* killed before it served anyone */
    struct buffer failure; /* the pieces of its errors */
    struct buffer crash;   /* what it said when it crashed */
    int64_t status[CHANNEL_NUMBERS];
    bool answered; /* the question of a `tenon status` */
};

/* A slot of the generation that serves: what must always be staffed. */
struct slot {
    struct master *master;
    unsigned number;
    struct process *process; /* NULL while none is there */
    uv_timer_t respawn;
    int64_t delay_ms; /* of the next respawn */
    uint64_t started_ns;
    unsigned restarts;
};

/* All workers that were started for one reading of the file. */
struct generation {
    struct master *master;
    unsigned number;
    struct config *config;
    int config_fd;          /* the same as bytes in memory, for its workers */
    struct sockets sockets; /* its own until it is committed */
    unsigned slots, ready;
    unsigned references; /* its processes, and the master */
};

struct request; /* of the control socket, control.c */

struct master {
    uv_loop_t loop;
    const char *file;
    int64_t started_ms;
    uint8_t key[16];
    struct registry registry;
    struct process *processes;
    bool lanes[SERIES_LANES]; /* taken */
    void *series_zone;        /* for the master's own series, in a lane of its own */
    struct series_store *series;
    struct kept_line *kept; /* of the log, newest first: for the next worker that serves */

    struct generation *current;  /* the one that serves; NULL until the first is ready */
    struct generation *starting; /* the one that is to replace it */
    unsigned last_number;
    struct sockets sockets;
    bool inherited;      /* they are systemd's */
    struct slot **slots; /* of the current generation */
    unsigned slot_count;

    struct request *waiting;                   /* for the reload that is under way */
    struct request *waiting_next;              /* for the one after it */
    bool reload_again;                         /* one was asked for meanwhile */
    struct request *asking_json, *asking_text; /* `tenon status` */
    uv_timer_t asking_patience;
    char *last_reload; /* "ok", or the first line of the errors; NULL: none yet */
    bool last_reload_failed;
    int64_t last_reload_ms;

    const char *pid_path;
    int pid_fd;
    const char *control_path; /* NULL: there is none */
    uv_pipe_t control;
    unsigned control_connections;
    uv_signal_t signals[5];
    uv_timer_t watchdog;
    bool ending, hurried, forced, failed;
};

/* Serves the file until told to end. Returns the exit status. */
int master_run(const char *file);

/* A line for the log: through a worker's log plugin if one serves, else to standard error. */
void master_say(struct master *master, enum tn_level level, const char *format, ...)
    TN_PRINTF(3, 4);
/* Drains everything; a second call cuts off. */
void master_end(struct master *master);
/* What was said while nobody served, now that one does. */
void master_hand_over_lines(struct master *master, struct process *process);
void master_reopen(struct master *master);
/* A process has been reaped: ends the loop when it was the last of an ending master. */
void master_check_end(struct master *master);

/* process.c: starts a worker; NULL after errno has been said. */
struct process *process_spawn(struct generation *generation, unsigned slot);
/* Sends a message that is nothing but its kind. */
void process_tell(struct process *process, enum channel_kind kind);
/* It listens from now on. */
void process_serve(struct process *process);
/* It is to drain; if that takes longer than it may, it is killed. */
void process_drain(struct process *process, int64_t delay_ms, int64_t deadline_ms,
                   enum channel_sockets fate);
/* SIGCHLD: collects all that have ended. */
void processes_reap(struct master *master);

/*
 * generation.c: reads the file and starts workers on it. False after errors: the caller says them and then, if there is one
 * starting, calls generation_fail. Otherwise reload_ended is called when the generation serves, or has failed.
 */
bool generation_start(struct master *master, struct errors *errors);
/* One more of its workers is ready; one has ended before all were. */
void generation_ready(struct generation *generation);
void generation_fail(struct generation *generation, struct tn_text problem);
void generation_release(struct generation *generation);

/* slot.c: the slots of a generation that begins to serve; each keeps its worker alive from now on. */
void slots_staff(struct master *master, struct generation *generation);
/* No slot asks for a new worker any more. */
void slots_leave(struct master *master);
/* The slot's worker has ended without being told to; `how` says of what. */
void slot_lost(struct process *process, const char *how);
unsigned slots_staffed(const struct master *master);
/* Something has changed: sets the metric of what is missing. */
void slots_count_missing(struct master *master);

/* reload.c: one reload at a time; `request` (or NULL) is answered when its own has ended. */
void reload_ask(struct master *master, struct request *request);
void reload_ended(struct master *master, bool good, struct tn_text problem);

/* control.c: the control socket. */
bool control_open(struct master *master, const char *path, struct place place,
                  struct errors *errors);
void control_close(struct master *master);
/* Answers all of a list and empties it. */
void control_answer(struct request **list, bool good, struct tn_text text);
void control_queue(struct request **list, struct request *request);

/* traces.c: what workers have kept of requests, newest first. */
void traces_write(struct master *master, bool json, struct buffer *text);

/* status.c: asks all workers how they are; the request is answered when they have said it, or have had their time. */
void status_ask(struct master *master, struct request *request, bool json);
void status_heard(struct master *master);
