/* SPDX-License-Identifier: MIT */
/* A sink's other end for tests: all bytes in one place, with a NUL after them. */
#ifndef SCAD_TESTS_FORMATS_PAGE_H
#define SCAD_TESTS_FORMATS_PAGE_H

#include "formats/sink.h"

#include <string.h>

struct page {
    struct arena arena; /* holds nothing */
    struct sink sink;
    size_t length;
    char bytes[1 << 16];
};

static inline bool page_write(void *context, const void *bytes, size_t length)
{
    struct page *page = context;
    if (page->length + length >= sizeof page->bytes)
        return false;
    memcpy(page->bytes + page->length, bytes, length);
    page->length += length;
    page->bytes[page->length] = '\0';
    return true;
}

static inline void page_open(struct page *page)
{
    page->length = 0;
    page->bytes[0] = '\0';
    arena_open(&page->arena);
    sink_open(&page->sink, &page->arena, page_write, page);
}

#endif
