/* SPDX-License-Identifier: MIT */
/* Wide whole numbers beside GMP's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kernel/big.h"

#include "model.h"

#include <gmp.h>

static void to_gmp(mpz_t to, const struct big *number)
{
    mpz_import(to, number->count, -1, sizeof *number->limbs, 0, 0, number->limbs);
    if (number->sign < 0)
        mpz_neg(to, to);
}

static struct big random_number(struct model *model, unsigned most_limbs)
{
    uint64_t limbs[BIG_LIMBS];
    unsigned count = model_random(model, most_limbs + 1);
    for (unsigned i = 0; i < count; i++)
        limbs[i] = model_random(model, 4) == 0   ? UINT64_MAX
                   : model_random(model, 4) == 0 ? 0
                                                 : model->random;
    return big_from_limbs(limbs, count, model_random(model, 2) ? 1 : -1);
}

static void assert_same(const struct big *number, mpz_t expected)
{
    mpz_t found;
    mpz_init(found);
    to_gmp(found, number);
    assert_int_equal(mpz_cmp(found, expected), 0);
    assert_int_equal(number->sign, mpz_sgn(expected));
    mpz_clear(found);
}

static void sums_products_and_order(void **state)
{
    (void)state;
    struct model model;
    mpz_t x, y, z;
    model_open(&model, 7);
    mpz_inits(x, y, z, NULL);
    for (int i = 0; i < 20000; i++) {
        struct big a = random_number(&model, 5), b = random_number(&model, 5);
        to_gmp(x, &a);
        to_gmp(y, &b);
        struct big product = big_product(&a, &b), sum = big_sum(&a, &b),
                   difference = big_difference(&a, &b);
        mpz_mul(z, x, y);
        assert_same(&product, z);
        mpz_add(z, x, y);
        assert_same(&sum, z);
        mpz_sub(z, x, y);
        assert_same(&difference, z);
        int order = mpz_cmp(x, y);
        assert_int_equal(big_compare(&a, &b), (order > 0) - (order < 0));
        assert_true(big_double(&a) == 0 ? mpz_sgn(x) == 0
                                        : big_double(&a) / mpz_get_d(x) > 1 - 1e-14);
    }
    mpz_clears(x, y, z, NULL);
    model_close(&model);
}

static void numbers_of_128_bits(void **state)
{
    (void)state;
    static const int128 numbers[] = {
        0, 1, -1, (int128)1 << 64, -((int128)1 << 64), ((int128)1 << 126) - 1
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        for (size_t j = 0; j < sizeof numbers / sizeof *numbers; j++) {
            struct big a = big_of(numbers[i]), b = big_of(numbers[j]);
            assert_int_equal(big_compare(&a, &b),
                             (numbers[i] > numbers[j]) - (numbers[i] < numbers[j]));
        }
}

static void signs_of_sums_of_products(void **state)
{
    (void)state;
    struct model model;
    mpz_t x, y, total;
    model_open(&model, 8);
    mpz_inits(x, y, total, NULL);
    for (int i = 0; i < 5000; i++) {
        struct sum sum = { { 0 } };
        mpz_set_ui(total, 0);
        for (int part = 0; part < 4; part++) {
            struct big a = random_number(&model, 3), b = random_number(&model, 2);
            bool negative = a.sign * b.sign < 0;
            sum_add_product(&sum, a.limbs, a.count, b.limbs, b.count, negative);
            to_gmp(x, &a);
            to_gmp(y, &b);
            mpz_addmul(total, x, y);
        }
        assert_int_equal(sum_sign(&sum), mpz_sgn(total));
    }
    mpz_clears(x, y, total, NULL);
    model_close(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_products_and_order),
        cmocka_unit_test(numbers_of_128_bits),
        cmocka_unit_test(signs_of_sums_of_products),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
