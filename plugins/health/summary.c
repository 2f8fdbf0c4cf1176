/* SPDX-License-Identifier: MIT */
/* Reading all checks of the worker. */
#include "summary.h"

#include <stdio.h>
#include <stdlib.h>

const char *summary_health(enum tn_health health)
{
    static const char *const words[] = { [TN_HEALTH_UNKNOWN] = "unknown",
                                         [TN_HEALTH_UP] = "up",
                                         [TN_HEALTH_DEGRADED] = "degraded",
                                         [TN_HEALTH_DOWN] = "down" };
    return words[health];
}

const char *summary_status(const struct summary *summary)
{
    if (!summary->ready)
        return "unhealthy";
    return summary->worst == TN_HEALTH_UP ? "healthy" : "degraded";
}

/* This entry's own checks are known by what the file calls them. */
static const char *short_name(struct tn_host *host, const char *name)
{
    size_t size = strlen(tn_name(host));
    return !strncmp(name, tn_name(host), size) && name[size] == '.' ? name + size + 1 : name;
}

/* The first required check that is not well. */

struct blame {
    struct tn_request *request;
    struct tn_host *host;
    struct tn_text reason;
};

static void find_blame(void *context, const struct tn_check_state *state)
{
    struct blame *blame = context;
    bool well = state->health == TN_HEALTH_UP || state->health == TN_HEALTH_DEGRADED;
    if (!state->required || well || blame->reason.at)
        return;
    blame->reason =
        tn_request_print(blame->request, "%s is %s", short_name(blame->host, state->name),
                         summary_health(state->health));
}

struct summary summary_make(struct tn_request *request, struct tn_host *host)
{
    static const struct tn_text reasons[] = { [TN_STARTING] = { "starting", 8 },
                                              [TN_DRAINING] = { "draining", 8 },
                                              [TN_STOPPING] = { "stopping", 8 } };
    struct blame blame = { request, host, { NULL, 0 } };
    struct summary summary = { .worst = tn_observe_health(host, find_blame, &blame) };
    enum tn_state state = tn_worker_state();
    summary.ready = state == TN_READY && summary.worst != TN_HEALTH_DOWN;
    if (!summary.ready)
        summary.reason = state == TN_READY ? blame.reason : reasons[state];
    return summary;
}

/* One check */

struct search {
    struct tn_request *request;
    struct tn_host *host;
    struct tn_text name;
    struct tn_check_state *found;
    bool any;
};

/* Own checks come before others of the same name: the file's author sees them first. */
static void look(void *context, const struct tn_check_state *state)
{
    struct search *search = context;
    const char *brief = short_name(search->host, state->name);
    bool own = brief != state->name && tn_text_is(search->name, brief);
    if (!own && (search->any || !tn_text_is(search->name, state->name)))
        return;
    search->any = true;
    *search->found = *state;
    search->found->message = tn_request_copy(search->request, tn_text(state->message)).at;
}

bool summary_find(struct tn_request *request, struct tn_host *host, struct tn_text name,
                  struct tn_check_state *state)
{
    struct search search = { .request = request, .host = host, .name = name, .found = state };
    tn_observe_health(host, look, &search);
    return search.any;
}

/* JSON */

static void write_string(FILE *stream, struct tn_text text)
{
    putc('"', stream);
    for (const char *at = text.at, *end = at + text.size; at < end; at++) {
        if ((unsigned char)*at < 0x20)
            fprintf(stream, "\\u%04x", *at);
        else if (*at == '"' || *at == '\\')
            fprintf(stream, "\\%c", *at);
        else
            putc(*at, stream);
    }
    putc('"', stream);
}

struct writing {
    FILE *stream;
    struct tn_host *host;
    bool more;
};

static void write_check(void *context, const struct tn_check_state *state)
{
    struct writing *writing = context;
    fputs(writing->more ? "," : "", writing->stream);
    writing->more = true;
    write_string(writing->stream, tn_text(short_name(writing->host, state->name)));
    fprintf(writing->stream, ":{\"status\":\"%s\",\"required\":%s", summary_health(state->health),
            state->required ? "true" : "false");
    if (state->latency_ms >= 0)
        fprintf(writing->stream, ",\"latency_ms\":%.3f", state->latency_ms);
    fputs(",\"message\":", writing->stream);
    write_string(writing->stream, tn_text(state->message));
    putc('}', writing->stream);
}

/* Ends the stream, and hands what it wrote to the request. */
static struct tn_text take(struct tn_request *request, FILE *stream, char **text,
                           const size_t *size)
{
    fclose(stream);
    tn_request_defer(request, free, *text);
    return (struct tn_text){ *text, *size };
}

struct tn_text summary_quote(struct tn_request *request, struct tn_text text)
{
    char *quoted = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&quoted, &size);
    if (!stream)
        return TN_TEXT("\"\"");
    write_string(stream, text);
    return take(request, stream, &quoted, &size);
}

struct tn_text summary_json(struct tn_request *request, struct tn_host *host)
{
    char *text = NULL;
    size_t size = 0;
    struct writing writing = { open_memstream(&text, &size), host, false };
    if (!writing.stream)
        return TN_TEXT("{}");
    putc('{', writing.stream);
    tn_observe_health(host, write_check, &writing);
    putc('}', writing.stream);
    return take(request, writing.stream, &text, &size);
}
