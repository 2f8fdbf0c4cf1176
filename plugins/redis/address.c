/* SPDX-License-Identifier: MIT */
/* Taking URLs apart (RFC 3986; the scheme as registered with IANA for Redis). */
#include "address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";
static const char *const usual_port = "6379";

static int hex_value(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

/* Copies `size` bytes and undoes percent-encoding. False if they do not fit or are not printable. */
static bool decode(char *to, size_t room, const char *from, size_t size)
{
    size_t out = 0;
    for (size_t i = 0; i < size; i++) {
        int byte = (unsigned char)from[i];
        if (byte == '%') {
            int high = i + 2 < size ? hex_value(from[i + 1]) : -1;
            int low = i + 2 < size ? hex_value(from[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            byte = high << 4 | low;
            i += 2;
        }
        if (byte <= ' ' || byte == 0x7f || out + 1 >= room)
            return false;
        to[out++] = (char)byte;
    }
    to[out] = '\0';
    return true;
}

static const char *parse_user(struct address *address, const char *text, size_t size)
{
    const char *colon = memchr(text, ':', size);
    size_t user = colon ? (size_t)(colon - text) : size;
    if (!decode(address->user, sizeof address->user, text, user))
        return "expected a user name of printable characters, the rest percent-encoded";
    if (!colon || colon + 1 == text + size)
        return "expected user:password, or :password, before the @";
    if (!decode(address->password, sizeof address->password, colon + 1, size - user - 1))
        return "expected a password of printable characters, the rest percent-encoded";
    return NULL;
}

static const char *parse_port(struct address *address, const char *text, size_t size)
{
    if (size == 0 || size >= sizeof address->port || strspn(text, digits) < size ||
        atoi(text) < 1 || atoi(text) > 65535)
        return "expected a port from 1 to 65535 behind the colon";
    memcpy(address->port, text, size);
    address->port[size] = '\0';
    return NULL;
}

/* `host`, `host:port`, `[address]:port`. */
static const char *parse_host(struct address *address, const char *text, size_t size)
{
    const char *end = text + size, *host = text, *host_end;
    if (size && *text == '[') {
        host++;
        host_end = memchr(host, ']', (size_t)(end - host));
        text = host_end ? host_end + 1 : end;
    } else {
        host_end = memchr(text, ':', size);
        host_end = host_end ? host_end : end;
        text = host_end;
    }
    if (!host_end || host_end == host ||
        !decode(address->host, sizeof address->host, host, (size_t)(host_end - host)))
        return "expected a host, IPv6 addresses in brackets";
    if (text == end)
        return parse_port(address, usual_port, strlen(usual_port));
    if (*text != ':')
        return "expected a host, IPv6 addresses in brackets";
    return parse_port(address, text + 1, (size_t)(end - text - 1));
}

static const char *parse_database(struct address *address, const char *text)
{
    size_t size = strlen(text);
    if (!size)
        return NULL;
    if (size > 4 || strspn(text, digits) < size)
        return "expected the number of a database behind the slash";
    address->has_database = true;
    address->database = atoi(text);
    return NULL;
}

static const char *parse_path(struct address *address, const char *path)
{
    if (*path != '/')
        return "expected unix:/ and the rest of an absolute path";
    if (strlen(path) >= sizeof address->path)
        return "the path of a Unix socket has at most 107 bytes";
    snprintf(address->path, sizeof address->path, "%s", path);
    return NULL;
}

const char *address_parse(struct address *address, const char *url)
{
    memset(address, 0, sizeof *address);
    if (strncmp(url, "unix:", 5) == 0)
        return parse_path(address, strncmp(url + 5, "///", 3) == 0 ? url + 7 : url + 5);
    if (strncmp(url, "rediss://", 9) == 0)
        return "TLS to Redis is not spoken: use unix:/path, or redis:// through a tunnel";
    if (strncmp(url, "redis://", 8) != 0)
        return "expected redis://host:port/database or unix:/path";
    url += 8;

    size_t size = strcspn(url, "/");
    const char *problem = NULL, *at = memrchr(url, '@', size);
    if (at)
        problem = parse_user(address, url, (size_t)(at - url));
    const char *host = at ? at + 1 : url;
    if (!problem)
        problem = parse_host(address, host, (size_t)(url + size - host));
    if (!problem && url[size])
        problem = parse_database(address, url + size + 1);
    return problem;
}
