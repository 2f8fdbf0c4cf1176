/* SPDX-License-Identifier: MIT */
/* What one policy of the file grants, to whom, and how that is said in a reply. */
#pragma once

#include <tenon/tenon.h>

struct policy_settings {
    const char *path; /* within `policies` */
    struct tn_texts origins;
    bool credentials;
    struct tn_texts methods, headers, expose;
    bool reflect_headers;
    struct tn_duration max_age;
    bool private_network;
    bool refuse;
    int preflight_status;
};

/* The fields of a reply that are the same for every request; NULL: not sent. */
struct policy {
    const struct policy_settings *settings;
    bool any;                         /* every origin, by the same answer */
    const struct tn_header **origins; /* as they are listed: with a star, NULL */
    const struct tn_header *credentials, *expose, *vary;
    const struct tn_header *methods, *headers, *max_age, *private_network;
};

extern const char *const policy_usual_methods[], *const policy_usual_headers[];

enum { POLICY_USUAL_MAX_AGE_MS = 5000 }; /* Fetch, "CORS-preflight fetch": if there is none */

/* clang-format off */
#define POLICY_DEFAULTS \
    { .methods = { 3, policy_usual_methods }, .headers = { 1, policy_usual_headers }, \
      .max_age = { POLICY_USUAL_MAX_AGE_MS }, .preflight_status = 204 }
/* clang-format on */

extern const struct policy_settings policy_defaults;

/* A policy as one of several: with a path, and its origins required. */
extern const struct tn_option policy_rows[];

/* The rows that a policy has wherever it stands: in `type`, at `at` (empty, or with its dot). */
/* clang-format off */
#define POLICY_ROWS(type, at) \
    { "credentials", TN_OPTION_BOOLEAN(type, at credentials), \
      .summary = "Whether browsers may send cookies and other credentials along." }, \
    { "methods", TN_OPTION_TEXTS(type, at methods), .max = 100, \
      .summary = "The methods that scripts may use, in capitals: `patch` is not PATCH." }, \
    { "headers", TN_OPTION_TEXTS(type, at headers), .max = 100, \
      .summary = "The headers that scripts may send; `*` does not cover Authorization." }, \
    { "reflect_headers", TN_OPTION_BOOLEAN(type, at reflect_headers), \
      .summary = "Whether scripts may send whatever headers they ask for, in place of `headers`." }, \
    { "expose", TN_OPTION_TEXTS(type, at expose), .max = 100, \
      .summary = "The headers of replies that scripts may read beside the usual ones." }, \
    { "max_age", TN_OPTION_DURATION(type, at max_age), .min = 0, .max = 86400000, \
      .summary = "How long browsers may remember a preflight's answer; 5s is what they do without being told. " \
                 "They stop at two hours (Chromium) to a day (Firefox)." }, \
    { "private_network", TN_OPTION_BOOLEAN(type, at private_network), \
      .summary = "Whether public sites may reach this server in a private network (Access-Control-Allow-Private-Network)." }, \
    { "refuse", TN_OPTION_BOOLEAN(type, at refuse), \
      .summary = "Whether a request from an unlisted origin is refused with 403, instead of being answered without " \
                 "permission to read it." }, \
    { "preflight_status", TN_OPTION_CHOICE(type, at preflight_status, policy_statuses), \
      .summary = "The status of a preflight's answer, which has no body." }
/* clang-format on */

extern const struct tn_choice policy_statuses[];

#define POLICY_ORIGINS                                                            \
    "The origins whose scripts may read replies, such as https://example.com or " \
    "https://*.example.com; `null`; or `*` alone for all."

/* Says all that is wrong; `where` is put before the options' names. False if anything is. */
bool policy_check(struct tn_host *host, const char *where, const struct policy_settings *settings);

void policy_make(struct tn_host *host, struct policy *policy,
                 const struct policy_settings *settings);

/* Whether the origin, which may be absent, is one of those. */
bool policy_allows(const struct policy *policy, struct tn_text origin);

/* Writes the answer to a request with this origin into its reply, in place of any other's. */
void policy_answer(const struct policy *policy, struct tn_request *request, struct tn_text origin,
                   bool preflight);
