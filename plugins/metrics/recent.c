/* SPDX-License-Identifier: MIT */
/* A ring of errors without a lock: a writer that dies leaves one slot odd until the ring comes round. */
#include "recent.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "json.h"

/* What strangers send is cut. */
static void put(char *room, size_t size, struct tn_text text)
{
    size_t length = text.size < size - 1 ? text.size : size - 1;
    if (length)
        memcpy(room, text.at, length);
    room[length] = '\0';
}

static void write_error(struct recent_error *error, const struct observation *observation)
{
    struct tn_request *request = observation->request;
    struct tn_text code = tn_variable(request, "error.code").text;
    struct tn_text title = tn_variable(request, "error.title").text;
    struct tn_text status = tn_request_print(request, "%d", observation->status);
    struct tn_text endpoint =
        tn_request_print(request, "%" TN_PRI " %" TN_PRI, TN_ARG(tn_request_method(request)),
                         TN_ARG(tn_request_path(request)));
    error->time_ms = tn_wall_clock_ms();
    put(error->type, sizeof error->type, code.at ? code : title.at ? title : status);
    put(error->message, sizeof error->message, tn_variable(request, "error.message").text);
    put(error->endpoint, sizeof error->endpoint, endpoint);
}

void recent_add(struct recent *recent, const struct observation *observation)
{
    uint64_t turn = atomic_fetch_add(&recent->count, 1);
    struct recent_error *error = &recent->errors[turn % RECENT_ERRORS];
    atomic_store_explicit(&error->version, 2 * turn + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    write_error(error, observation);
    atomic_store_explicit(&error->version, 2 * turn + 2, memory_order_release);
}

/* False if another wrote meanwhile, or never finished. */
static bool read_error(const struct recent_error *error, uint64_t turn, struct recent_error *copy)
{
    if (atomic_load_explicit(&error->version, memory_order_acquire) != 2 * turn + 2)
        return false;
    copy->time_ms = error->time_ms;
    memcpy(copy->type, error->type, sizeof copy->type);
    memcpy(copy->message, error->message, sizeof copy->message);
    memcpy(copy->endpoint, error->endpoint, sizeof copy->endpoint);
    atomic_thread_fence(memory_order_acquire);
    copy->type[sizeof copy->type - 1] = copy->message[sizeof copy->message - 1] =
        copy->endpoint[sizeof copy->endpoint - 1] = '\0';
    return atomic_load_explicit(&error->version, memory_order_relaxed) == 2 * turn + 2;
}

static void print_member(FILE *stream, const char *name, const char *text)
{
    fprintf(stream, ",\"%s\":", name);
    json_string(stream, tn_text(text));
}

static void print_error(FILE *stream, const struct recent_error *error)
{
    struct tm parts;
    char time[32];
    time_t seconds = (time_t)(error->time_ms / 1000);
    gmtime_r(&seconds, &parts);
    strftime(time, sizeof time, "%Y-%m-%dT%H:%M:%S", &parts);
    fprintf(stream, "{\"timestamp\":\"%s.%03dZ\"", time, (int)(error->time_ms % 1000));
    print_member(stream, "type", error->type);
    print_member(stream, "message", error->message);
    print_member(stream, "endpoint", error->endpoint);
    putc('}', stream);
}

struct tn_text recent_json(const struct recent *recent, struct tn_request *request)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return TN_TEXT("[]");
    const char *comma = "";
    uint64_t count = atomic_load(&recent->count);
    putc('[', stream);
    for (uint64_t turn = count; turn-- > 0 && count - turn <= RECENT_ERRORS;) {
        struct recent_error error;
        if (!read_error(&recent->errors[turn % RECENT_ERRORS], turn, &error))
            continue;
        fputs(comma, stream);
        print_error(stream, &error);
        comma = ",";
    }
    putc(']', stream);
    fclose(stream);
    struct tn_text json = tn_request_copy(request, (struct tn_text){ text, size });
    free(text);
    return json;
}
