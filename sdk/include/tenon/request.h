/* SPDX-License-Identifier: MIT */
/*
 * Reading a request. Every text is borrowed and good until the request's `done` hooks have run.
 * Hooks, of all functions here: any with a request.
 */
#pragma once

#include <tenon/plugin.h>

/* The method as sent, case and all (RFC 9110, 9.1). */
TN_API struct tn_text tn_request_method(const struct tn_request *request);

/*
 * The path, decoded and normalised once by the host (RFC 3986, 6.2.2): it begins with a slash,
 * holds no dot segment, no empty segment but at the end, and no NUL; an encoded slash stays "%2F".
 */
TN_API struct tn_text tn_request_path(const struct tn_request *request);

/* The target as it was sent (RFC 9112, 3.2), and the part of it behind the question mark,
 * undecoded; absent if none. */
TN_API struct tn_text tn_request_target(const struct tn_request *request);
TN_API struct tn_text tn_request_query_string(const struct tn_request *request);

/* The first value of a query parameter, decoded ("+" is a space); absent if there is none. */
TN_API struct tn_text tn_request_query(struct tn_request *request, const char *name);

/* A parameter of the route's path ("id" of "/jobs/:id"; "*" of a path that ends in a star); absent
 * if there is none. */
TN_API struct tn_text tn_request_param(const struct tn_request *request, const char *name);

/*
 * The value of a header field, its name in any case. Several fields of one name are joined by ", "
 * (RFC 9110, 5.3), Cookie by "; " (RFC 9113, 8.2.3). Absent if there is none.
 */
TN_API struct tn_text tn_request_header(struct tn_request *request, const char *name);

/* The value of a cookie (RFC 6265, 5.4), undecoded; absent if there is none. */
TN_API struct tn_text tn_request_cookie(struct tn_request *request, const char *name);

/* Calls `visit` for each header field as received, until it returns false. */
TN_API void tn_request_headers(const struct tn_request *request,
                               bool (*visit)(void *context, struct tn_text name,
                                             struct tn_text value),
                               void *context);

/* The host asked for, without the port, in lower case; absent in HTTP/1.0 without Host. */
TN_API struct tn_text tn_request_host(const struct tn_request *request);

/* The request's id: the client's if it was well-formed and is to be accepted, else a new UUID (RFC
 * 9562, version 4). */
TN_API struct tn_text tn_request_id(const struct tn_request *request);

/*
 * The client's address behind trusted proxies (`server.trusted_proxies`): its text, IPv4-mapped
 * addresses as IPv4; and its 16 bytes, IPv4 as ::ffff:a.b.c.d. A client on a Unix socket is "unix"
 * and sixteen zeros.
 */
TN_API struct tn_text tn_request_client(const struct tn_request *request);
TN_API const uint8_t *tn_request_address(const struct tn_request *request);

/* "https" if a trusted proxy says so (X-Forwarded-Proto, Forwarded), else "http". */
TN_API struct tn_text tn_request_scheme(const struct tn_request *request);

/* Nanoseconds since the host took the request up. */
TN_API uint64_t tn_request_elapsed_ns(const struct tn_request *request);

/* The body (RFC 9110, 6.4), once body.h has collected it; empty before, and if there is none. */
TN_API struct tn_text tn_request_body(const struct tn_request *request);

/* The media type of the body without parameters, in lower case ("application/json"); absent if
 * none was sent. */
TN_API struct tn_text tn_request_type(struct tn_request *request);
