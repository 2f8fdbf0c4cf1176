/* SPDX-License-Identifier: MIT */
/* The C library finds the digits; its decimal point, which depends on the locale, is never used. */
#include "base/decimal.h"

#include "base/put.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double largest_whole = 9007199254740992.0; /* 2^53 */

enum { FEWEST_TRIED = 15, MOST_NEEDED = 17, LARGEST_PLAIN = 21, SMALLEST_PLAIN = -6 };

/* 0.DIGITS times ten to the power of `point`. */
struct digits {
    char text[MOST_NEEDED + 1];
    int count, point;
};

/* Fifteen digits survive any normal double, so that zeros at their end can be cut off; the smallest
 * ones hold fewer. */
static struct digits shortest_digits(double magnitude)
{
    char scientific[DECIMAL_BYTES];
    for (int wanted = isnormal(magnitude) ? FEWEST_TRIED : 1; wanted <= MOST_NEEDED; wanted++) {
        snprintf(scientific, sizeof scientific, "%.*e", wanted - 1, magnitude);
        if (wanted == MOST_NEEDED || strtod(scientific, NULL) == magnitude)
            break;
    }
    char *exponent = strchr(scientific, 'e');
    struct digits digits = { .point = atoi(exponent + 1) + 1 };
    for (const char *at = scientific; at < exponent; at++)
        if (*at >= '0' && *at <= '9')
            digits.text[digits.count++] = *at;
    while (digits.count > 1 && digits.text[digits.count - 1] == '0')
        digits.count--;
    return digits;
}

static char *put_exponent(char *at, const struct digits *digits)
{
    *at++ = digits->text[0];
    if (digits->count > 1) {
        *at++ = '.';
        at = put(at, digits->text + 1, digits->count - 1);
    }
    return at + sprintf(at, "e%+d", digits->point - 1);
}

static char *put_plain(char *at, const struct digits *digits)
{
    if (digits->point <= 0) {
        at = put(at, "0.", 2);
        at = put_zeros(at, -digits->point);
        return put(at, digits->text, digits->count);
    }
    if (digits->count <= digits->point) {
        at = put(at, digits->text, digits->count);
        return put_zeros(at, digits->point - digits->count);
    }
    at = put(at, digits->text, digits->point);
    *at++ = '.';
    return put(at, digits->text + digits->point, digits->count - digits->point);
}

size_t decimal_print(double number, char text[DECIMAL_BYTES])
{
    assert(isfinite(number));
    double magnitude = fabs(number);
    char *at = text;
    if (number < 0)
        *at++ = '-';
    /* Most numbers of a mesh are indices or whole sizes, which need no search for digits. */
    if (magnitude < largest_whole && magnitude == floor(magnitude)) {
        at = put_whole(at, (uint64_t)magnitude);
    } else {
        struct digits digits = shortest_digits(magnitude);
        bool plain = digits.point > SMALLEST_PLAIN && digits.point <= LARGEST_PLAIN;
        at = plain ? put_plain(at, &digits) : put_exponent(at, &digits);
    }
    *at = '\0';
    return (size_t)(at - text);
}
