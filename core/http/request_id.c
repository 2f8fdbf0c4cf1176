/* SPDX-License-Identifier: MIT */
/* Making and judging request ids. */
#include <sys/random.h>

#include <http/request_id.h>

enum { UUID_BYTES = 16 };

static void refill(struct id_source *source)
{
    size_t have = 0;
    while (have < sizeof source->random) {
        ssize_t got = getrandom(source->random + have, sizeof source->random - have, 0);
        if (got > 0) /* else a signal came first */
            have += (size_t)got;
    }
    source->left = sizeof source->random;
}

void request_id_make(struct id_source *source, char id[REQUEST_ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    if (source->left < UUID_BYTES)
        refill(source);
    uint8_t *bytes = source->random + sizeof source->random - source->left;
    source->left -= UUID_BYTES;
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40); /* the version */
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80); /* the variant */
    for (size_t i = 0, at = 0; i < UUID_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            id[at++] = '-';
        id[at++] = digits[bytes[i] >> 4];
        id[at++] = digits[bytes[i] & 15];
    }
}

bool request_id_valid(struct tn_text id)
{
    if (id.size == 0 || id.size > REQUEST_ID_MAX)
        return false;
    for (size_t i = 0; i < id.size; i++) {
        char byte = id.at[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool digit = byte >= '0' && byte <= '9';
        if (!letter && !digit && (byte == '\0' || !strchr("-_.~+/=:@", byte)))
            return false;
    }
    return true;
}
