/* SPDX-License-Identifier: MIT */
/* All that one request needs in the process; nothing of it outlives the request. */
#pragma once

#include "language/diagnostic.h"
#include "loader.h"
#include "order.h"

struct syntax_file;

struct session {
    struct channel *channel;
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct loader loader;
    struct fonts *fonts;
    struct order order;
    struct syntax_file *file; /* order.code, parsed; NULL if it was not, or has a syntax error */
    uint64_t memory_bytes;    /* that the process may have; 0: no limit */
    uint64_t result_bytes;    /* that a reply's body may have */
    size_t stack_bytes;       /* that an evaluation may use */
    double begun_ms;          /* of session_clock_ms */
};

/* What is answered. The body lives in the session's arena. */
struct reply {
    const char *refusal; /* if not NULL, all that is said */
    bool success;
    enum protocol_media media;
    struct text body;
};

/* Whether a body of that size may be sent; if not, that is said among the diagnostics. */
bool session_can_send(struct session *session, size_t size);

/* Milliseconds of a clock that never goes back. */
double session_clock_ms(void);

/* Parses order.code with what it includes, for session->file. False on a syntax error. */
bool session_read_program(struct session *session);

/* The syntax tree of order.code. */
struct reply session_parse(struct session *session);

/* The solid that order.code describes. */
struct reply session_evaluate(struct session *session);

/* order.model as a file. */
struct reply session_export(struct session *session);
