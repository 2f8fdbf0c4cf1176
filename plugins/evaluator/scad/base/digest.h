/* SPDX-License-Identifier: MIT */
/* What names contents: 256 bits of BLAKE2b (RFC 7693). Nobody can find two contents of one name, not even on purpose. */
#ifndef SCAD_BASE_DIGEST_H
#define SCAD_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, DIGEST_BLOCK_BYTES = 128 };

struct digest {
    unsigned char bytes[DIGEST_BYTES];
};

/* A digest in the making. */
struct digester {
    uint64_t state[8];
    uint64_t taken; /* bytes that are in the state */
    unsigned char block[DIGEST_BLOCK_BYTES];
    size_t used; /* of the block */
};

void digester_open(struct digester *digester);
void digester_add(struct digester *digester, const void *bytes, size_t size);

/* Adds a number, so that it cannot be taken for a part of what is around it. */
void digester_add_number(struct digester *digester, uint64_t number);

/* The digest of all that was added. */
struct digest digester_close(struct digester *digester);

#endif
