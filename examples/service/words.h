/* SPDX-License-Identifier: MIT */
/* The contract example.words/1 between two plugins that do not know each other. */
#pragma once

#include <tenon/tenon.h>

#define WORDS_ID "example.words/1"

struct words {
    uint32_t table_size; /* sizeof(struct words): a later minor revision may append */
    /* The word for a number; absent if it has none. Static text. */
    struct tn_text (*word)(void *self, int64_t number);
};
