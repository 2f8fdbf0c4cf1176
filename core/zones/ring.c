/* SPDX-License-Identifier: MIT */
/* The newest records of several processes, in shared memory: each in a slot of its own, stamped when it is whole. */
#include <stdatomic.h>
#include <string.h>

#include <zones/zones.h>

/*
 * The n-th record (from 0) goes into slot n modulo the count. Its stamp is 2n + 1 while it is written, and 2n + 2 once it is
 * whole. Who finds a slot being written gives his record up, unless the ring has gone round twice since: then that writer died.
 */
struct slot {
    _Atomic uint64_t stamp;
    uint32_t json_size, text_size;
    char bytes[RING_RECORD_MAX];
};

struct ring {
    _Atomic uint64_t next;
    struct slot slots[];
};

size_t ring_bytes(size_t count)
{
    return sizeof(struct ring) + count * sizeof(struct slot);
}

bool ring_put(void *zone, size_t count, struct tn_text json, struct tn_text text)
{
    struct ring *ring = zone;
    if (json.size > RING_RECORD_MAX || text.size > RING_RECORD_MAX - json.size)
        return false;
    uint64_t number = atomic_fetch_add(&ring->next, 1);
    struct slot *slot = &ring->slots[number % count];
    uint64_t before = atomic_load(&slot->stamp), writing = 2 * number + 1;
    if ((before & 1) && writing - before < 4 * count)
        return false;
    if (!atomic_compare_exchange_strong(&slot->stamp, &before, writing))
        return false;
    slot->json_size = (uint32_t)json.size;
    slot->text_size = (uint32_t)text.size;
    memcpy(slot->bytes, json.at, json.size);
    memcpy(slot->bytes + json.size, text.at, text.size);
    return atomic_compare_exchange_strong(&slot->stamp, &writing, writing + 1);
}

/* False if the slot holds no whole record, or was written meanwhile. */
static bool copy(struct slot *slot, char bytes[RING_RECORD_MAX], struct tn_text *json,
                 struct tn_text *text)
{
    uint64_t stamp = atomic_load(&slot->stamp);
    size_t json_size = slot->json_size, text_size = slot->text_size;
    if (stamp == 0 || (stamp & 1) || json_size > RING_RECORD_MAX ||
        text_size > RING_RECORD_MAX - json_size)
        return false;
    memcpy(bytes, slot->bytes, json_size + text_size);
    *json = (struct tn_text){ bytes, json_size };
    *text = (struct tn_text){ bytes + json_size, text_size };
    atomic_thread_fence(memory_order_seq_cst);
    return atomic_load(&slot->stamp) == stamp;
}

void ring_read(void *zone, size_t count,
               void (*visit)(void *context, struct tn_text json, struct tn_text text),
               void *context)
{
    struct ring *ring = zone;
    uint64_t next = atomic_load(&ring->next), known = next < count ? next : count;
    char bytes[RING_RECORD_MAX];
    struct tn_text json, text;
    for (uint64_t back = 1; back <= known; back++)
        if (copy(&ring->slots[(next - back) % count], bytes, &json, &text))
            visit(context, json, text);
}
