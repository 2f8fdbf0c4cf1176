/* SPDX-License-Identifier: MIT */
/* A ring of bytes. Whoever writes takes the next part of it, so that no two write to the same place unless one falls a whole turn
 * behind. Each content carries a digest of itself: what was torn, or written over while it was read, does not match it. */
#include "common.h"

#include <stdatomic.h>
#include <stdlib.h>

enum {
    LARGEST_PART = 8,          /* no content takes more than this part */
    LARGEST_CONTENT = 4 << 20, /* nor more than can be read without holding up the worker: 1 GB/s */
    BYTES_PER_PLACE = 4096,    /* of the contents, about */
    STEP = 64,                 /* all begin at multiples of it */
};

struct zone {
    _Atomic uint64_t head; /* how many bytes were ever taken */
    uint64_t unused[7];
    _Atomic uint64_t
        places[]; /* where a content begins, plus one; its name says in which place to look */
};

struct head {
    struct digest name;
    struct digest check; /* of all else */
    uint64_t begin;      /* counted like zone.head */
    uint64_t size;
};

struct common {
    struct zone *zone;
    size_t place_count; /* a power of two */
    unsigned char *ring;
    size_t bytes; /* of the ring */
};

static size_t place_count(size_t bytes)
{
    size_t places = STEP / sizeof(uint64_t);
    while (places < bytes / BYTES_PER_PLACE)
        places *= 2;
    return places;
}

static size_t ring_bytes(size_t bytes)
{
    return (bytes + STEP - 1) / STEP * STEP;
}

size_t common_zone_bytes(size_t bytes)
{
    return sizeof(struct zone) + place_count(bytes) * sizeof(uint64_t) + ring_bytes(bytes);
}

size_t common_content_max(size_t bytes)
{
    return bytes / LARGEST_PART < LARGEST_CONTENT ? bytes / LARGEST_PART : LARGEST_CONTENT;
}

struct common *common_open(void *memory, size_t bytes)
{
    struct common *common = malloc(sizeof *common);
    if (!common)
        abort();
    *common = (struct common){ .zone = memory,
                               .place_count = place_count(bytes),
                               .bytes = ring_bytes(bytes) };
    common->ring =
        (unsigned char *)memory + sizeof(struct zone) + common->place_count * sizeof(uint64_t);
    return common;
}

/* Digests are even; any part of them will do. */
static _Atomic uint64_t *place_of(struct common *common, const struct digest *name)
{
    uint64_t hash;
    memcpy(&hash, name->bytes, sizeof hash);
    return &common->zone->places[hash & (common->place_count - 1)];
}

/* --- the ring ----------------------------------------------------------------------------------------- */

/* How much of it lies before the ring begins anew. */
static size_t first_part(const struct common *common, uint64_t at, size_t size)
{
    size_t room = common->bytes - (size_t)(at % common->bytes);
    return size < room ? size : room;
}

static void write_ring(struct common *common, uint64_t at, const void *bytes, size_t size)
{
    size_t first = first_part(common, at, size);
    memcpy(common->ring + at % common->bytes, bytes, first);
    memcpy(common->ring, (const char *)bytes + first, size - first);
}

static void read_ring(const struct common *common, uint64_t at, void *bytes, size_t size)
{
    size_t first = first_part(common, at, size);
    memcpy(bytes, common->ring + at % common->bytes, first);
    memcpy((char *)bytes + first, common->ring, size - first);
}

static struct digest check_of(const struct head *head, struct tn_text content)
{
    struct digester digester;
    digester_open(&digester);
    digester_add(&digester, head->name.bytes, DIGEST_BYTES);
    digester_add_number(&digester, head->begin);
    digester_add_number(&digester, head->size);
    digester_add(&digester, content.at, content.size);
    return digester_close(&digester);
}

/* --- finding and keeping ------------------------------------------------------------------------------ */

static bool is_there(struct common *common, uint64_t begin)
{
    return atomic_load(&common->zone->head) - begin <= common->bytes;
}

static bool read_head(struct common *common, const struct digest *name, struct head *head)
{
    uint64_t place = atomic_load(place_of(common, name));
    if (place == 0 || !is_there(common, place - 1))
        return false;
    read_ring(common, place - 1, head, sizeof *head);
    return head->begin == place - 1 && head->size <= common_content_max(common->bytes) &&
           memcmp(&head->name, name, sizeof *name) == 0;
}

bool common_find(struct common *common, const struct digest *name, struct tn_text *content)
{
    struct head head;
    if (!read_head(common, name, &head))
        return false;
    char *copy = malloc(head.size + 1);
    if (!copy)
        return false;
    read_ring(common, head.begin + sizeof head, copy, head.size);
    *content = (struct tn_text){ copy, head.size };
    struct digest check = check_of(&head, *content);
    if (memcmp(&check, &head.check, sizeof check) == 0)
        return true;
    free(copy);
    return false;
}

void common_put(struct common *common, const struct digest *name, struct tn_text content)
{
    if (content.size > common_content_max(common->bytes))
        return;
    size_t size = (sizeof(struct head) + content.size + STEP - 1) / STEP * STEP;
    struct head head = { .name = *name,
                         .begin = atomic_fetch_add(&common->zone->head, size),
                         .size = content.size };
    head.check = check_of(&head, content);
    write_ring(common, head.begin, &head, sizeof head);
    write_ring(common, head.begin + sizeof head, content.at, content.size);
    atomic_store(place_of(common, name), head.begin + 1);
}
