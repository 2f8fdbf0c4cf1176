/* SPDX-License-Identifier: MIT */
/* The reply of a server that is asked over HTTP: its status, and the start of its body. */
#pragma once

#include <tenon/text.h>

enum { REPLY_ROOM = 65536 };

enum reply_state {
    REPLY_MORE,   /* is needed */
    REPLY_WHOLE,  /* body and all, as far as there is room for it */
    REPLY_BROKEN, /* this is no HTTP, or it has ended too soon */
};

struct reply {
    char *bytes;
    size_t size; /* of what has come */
    int status;  /* 0: not known yet */
    size_t head; /* where the one that counts begins */
    size_t body, body_size;
};

/* An empty one; false: no memory. reply_free takes any. */
bool reply_begin(struct reply *reply);
void reply_free(struct reply *reply);

/* Where the next bytes go; whoever puts them there adds to `size`. */
char *reply_room(struct reply *reply, size_t *room);

/* Reads what has come; `ended`: no more will, or fits. */
enum reply_state reply_read(struct reply *reply, bool ended);

/* The body, once it is whole, without the framing of chunks. */
struct tn_text reply_body(const struct reply *reply);
