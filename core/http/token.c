/* SPDX-License-Identifier: MIT */
/* Tokens, field values, lists. */
#include <stdint.h>

#include <http/token.h>

int hexadecimal(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* One bit for each of the first 128 characters: the question is asked for every byte of every name. */
static const uint64_t token_bits[2] = { 0x03ff6cfa00000000u, 0x57ffffffc7fffffeu };

static bool is_token(unsigned char byte)
{
    return byte < 128 && (token_bits[byte >> 6] >> (byte & 63) & 1);
}

bool token_valid(struct tn_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_token((unsigned char)text.at[i]))
            return false;
    return text.size > 0;
}

/* Eight bytes in one look: none is below a space, none is DEL. */
static bool eight_are_printable(const char *at)
{
    const uint64_t ones = UINT64_MAX / 255, highs = ones * 0x80;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t delete = word ^ (ones * 0x7f);
    uint64_t found = ((word - ones * ' ') & ~word) | ((delete - ones) & ~delete);
    return (found & highs) == 0;
}

bool field_value_valid(struct tn_text text)
{
    size_t at = 0;
    while (at < text.size) {
        if (text.size - at >= 8 && eight_are_printable(text.at + at)) {
            at += 8;
            continue;
        }
        unsigned char byte = (unsigned char)text.at[at++];
        if ((byte < ' ' && byte != '\t') || byte == 0x7f)
            return false;
    }
    return true;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t';
}

struct tn_text trimmed(struct tn_text text)
{
    while (text.size > 0 && is_space(text.at[0])) {
        text.at++;
        text.size--;
    }
    while (text.size > 0 && is_space(text.at[text.size - 1]))
        text.size--;
    return text;
}

bool list_next(struct tn_text *list, struct tn_text *member)
{
    while (list->at && list->size > 0) {
        const char *comma = memchr(list->at, ',', list->size);
        size_t size = comma ? (size_t)(comma - list->at) : list->size;
        *member = trimmed((struct tn_text){ list->at, size });
        size_t taken = comma ? size + 1 : size;
        *list = (struct tn_text){ list->at + taken, list->size - taken };
        if (member->size > 0)
            return true;
    }
    return false;
}

bool text_equal_nocase(struct tn_text a, struct tn_text b)
{
    return a.at && b.at && a.size == b.size && strncasecmp(a.at, b.at, a.size) == 0;
}
