/* SPDX-License-Identifier: MIT */
/* All that one request needs in the process; nothing of it but the geometry in stock outlives the request. */
#pragma once

#include "language/diagnostic.h"
#include "loader.h"
#include "order.h"

struct stock;
struct syntax_file;
struct tree_node;

struct session {
    struct channel *channel;
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct loader loader;
    struct fonts *fonts;
    struct stock *stock; /* of the process; NULL: none */
    struct order order;
    struct syntax_file *file; /* order.code, parsed; NULL if it was not, or has a syntax error */
    uint64_t memory_bytes;    /* that the process may have; 0: no limit */
    uint64_t result_bytes;    /* that a reply's body may have */
    size_t stack_bytes;       /* that an evaluation may use */
    uint64_t timeout_ms;      /* that the request may take; deadline_flag() says when */
    double told_ms;           /* when the client was last told how far it is */
    bool tells_progress;
    bool late;       /* some work was left because the time was over */
    double begun_ms; /* of session_clock_ms */
};

/* What is answered. The body lives in the session's arena. */
struct reply {
    bool success;
    bool timed_out;  /* no success: the time was over */
    unsigned format; /* a number of protocol_format() */
    struct text body;
};

/* Whether something of that size is not larger than it may be; if it is, that is said among the diagnostics. */
bool session_can_send(struct session *session, size_t size, size_t size_max);

/* Of a body that has messages, too, what is not messages: these are bounded otherwise. */
#define SESSION_SHARE_OF_RESULT(session) ((size_t)((session)->result_bytes / 2))

/* Adds an error that has no place in the program. The message must live as long as the session. */
void session_complain(struct session *session, const char *code, struct text message);

/* Does work that may be long, until the time is over: then it is left where it is, and what it has made is not to be looked at. False if
 * so. What is done outside of it is short, and is done however late it is: the reply says what became of the request. */
bool session_work(struct session *session, void (*work)(void *context), void *context);

/* Calls the errors of what was stopped by the deadline by their name, or adds one. Whether anything was stopped. */
bool session_timed_out(struct session *session);

/* Tells the client, if it wants to know, that a stage begins or goes on: so much is done of it, and that is worked on. */
void session_tell(struct session *session, enum protocol_stage stage, double done,
                  const char *step);

/* Milliseconds of a clock that never goes back. */
double session_clock_ms(void);

/* Parses order.code with what it includes, for session->file. False on a syntax error. */
bool session_read_program(struct session *session);

/* Parses order.code and runs it. False if it has a syntax error, or ended in another. */
bool session_run_program(struct session *session, const struct tree_node **root);

/* The shape of what order.code describes. False, and something is said, if that is nothing. */
bool session_make_shape(struct session *session, struct shape *shape);

/* The syntax tree of order.code. */
struct reply session_parse(struct session *session);

/* The solid that order.code describes. */
struct reply session_evaluate(struct session *session);

/* order.shape, or what order.code describes, as a file; if that cannot be, what was said. */
struct reply session_export(struct session *session);
