/* SPDX-License-Identifier: MIT */
/* The listening sockets. They outlive workers: what has queued up on one is taken by the next. */
#pragma once

#include <base/error.h>

struct config;

/* How many clients may queue on a socket. */
enum { SOCKETS_BACKLOG = 4096 };

/* One socket. Of a TCP address there is one for each worker slot (SO_REUSEPORT); all others are shared by all slots. */
struct listening {
    char *written; /* as in the file: by it a reload finds the socket again */
    char *address; /* as bound: a port 0 has become a real one */
    int fd;
    unsigned index; /* among those of its address */
    unsigned row;   /* of `listen` in the config; as many as there are: of none, plain */
    bool shared;
    bool kept; /* of a reload: taken over from the sockets before */
};

/* All zero is none. */
struct sockets {
    struct listening *items;
    size_t count;
};

/*
 * Binds what the config's `listen` says, for so many slots, in place of `before` (or NULL), whose sockets are taken over where the
 * address stays. At the start they listen at once, so that clients queue; those that a reload adds do when it is decided.
 * No socket of an address that stays is given up, even if there are fewer slots now: clients may be queueing there. False after
 * errors; then nothing has changed.
 */
bool sockets_open(struct sockets *sockets, const struct sockets *before,
                  const struct config *config, unsigned slots, struct errors *errors);

/* Has all listen that do not yet; false, with errno, if one cannot. */
bool sockets_listen(const struct sockets *sockets);

/* A Unix socket for owner and group alone, bound; -1 with errno. */
int sockets_open_local(const char *path);

/* The sockets that systemd has passed (sd_listen_fds(3)); they stand in place of `listen`. How many. */
size_t sockets_inherit(struct sockets *sockets);
/* Takes those over for a config: each is served as the row says that names its address. False after errors. */
bool sockets_keep(struct sockets *sockets, const struct sockets *inherited,
                  const struct config *config, struct errors *errors);

/* No more connections queue up here, for whoever holds the socket: those that have can be accepted before it is closed. */
void sockets_refuse(const int *fds, size_t count);
/* Closes this process's descriptors alone: the workers' stay open. */
void sockets_leave_to_workers(struct sockets *sockets);
/*
 * Closes those that `after` (or NULL) has not taken over, and gives the memory back. What has queued up there is still the workers'.
 * Returns whether there was one.
 */
bool sockets_close(struct sockets *sockets, const struct sockets *after);
/* Undoes sockets_open: closes those that were not taken over. */
void sockets_undo(struct sockets *sockets);

/* The descriptors for a worker slot, and their rows unless NULL; both have room for `most`. Returns how many. */
size_t sockets_of_slot(const struct sockets *sockets, unsigned slot, unsigned slots, int *fds,
                       unsigned char *rows, size_t most);
