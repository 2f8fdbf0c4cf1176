/* SPDX-License-Identifier: MIT */
/*
 * TLS on a listener: its certificates, and what a connection's session needs beyond what libmicrohttpd does. Knows GnuTLS; those
 * who include this do not.
 */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include <base/error.h>

/* What a file held, and where it was named. */
struct tls_file {
    const char *name;
    struct tn_text text;
    struct place place;
};

/* A certificate with those that lead to an authority, and its key, as PEM. */
struct tls_source {
    struct tls_file certificate, key;
};

struct tls;

/*
 * Takes certificates in; the sources are not needed afterwards. NULL after errors, all of which are added; one that has expired, or
 * is not valid yet, is a warning. Sessions are resumed by whoever has the same `secret`: other workers, and those after a reload.
 */
struct tls *tls_new(const struct tls_source *sources, size_t count, const uint8_t secret[16],
                    struct errors *errors);
void tls_free(struct tls *tls);

/* What a daemon is started with, for MHD_OPTION_ARRAY. */
enum { TLS_OPTIONS = 3 };
struct MHD_OptionItem;
void tls_options(struct MHD_OptionItem *options);

struct connection;
struct gnutls_session_int;

/* libmicrohttpd has made the connection's session. */
void tls_begin(struct connection *connection);

/* Writes straight to the session; returns how much was taken. What was not cannot be sent any more: cut the connection. */
ssize_t tls_send(struct gnutls_session_int *session, struct tn_text bytes);

/* Tells the client that nothing more will come, if it speaks TLS. */
void tls_end(const struct connection *connection);
