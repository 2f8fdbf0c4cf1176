/* SPDX-License-Identifier: MIT */
/* Results kept: found for the same request alone, bounded in number and in memory, held while in
 * use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cache.h"

/* Puts a result of so many bytes for a body and lets go of it. The hash is the body's first byte, so
 * that bodies can be made that collide. */
static void put(struct cache *cache, const char *body, size_t size)
{
    char *memory = calloc(1, size);
    struct protocol_result result = { .success = true, .body = { memory, size } };
    cached_release(
        cache_put(cache, PROTOCOL_EVALUATE, tn_text(body), (uint64_t)body[0], &result, memory));
}

static bool has_for(struct cache *cache, enum protocol_operation operation, const char *body)
{
    struct cached *cached = cache_find(cache, operation, tn_text(body), (uint64_t)body[0]);
    if (cached)
        cached_release(cached);
    return cached != NULL;
}

static bool has(struct cache *cache, const char *body)
{
    return has_for(cache, PROTOCOL_EVALUATE, body);
}

static void test_only_the_same_request_is_found(void **state)
{
    (void)state;
    struct cache *cache = cache_new(10, 100000);
    put(cache, "cube", 10);
    assert_true(has(cache, "cube"));
    assert_false(has(cache, "cone"));
    assert_false(has(cache, "cub"));
    assert_false(has_for(cache, PROTOCOL_PARSE, "cube"));
    cache_free(cache);
}

static void test_the_longest_unused_gives_way(void **state)
{
    (void)state;
    struct cache *cache = cache_new(3, 100000);
    put(cache, "a", 10);
    put(cache, "b", 10);
    put(cache, "c", 10);
    assert_true(has(cache, "a"));
    put(cache, "d", 10);
    assert_false(has(cache, "b"));
    assert_true(has(cache, "a"));
    assert_true(has(cache, "c"));
    assert_true(has(cache, "d"));
    cache_free(cache);
}

static void test_memory_is_bounded(void **state)
{
    (void)state;
    struct cache *cache = cache_new(1000, 10000);
    char body[] = "a";
    for (; body[0] <= 'z'; body[0]++)
        put(cache, body, 2000);
    unsigned kept = 0;
    for (body[0] = 'a'; body[0] <= 'z'; body[0]++)
        kept += has(cache, body);
    assert_true(kept >= 3 && kept <= 5);
    assert_true(has(cache, "z"));
    cache_free(cache);
}

static void test_what_is_too_large_pushes_nothing_out(void **state)
{
    (void)state;
    struct cache *cache = cache_new(10, 10000);
    put(cache, "a", 10);
    put(cache, "b", 5000);
    assert_true(has(cache, "a"));
    assert_false(has(cache, "b"));
    cache_free(cache);
}

static void test_empty_cache_keeps_nothing(void **state)
{
    (void)state;
    struct cache *cache = cache_new(0, 10000);
    put(cache, "a", 10);
    assert_false(has(cache, "a"));
    cache_free(cache);
}

static void test_result_in_use_outlives_its_place(void **state)
{
    (void)state;
    struct cache *cache = cache_new(1, 10000);
    char *memory = calloc(1, 6);
    memcpy(memory, "result", 6);
    struct protocol_result result = { .success = true, .body = { memory, 6 } };
    struct cached *held = cache_put(cache, PROTOCOL_PARSE, TN_TEXT("a"), 1, &result, memory);
    put(cache, "b", 10);
    assert_false(has_for(cache, PROTOCOL_PARSE, "a"));
    cache_free(cache);
    assert_true(tn_text_is(cached_result(held)->body, "result"));
    cached_release(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_same_request_is_found),
        cmocka_unit_test(test_the_longest_unused_gives_way),
        cmocka_unit_test(test_memory_is_bounded),
        cmocka_unit_test(test_what_is_too_large_pushes_nothing_out),
        cmocka_unit_test(test_empty_cache_keeps_nothing),
        cmocka_unit_test(test_result_in_use_outlives_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
