/* SPDX-License-Identifier: MIT */
/* The listening sockets. They outlive workers: what has queued up on one is taken by the next. */
#pragma once

#include <base/error.h>
#include <tenon/kinds.h>

/* One socket. Of a TCP address there is one for each worker slot (SO_REUSEPORT); all others are shared by all slots. */
/* How many clients may queue on a socket. */
enum { SOCKETS_BACKLOG = 4096 };

struct listening {
    char *written; /* as in the file: by it a reload finds the socket again */
    char *address; /* as bound: a port 0 has become a real one */
    int fd;
    unsigned index; /* among those of its address */
    bool shared;
    bool kept; /* of a reload: taken over from the sockets before */
};

/* All zero is none. */
struct sockets {
    struct listening *items;
    size_t count;
};

/*
 * Binds what `listen` says, for so many slots, in place of `before` (or NULL), whose sockets are taken over where the address stays.
 * At the start they listen at once, so that clients queue; those that a reload adds listen once a worker serves.
 * No socket of an address that stays is given up, even if there are fewer slots now: clients may be queueing there. False after an
 * error at `place`; then nothing has changed.
 */
bool sockets_open(struct sockets *sockets, const struct sockets *before,
                  const struct tn_texts *listen, unsigned slots, struct place place,
                  struct errors *errors);

/* A Unix socket for owner and group alone, bound; -1 with errno. */
int sockets_open_local(const char *path);

/* The sockets that systemd has passed (sd_listen_fds(3)); they stand in place of `listen`. How many. */
size_t sockets_inherit(struct sockets *sockets);

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

/* The descriptors for a worker slot; `fds` has room for `most`. Returns how many. */
size_t sockets_of_slot(const struct sockets *sockets, unsigned slot, unsigned slots, int *fds,
                       size_t most);
