/* SPDX-License-Identifier: MIT */
/* The client's address: X-Forwarded-For and Forwarded, walked from the right. */
#include <http/client.h>
#include <http/token.h>

/* Takes the last member off a comma-separated list; commas in quotes do not occur in what we look for. */
static bool take_last(struct tn_text *list, struct tn_text *member)
{
    if (!list->at || list->size == 0)
        return false;
    size_t start = list->size;
    while (start > 0 && list->at[start - 1] != ',')
        start--;
    *member = trimmed((struct tn_text){ list->at + start, list->size - start });
    list->size = start > 0 ? start - 1 : 0;
    return true;
}

static struct tn_text unquoted(struct tn_text text)
{
    if (text.size >= 2 && text.at[0] == '"' && text.at[text.size - 1] == '"')
        return (struct tn_text){ text.at + 1, text.size - 2 };
    return text;
}

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:80". */
static bool parse_node(struct tn_text text, uint8_t address[16])
{
    if (text.size > 0 && text.at[0] == '[') {
        const char *end = memchr(text.at, ']', text.size);
        return end &&
               address_parse((struct tn_text){ text.at + 1, (size_t)(end - text.at - 1) }, address);
    }
    if (address_parse(text, address))
        return true;
    const char *colon = memchr(text.at, ':', text.size);
    return colon && address_parse((struct tn_text){ text.at, (size_t)(colon - text.at) }, address);
}

/* The value of a parameter of one element of Forwarded: "for=192.0.2.1;proto=https". */
static struct tn_text element_parameter(struct tn_text element, const char *name)
{
    while (element.size > 0) {
        const char *end = memchr(element.at, ';', element.size);
        size_t size = end ? (size_t)(end - element.at) : element.size;
        struct tn_text pair = trimmed((struct tn_text){ element.at, size });
        const char *equals = memchr(pair.at, '=', pair.size);
        size_t taken = end ? size + 1 : size;
        element = (struct tn_text){ element.at + taken, element.size - taken };
        if (!equals)
            continue;
        struct tn_text key = { pair.at, (size_t)(equals - pair.at) };
        if (tn_text_is_nocase(trimmed(key), name))
            return unquoted(trimmed(
                (struct tn_text){ equals + 1, (size_t)(pair.at + pair.size - (equals + 1)) }));
    }
    return (struct tn_text){ 0 };
}

static void walk_forwarded_for(struct client *client, struct tn_text list,
                               const struct tn_ranges *trusted)
{
    struct tn_text member;
    uint8_t address[16];
    while (tn_ranges_hold(trusted, client->address) && take_last(&list, &member) &&
           parse_node(member, address))
        memcpy(client->address, address, 16);
}

static void walk_forwarded(struct client *client, struct tn_text list,
                           const struct tn_ranges *trusted)
{
    struct tn_text element;
    uint8_t address[16];
    while (tn_ranges_hold(trusted, client->address) && take_last(&list, &element)) {
        struct tn_text protocol = element_parameter(element, "proto");
        if (protocol.at)
            client->secure = tn_text_is_nocase(protocol, "https");
        struct tn_text node = element_parameter(element, "for");
        if (!node.at || !parse_node(node, address))
            return;
        memcpy(client->address, address, 16);
    }
}

void client_find(struct client *client, const struct forwarding *forwarding,
                 const struct tn_ranges *trusted)
{
    if (!tn_ranges_hold(trusted, client->address))
        return;
    if (forwarding->forwarded_for.at)
        walk_forwarded_for(client, forwarding->forwarded_for, trusted);
    else
        walk_forwarded(client, forwarding->forwarded, trusted);
    struct tn_text protocols = forwarding->forwarded_protocol, protocol;
    if (take_last(&protocols, &protocol))
        client->secure = tn_text_is_nocase(protocol, "https");
}
