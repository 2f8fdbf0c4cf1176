/* SPDX-License-Identifier: MIT */
/* A question that the file lets be asked: which checks it is about, and what is answered. */
#pragma once

#include "summary.h"

struct health;

/* One place of the file for each outcome. */
struct statuses {
    int64_t healthy, degraded, unhealthy;
};

struct endpoint {
    const char *key;                    /* the path of one of `endpoints` */
    struct tn_texts path;               /* of the others */
    struct tn_patterns checks;          /* that it is about */
    bool state;                         /* whether the worker's state has a say */
    const struct tn_template *body;     /* whatever the outcome … */
    const struct tn_template *degraded; /* … but for these */
    const struct tn_template *unhealthy;
    const struct tn_template *draining;
    struct statuses status;
    const char *type;
};
extern const struct tn_option endpoint_rows[], endpoint_keyed_rows[];
extern const struct endpoint endpoint_defaults; /* of one of `endpoints` */

/* The usual body of an endpoint for which the file has none. */
typedef struct tn_text endpoint_usual(struct tn_request *request, const struct health *self,
                                      const struct summary *summary);

/* Replies with what the endpoint has for the outcome. */
enum tn_verdict endpoint_answer(struct tn_request *request, const struct health *self,
                                const struct endpoint *endpoint, const struct summary *summary,
                                endpoint_usual *usual);
