/* SPDX-License-Identifier: MIT */
/* Request ids. */
#include <http/request_id.h>

#include "cmocka_all.h"

static void ids_are_uuids_of_version_four(void **state)
{
    (void)state;
    struct id_source source = { 0 };
    char id[REQUEST_ID_SIZE], before[REQUEST_ID_SIZE] = { 0 };
    for (size_t i = 0; i < 1000; i++) {
        request_id_make(&source, id);
        for (size_t at = 0; at < sizeof id; at++) {
            bool hyphen = at == 8 || at == 13 || at == 18 || at == 23;
            assert_true(hyphen ? id[at] == '-' : strchr("0123456789abcdef", id[at]) != NULL);
        }
        assert_int_equal(id[14], '4');
        assert_non_null(strchr("89ab", id[19]));
        assert_memory_not_equal(id, before, sizeof id);
        memcpy(before, id, sizeof id);
    }
}

static void only_harmless_ids_are_taken(void **state)
{
    (void)state;
    char long_id[REQUEST_ID_MAX + 2];
    memset(long_id, 'a', sizeof long_id - 1);
    long_id[sizeof long_id - 1] = '\0';
    assert_true(request_id_valid(TN_TEXT("0b9f-AZ_.~+/=:@")));
    assert_true(request_id_valid((struct tn_text){ long_id, REQUEST_ID_MAX }));
    assert_false(request_id_valid(tn_text(long_id)));
    assert_false(request_id_valid(TN_TEXT("")));
    assert_false(request_id_valid(TN_TEXT("a b")));
    assert_false(request_id_valid(TN_TEXT("a\nb")));
    assert_false(request_id_valid(TN_TEXT("\"")));
    assert_false(request_id_valid((struct tn_text){ "a\0b", 3 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_uuids_of_version_four),
        cmocka_unit_test(only_harmless_ids_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
