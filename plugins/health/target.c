/* SPDX-License-Identifier: MIT */
/* Taking addresses and first lines apart. */
#include "target.h"

#include <stdio.h>
#include <string.h>

static const char digits[] = "0123456789";

/* Copies `size` bytes, or fails if they do not fit or hold what no host or port does. */
static bool copy(char *to, size_t room, const char *from, size_t size)
{
    if (!size || size >= room)
        return false;
    for (size_t i = 0; i < size; i++)
        if (from[i] <= ' ' || from[i] > '~')
            return false;
    memcpy(to, from, size);
    to[size] = '\0';
    return true;
}

/* `host`, `host:port`, `[address]:port` in `size` bytes. */
static const char *parse_authority(struct target *target, const char *text, size_t size,
                                   const char *usual_port)
{
    const char *host = text, *end = text + size, *host_end;
    if (size && *text == '[') {
        host++;
        host_end = memchr(host, ']', (size_t)(end - host));
        text = host_end ? host_end + 1 : end;
    } else {
        host_end = memchr(text, ':', size);
        host_end = host_end ? host_end : end;
        text = host_end;
    }
    if (!host_end || !copy(target->host, sizeof target->host, host, (size_t)(host_end - host)))
        return "expected a host";
    const char *port = text < end && *text == ':' ? text + 1 : usual_port;
    size_t port_size = port == usual_port ? (port ? strlen(port) : 0) : (size_t)(end - port);
    if (!port || (text < end && *text != ':') || strspn(port, digits) < port_size ||
        port_size > 5 || !copy(target->port, sizeof target->port, port, port_size))
        return "expected a port behind the host";
    return NULL;
}

const char *target_parse_address(struct target *target, const char *text)
{
    target->path = NULL;
    target->tls = false;
    return parse_authority(target, text, strlen(text), NULL);
}

const char *target_parse_url(struct target *target, const char *text)
{
    target->tls = !strncmp(text, "https://", 8);
    if (!target->tls && strncmp(text, "http://", 7))
        return "expected http://host:port/path or https://host:port/path";
    text += target->tls ? 8 : 7;
    size_t size = strcspn(text, "/?#");
    target->path = text[size] ? text + size : "/";
    if (*target->path != '/')
        return "expected a path that begins with /";
    for (const char *at = target->path; *at; at++)
        if (*at <= ' ' || *at > '~' || *at == '#')
            return "the path holds a character that must be percent-encoded";
    if (memchr(text, '@', size))
        return "a name and a password have no place in the URL";
    if (size >= sizeof target->authority ||
        !copy(target->authority, sizeof target->authority, text, size))
        return "expected a host";
    return parse_authority(target, text, size, target->tls ? "443" : "80");
}
