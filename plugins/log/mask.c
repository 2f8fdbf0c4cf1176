/* SPDX-License-Identifier: MIT */
/* Words of a text that are IP addresses or mail addresses. */
#include "mask.h"

#include <arpa/inet.h>

#include "pen.h"

enum { KEPT_BYTES_V6 = 6, WORD_MAX = 80 };

static bool is_alphanumeric(char letter)
{
    return (letter >= '0' && letter <= '9') || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
}

static bool in_address(char letter)
{
    return (letter >= '0' && letter <= '9') || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'f') ||
           letter == '.' || letter == ':';
}

static bool in_local_part(char letter)
{
    return is_alphanumeric(letter) || (letter && strchr("._%+-", letter));
}

/* "192.0.2.7", also with a port behind it. */
static bool mask_v4(struct pen *pen, const char *word, size_t size)
{
    struct in_addr address;
    char text[INET_ADDRSTRLEN];
    const char *colon = memchr(word, ':', size);
    size_t bare = colon ? (size_t)(colon - word) : size;
    if (bare >= sizeof text)
        return false;
    *(char *)mempcpy(text, word, bare) = '\0';
    if (inet_pton(AF_INET, text, &address) != 1)
        return false;
    address.s_addr &= htonl(0xffffff00);
    pen_string(pen, inet_ntop(AF_INET, &address, text, sizeof text));
    pen_put(pen, word + bare, size - bare);
    return true;
}

static bool mask_v6(struct pen *pen, const char *word, size_t size)
{
    struct in6_addr address;
    char text[INET6_ADDRSTRLEN];
    if (size >= sizeof text || !memchr(word, ':', size))
        return false;
    *(char *)mempcpy(text, word, size) = '\0';
    if (inet_pton(AF_INET6, text, &address) != 1)
        return false;
    if (IN6_IS_ADDR_V4MAPPED(&address))
        address.s6_addr[sizeof address - 1] = 0;
    else
        memset(address.s6_addr + KEPT_BYTES_V6, 0, sizeof address - KEPT_BYTES_V6);
    pen_string(pen, inet_ntop(AF_INET6, &address, text, sizeof text));
    return true;
}

/* The size of the word at the beginning if it was an address, which has been written masked; a sentence may end behind it. */
static size_t put_address(struct pen *pen, struct tn_text rest)
{
    size_t size = 0;
    while (size < rest.size && size < WORD_MAX && in_address(rest.at[size]))
        size++;
    if (size < 2 || (size < rest.size && is_alphanumeric(rest.at[size])))
        return 0;
    size_t ends[] = { size, rest.at[size - 1] == '.' || rest.at[size - 1] == ':' ? size - 1 : 0 };
    for (size_t i = 0; i < 2 && ends[i]; i++)
        if (mask_v4(pen, rest.at, ends[i]) || mask_v6(pen, rest.at, ends[i]))
            return ends[i];
    return 0;
}

/* At an "@", or "%40": takes back all but the first letter of what was written before it. */
static void mask_local_part(struct pen *pen, const char *start)
{
    char *begin = pen->at;
    while (begin > start && in_local_part(begin[-1]))
        begin--;
    if (begin == pen->at)
        return;
    pen->at = begin + 1;
    pen_put(pen, "***", 3);
}

static size_t at_sign(struct tn_text rest)
{
    if (rest.at[0] == '@')
        return 1;
    return rest.size > 2 && memcmp(rest.at, "%40", 3) == 0 ? 3 : 0;
}

size_t mask_text(char *to, size_t room, struct tn_text text, bool addresses, bool mail)
{
    struct pen pen = { to, to + room, false };
    for (size_t at = 0, step; at < text.size; at += step) {
        struct tn_text rest = { text.at + at, text.size - at };
        bool begins = at == 0 || !is_alphanumeric(text.at[at - 1]);
        step = addresses && begins && in_address(*rest.at) ? put_address(&pen, rest) : 0;
        if (step)
            continue;
        step = mail ? at_sign(rest) : 0;
        if (step && at + step < text.size && is_alphanumeric(rest.at[step]))
            mask_local_part(&pen, to);
        step = step ? step : 1;
        pen_put(&pen, rest.at, step);
    }
    return (size_t)(pen.at - to);
}
