/* SPDX-License-Identifier: MIT */
/* TLS on the asking side: bytes of the peer in, bytes for the peer out; whoever holds the socket moves them. */
#pragma once

#include <sys/types.h>

#include <tenon/text.h>

/* Which authorities are trusted; shared by the questions of one check. */
struct secure_trust;

/* The system's authorities, or those of a file in PEM. NULL: `problem` says why. Reads files. */
struct secure_trust *secure_trust_open(const char *file, const char **problem);
void secure_trust_close(struct secure_trust *trust); /* takes NULL */

enum secure_state {
    SECURE_MORE,   /* bytes of the peer are needed */
    SECURE_OPEN,   /* the peer is who it should be */
    SECURE_FAILED, /* secure_problem says why */
};

struct secure;

/* A client's side towards `host`, a name or an address, which the peer's certificate must hold unless `trust` is NULL: then whatever
 * the peer shows is taken. NULL: no memory. */
struct secure *secure_open(const struct secure_trust *trust, const char *host);
void secure_close(struct secure *secure); /* takes NULL */

/* Room for bytes of the peer, and how many have come; 0: no more will. */
char *secure_room(struct secure *secure, size_t *room);
void secure_took(struct secure *secure, size_t size);

/* Goes on with the handshake, as far as the bytes reach. */
enum secure_state secure_shake(struct secure *secure);
const char *secure_problem(const struct secure *secure);

/* Enciphers; false: it cannot. Only once it is open. */
bool secure_write(struct secure *secure, struct tn_text text);
/* Deciphers: how many bytes were written to `to`; 0: more are needed, -1: there will be none. */
ssize_t secure_read(struct secure *secure, char *to, size_t room);

/* What is to be sent to the peer; it counts as sent then. Valid until the next call. */
struct tn_text secure_pending(struct secure *secure);
