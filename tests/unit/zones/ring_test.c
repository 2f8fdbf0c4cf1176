/* SPDX-License-Identifier: MIT */
/* Rings: the newest so many, whole ones only, whatever the bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <zones/zones.h>

enum { COUNT = 3 };

static int setup(void **state)
{
    *state = calloc(1, ring_bytes(COUNT));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static void write_down(void *context, struct tn_text json, struct tn_text text)
{
    char *seen = context;
    sprintf(seen + strlen(seen), "%.*s=%.*s ", TN_ARG(json), TN_ARG(text));
}

static void count(void *context, struct tn_text json, struct tn_text text)
{
    assert_true(json.size + text.size <= RING_RECORD_MAX);
    ++*(unsigned *)context;
}

static bool put(void *ring, unsigned number)
{
    char json[20], text[20];
    snprintf(json, sizeof json, "%u", number);
    snprintf(text, sizeof text, "n%u", number);
    return ring_put(ring, COUNT, tn_text(json), tn_text(text));
}

static void the_newest_come_first(void **state)
{
    char seen[200] = "";
    ring_read(*state, COUNT, write_down, seen);
    assert_string_equal(seen, "");
    assert_true(put(*state, 1) && put(*state, 2));
    ring_read(*state, COUNT, write_down, seen);
    assert_string_equal(seen, "2=n2 1=n1 ");
    *seen = '\0';
    for (unsigned i = 3; i <= 8; i++)
        assert_true(put(*state, i));
    ring_read(*state, COUNT, write_down, seen);
    assert_string_equal(seen, "8=n8 7=n7 6=n6 ");
}

/* The stamp of the first slot stands behind the number of the next record. */
static void what_is_being_written_is_left_out(void **state)
{
    uint64_t *words = *state;
    char seen[200] = "";
    for (unsigned i = 0; i < COUNT; i++)
        assert_true(put(*state, i));
    words[1] = 2 * COUNT + 1; /* another process begins the fourth record, and dies */
    words[0]++;
    ring_read(*state, COUNT, write_down, seen);
    assert_string_equal(seen, "2=n2 1=n1 ");
    assert_true(put(*state, 5) && put(*state, 6));
    assert_false(put(*state, 7)); /* the dead one's slot, one round on */
    assert_true(put(*state, 8) && put(*state, 9));
    assert_true(put(*state, 10)); /* and two rounds on, when nobody can be writing still */
    *seen = '\0';
    ring_read(*state, COUNT, write_down, seen);
    assert_string_equal(seen, "10=n10 9=n9 8=n8 ");
}

static void too_large_a_record_is_given_up(void **state)
{
    struct tn_text large = { memset(malloc(RING_RECORD_MAX), 'x', RING_RECORD_MAX),
                             RING_RECORD_MAX };
    assert_false(ring_put(*state, COUNT, large, TN_TEXT("x")));
    assert_true(ring_put(*state, COUNT, large, TN_TEXT("")));
    assert_true(put(*state, 1));
    free((char *)(uintptr_t)large.at);
}

/* Another version, or a stray write, has left anything: nothing beyond the ring is read. */
static void any_bytes_are_a_ring(void **state)
{
    unsigned char *bytes = *state;
    unsigned random = 7;
    for (unsigned round = 0; round < 50; round++) {
        for (size_t i = 0; i < ring_bytes(COUNT); i++)
            bytes[i] = (unsigned char)((random = random * 1103515245 + 12345) >> 16);
        unsigned read = 0;
        ring_read(*state, COUNT, count, &read);
        assert_true(read <= COUNT);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_newest_come_first),
        TEST(what_is_being_written_is_left_out),
        TEST(too_large_a_record_is_given_up),
        TEST(any_bytes_are_a_ring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
