/* SPDX-License-Identifier: MIT */
/* Writing a reply. Functions that set a whole reply return TN_REPLY, as the hook's last words. */
#pragma once

#include <tenon/plugin.h>

struct tn_template;

/*
 * Replies with the bytes of `body`, which must stay good until `done` has run: static, of the
 * instance, or in the request's arena (tn_request_copy, tn_request_print). `type` is the
 * Content-Type, or NULL for none. A HEAD request gets the same headers and no body. Headers set
 * before stay; a reply set before is replaced. Hooks: request, reply, handlers.
 */
TN_API enum tn_verdict tn_reply(struct tn_request *request, int status, const char *type,
                                struct tn_text body);

/* Replies with JSON from a template of the configuration (variable.h), as application/json. Hooks:
 * request, reply, handlers. */
TN_API enum tn_verdict tn_reply_template(struct tn_request *request, int status,
                                         const struct tn_template *body);

/*
 * Refuses: the reply has the shape that the file states under `errors`, the entry's own first, then
 * the server's. The message is `$error.message` there; it may be shown to anyone. 4xx and 5xx only.
 * Hooks: request, reply, handlers.
 */
TN_API enum tn_verdict tn_refuse(struct tn_request *request, int status, const char *format, ...)
    TN_PRINTF(3, 4);

/* The same with a code for machines, `$error.code` in the shapes ("RATE_LIMITED"), static. */
TN_API enum tn_verdict tn_refuse_code(struct tn_request *request, int status, const char *code,
                                      const char *format, ...) TN_PRINTF(4, 5);

/*
 * Replies with `size` bytes of an open file from `offset`. The host owns `fd` from now on, whatever
 * happens, and sends without copying where the system can. Hooks: request, reply, handlers.
 */
TN_API enum tn_verdict tn_reply_file(struct tn_request *request, int status, const char *type,
                                     int fd, uint64_t offset, uint64_t size);

enum {
    TN_STREAM_END = 0,    /* the body is complete */
    TN_STREAM_WAIT = -1,  /* nothing now: the plugin calls tn_stream_ready when there is more */
    TN_STREAM_ERROR = -2, /* the connection is cut: the client sees that the body is incomplete */
};

/* A body that is made while it is sent; without a length, in chunks (RFC 9112, 7.1). */
struct tn_stream {
    uint32_t stream_size; /* sizeof(struct tn_stream) */
    /* Fills at most `room` bytes and returns how many, or one of the above. */
    ptrdiff_t (*read)(void *context, char *buffer, size_t room);
    /* Always called once, when the last byte is sent or the client is gone. May be NULL. */
    void (*close)(void *context);
    void *context;
    int64_t length; /* the whole size if known, else -1 */
};

/* Replies with a stream; the struct is copied, `context` stays the plugin's. Hooks: request, reply,
 * handlers. */
TN_API enum tn_verdict tn_reply_stream(struct tn_request *request, int status, const char *type,
                                       const struct tn_stream *stream);

/* A stream that waits has more. Hooks: any, between a TN_STREAM_WAIT and `close`. */
TN_API void tn_stream_ready(struct tn_request *request);

/*
 * Headers of the reply. `set` replaces all fields of that name, `add` adds one, `remove` takes away
 * those whose name matches (a star stands for any run of characters). Name and value are copied. A
 * name that is not a token (RFC 9110, 5.6.2) or a value with control characters changes nothing and
 * returns false. Content-Length, Transfer-Encoding and Connection are the host's. They may be set
 * before the reply is, and are kept whoever replies. Hooks: request, reply, handlers; without
 * effect where the reply can no longer change.
 */
TN_API bool tn_reply_set(struct tn_request *request, const char *name, struct tn_text value);
TN_API bool tn_reply_add(struct tn_request *request, const char *name, struct tn_text value);
TN_API void tn_reply_remove(struct tn_request *request, const char *name);

/* A field that never changes, checked and copied once, for as long as the instance lives; NULL
 * where `set` would be false. Hooks: create, start. `fill` adds it unless there is one already. */
struct tn_header;
TN_API const struct tn_header *tn_header_prepare(struct tn_host *host, const char *name,
                                                 struct tn_text value);
TN_API void tn_reply_fill(struct tn_request *request, const struct tn_header *header);

/* Adds a member to a list field, such as Vary (RFC 9110, 12.5.5), unless it is there already. */
TN_API bool tn_reply_merge(struct tn_request *request, const char *name, struct tn_text member);

/* The first field of that name, or absent. Hooks: reply, done, request after a reply is set. */
TN_API struct tn_text tn_reply_header(const struct tn_request *request, const char *name);

/* The reply's status (0 while there is none; hooks: any with a request), and changing it (hooks:
 * reply; 200 to 599). */
TN_API int tn_reply_status(const struct tn_request *request);
TN_API void tn_reply_set_status(struct tn_request *request, int status);

/* The size of the body: what will be sent, in `done` what was set; -1 where it is unknown. */
TN_API int64_t tn_reply_size(const struct tn_request *request);

/* The body where it is bytes in memory; absent for a file or a stream. Hooks: reply, done. */
TN_API struct tn_text tn_reply_body(const struct tn_request *request);
