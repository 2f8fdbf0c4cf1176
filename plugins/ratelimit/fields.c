/* SPDX-License-Identifier: MIT */
/* draft-ietf-httpapi-ratelimit-headers in three of its revisions, and the X-RateLimit fields that
 * came before. */
#include "fields.h"

#include <inttypes.h>

#include "policy.h"

static void set_draft_8(struct tn_request *request, const struct fields *fields)
{
    char partition[POLICY_PARTITION_SIZE];
    policy_partition(partition, fields->key.at, fields->key.size);
    tn_reply_add(request, "RateLimit-Policy",
                 tn_request_print(request, "\"%s\"; q=%" PRIu64 "; w=%" PRIu64 "; pk=:%s:",
                                  fields->policy, fields->limit, fields->window, partition));
    tn_reply_add(request, "RateLimit",
                 tn_request_print(request, "\"%s\"; r=%" PRIu64 "; t=%" PRIu64, fields->policy,
                                  fields->remaining, fields->reset));
}

static void set_policy(struct tn_request *request, const struct fields *fields)
{
    tn_reply_set(
        request, "RateLimit-Policy",
        tn_request_print(request, "%" PRIu64 ";w=%" PRIu64, fields->limit, fields->window));
}

static void set_draft_7(struct tn_request *request, const struct fields *fields)
{
    set_policy(request, fields);
    tn_reply_set(request, "RateLimit",
                 tn_request_print(request,
                                  "limit=%" PRIu64 ", remaining=%" PRIu64 ", reset=%" PRIu64,
                                  fields->limit, fields->remaining, fields->reset));
}

/* The three fields that draft 6 and its forerunners share, but for the prefix. */
static void set_three(struct tn_request *request, const char *const names[3],
                      const uint64_t values[3])
{
    for (int i = 0; i < 3; i++)
        tn_reply_set(request, names[i], tn_request_print(request, "%" PRIu64, values[i]));
}

static void set_draft_6(struct tn_request *request, const struct fields *fields)
{
    static const char *const names[] = { "RateLimit-Limit", "RateLimit-Remaining",
                                         "RateLimit-Reset" };
    set_policy(request, fields);
    set_three(request, names,
              (const uint64_t[]){ fields->limit, fields->remaining, fields->reset });
}

/* The old fields give the reset as a time of the wall clock, in seconds. */
static void set_legacy(struct tn_request *request, const struct fields *fields)
{
    static const char *const names[] = { "X-RateLimit-Limit", "X-RateLimit-Remaining",
                                         "X-RateLimit-Reset" };
    uint64_t now = (uint64_t)tn_wall_clock_ms() / 1000;
    set_three(request, names,
              (const uint64_t[]){ fields->limit, fields->remaining, now + fields->reset });
}

void fields_set(struct tn_request *request, enum fields_style style, const struct fields *fields)
{
    static const struct {
        void (*set)(struct tn_request *request, const struct fields *fields);
        const char *taken; /* the field by which to see that another limiter was here */
    } styles[] = {
        [FIELDS_DRAFT_8] = { set_draft_8, NULL },
        [FIELDS_DRAFT_7] = { set_draft_7, "RateLimit" },
        [FIELDS_DRAFT_6] = { set_draft_6, "RateLimit-Limit" },
        [FIELDS_LEGACY] = { set_legacy, "X-RateLimit-Limit" },
    };
    if (style == FIELDS_NONE)
        return;
    const char *taken = styles[style].taken;
    if (!taken || !tn_text_present(tn_reply_header(request, taken)))
        styles[style].set(request, fields);
}
