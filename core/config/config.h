/* SPDX-License-Identifier: MIT */
/* The file as structs: the server's settings and the list of entries. Reads YAML; loads no plugin. */
#pragma once

#include <base/node.h>
#include <options/variables.h>
#include <tenon/kinds.h>
#include <tenon/option.h>

struct config_limits {
    struct tn_bytes body, url, header;
    int64_t headers;           /* how many fields */
    int64_t connections;       /* per worker */
    struct tn_bytes body_rate; /* least bytes per second, body and reply alike; 0: none */
};

struct config_timeouts {
    struct tn_duration header, request, idle, drain, drain_delay;
    int64_t status;             /* of a request that took too long: 408, 503 or 504 */
    struct tn_duration blocked; /* a hook that holds the loop longer is named in the log */
    struct tn_duration hung;    /* a worker whose loop does not turn for so long is ended */
};

struct config_trace {
    const char *key;         /* signs tickets; NULL or empty: no trace for anybody */
    int64_t keep;            /* of each kind; 0: none */
    struct tn_duration slow; /* what waits longer for its reply is kept */
};

struct config;

/* `server:`. Rows and defaults are config_server_rows and config_server_defaults. */
struct config_server {
    struct tn_groups listen; /* struct config_listener */
    const char *workers;     /* "auto" or a number, checked */
    struct tn_path pid_file;
    struct tn_path control;      /* the control socket */
    struct tn_texts plugin_path; /* folders searched before the built-in one */
    struct tn_ranges trusted_proxies;
    bool accept_request_id;
    const char *server_header; /* NULL: none */
    struct config_limits limits;
    struct config_timeouts timeouts;
    struct config_trace trace;
};
extern const struct tn_option config_server_rows[];
extern const struct config_server config_server_defaults;

/* A certificate with its key. What the files hold is the nodes' `content`. */
struct config_certificate {
    struct tn_path certificate, key;
    const struct node *certificate_node, *key_node;
};

/* One row of `server.listen`: addresses that are served alike. */
struct config_listener {
    struct tn_texts address; /* "0.0.0.0:3000", "[::]:3000", "unix:/run/x.sock"; checked */
    struct tn_groups tls;    /* struct config_certificate; none: no TLS */
    bool proxy_protocol;
    const char *mode, *owner, *group; /* of a Unix socket, when it is made; or NULL */
};
extern const struct tn_option config_listener_rows[];

/* Where a row was written, or an option of it; never NULL. */
const struct node *config_listener_node(const struct config *config, size_t row, const char *way);

/* The bits of `mode`. */
bool config_mode(const char *text, unsigned *mode);

/* An address, taken apart. */
struct config_listen {
    const char *path;    /* of a Unix socket, borrowed from the text; NULL: TCP */
    uint8_t address[16]; /* IPv4 as ::ffff:a.b.c.d */
    uint16_t port;
};
bool config_listen(const char *text, struct config_listen *listen);

/* The shapes of errors, `errors:` at the top and in an entry. The node is filled once the variables are known. */
struct config_errors {
    const struct tn_template *body;
    struct tn_groups status; /* struct config_error */
};
struct config_error {
    int64_t status;
    const struct tn_template *body;
};
extern const struct tn_option config_errors_rows[];

enum config_mode { CONFIG_ENFORCE, CONFIG_SHADOW, CONFIG_OFF };

/* One condition of `match` or `except`: all that is given must hold. A bare text is a path. */
struct config_condition {
    struct tn_patterns path;
    struct tn_texts method;
    struct tn_patterns host;
    struct tn_groups header; /* struct config_header */
};
struct config_header {
    const char *name;
    struct tn_patterns value;
};

/* `uses: { name: entry }`. */
struct config_use {
    const char *name, *entry;
};

/* `check:`: how the entry's health checks count. What is 0 is left to the plugin. */
struct config_check {
    bool required, says_required;
    struct tn_duration interval, timeout;
    int64_t rise, fall;
};

/* One entry of `plugins:`. Its own options stay a node until its plugin's rows are known. */
struct config_entry {
    const char *plugin;
    const char *name;
    struct place place;             /* of the plugin's key */
    struct node *options;           /* may be NULL or an empty scalar */
    struct node *siblings;          /* the whole entry, for pointing at */
    const void *settings;           /* what they fill, by config_entry_rows */
    struct tn_groups match, except; /* struct config_condition */
    struct tn_groups uses;          /* struct config_use */
    int mode;                       /* enum config_mode */
    bool skip_on_error;
    bool enabled;               /* always true of those that a config hands out */
    struct tn_duration timeout; /* negative: the server's */
    struct config_check check;
    struct node *errors; /* the entry's own error shapes, as `errors:` at the top; or NULL */
};
/* The siblings' rows and defaults, for schema and manual. */
extern const struct tn_option config_entry_rows[];
extern const void *const config_entry_defaults;

struct config {
    struct arena arena;
    const char *file;
    struct node *root;
    struct config_server server;
    struct node *errors; /* `errors:`, for config_errors_rows; or NULL */
    size_t entry_count;  /* enabled ones only */
    struct config_entry *entries;
};

/*
 * Reads the file with all its includes. NULL if any error was added. The config owns everything in it; errors (warnings, that
 * is) that were added point into it, so print them before it is freed. After NULL they own what they point at.
 */
struct config *config_read(const char *file, struct errors *errors);
/* The same from text, for tests and fuzzers; includes are refused. */
struct config *config_parse(const char *name, struct tn_text text, struct errors *errors);
void config_free(struct config *config);

/*
 * What was read, as bytes, and the same config from them in another process, whatever has become of the files since. NULL after
 * errors, or without any if the bytes are of another version of the host.
 */
struct buffer;
void config_pack(const struct config *config, struct buffer *packed);
struct config *config_unpack(const char *file, struct tn_text packed, struct errors *errors);
