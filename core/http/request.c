/* SPDX-License-Identifier: MIT */
/* A request's memory, and the fields that it came with. */
#include <assert.h>
#include <stdlib.h>

#include <base/current.h>
#include <base/list.h>
#include <http/chain.h>

struct tn_request *request_new(struct chain *chain, const struct exchange *exchange, void *carrier)
{
    struct tn_request *request = chain->spare;
    if (request) {
        chain->spare = request->next;
        struct arena arena = request->arena;
        struct field *received = request->received;
        *request = (struct tn_request){ .arena = arena, .received = received };
    } else {
        request = memory_alloc(sizeof *request);
        request->received =
            memory_alloc((chain->options->headers_max + 1) * sizeof *request->received);
    }
    request->chain = chain;
    request->exchange = exchange;
    request->carrier = carrier;
    request->deadline_ms = -1;
    request->started_ns = tn_clock_ns();
    list_add(chain->requests, request);
    chain->request_count++;
    return request;
}

void request_recycle(struct tn_request *request)
{
    struct chain *chain = request->chain;
    list_remove(chain->requests, request);
    deadline_remove(&chain->deadlines, &request->deadline);
    buffer_free(&request->body.bytes);
    arena_reset(&request->arena);
    request->next = chain->spare;
    chain->spare = request;
    chain->request_count--;
}

void requests_free(struct chain *chain)
{
    assert(!chain->requests);
    while (chain->spare) {
        struct tn_request *request = chain->spare;
        chain->spare = request->next;
        arena_free(&request->arena);
        free(request->received);
        free(request);
    }
}

void request_receive(struct tn_request *request, struct tn_text name, struct tn_text value)
{
    request->received_size += name.size + value.size;
    if (request->received_count > request->chain->options->headers_max)
        request->too_many = true;
    else
        request->received[request->received_count++] =
            (struct field){ .name = name, .value = value.at ? value : TN_TEXT("") };
}

struct arena *http_request_arena(struct tn_request *request)
{
    return &request->arena;
}

bool request_writable(const struct tn_request *request)
{
    return request->phase != PHASE_OVER && (!request->cancelled || request->running);
}

struct tn_text request_field(const struct tn_request *request, const char *name)
{
    for (size_t i = 0; i < request->received_count; i++)
        if (tn_text_is_nocase(request->received[i].name, name))
            return request->received[i].value;
    return (struct tn_text){ 0 };
}

void *tn_request_alloc(struct tn_request *request, size_t size)
{
    return arena_alloc(&request->arena, size);
}

struct tn_text tn_request_print(struct tn_request *request, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct tn_text text = arena_vprint(&request->arena, format, arguments);
    va_end(arguments);
    return text;
}

struct tn_text tn_request_copy(struct tn_request *request, struct tn_text text)
{
    return arena_copy(&request->arena, text);
}

void *tn_request_state(struct tn_request *request, struct tn_host *host, size_t size)
{
    struct request_state *state = request->states;
    while (state && state->host != host)
        state = state->next;
    if (!state) {
        state = arena_alloc(&request->arena, sizeof *state);
        *state = (struct request_state){ host, size, arena_alloc(&request->arena, size),
                                         request->states };
        request->states = state;
    }
    plugin_must(state->size == size, "tn_request_state is asked for %zu bytes, before for %zu",
                size, state->size);
    return state->memory;
}

void tn_request_defer(struct tn_request *request, void (*release)(void *pointer), void *pointer)
{
    struct request_defer *defer = arena_alloc(&request->arena, sizeof *defer);
    *defer = (struct request_defer){ release, pointer, request->defers };
    request->defers = defer;
}
