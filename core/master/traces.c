/* SPDX-License-Identifier: MIT */
/* The requests that workers keep in shared memory, handed on as they are: the master reads no request. */
#include <sys/mman.h>

#include <base/json.h>
#include <master/master.h>

struct showing {
    struct json json;
    struct buffer *text;
};

static void add_json(void *context, struct tn_text json, struct tn_text text)
{
    struct showing *showing = context;
    (void)text;
    json_raw(&showing->json, json);
}

static void add_text(void *context, struct tn_text json, struct tn_text text)
{
    struct showing *showing = context;
    (void)json;
    buffer_add(showing->text, text);
}

static void read_ring(struct master *master, const char *name, struct showing *showing,
                      void (*visit)(void *context, struct tn_text json, struct tn_text text))
{
    const struct generation *current = master->current;
    size_t count = current ? (size_t)current->config->server.trace.keep : 0,
           size = ring_bytes(count);
    int fd = count ? registry_zone(&master->registry, name, size, 0) : -1;
    void *zone = fd < 0 ? NULL : zone_map(fd, size);
    if (!zone)
        return;
    ring_read(zone, count, visit, showing);
    munmap(zone, size);
}

void traces_write(struct master *master, bool json, struct buffer *text)
{
    static const struct {
        const char *zone, *name, *title;
    } rings[] = { { RING_TRACED, "traced", "traced" },
                  { RING_NOTICED, "noticed", "failed or slow" } };
    struct showing showing = { .text = text };
    json_object(&showing.json);
    for (size_t i = 0; i < sizeof rings / sizeof *rings; i++) {
        json_key(&showing.json, rings[i].name);
        json_array(&showing.json);
        if (!json)
            buffer_print(text, "%s, newest first:\n", rings[i].title);
        read_ring(master, rings[i].zone, &showing, json ? add_json : add_text);
        json_array_end(&showing.json);
    }
    json_object_end(&showing.json);
    if (json) {
        buffer_add(text, buffer_text(&showing.json.out));
        buffer_string(text, "\n");
    }
    json_free(&showing.json);
}
