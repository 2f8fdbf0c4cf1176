/* SPDX-License-Identifier: MIT */
/* Refusing: one shape for every error, the entry's own, the server's, or the built-in one. */
#include <base/current.h>
#include <base/json.h>
#include <http/chain.h>
#include <http/status.h>

/* By status first, then the general one. */
static const struct tn_template *shape_of(const struct http_errors *errors, int status)
{
    for (size_t i = 0; i < errors->count; i++)
        if (errors->by_status[i].status == status)
            return errors->by_status[i].body;
    return errors->body;
}

enum refuser { THE_HOST, AN_ENTRY };

/* What an entry refuses has its own shapes first; a limit of the host's looks alike wherever the request is by then. */
static const struct tn_template *find_shape(const struct tn_request *request, enum refuser refuser,
                                            int status)
{
    const struct http_options *options = request->chain->options;
    const struct tn_template *shape = NULL;
    if (refuser == AN_ENTRY && request->at < options->count)
        shape = shape_of(&chain_entry(request)->errors, status);
    return shape ? shape : shape_of(&options->errors, status);
}

static struct tn_text quoted(struct arena *arena, struct tn_text text)
{
    char *at = arena_alloc(arena, json_text_size(text) + 3), *end = at;
    *end++ = '"';
    end = json_text_write(end, text);
    *end++ = '"';
    return (struct tn_text){ at, (size_t)(end - at) };
}

/* Where the file states no shape. */
static struct tn_text built_in(struct tn_request *request)
{
    struct arena *arena = &request->arena;
    return arena_print(
        arena, "{\"error\":\"%s\",\"message\":%" TN_PRI ",\"requestId\":%" TN_PRI "}",
        status_title(request->reply.refused), TN_ARG(quoted(arena, request->reply.message)),
        TN_ARG(quoted(arena, request->id)));
}

/* A map or a list is JSON; a shape of words alone is those words. */
static struct tn_text shaped(struct tn_request *request, const struct tn_template *shape)
{
    struct tn_text json = tn_template_json(request, shape);
    if (json.size > 0 && (json.at[0] == '{' || json.at[0] == '['))
        return json;
    tn_reply_set(request, "Content-Type", TN_TEXT("text/plain"));
    return tn_template_text(request, shape);
}

TN_PRINTF(5, 0)
static enum tn_verdict refuse(struct tn_request *request, enum refuser refuser, int status,
                              const char *code, const char *format, va_list arguments)
{
    plugin_must(status >= 400 && status <= 599, "tn_refuse is given 400 to 599, not %d", status);
    if (!request_writable(request))
        return TN_REPLY;
    tn_reply(request, status, "application/json", TN_TEXT(""));
    struct reply *reply = &request->reply;
    reply->refused = status;
    reply->code = code;
    reply->message = arena_vprint(&request->arena, format, arguments);
    const struct tn_template *shape = find_shape(request, refuser, status);
    reply->bytes = shape ? shaped(request, shape) : built_in(request);
    return TN_REPLY;
}

enum tn_verdict tn_refuse(struct tn_request *request, int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum tn_verdict verdict = refuse(request, AN_ENTRY, status, NULL, format, arguments);
    va_end(arguments);
    return verdict;
}

enum tn_verdict tn_refuse_code(struct tn_request *request, int status, const char *code,
                               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum tn_verdict verdict = refuse(request, AN_ENTRY, status, code, format, arguments);
    va_end(arguments);
    return verdict;
}

enum tn_verdict refuse_as_host(struct tn_request *request, int status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    enum tn_verdict verdict = refuse(request, THE_HOST, status, NULL, format, arguments);
    va_end(arguments);
    return verdict;
}
