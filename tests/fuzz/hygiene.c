/* SPDX-License-Identifier: MIT */
/*
 * Requests through hygiene and path normalisation. The input is read as a request is: a line of method, target and version, then
 * fields, one a line, as far as they go; but NULs and control characters come through. What is let through must be what it says.
 */
#include <assert.h>
#include <stdint.h>

#include <http/memory.h>

#include "../unit/http/unwired.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct http_options options = { .body_max = 1000,
                                       .url_max = 1000,
                                       .header_max = 2000,
                                       .headers_max = 20,
                                       .accept_request_id = true };

/* Takes what lies before `mark` off the front. */
static struct tn_text cut(struct tn_text *rest, char mark)
{
    const char *at = memchr(rest->at, mark, rest->size);
    struct tn_text head = { rest->at, at ? (size_t)(at - rest->at) : rest->size };
    size_t taken = at ? head.size + 1 : head.size;
    *rest = (struct tn_text){ rest->at + taken, rest->size - taken };
    return head;
}

static void receive(struct tn_request *request, struct tn_text rest)
{
    struct tn_text line = cut(&rest, '\n');
    request->method = cut(&line, ' ');
    request->target = cut(&line, ' ');
    request->version = line;
    while (rest.size > 0) {
        struct tn_text field = cut(&rest, '\n');
        struct tn_text name = cut(&field, ':');
        request_receive(request, name, field);
    }
}

/* As <tenon/request.h> promises it. */
static void check_path(struct tn_text path)
{
    assert(path.size > 0 && path.at[0] == '/');
    assert(!memchr(path.at, '\0', path.size));
    for (size_t start = 1; start < path.size;) {
        const char *slash = memchr(path.at + start, '/', path.size - start);
        size_t end = slash ? (size_t)(slash - path.at) : path.size;
        struct tn_text segment = { path.at + start, end - start };
        assert(segment.size > 0 && !tn_text_is(segment, ".") && !tn_text_is(segment, ".."));
        start = end + 1;
    }
}

static void check_accepted(struct tn_request *request)
{
    size_t hosts = 0, lengths = 0, codings = 0;
    for (size_t i = 0; i < request->received_count; i++) {
        struct tn_text name = request->received[i].name;
        hosts += tn_text_is_nocase(name, "host");
        lengths += tn_text_is_nocase(name, "content-length");
        codings += tn_text_is_nocase(name, "transfer-encoding");
        assert(!memchr(request->received[i].value.at, '\r', request->received[i].value.size));
    }
    assert(hosts <= 1 && lengths + codings <= 1);
    assert(request->body.chunked == (codings == 1));
    assert(request->body.declared <= options.body_max);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct chain chain;
    const char *problem;
    struct peer peer = { .text = TN_TEXT("192.0.2.1") };
    chain_init(&chain, &options, &problem);
    struct tn_request *request = request_new(&chain, NULL, NULL);
    request->peer = &peer;
    receive(request, (struct tn_text){ (const char *)data, size });
    chain_examine(request);
    check_path(tn_request_path(request));
    if (request->phase == PHASE_NEW) {
        check_accepted(request);
        tn_request_query(request, "a");
        tn_request_cookie(request, "a");
        chain_run(request);
    }
    assert(request->phase == PHASE_REPLY && tn_reply_status(request) >= 200);
    request_end(request);
    chain_free(&chain);
    return 0;
}
