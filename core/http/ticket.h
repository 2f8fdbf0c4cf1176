/* SPDX-License-Identifier: MIT */
/* Tickets for a trace: `EXPIRY:PREFIX:SIGNATURE`, good until a second of the Unix clock and for paths beneath a prefix. */
#pragma once

#include <stdint.h>

#include <base/arena.h>

/* One that lived longer would be as good as a password. */
enum { TICKET_LIFE_MAX_S = 24 * 3600 };

/* Signs a ticket, in the arena; an empty prefix stands for every path. */
struct tn_text ticket_make(struct arena *arena, const char *key, int64_t expiry_s,
                           struct tn_text prefix);

/*
 * Whether the ticket was signed with the key, has not expired and does not claim a longer life than any may have, and holds for
 * the path. Takes as long for a signature that is nearly right as for any other.
 */
bool ticket_opens(struct tn_text ticket, const char *key, int64_t now_s, struct tn_text path);
