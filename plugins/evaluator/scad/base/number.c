/* SPDX-License-Identifier: MIT */
/* The C library rounds to six digits; where they go is decided here. */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 6, LEADING_ZEROS_MAX = 4 };

/* A number as 0.DIGITS times ten to the power of the point. */
struct decimal {
    char digits[DIGITS_MAX + 1];
    int count;
    int point;
};

static struct decimal rounded(double magnitude)
{
    char scientific[32];
    snprintf(scientific, sizeof scientific, "%.*e", DIGITS_MAX - 1, magnitude);
    struct decimal decimal = { .point = atoi(strchr(scientific, 'e') + 1) + 1 };
    for (const char *at = scientific; *at != 'e'; at++)
        if (*at != '.')
            decimal.digits[decimal.count++] = *at;
    while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
        decimal.count--;
    return decimal;
}

static void print_scientific(struct builder *builder, const struct decimal *decimal)
{
    builder_byte(builder, decimal->digits[0]);
    if (decimal->count > 1)
        builder_byte(builder, '.');
    builder_bytes(builder, decimal->digits + 1, (size_t)decimal->count - 1);
    builder_format(builder, "e%+d", decimal->point - 1);
}

static void print_fraction(struct builder *builder, const struct decimal *decimal)
{
    builder_string(builder, "0.");
    for (int i = decimal->point; i < 0; i++)
        builder_byte(builder, '0');
    builder_bytes(builder, decimal->digits, (size_t)decimal->count);
}

static void print_plain(struct builder *builder, const struct decimal *decimal)
{
    for (int i = 0; i < decimal->count || i < decimal->point; i++) {
        if (i == decimal->point)
            builder_byte(builder, '.');
        builder_byte(builder, i < decimal->count ? decimal->digits[i] : '0');
    }
}

void number_print(struct builder *builder, double number)
{
    if (isnan(number)) {
        builder_string(builder, "nan");
        return;
    }
    if (number < 0)
        builder_byte(builder, '-');
    if (isinf(number)) {
        builder_string(builder, "inf");
    } else if (number == 0) {
        builder_byte(builder, '0');
    } else {
        struct decimal decimal = rounded(fabs(number));
        if (decimal.point > DIGITS_MAX || decimal.point < -LEADING_ZEROS_MAX)
            print_scientific(builder, &decimal);
        else if (decimal.point <= 0)
            print_fraction(builder, &decimal);
        else
            print_plain(builder, &decimal);
    }
}
