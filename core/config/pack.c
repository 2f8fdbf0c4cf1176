/* SPDX-License-Identifier: MIT */
/* Trees as bytes: the version, the sources, then the nodes, each before its members. Numbers are this machine's. */
#include <stdint.h>
#include <stdlib.h>

#include <config/pack.h>

static const char version[] = "tenon tree 2";

enum { SOURCES_MAX = 1024 };
static const uint32_t absent = UINT32_MAX; /* an enumerator is an int */

struct packer {
    struct buffer nodes;
    const struct source *sources[SOURCES_MAX];
    uint32_t count;
};

static void put_number(struct buffer *out, uint32_t number)
{
    buffer_add(out, (struct tn_text){ (const char *)&number, sizeof number });
}

static void put_text(struct buffer *out, struct tn_text text)
{
    put_number(out, text.at ? (uint32_t)text.size : absent);
    if (text.at)
        buffer_add(out, text);
}

/* Sources are few, and neighbours mostly have the same: it is looked for from the last. */
static uint32_t source_number(struct packer *packer, const struct source *source)
{
    if (!source)
        return absent;
    for (uint32_t i = packer->count; i-- > 0;)
        if (packer->sources[i] == source)
            return i;
    if (packer->count == SOURCES_MAX)
        return absent;
    packer->sources[packer->count] = source;
    return packer->count++;
}

static void put_place(struct packer *packer, struct place place)
{
    put_number(&packer->nodes, source_number(packer, place.source));
    put_number(&packer->nodes, place.line);
    put_number(&packer->nodes, place.column);
    put_number(&packer->nodes, place.width);
}

/* The depth of a document is capped where it is read. */
static void put_node(struct packer *packer, const struct node *node)
{
    struct buffer *out = &packer->nodes;
    put_number(out, (uint32_t)node->kind);
    put_number(out,
               (uint32_t)node->plain | (uint32_t)node->secret << 1 | (uint32_t)node->broken << 2);
    put_place(packer, node->place);
    put_place(packer, node->key_place);
    put_text(out, node->key);
    put_text(out, node->text);
    put_text(out, tn_text(node->origin));
    put_text(out, node->content);
    put_number(out, (uint32_t)node->count);
    for (const struct node *member = node->first; member; member = member->next)
        put_node(packer, member);
}

void tree_pack(const struct node *root, struct buffer *packed)
{
    struct packer *packer = memory_alloc(sizeof *packer);
    put_node(packer, root);
    put_text(packed, tn_text(version));
    put_number(packed, packer->count);
    for (uint32_t i = 0; i < packer->count; i++) {
        put_text(packed, tn_text(packer->sources[i]->name));
        put_text(packed, packer->sources[i]->text);
    }
    buffer_add(packed, buffer_text(&packer->nodes));
    buffer_free(&packer->nodes);
    free(packer);
}

struct unpacker {
    struct tn_text left;
    bool bad; /* more was to be there than is */
    struct arena *arena;
    struct source *sources;
    uint32_t count;
};

static uint32_t take_number(struct unpacker *unpacker)
{
    uint32_t number = 0;
    if (unpacker->left.size < sizeof number) {
        unpacker->bad = true;
        return 0;
    }
    memcpy(&number, unpacker->left.at, sizeof number);
    unpacker->left.at += sizeof number;
    unpacker->left.size -= sizeof number;
    return number;
}

static struct tn_text take_text(struct unpacker *unpacker)
{
    uint32_t size = take_number(unpacker);
    struct tn_text text = { unpacker->left.at, size };
    if (size == absent || unpacker->bad)
        return tn_text(NULL);
    if (size > unpacker->left.size) {
        unpacker->bad = true;
        return tn_text(NULL);
    }
    unpacker->left.at += size;
    unpacker->left.size -= size;
    return arena_copy(unpacker->arena, text);
}

static struct place take_place(struct unpacker *unpacker)
{
    uint32_t source = take_number(unpacker);
    struct place place = { source < unpacker->count ? &unpacker->sources[source] : NULL, 0, 0, 0 };
    place.line = take_number(unpacker);
    place.column = take_number(unpacker);
    place.width = take_number(unpacker);
    return place;
}

static struct node *take_node(struct unpacker *unpacker)
{
    struct node *node = arena_alloc(unpacker->arena, sizeof *node), **link = &node->first;
    node->kind = (enum node_kind)take_number(unpacker);
    uint32_t flags = take_number(unpacker);
    node->plain = flags & 1;
    node->secret = flags & 2;
    node->broken = flags & 4;
    node->place = take_place(unpacker);
    node->key_place = take_place(unpacker);
    node->key = take_text(unpacker);
    node->text = take_text(unpacker);
    node->origin = take_text(unpacker).at;
    node->content = take_text(unpacker);
    node->count = take_number(unpacker);
    for (size_t i = 0; i < node->count && !unpacker->bad; i++) {
        *link = take_node(unpacker);
        link = &(*link)->next;
    }
    return node;
}

struct node *tree_unpack(struct tn_text packed, struct arena *arena)
{
    struct unpacker unpacker = { .left = packed, .arena = arena };
    if (!tn_text_is(take_text(&unpacker), version))
        return NULL;
    unpacker.count = take_number(&unpacker);
    if (unpacker.count > SOURCES_MAX)
        return NULL;
    unpacker.sources = arena_alloc(arena, (unpacker.count + 1) * sizeof(*unpacker.sources));
    for (uint32_t i = 0; i < unpacker.count; i++) {
        unpacker.sources[i].name = take_text(&unpacker).at;
        unpacker.sources[i].text = take_text(&unpacker);
    }
    struct node *root = take_node(&unpacker);
    return unpacker.bad ? NULL : root;
}
