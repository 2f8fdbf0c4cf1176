/* SPDX-License-Identifier: MIT */
/* A chain with usual limits, whose log is swallowed. */
#pragma once

#include <http/memory.h>

#include "cmocka_all.h"
#include "unwired.h"

static struct chain chain;
static struct http_options options;

static inline void chain_begin(const struct http_entry *entries, size_t count)
{
    options.body_max = 1000;
    options.url_max = 200;
    options.header_max = 2000;
    options.headers_max = 20;
    options.request_ms = 1000;
    options.timeout_status = 504;
    options.accept_request_id = true;
    options.count = count;
    options.entries = entries;
    const char *problem = NULL;
    assert_true(chain_init(&chain, &options, &problem));
    chain.now_ms = 1000;
    deadlines_begin(&chain.deadlines, chain.now_ms);
}

static inline void chain_end(void)
{
    assert_int_equal(chain.request_count, 0);
    chain_free(&chain);
    options = (struct http_options){ 0 };
}
