/* SPDX-License-Identifier: MIT */
/* Hygiene: the request is what it says, once and in one way, or it is refused. */
#include <ctype.h>

#include <http/chain.h>
#include <http/hygiene.h>
#include <http/token.h>

#define BAD(reason, message) ((struct objection){ 400, (reason), (message) })
static const struct objection fine;

/* The fields that decide where the request ends and to whom it goes. */
struct framing {
    size_t hosts, lengths, codings;
    struct tn_text host, length, coding, expect;
};

static struct objection check_line(struct tn_request *request)
{
    const struct http_options *options = request->chain->options;
    if (request->target.size > options->url_max)
        return (struct objection){ 414, "target size", "The request target is too long." };
    if (request->hidden)
        return BAD("nul", "The request's header holds a NUL, or a field without a name.");
    if (!token_valid(request->method))
        return BAD("method", "The method is not a token.");
    if (!tn_text_is(request->version, "HTTP/1.1") && !tn_text_is(request->version, "HTTP/1.0"))
        return BAD("version", "The version of HTTP is not 1.0 or 1.1.");
    if (!target_parse(request->target, &request->parts))
        return BAD("target", "The request target has no valid form.");
    if (request->parts.asterisk && !tn_text_is(request->method, "OPTIONS"))
        return BAD("target", "Only OPTIONS may have the target `*`.");
    request->path = path_normalise(request->parts.path, &request->arena);
    if (!request->path.at)
        return BAD("path", "The path is not validly encoded.");
    return fine;
}

static void note_field(struct framing *framing, const struct field *field)
{
    switch (field->name.size) { /* most names need no comparison */
    case 4:
        if (tn_text_is_nocase(field->name, "host")) {
            framing->hosts++;
            framing->host = trimmed(field->value);
        }
        break;
    case 6:
        if (tn_text_is_nocase(field->name, "expect"))
            framing->expect = field->value;
        break;
    case 14:
        if (tn_text_is_nocase(field->name, "content-length")) {
            framing->lengths++;
            framing->length = field->value;
        }
        break;
    case 17:
        if (tn_text_is_nocase(field->name, "transfer-encoding")) {
            framing->codings++;
            framing->coding = field->value;
        }
        break;
    default:
        break;
    }
}

static struct objection check_fields(struct tn_request *request, struct framing *framing)
{
    const struct http_options *options = request->chain->options;
    if (request->too_many || request->received_count > options->headers_max)
        return (struct objection){ 431, "header count", "There are too many header fields." };
    if (request->received_size > options->header_max)
        return (struct objection){ 431, "header size", "The header fields are too large." };
    for (size_t i = 0; i < request->received_count; i++) {
        struct field *field = &request->received[i];
        if (!token_valid(field->name))
            return BAD("field name", "A header field's name is not a token.");
        if (!field_value_valid(field->value))
            return BAD("field value", "A header field's value holds a control character.");
        note_field(framing, field); /* what the library has seen, blanks and all */
        field->value = trimmed(field->value);
    }
    return fine;
}

static bool parse_length(struct tn_text text, uint64_t *length)
{
    *length = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || *length > UINT64_MAX / 10 - 1)
            return false;
        *length = *length * 10 + (uint64_t)(text.at[i] - '0');
    }
    return text.size > 0;
}

static struct objection check_framing(struct tn_request *request, const struct framing *framing)
{
    struct body *body = &request->body;
    if (framing->lengths > 1)
        return BAD("content-length", "There is more than one Content-Length.");
    if (framing->codings > 0) {
        if (framing->lengths > 0)
            return BAD("framing", "There is a Content-Length and a Transfer-Encoding.");
        if (framing->codings > 1 || !tn_text_is_nocase(framing->coding, "chunked") ||
            tn_text_is(request->version, "HTTP/1.0"))
            return BAD("transfer-encoding", "The only transfer coding is `chunked`, in HTTP/1.1.");
        body->chunked = true;
    } else if (framing->lengths == 1 && !parse_length(framing->length, &body->declared)) {
        return BAD("content-length", "Content-Length is not a number.");
    }
    if (framing->expect.at && !tn_text_is_nocase(framing->expect, "100-continue"))
        return (struct objection){ 417, "expect", "The only expectation is `100-continue`." };
    body->expected = framing->expect.at != NULL;
    return fine;
}

static bool host_byte_valid(char byte)
{
    return isalnum((unsigned char)byte) || (byte && strchr("-._~!$&'()*+,;=%", byte));
}

/* "[" address "]", or a name; digits behind a colon (RFC 3986, 3.2.2). Yields the part before the port. */
static bool parse_authority(struct tn_text text, struct tn_text *host)
{
    size_t end = 0;
    if (text.size > 0 && text.at[0] == '[') {
        const char *bracket = memchr(text.at, ']', text.size);
        uint8_t address[16];
        if (!bracket ||
            !address_parse((struct tn_text){ text.at + 1, (size_t)(bracket - text.at - 1) },
                           address))
            return false;
        end = (size_t)(bracket - text.at) + 1;
    }
    while (end < text.size && text.at[0] != '[' && host_byte_valid(text.at[end]))
        end++;
    *host = (struct tn_text){ text.at, end };
    if (end < text.size && text.at[end] == ':')
        for (end++; end < text.size && isdigit((unsigned char)text.at[end]);)
            end++;
    return end == text.size && host->size > 0;
}

static struct tn_text lowered(struct tn_text text, struct arena *arena)
{
    size_t at = 0;
    while (at < text.size && !isupper((unsigned char)text.at[at]))
        at++;
    if (at == text.size)
        return text;
    char *copy = arena_alloc(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++)
        copy[i] = (char)tolower((unsigned char)text.at[i]);
    return (struct tn_text){ copy, text.size };
}

static struct objection check_host(struct tn_request *request, const struct framing *framing)
{
    if (framing->hosts > 1)
        return BAD("host", "There is more than one Host.");
    if (framing->hosts == 0 && tn_text_is(request->version, "HTTP/1.1"))
        return BAD("host", "There is no Host.");
    struct tn_text host = { 0 };
    if (framing->hosts == 1 && !parse_authority(framing->host, &host))
        return BAD("host", "Host is not a valid authority.");
    /* The target in absolute form wins (RFC 9112, 3.2.2). */
    if (request->parts.authority.at && !parse_authority(request->parts.authority, &host))
        return BAD("target", "The target's authority is not valid.");
    request->host = lowered(host, &request->arena);
    return fine;
}

struct objection hygiene_check(struct tn_request *request)
{
    struct framing framing = { 0 };
    struct objection objection = check_line(request);
    if (!objection.status)
        objection = check_fields(request, &framing);
    if (!objection.status)
        objection = check_framing(request, &framing);
    if (!objection.status)
        objection = check_host(request, &framing);
    if (!objection.status && request->body.declared > request->chain->options->body_max)
        return (struct objection){ 413, "body size", "The request body is too large." };
    return objection;
}
