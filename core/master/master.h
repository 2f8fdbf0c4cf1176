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

/* Why something is refused, for people and for `--format=json`. */
struct problem {
    struct buffer text, json;
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
    uv_timer_t patience;    /* what takes longer is killed */
    unsigned handles;       /* of the two above that libuv still knows */
    bool impatient;         /* killed, because it took too long */
    bool dismissed;         /* killed before it served anyone */
    struct problem failure; /* the pieces of its errors */
    struct buffer crash;    /* what it said when it crashed */
    bool accepting;         /* connections */
    bool heard;             /* since it was last asked for a sign of life */
    unsigned silent;        /* how often it has given none */
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

    struct request *waiting;      /* for the reload that is under way */
    struct request *waiting_next; /* for the one after it */
    bool reload_again;            /* one was asked for meanwhile */
    bool settling;                /* the new workers serve, and some old ones may accept still */
    uv_timer_t settling_patience;
    struct request *asking; /* `tenon status` */
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
    uv_timer_t watchdog, pulse;
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
/* From now on ends workers whose loop does not turn for as long as `server.timeouts.hung` of the current generation says. */
void processes_watch(struct master *master);
/* SIGCHLD: collects all that have ended. */
void processes_reap(struct master *master);

/*
 * generation.c: reads the file and starts workers on it. False after errors: the caller says them and then, if there is one
 * starting, calls generation_fail. Otherwise reload_ended is called when the generation serves, or has failed.
 */
bool generation_start(struct master *master, struct errors *errors);
/* One more of its workers is ready; one has ended before all were. */
void generation_ready(struct generation *generation);
void generation_fail(struct generation *generation, const struct problem *problem);
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
void reload_ended(struct master *master, bool good, const struct problem *problem);
/* The new workers are to serve: the reload ends once they accept connections and no old one does. */
void reload_settle(struct master *master);
/* A worker accepts or does so no more, or has ended; or nobody waits for that any longer. */
void reload_look(struct master *master);
/* One sentence as a problem, to be given back by problem_free. */
struct problem problem_of(const char *format, ...) TN_PRINTF(1, 2);
void problem_free(struct problem *problem);

/* control.c: the control socket. */
bool control_open(struct master *master, const char *path, struct place place,
                  struct errors *errors);
void control_close(struct master *master);
/* Answers all of a list, each in the form it wants, and empties it. */
void control_answer(struct request **list, bool good, struct tn_text text, struct tn_text json);
void control_queue(struct request **list, struct request *request);

/* traces.c: what workers have kept of requests, newest first. */
void traces_write(struct master *master, bool json, struct buffer *text);

/* status.c: asks all workers how they are; the request is answered when they have said it, or have had their time. */
void status_ask(struct master *master, struct request *request);
void status_heard(struct master *master);
