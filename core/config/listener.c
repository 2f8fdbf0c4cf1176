/* SPDX-License-Identifier: MIT */
/* `server.listen`: addresses, how each is served, and the certificates, whose files are read with the config. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <base/address.h>
#include <config/file.h>
#include <config/room.h>
#include <options/units.h>

enum { PEM_BYTES_MAX = 256 * 1024 };

/* clang-format off */
static const struct tn_option certificate_rows[] = {
    { "certificate", TN_OPTION_PATH(struct config_certificate, certificate), .flags = TN_REQUIRED, .summary = "A file with the certificate, and behind it those that lead to an authority that clients know (PEM)." },
    { "key", TN_OPTION_PATH(struct config_certificate, key), .flags = TN_REQUIRED, .summary = "A file with its private key (PEM), which only the server's user should be able to read." },
    { 0 },
};

const struct tn_option config_listener_rows[] = {
    { "address", TN_OPTION_TEXTS(struct config_listener, address), .flags = TN_SHORT | TN_REQUIRED, .min = 1, .max = 64, .summary = "`ADDRESS:PORT`, `[ADDRESS]:PORT` or `unix:PATH`; port 0 picks a free one." },
    { "tls", TN_OPTION_GROUPS(struct config_listener, tls, struct config_certificate, certificate_rows), .max = 256, .summary = "Speaks TLS 1.2 and 1.3 with these certificates: the one that holds the name that a client asks for, else the first." },
    { "proxy_protocol", TN_OPTION_BOOLEAN(struct config_listener, proxy_protocol), .summary = "Whether each connection begins with a header of the PROXY protocol, version 1 or 2; only `trusted_proxies` may connect then." },
    { "mode", TN_OPTION_TEXT(struct config_listener, mode), .summary = "The mode with which a Unix socket is made, in octal digits such as 0660; else 0666." },
    { "owner", TN_OPTION_TEXT(struct config_listener, owner), .summary = "The user who owns a Unix socket when it is made; else the server's." },
    { "group", TN_OPTION_TEXT(struct config_listener, group), .summary = "The group of a Unix socket when it is made; else the server's." },
    { 0 },
};
/* clang-format on */

static bool parse_port(const char *digits, uint16_t *port)
{
    int64_t value;
    if (!units_integer(tn_text(digits), &value) || value < 0 || value > UINT16_MAX)
        return false;
    *port = (uint16_t)value;
    return true;
}

bool config_listen(const char *text, struct config_listen *listen)
{
    static const char unix_prefix[] = "unix:";
    *listen = (struct config_listen){ 0 };
    if (strncmp(text, unix_prefix, strlen(unix_prefix)) == 0) {
        listen->path = text + strlen(unix_prefix);
        return listen->path[0] != '\0' && strlen(listen->path) < CONFIG_SOCKET_PATH_MAX;
    }
    const char *colon = strrchr(text, ':');
    if (!colon || !parse_port(colon + 1, &listen->port))
        return false;
    struct tn_text address = { text, (size_t)(colon - text) };
    bool brackets = address.size > 2 && text[0] == '[' && colon[-1] == ']';
    if (brackets)
        address = (struct tn_text){ text + 1, address.size - 2 };
    bool v6 = address.size && memchr(address.at, ':', address.size);
    return v6 == brackets && address_parse(address, listen->address);
}

bool config_mode(const char *text, unsigned *mode)
{
    char *end;
    *mode = (unsigned)strtoul(text, &end, 8);
    return *text && !*end && *mode <= 0777;
}

/* One of a list, or what stands for the only one. */
static struct node *item(struct node *list, size_t index)
{
    char way[24];
    snprintf(way, sizeof way, "%zu", index);
    return list && list->kind == NODE_LIST ? node_way(list, way) : list;
}

static struct node *listener_node(const struct node *root, size_t row)
{
    return item(node_member(node_member(root, "server"), "listen"), row);
}

const struct node *config_listener_node(const struct config *config, size_t row, const char *way)
{
    struct node *node = listener_node(config->root, row);
    return node ? node_way(node, way) : config->root;
}

/* A check under way. */
struct check {
    const struct room *room;
    const struct node *root;
    const struct config_listener *rows;
};

static void report(const struct check *check, const struct node *node, const char *problem,
                   const char *found)
{
    errors_add(check->room->errors, SEVERITY_ERROR, node ? node->place : check->room->place,
               "%s, found `%s`", problem, found);
}

static void check_address(const struct check *check, size_t row, size_t index)
{
    const struct config_listener *listener = &check->rows[row];
    const char *address = listener->address.items[index];
    const struct node *node = listener_node(check->root, row);
    struct node *list = node_member(node, "address");
    struct config_listen parts;
    if (list)
        node = item(list, index);
    if (!config_listen(address, &parts))
        report(check, node,
               "`listen` must be an address such as 0.0.0.0:3000, [::]:3000 or "
               "unix:/run/tenon.sock",
               address);
    else if (!parts.path && (listener->mode || listener->owner || listener->group))
        report(check, node, "`mode`, `owner` and `group` are for Unix sockets", address);
}

/*
 * What the file holds stays with the node, so that a worker that takes another's place serves the same certificate, whatever
 * has become of the file since. Of a config that was handed over, it is there already.
 */
static bool read_file(const struct check *check, struct node *node, const char *path)
{
    if (!node || node->content.at || !path)
        return false;
    const char *problem = file_read(path, PEM_BYTES_MAX, check->room->arena, &node->content);
    if (problem)
        errors_add(check->room->errors, SEVERITY_ERROR, node->place, "cannot read `%s`: %s",
                   node->text.at, problem);
    return !problem;
}

/* A key that others can read is no secret; the server works with it all the same. */
static void check_secrecy(const struct check *check, const struct node *node, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)))
        errors_add(check->room->errors, SEVERITY_WARNING, node->place,
                   "others than its owner may use the key `%s`: its mode is %04o", node->text.at,
                   (unsigned)status.st_mode & 07777);
}

static void read_certificates(const struct check *check, size_t row)
{
    struct node *tls = node_member(listener_node(check->root, row), "tls");
    struct config_certificate *certificate =
        (struct config_certificate *)(uintptr_t)check->rows[row].tls.items;
    for (size_t i = 0; i < check->rows[row].tls.count; i++, certificate++) {
        struct node *node = node_member(item(tls, i), "certificate");
        read_file(check, node, certificate->certificate.at);
        certificate->certificate_node = node;
        node = node_member(item(tls, i), "key");
        if (read_file(check, node, certificate->key.at))
            check_secrecy(check, node, certificate->key.at);
        certificate->key_node = node;
    }
}

bool listeners_check(const struct room *room, const struct node *root,
                     const struct tn_groups *listeners)
{
    struct check check = { room, root, listeners->items };
    unsigned before = room->errors->count, bits;
    for (size_t row = 0; row < listeners->count; row++) {
        for (size_t i = 0; i < check.rows[row].address.count; i++)
            check_address(&check, row, i);
        const char *mode = check.rows[row].mode;
        if (mode && !config_mode(mode, &bits))
            report(&check, node_member(listener_node(root, row), "mode"),
                   "`mode` must be octal digits such as 0660", mode);
        read_certificates(&check, row);
    }
    return room->errors->count == before;
}
