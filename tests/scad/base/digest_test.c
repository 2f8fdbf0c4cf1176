/* SPDX-License-Identifier: MIT */
/* The digest against Python's hashlib.blake2b(…, digest_size=32). */
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct digest digest_of(const void *bytes, size_t size, size_t step)
{
    struct digester digester;
    digester_open(&digester);
    for (size_t at = 0; at < size; at += step)
        digester_add(&digester, (const char *)bytes + at, size - at < step ? size - at : step);
    return digester_close(&digester);
}

static void assert_digest(struct digest digest, const char *expected)
{
    char text[2 * DIGEST_BYTES + 1];
    for (int i = 0; i < DIGEST_BYTES; i++)
        snprintf(text + 2 * i, 3, "%02x", digest.bytes[i]);
    assert_string_equal(text, expected);
}

static void it_is_blake2b(void **state)
{
    (void)state;
    unsigned char counted[1000];
    for (size_t i = 0; i < sizeof counted; i++)
        counted[i] = (unsigned char)i;
    assert_digest(digest_of("", 0, 1),
                  "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_digest(digest_of("abc", 3, 1),
                  "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_digest(digest_of(counted, 128, 128),
                  "c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1");
    assert_digest(digest_of(counted, 129, 129),
                  "f7f3c46ba2564ff4c4c162da1f5b605f9f1c4aa6a20652a9f9a337c1a2f5b9c9");
    assert_digest(digest_of(counted, 1000, 1000),
                  "c636324d47d89f2b2434dc2c994100663fbbaea880ff020fc5de89dd0f77a1ec");
}

static void the_pieces_do_not_matter(void **state)
{
    (void)state;
    unsigned char counted[1000];
    for (size_t i = 0; i < sizeof counted; i++)
        counted[i] = (unsigned char)(7 * i);
    struct digest whole = digest_of(counted, sizeof counted, sizeof counted);
    for (size_t step = 1; step < 300; step += 13) {
        struct digest parts = digest_of(counted, sizeof counted, step);
        assert_memory_equal(parts.bytes, whole.bytes, DIGEST_BYTES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_blake2b),
        cmocka_unit_test(the_pieces_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
