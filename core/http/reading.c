/* SPDX-License-Identifier: MIT */
/* Reading a request: what <tenon/request.h> promises. */
#include <ctype.h>

#include <http/chain.h>
#include <http/token.h>

struct tn_text tn_request_method(const struct tn_request *request)
{
    return request->method;
}

struct tn_text tn_request_path(const struct tn_request *request)
{
    return request->path;
}

struct tn_text tn_request_target(const struct tn_request *request)
{
    return request->target;
}

struct tn_text tn_request_query_string(const struct tn_request *request)
{
    return request->parts.query;
}

struct tn_text tn_request_query(struct tn_request *request, const char *name)
{
    return query_find(request->parts.query, tn_text(name), &request->arena);
}

struct tn_text tn_request_param(const struct tn_request *request, const char *name)
{
    if (!request->route)
        return (struct tn_text){ 0 };
    return route_param(request->route, request->path, name);
}

/* One field is the rule, and is not copied. */
static struct tn_text joined(struct tn_request *request, const char *name, struct tn_text separator)
{
    const struct field *first = NULL;
    size_t count = 0, size = 0;
    for (size_t i = 0; i < request->received_count; i++)
        if (tn_text_is_nocase(request->received[i].name, name)) {
            first = first ? first : &request->received[i];
            count++;
            size += request->received[i].value.size + separator.size;
        }
    if (count < 2)
        return first ? first->value : (struct tn_text){ 0 };
    char *whole = arena_alloc(&request->arena, size), *end = whole;
    for (const struct field *field = first; field < request->received + request->received_count;
         field++)
        if (tn_text_is_nocase(field->name, name)) {
            end = mempcpy(end, field->value.at, field->value.size);
            end = mempcpy(end, separator.at, separator.size);
        }
    return (struct tn_text){ whole, size - separator.size };
}

struct tn_text tn_request_header(struct tn_request *request, const char *name)
{
    bool cookie = strcasecmp(name, "cookie") == 0;
    return joined(request, name, cookie ? TN_TEXT("; ") : TN_TEXT(", "));
}

struct tn_text tn_request_cookie(struct tn_request *request, const char *name)
{
    struct tn_text rest = tn_request_header(request, "cookie");
    size_t size = strlen(name);
    while (rest.size > 0) {
        const char *end = memchr(rest.at, ';', rest.size);
        size_t length = end ? (size_t)(end - rest.at) : rest.size;
        struct tn_text pair = trimmed((struct tn_text){ rest.at, length });
        if (pair.size > size && pair.at[size] == '=' && memcmp(pair.at, name, size) == 0)
            return (struct tn_text){ pair.at + size + 1, pair.size - size - 1 };
        size_t taken = end ? length + 1 : length;
        rest = (struct tn_text){ rest.at + taken, rest.size - taken };
    }
    return (struct tn_text){ 0 };
}

void tn_request_headers(const struct tn_request *request,
                        bool (*visit)(void *context, struct tn_text name, struct tn_text value),
                        void *context)
{
    for (size_t i = 0; i < request->received_count; i++)
        if (!visit(context, request->received[i].name, request->received[i].value))
            return;
}

struct tn_text tn_request_host(const struct tn_request *request)
{
    return request->host;
}

struct tn_text tn_request_id(const struct tn_request *request)
{
    return request->id;
}

struct tn_text tn_request_client(const struct tn_request *request)
{
    return request->client;
}

const uint8_t *tn_request_address(const struct tn_request *request)
{
    return request->address;
}

struct tn_text tn_request_scheme(const struct tn_request *request)
{
    return request->secure ? TN_TEXT("https") : TN_TEXT("http");
}

uint64_t tn_request_elapsed_ns(const struct tn_request *request)
{
    return (request->ended_ns ? request->ended_ns : tn_clock_ns()) - request->started_ns;
}

struct tn_text tn_request_body(const struct tn_request *request)
{
    return request->body.state == BODY_THERE ? buffer_text(&request->body.bytes) : TN_TEXT("");
}

struct tn_text tn_request_type(struct tn_request *request)
{
    struct tn_text whole = request_field(request, "content-type");
    if (!whole.at)
        return whole;
    const char *end = memchr(whole.at, ';', whole.size);
    if (end)
        whole.size = (size_t)(end - whole.at);
    whole = trimmed(whole);
    char *type = arena_alloc(&request->arena, whole.size + 1);
    for (size_t i = 0; i < whole.size; i++)
        type[i] = (char)tolower((unsigned char)whole.at[i]);
    return (struct tn_text){ type, whole.size };
}
