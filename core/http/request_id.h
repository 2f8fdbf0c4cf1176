/* SPDX-License-Identifier: MIT */
/* Ids for requests: UUIDs of version 4 (RFC 9562, 5.4), and which of the clients' own are taken. */
#pragma once

#include <stdint.h>

#include <tenon/text.h>

enum { REQUEST_ID_SIZE = 36, REQUEST_ID_MAX = 128 };

/* Randomness is fetched from the system for many ids at once. All zero is an empty store. */
struct id_source {
    uint8_t random[1024];
    size_t left;
};

void request_id_make(struct id_source *source, char id[REQUEST_ID_SIZE]);

/* Letters, digits and "-_.~+/=:@", 1 to 128 of them: nothing that could end a header or a log line. */
bool request_id_valid(struct tn_text id);
