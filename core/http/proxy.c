/* SPDX-License-Identifier: MIT */
/* Reading the header of the PROXY protocol. */
#include <base/address.h>
#include <http/proxy.h>

static const char line_begin[] = "PROXY ";
static const char signature[] = "\r\n\r\n\0\r\nQUIT\n";

enum {
    LINE_BEGIN = sizeof line_begin - 1,
    SIGNATURE = sizeof signature - 1,
    /* Of version 2 (2.2). */
    FIXED = 16,
    VERSION = 0x20,
    COMMAND_LOCAL = 0,
    COMMAND_PROXY = 1,
    FAMILY_NONE = 0x00,
    FAMILY_TCP4 = 0x11,
    FAMILY_TCP6 = 0x21,
    FAMILY_UNIX = 0x31,
    EXTRA_HEAD = 3,
    EXTRA_CRC32C = 0x03,
    EXTRA_TLS = 0x20,
    CLIENT_SPOKE_TLS = 0x01,
};

static unsigned number(const char *at)
{
    return (unsigned)(unsigned char)at[0] << 8 | (unsigned char)at[1];
}

/* The next word of the line, and the one space behind it, which the last has none of. */
static struct tn_text take_word(struct tn_text *line)
{
    const char *space = line->size ? memchr(line->at, ' ', line->size) : NULL;
    struct tn_text word = { line->at, space ? (size_t)(space - line->at) : line->size };
    size_t taken = word.size + (space != NULL);
    *line = (struct tn_text){ line->at + taken, line->size - taken };
    return word;
}

/* What the family says; version 6 may stand for version 4 (::ffff:192.0.2.1). */
static bool parse_ip(struct tn_text word, bool v6, uint8_t address[16])
{
    return address_parse(word, address) && (memchr(word.at, ':', word.size) != NULL) == v6;
}

/* Digits, without a zero in front of others. */
static bool parse_port(struct tn_text word, unsigned *port)
{
    *port = 0;
    for (size_t i = 0; i < word.size && *port <= UINT16_MAX; i++) {
        if (word.at[i] < '0' || word.at[i] > '9')
            return false;
        *port = *port * 10 + (unsigned)(word.at[i] - '0');
    }
    return *port <= UINT16_MAX && (word.size == 1 || (word.size && word.at[0] != '0'));
}

/* "TCP4 192.0.2.1 192.0.2.2 56324 443", or "UNKNOWN" and whatever. */
static bool parse_line(struct tn_text line, struct proxy_header *header)
{
    bool ends_well = line.size && line.at[line.size - 1] != ' ';
    struct tn_text family = take_word(&line);
    if (tn_text_is(family, "UNKNOWN"))
        return true;
    bool v6 = tn_text_is(family, "TCP6");
    uint8_t own[16];
    unsigned own_port;
    struct tn_text source = take_word(&line), destination = take_word(&line);
    header->sender = PROXY_CLIENT;
    return ends_well && (v6 || tn_text_is(family, "TCP4")) &&
           parse_ip(source, v6, header->address) && parse_ip(destination, v6, own) &&
           parse_port(take_word(&line), &header->port) && parse_port(take_word(&line), &own_port) &&
           line.size == 0;
}

static enum proxy_result parse_text(struct tn_text received, struct proxy_header *header)
{
    size_t size = received.size < PROXY_LINE_MAX ? received.size : PROXY_LINE_MAX;
    const char *end = memchr(received.at, '\n', size);
    if (!end)
        return size < PROXY_LINE_MAX ? PROXY_MORE : PROXY_BAD;
    header->size = (size_t)(end - received.at) + 1;
    struct tn_text line = { received.at + LINE_BEGIN, header->size - LINE_BEGIN - 2 };
    bool good = end[-1] == '\r' && parse_line(line, header);
    return good ? PROXY_DONE : PROXY_BAD;
}

/* CRC32C (RFC 3720, B.4) of the header as if the checksum's own four bytes were zero. */
static uint32_t checksum(struct tn_text whole, size_t own)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < whole.size; i++) {
        crc ^= i - own < 4 ? 0 : (unsigned char)whole.at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78 : 0);
    }
    return ~crc;
}

/* What follows the addresses (2.2.1 to 2.2.8): each a type, a length and a value; most are not for us. */
static bool parse_extras(struct tn_text whole, size_t at, struct proxy_header *header)
{
    while (at < whole.size) {
        if (whole.size - at < EXTRA_HEAD)
            return false;
        unsigned type = (unsigned char)whole.at[at], size = number(whole.at + at + 1);
        at += EXTRA_HEAD;
        if (size > whole.size - at)
            return false;
        if (type == EXTRA_CRC32C &&
            (size != 4 ||
             checksum(whole, at) != (number(whole.at + at) << 16 | number(whole.at + at + 2))))
            return false;
        if (type == EXTRA_TLS && size > 0)
            header->secure = whole.at[at] & CLIENT_SPOKE_TLS;
        at += size;
    }
    return true;
}

/* The size of the addresses; false if there is no such family, or not as a stream. */
static bool take_addresses(const char *at, unsigned family, size_t room,
                           struct proxy_header *header, size_t *size)
{
    *size = family == FAMILY_TCP4 ? 12 : family == FAMILY_TCP6 ? 36 : 216;
    if ((family != FAMILY_TCP4 && family != FAMILY_TCP6 && family != FAMILY_UNIX) || *size > room)
        return false;
    header->sender = family == FAMILY_UNIX ? PROXY_UNIX : PROXY_CLIENT;
    if (family == FAMILY_TCP4) {
        header->address[10] = header->address[11] = 0xff;
        memcpy(header->address + 12, at, 4);
        header->port = number(at + 8);
    } else if (family == FAMILY_TCP6) {
        memcpy(header->address, at, 16);
        header->port = number(at + 32);
    }
    return true;
}

static enum proxy_result parse_binary(struct tn_text received, struct proxy_header *header)
{
    if (received.size < FIXED)
        return PROXY_MORE;
    unsigned command = (unsigned char)received.at[SIGNATURE] ^ VERSION;
    unsigned family = (unsigned char)received.at[SIGNATURE + 1];
    struct tn_text whole = { received.at, FIXED + number(received.at + SIGNATURE + 2) };
    header->size = whole.size;
    if (command > COMMAND_PROXY || whole.size > PROXY_HEADER_MAX)
        return PROXY_BAD;
    if (received.size < whole.size)
        return PROXY_MORE;
    /* A proxy's check of our health, say, or a client of another kind: all that follows is to be ignored. */
    if (command == COMMAND_LOCAL || family == FAMILY_NONE)
        return PROXY_DONE;
    size_t size;
    bool good = take_addresses(whole.at + FIXED, family, whole.size - FIXED, header, &size) &&
                parse_extras(whole, FIXED + size, header);
    return good ? PROXY_DONE : PROXY_BAD;
}

static bool begins_like(struct tn_text received, const char *begin, size_t size)
{
    return memcmp(received.at, begin, received.size < size ? received.size : size) == 0;
}

enum proxy_result proxy_parse(struct tn_text received, struct proxy_header *header)
{
    *header = (struct proxy_header){ 0 };
    if (received.size == 0)
        return PROXY_MORE;
    if (begins_like(received, signature, SIGNATURE))
        return parse_binary(received, header);
    if (begins_like(received, line_begin, LINE_BEGIN))
        return parse_text(received, header);
    return PROXY_BAD;
}
