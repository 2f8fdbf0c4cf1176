/* SPDX-License-Identifier: MIT */
/* draft-ietf-httpapi-ratelimit-headers in three of its revisions, and the X-RateLimit fields that
 * came before. */
#include "fields.h"

#include <string.h>
#include <time.h>

#include "policy.h"

/* Room for a policy's name and the longest of what is put around it. */
enum { FIELD_ROOM = 256 };

/* Appends a text, or a number, and returns the new end. These fields are written for every request,
 * so printf would be the largest part of a limiter's cost. */
static char *put(char *end, const char *text)
{
    return stpcpy(end, text);
}

static char *put_number(char *end, uint64_t number)
{
    char digits[20];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    while (count)
        *end++ = digits[--count];
    return end;
}

/* Puts a member before those of the entries below, so that the list has the order of the file. */
static void put_first(struct tn_request *request, const char *name, struct tn_text member)
{
    struct tn_text others = tn_reply_header(request, name);
    if (tn_text_present(others))
        member = tn_request_print(request, "%" TN_PRI ", %" TN_PRI, TN_ARG(member), TN_ARG(others));
    tn_reply_set(request, name, member);
}

static void set_draft_8(struct tn_request *request, const struct fields *fields)
{
    char text[FIELD_ROOM], partition[POLICY_PARTITION_SIZE];
    char *end = put(put(put(text, "\""), fields->policy), "\"; q=");
    end = put_number(end, fields->limit);
    end = fields->window ? put_number(put(end, "; w="), fields->window)
                         : put(end, "; qu=\"concurrent-requests\"");
    policy_partition(partition, fields->key.at, fields->key.size);
    end = put(put(put(end, "; pk=:"), partition), ":");
    put_first(request, "RateLimit-Policy", (struct tn_text){ text, (size_t)(end - text) });

    end = put(put(put(text, "\""), fields->policy), "\"; r=");
    end = put_number(end, fields->remaining);
    end = put_number(put(end, "; t="), policy_seconds(fields->reset_ns));
    put_first(request, "RateLimit", (struct tn_text){ text, (size_t)(end - text) });
}

static void set_policy(struct tn_request *request, const struct fields *fields)
{
    char text[FIELD_ROOM];
    char *end = put_number(text, fields->limit);
    end = fields->window ? put_number(put(end, ";w="), fields->window)
                         : put(end, ";comment=\"concurrent requests\"");
    tn_reply_set(request, "RateLimit-Policy", (struct tn_text){ text, (size_t)(end - text) });
}

static void set_draft_7(struct tn_request *request, const struct fields *fields)
{
    char text[FIELD_ROOM];
    char *end = put_number(put(text, "limit="), fields->limit);
    end = put_number(put(end, ", remaining="), fields->remaining);
    end = put_number(put(end, ", reset="), policy_seconds(fields->reset_ns));
    set_policy(request, fields);
    tn_reply_set(request, "RateLimit", (struct tn_text){ text, (size_t)(end - text) });
}

/* The three fields that draft 6 and its forerunners share, but for the prefix. */
static void set_three(struct tn_request *request, const char *const names[3],
                      const uint64_t values[3])
{
    for (int i = 0; i < 3; i++) {
        char text[FIELD_ROOM];
        char *end = put_number(text, values[i]);
        tn_reply_set(request, names[i], (struct tn_text){ text, (size_t)(end - text) });
    }
}

static void set_draft_6(struct tn_request *request, const struct fields *fields)
{
    static const char *const names[] = { "RateLimit-Limit", "RateLimit-Remaining",
                                         "RateLimit-Reset" };
    set_policy(request, fields);
    set_three(
        request, names,
        (const uint64_t[]){ fields->limit, fields->remaining, policy_seconds(fields->reset_ns) });
}

static const char *const legacy_names[] = { "X-RateLimit-Limit", "X-RateLimit-Remaining",
                                            "X-RateLimit-Reset" };

/* The old fields give the reset as a time of the wall clock, in seconds or as a date. */
static void set_legacy(struct tn_request *request, const struct fields *fields)
{
    uint64_t now = (uint64_t)tn_wall_clock_ms() / 1000;
    set_three(request, legacy_names,
              (const uint64_t[]){ fields->limit, fields->remaining,
                                  now + policy_seconds(fields->reset_ns) });
}

static void set_legacy_iso(struct tn_request *request, const struct fields *fields)
{
    int64_t reset_ms = tn_wall_clock_ms() + (int64_t)((fields->reset_ns + 999999) / 1000000);
    time_t second = (time_t)(reset_ms / 1000);
    struct tm date;
    char day_and_time[32];
    strftime(day_and_time, sizeof day_and_time, "%Y-%m-%dT%H:%M:%S", gmtime_r(&second, &date));
    set_legacy(request, fields);
    tn_reply_set(request, legacy_names[2],
                 tn_request_print(request, "%s.%03dZ", day_and_time, (int)(reset_ms % 1000)));
}

void fields_tell(struct tn_request *request, enum fields_style style, const struct fields *fields)
{
    static const struct {
        void (*set)(struct tn_request *request, const struct fields *fields);
        const char *taken; /* the field by which to see that another limiter was here */
    } styles[] = {
        [FIELDS_DRAFT_8] = { set_draft_8, NULL },
        [FIELDS_DRAFT_7] = { set_draft_7, "RateLimit" },
        [FIELDS_DRAFT_6] = { set_draft_6, "RateLimit-Limit" },
        [FIELDS_LEGACY] = { set_legacy, "X-RateLimit-Limit" },
        [FIELDS_LEGACY_ISO] = { set_legacy_iso, "X-RateLimit-Limit" },
    };
    if (style == FIELDS_NONE)
        return;
    const char *taken = styles[style].taken;
    if (!taken || !tn_text_present(tn_reply_header(request, taken)))
        styles[style].set(request, fields);
}
