/* SPDX-License-Identifier: MIT */
/* What the worker and an evaluator process say to each other. The worker is believed, the process
 * is not: it runs strangers' programs. */
#pragma once

#include "frame.h"

/*
 *   worker                     process
 *   SETTINGS              ->
 *                         <-   READY            it has given up its rights
 *   REQUEST               ->
 *                         <-   BEGUN            the request was read and makes sense
 *                         <-   WANT   } so often as files, fonts or kept geometry are needed
 *   FILE                  ->          }
 *                         <-   KEEP             geometry that is worth keeping for all processes; any time, no answer *                         <-   PROGRESS         how far it is, if the request asks for that; any time, no answer
 *                         <-   RESULT or REFUSED (also instead of BEGUN)
 *   REQUEST …             ->
 *
 * A frame out of turn, of another kind or too large ends the process. To cancel is to kill.
 */
enum protocol_kind {
    PROTOCOL_SETTINGS = 1,
    PROTOCOL_REQUEST,
    PROTOCOL_FILE,
    PROTOCOL_READY = 16,
    PROTOCOL_BEGUN,
    PROTOCOL_WANT,
    PROTOCOL_REFUSED,
    PROTOCOL_RESULT,
    PROTOCOL_KEEP,
    PROTOCOL_PROGRESS,
};

enum {
    PROTOCOL_VERSION = 6,
    PROTOCOL_NAME_MAX = 4096,         /* of a file, as a program writes it */
    PROTOCOL_MESSAGE_MAX = 4096,      /* of a refusal */
    PROTOCOL_FILE_MAX = 65 * 1048576, /* a file's content */
    PROTOCOL_KEY_BYTES = 32,
    PROTOCOL_STEP_MAX = 40, /* the name of what is worked on */

    /* How the process ends when its memory is spent; any other end is a crash. */
    PROTOCOL_EXIT_MEMORY = 71,
};

enum protocol_operation { PROTOCOL_PARSE, PROTOCOL_EVALUATE, PROTOCOL_EXPORT, PROTOCOL_OPERATIONS };

/* What a RESULT's body is: the number of a row of the formats below, which the other side looks up. */
enum { PROTOCOL_REPLY }; /* the first: JSON about a program, and no file */

struct protocol_format {
    const char *name; /* as clients ask for it */
    const char *media_type;
    const char *disposition; /* NULL: no file */
};

/* The format of that number; NULL if there is none. */
const struct protocol_format *protocol_format(unsigned number);

/* The number of a format, in small letters or in capitals; PROTOCOL_REPLY if there is no such file. */
unsigned protocol_format_number(const char *name);

/* Rights that could not be given up because the system has no way to; or-ed. */
enum protocol_lack { PROTOCOL_NO_LANDLOCK = 1, PROTOCOL_NO_SECCOMP = 2 };

struct protocol_settings {
    uint64_t memory_bytes;
    uint64_t result_bytes; /* of a result's body, at most */

    /* Of geometry kept from one request for the next, besides the memory above. */
    uint64_t stock_items, stock_bytes;
    uint64_t keep_bytes; /* of what is worth a KEEP, at most; 0: nothing is */

    uint64_t timeout_ms; /* of a request; 0: none */
};

/* What a process has in stock, and how often it looked there, since it began. */
struct protocol_stock {
    uint64_t hits, misses, items, bytes;
    uint64_t fetched; /* neither hits nor misses: other processes had kept it */
};

struct protocol_ready {
    uint32_t lacks; /* enum protocol_lack */
};

/* The body is the HTTP request's, unread. */
struct protocol_request {
    enum protocol_operation operation;
    bool progress; /* is asked for */
    struct tn_text body;
};

/* What a process does, one after the other. */
enum protocol_stage {
    PROTOCOL_PARSING,
    PROTOCOL_EVALUATING, /* the language, */
    PROTOCOL_BUILDING,   /* then the geometry */
    PROTOCOL_SERIALIZING,
    PROTOCOL_STAGES
};

