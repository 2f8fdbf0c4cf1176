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

/* The question is asked for every byte of every name. */
/* clang-format off */
static const bool is_token[256] = {
    ['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1, ['&'] = 1, ['\''] = 1, ['*'] = 1, ['+'] = 1,
    ['-'] = 1, ['.'] = 1, ['^'] = 1, ['_'] = 1, ['`'] = 1, ['|'] = 1, ['~'] = 1, ['0'] = 1,
    ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1,
    ['9'] = 1, ['A'] = 1, ['B'] = 1, ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1,
    ['H'] = 1, ['I'] = 1, ['J'] = 1, ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1,
    ['P'] = 1, ['Q'] = 1, ['R'] = 1, ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1,
    ['X'] = 1, ['Y'] = 1, ['Z'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1,
    ['f'] = 1, ['g'] = 1, ['h'] = 1, ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1,
    ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1,
    ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
};
/* clang-format on */

bool token_valid(struct tn_text text)
{
    bool valid = text.size > 0;
    for (size_t i = 0; i < text.size; i++)
        valid &= is_token[(unsigned char)text.at[i]];
    return valid;
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
        size_t left = text.size - at;
        if (left >= 8 && eight_are_printable(text.at + at)) {
            at += 8;
            continue;
        }
        if (left < 8 && text.size >= 8 && eight_are_printable(text.at + text.size - 8))
            return true; /* what is left, and some bytes once more */
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
