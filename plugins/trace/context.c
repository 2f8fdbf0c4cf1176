/* SPDX-License-Identifier: MIT */
/* Both headers come from strangers: what is not exactly as it should be is not there. */
#include "context.h"

enum { MEMBERS_MAX = 32, LONG_MEMBER = 128, KEY_MAX = 256, VALUE_MAX = 256 };

static bool is_hex(char digit)
{
    return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
}

static bool all_hex(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!is_hex(text[i]))
            return false;
    return true;
}

static bool all_zero(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] != '0')
            return false;
    return true;
}

static unsigned hex_value(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* A later version may say more behind another hyphen; what it says first means the same. */
static bool has_form(struct tn_text text)
{
    enum { TRACE_AT = 3, SPAN_AT = 36, FLAGS_AT = 53 };
    const char *at = text.at;
    if (text.size < TRACEPARENT_SIZE || !all_hex(at, 2) || memcmp(at, "ff", 2) == 0)
        return false;
    if (text.size > TRACEPARENT_SIZE && (memcmp(at, "00", 2) == 0 || at[TRACEPARENT_SIZE] != '-'))
        return false;
    return at[TRACE_AT - 1] == '-' && at[SPAN_AT - 1] == '-' && at[FLAGS_AT - 1] == '-' &&
           all_hex(at + TRACE_AT, TRACE_ID_SIZE) && all_hex(at + SPAN_AT, SPAN_ID_SIZE) &&
           all_hex(at + FLAGS_AT, 2);
}

bool context_parse(struct tn_text traceparent, struct context *context)
{
    if (!has_form(traceparent))
        return false;
    const char *trace = traceparent.at + 3, *span = trace + TRACE_ID_SIZE + 1;
    if (all_zero(trace, TRACE_ID_SIZE) || all_zero(span, SPAN_ID_SIZE))
        return false;
    memcpy(context->trace, trace, TRACE_ID_SIZE);
    memcpy(context->span, span, SPAN_ID_SIZE);
    unsigned flags = hex_value(span[SPAN_ID_SIZE + 2]); /* the lower four */
    context->flags = flags & (TRACE_SAMPLED | TRACE_RANDOM);
    return true;
}

void context_print(const struct context *context, char text[TRACEPARENT_SIZE])
{
    char *end = mempcpy(text, "00-", 3);
    end = mempcpy(end, context->trace, TRACE_ID_SIZE);
    *end++ = '-';
    end = mempcpy(end, context->span, SPAN_ID_SIZE);
    *end++ = '-';
    *end++ = '0';
    *end = (char)('0' + context->flags);
}

void context_hex(const uint8_t *bytes, size_t size, char *text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
}

static bool begins_key(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

static bool in_key(char letter)
{
    return begins_key(letter) || (letter && strchr("_-*/@", letter));
}

static bool valid_member(struct tn_text member, size_t *key_size)
{
    const char *mark = memchr(member.at, '=', member.size);
    if (!mark)
        return false;
    size_t key = (size_t)(mark - member.at), value = member.size - key - 1;
    if (key < 1 || key > KEY_MAX || value < 1 || value > VALUE_MAX || !begins_key(*member.at))
        return false;
    for (size_t i = 1; i < key; i++)
        if (!in_key(member.at[i]))
            return false;
    for (size_t i = key + 1; i < member.size; i++)
        if (member.at[i] < 0x20 || member.at[i] > 0x7e || member.at[i] == '=')
            return false;
    *key_size = key;
    return true;
}

static struct tn_text trimmed(struct tn_text text)
{
    while (text.size && strchr(" \t", *text.at))
        text = (struct tn_text){ text.at + 1, text.size - 1 };
    while (text.size && strchr(" \t", text.at[text.size - 1]))
        text.size--;
    return text;
}

struct members {
    struct tn_text items[MEMBERS_MAX];
    size_t keys[MEMBERS_MAX];
    size_t count, size; /* of all, with the commas between them */
};

static bool add_member(struct members *members, struct tn_text member)
{
    size_t key;
    if (members->count == MEMBERS_MAX || !valid_member(member, &key))
        return false;
    for (size_t i = 0; i < members->count; i++)
        if (members->keys[i] == key && memcmp(members->items[i].at, member.at, key) == 0)
            return false;
    members->keys[members->count] = key;
    members->items[members->count++] = member;
    members->size += member.size + (members->count > 1);
    return true;
}

static bool split(struct tn_text text, struct members *members)
{
    while (text.size) {
        const char *comma = memchr(text.at, ',', text.size);
        size_t size = comma ? (size_t)(comma - text.at) : text.size;
        struct tn_text member = trimmed((struct tn_text){ text.at, size });
        if (member.size && !add_member(members, member))
            return false;
        size_t taken = comma ? size + 1 : size;
        text = (struct tn_text){ text.at + taken, text.size - taken };
    }
    return true;
}

static void take_away(struct members *members, size_t i)
{
    members->size -= members->items[i].size + (members->count > 1);
    members->count--;
    memmove(members->items + i, members->items + i + 1,
            (members->count - i) * sizeof *members->items);
}

static void shorten(struct members *members)
{
    for (size_t i = members->count; i-- > 0 && members->size > TRACESTATE_MAX;)
        if (members->items[i].size > LONG_MEMBER)
            take_away(members, i);
    while (members->size > TRACESTATE_MAX)
        take_away(members, members->count - 1);
}

size_t context_state(struct tn_text tracestate, char text[TRACESTATE_MAX])
{
    struct members members = { .count = 0 };
    if (!split(tracestate, &members))
        return 0;
    shorten(&members);
    char *end = text;
    for (size_t i = 0; i < members.count; i++) {
        if (i > 0)
            *end++ = ',';
        end = mempcpy(end, members.items[i].at, members.items[i].size);
    }
    return (size_t)(end - text);
}