/* `step`: small letters and underscores; what is worked on, or nothing. */
struct protocol_progress {
    enum protocol_stage stage;
    uint32_t permille; /* of the whole */
    struct tn_text step;
};

struct protocol_begun {
    uint64_t code_bytes;
};

/* What a process may want: a file that the program names, an installed font, or what a KEEP has named so. */
enum protocol_wanted { PROTOCOL_WANT_FILE, PROTOCOL_WANT_FONT, PROTOCOL_WANT_KEPT, PROTOCOL_WANTS };

/* A file that `from` (empty: the program itself) names as `name`; or the font nearest to the pattern `name`. */
struct protocol_want {
    enum protocol_wanted kind;
    struct tn_text name, from;
};

/* What came of wanting a file; the values are those of enum tn_source_end. */
enum protocol_end {
    PROTOCOL_FOUND,
    PROTOCOL_MISSING,
    PROTOCOL_FORBIDDEN,
    PROTOCOL_TOO_LARGE,
    PROTOCOL_UNREADABLE,
    PROTOCOL_ENDS
};

/* `content` is the file's if found, else why not. `name` is what `from` is to be later; of a font it is which face
 * of the file is meant, a colon, and what features of it the pattern asks for. */
struct protocol_file {
    enum protocol_end end;
    struct tn_text name, content;
};

/* The name says everything that the content depends on: PROTOCOL_KEY_BYTES bytes, which nobody can find for other content. */
struct protocol_keep {
    struct tn_text name, content;
};

/* The request makes no sense: an HTTP status of 400 to 499. */
struct protocol_refused {
    uint32_t status;
    struct tn_text message;
};

struct protocol_result {
    bool success;
    bool timed_out;          /* the process has ended the request in time, and says where it was */
    unsigned format;         /* a number of protocol_format() */
    uint64_t resident_bytes; /* the most that the process has held */
    struct protocol_stock stock;
    struct tn_text body;
};

/* What each side may receive. */
extern const struct frame_limits protocol_to_process;
struct frame_limits protocol_to_worker(uint64_t result_bytes_max, uint64_t keep_bytes_max);

void protocol_write_settings(struct frame_writer *writer, const struct protocol_settings *settings);
void protocol_write_request(struct frame_writer *writer, const struct protocol_request *request);
void protocol_write_file(struct frame_writer *writer, const struct protocol_file *file);
void protocol_write_ready(struct frame_writer *writer, const struct protocol_ready *ready);
void protocol_write_begun(struct frame_writer *writer, const struct protocol_begun *begun);
void protocol_write_want(struct frame_writer *writer, const struct protocol_want *want);
/* Without the content's bytes, which the caller sends behind it. */
void protocol_write_keep(struct frame_writer *writer, const struct protocol_keep *keep);
void protocol_write_progress(struct frame_writer *writer, const struct protocol_progress *progress);
void protocol_write_refused(struct frame_writer *writer, const struct protocol_refused *refused);
/* Without the body's bytes, which the caller sends behind it. */
void protocol_write_result(struct frame_writer *writer, const struct protocol_result *result);

/* False if the payload is malformed. Texts point into the payload. */
bool protocol_read_settings(struct tn_text payload, struct protocol_settings *settings);
bool protocol_read_request(struct tn_text payload, struct protocol_request *request);
bool protocol_read_file(struct tn_text payload, struct protocol_file *file);
bool protocol_read_ready(struct tn_text payload, struct protocol_ready *ready);
bool protocol_read_begun(struct tn_text payload, struct protocol_begun *begun);
bool protocol_read_want(struct tn_text payload, struct protocol_want *want);
bool protocol_read_keep(struct tn_text payload, struct protocol_keep *keep);
bool protocol_read_progress(struct tn_text payload, struct protocol_progress *progress);
bool protocol_read_refused(struct tn_text payload, struct protocol_refused *refused);
bool protocol_read_result(struct tn_text payload, struct protocol_result *result);
