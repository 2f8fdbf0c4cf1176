/* SPDX-License-Identifier: MIT */
/* HMAC with SHA-256 (RFC 2104, RFC 6234) over what a ticket says, under a name of its own so that the key may have other uses. */
#include <inttypes.h>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <stdio.h>

#include <http/ticket.h>
#include <http/token.h>

enum { DIGITS = 2 * SHA256_DIGEST_SIZE, EXPIRY_DIGITS_MAX = 12 };

static void sign(const char *key, struct tn_text claims, uint8_t digest[SHA256_DIGEST_SIZE])
{
    static const char domain[] = "tenon trace 1\n";
    struct hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, strlen(key), (const uint8_t *)key);
    hmac_sha256_update(&context, sizeof domain - 1, (const uint8_t *)domain);
    hmac_sha256_update(&context, claims.size, (const uint8_t *)claims.at);
    hmac_sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
}

struct tn_text ticket_make(struct arena *arena, const char *key, int64_t expiry_s,
                           struct tn_text prefix)
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    char digits[DIGITS + 1];
    struct tn_text claims = arena_print(arena, "%" PRId64 ":%" TN_PRI, expiry_s, TN_ARG(prefix));
    sign(key, claims, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(digits + 2 * i, 3, "%02x", digest[i]);
    return arena_print(arena, "%" TN_PRI ":%s", TN_ARG(claims), digits);
}

static bool read_signature(const char *digits, uint8_t signature[SHA256_DIGEST_SIZE])
{
    for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++) {
        int high = hexadecimal(digits[2 * i]), low = hexadecimal(digits[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        signature[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* The digits up to the first colon; what follows it is left in `rest`. */
static bool read_expiry(struct tn_text *rest, int64_t *expiry_s)
{
    size_t size = 0;
    *expiry_s = 0;
    for (; size < rest->size && rest->at[size] >= '0' && rest->at[size] <= '9'; size++)
        *expiry_s = *expiry_s * 10 + (rest->at[size] - '0');
    if (size == 0 || size > EXPIRY_DIGITS_MAX || size == rest->size || rest->at[size] != ':')
        return false;
    *rest = (struct tn_text){ rest->at + size + 1, rest->size - size - 1 };
    return true;
}

/* "/api" holds for /api and /api/x, not for /apiary. */
static bool beneath(struct tn_text path, struct tn_text prefix)
{
    if (prefix.size > 0 && prefix.at[prefix.size - 1] == '/')
        prefix.size--;
    if (path.size < prefix.size || memcmp(path.at, prefix.at, prefix.size) != 0)
        return false;
    return path.size == prefix.size || path.at[prefix.size] == '/';
}

bool ticket_opens(struct tn_text ticket, const char *key, int64_t now_s, struct tn_text path)
{
    uint8_t claimed[SHA256_DIGEST_SIZE], digest[SHA256_DIGEST_SIZE];
    int64_t expiry_s;
    if (ticket.size > 4096 || ticket.size < DIGITS + 1)
        return false;
    struct tn_text claims = { ticket.at, ticket.size - DIGITS - 1 }, prefix = claims;
    if (ticket.at[claims.size] != ':' || !read_signature(ticket.at + claims.size + 1, claimed))
        return false;
    sign(key, claims, digest);
    if (!memeql_sec(claimed, digest, sizeof digest) || !read_expiry(&prefix, &expiry_s))
        return false;
    return expiry_s > now_s && expiry_s <= now_s + TICKET_LIFE_MAX_S && beneath(path, prefix);
}
