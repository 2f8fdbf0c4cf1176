/* SPDX-License-Identifier: MIT */
/* BLAKE2b without a key, as RFC 7693 describes it. */
#include "base/digest.h"

#include <stdbool.h>
#include <string.h>

enum { ROUNDS = 12, WORDS = 16 };

static const uint64_t initial[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

/* In which order each round takes the words of a block; the last two rounds are the first two again. */
static const unsigned char orders[10][WORDS] = {
    { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 },
    { 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3 },
    { 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4 },
    { 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8 },
    { 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13 },
    { 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9 },
    { 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11 },
    { 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10 },
    { 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5 },
    { 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0 },
};

/* Least significant byte first, on every processor. */
static uint64_t word_of(const unsigned char *bytes)
{
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--)
        word = word << 8 | bytes[i];
    return word;
}

static inline uint64_t turned(uint64_t word, int bits)
{
    return word >> bits | word << (64 - bits);
}

static inline void mix(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d, uint64_t x, uint64_t y)
{
    *a += *b + x;
    *d = turned(*d ^ *a, 32);
    *c += *d;
    *b = turned(*b ^ *c, 24);
    *a += *b + y;
    *d = turned(*d ^ *a, 16);
    *c += *d;
    *b = turned(*b ^ *c, 63);
}

static inline void mix_all(uint64_t v[WORDS], const uint64_t words[WORDS],
                           const unsigned char order[WORDS])
{
    for (int i = 0; i < 4; i++)
        mix(&v[i], &v[4 + i], &v[8 + i], &v[12 + i], words[order[2 * i]], words[order[2 * i + 1]]);
    for (int i = 0; i < 4; i++)
        mix(&v[i], &v[4 + (i + 1) % 4], &v[8 + (i + 2) % 4], &v[12 + (i + 3) % 4],
            words[order[8 + 2 * i]], words[order[9 + 2 * i]]);
}

static void take_block(struct digester *digester, const unsigned char *block, size_t size,
                       bool is_last)
{
    uint64_t words[WORDS], v[WORDS];
    digester->taken += size;
    for (int i = 0; i < WORDS; i++)
        words[i] = word_of(block + 8 * i);
    memcpy(v, digester->state, sizeof digester->state);
    memcpy(v + 8, initial, sizeof initial);
    v[12] ^= digester->taken;
    if (is_last)
        v[14] = ~v[14];
    for (int round = 0; round < ROUNDS; round++)
        mix_all(v, words, orders[round % 10]);
    for (int i = 0; i < 8; i++)
        digester->state[i] ^= v[i] ^ v[8 + i];
}

void digester_open(struct digester *digester)
{
    digester->taken = digester->used = 0;
    memcpy(digester->state, initial, sizeof initial);
    digester->state[0] ^= 0x01010000 ^ DIGEST_BYTES;
}

/* A full block is taken only when more follows: the last one is taken otherwise. */
void digester_add(struct digester *digester, const void *bytes, size_t size)
{
    const unsigned char *next = bytes;
    while (size > 0) {
        if (digester->used == DIGEST_BLOCK_BYTES) {
            take_block(digester, digester->block, DIGEST_BLOCK_BYTES, false);
            digester->used = 0;
        }
        size_t room = DIGEST_BLOCK_BYTES - digester->used, part = size < room ? size : room;
        memcpy(digester->block + digester->used, next, part);
        digester->used += part;
        next += part;
        size -= part;
    }
}

void digester_add_number(struct digester *digester, uint64_t number)
{
    digester_add(digester, &number, sizeof number);
}

struct digest digester_close(struct digester *digester)
{
    struct digest digest;
    memset(digester->block + digester->used, 0, DIGEST_BLOCK_BYTES - digester->used);
    take_block(digester, digester->block, digester->used, true);
    for (int i = 0; i < DIGEST_BYTES; i++)
        digest.bytes[i] = (unsigned char)(digester->state[i / 8] >> (8 * (i % 8)));
    return digest;
}
