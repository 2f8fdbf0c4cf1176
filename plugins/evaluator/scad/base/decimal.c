/* SPDX-License-Identifier: MIT */
/* Whole numbers of 128 bits find the digits of what is neither very small nor whole; of all else the C library does. Its decimal
 * point, which depends on the locale, is never used. */
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

static void drop_zeros(struct digits *digits)
{
    while (digits->count > 1 && digits->text[digits->count - 1] == '0')
        digits->count--;
}

/* --- with whole numbers ------------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 wide;

static const uint64_t powers_of_ten[] = { 1,         10,         100,         1000,
                                          10000,     100000,     1000000,     10000000,
                                          100000000, 1000000000, 10000000000, 100000000000 };

enum { MANTISSA_BITS = 53, LARGEST_POWER = 22 }; /* of which the product has room in 128 bits */

static wide power_of_ten(int power)
{
    return (wide)powers_of_ten[power / 2] * powers_of_ten[power - power / 2];
}

/* A number times ten to the power of `power`, exactly: value / 2^shift, a whole part of seventeen digits. */
struct scaled {
    wide value;
    uint64_t mantissa;
    int shift, power;
};

/* False if there is no room for it. */
static bool scale(double magnitude, struct scaled *scaled)
{
    int binary;
    scaled->mantissa = (uint64_t)ldexp(frexp(magnitude, &binary), MANTISSA_BITS);
    scaled->shift = MANTISSA_BITS - binary;
    /* What the first digit counts is ten to this power, or to one more. */
    int exponent = (int)floor((binary - 1) * 0.30102999566398120);
    scaled->power = MOST_NEEDED - 1 - exponent;
    if (scaled->power > LARGEST_POWER || scaled->power < 1 || scaled->shift < 1)
        return false;
    scaled->value = scaled->mantissa * power_of_ten(scaled->power);
    if (scaled->value >> scaled->shift >= (wide)1000000 * powers_of_ten[11])
        scaled->value = scaled->mantissa * power_of_ten(--scaled->power);
    return true;
}

/* The number rounded to as many digits as are left when some are dropped, as a whole number. True if that reads back as the same
 * double: it is no further away than the middle to the next one. */
static bool round_off(const struct scaled *scaled, int dropped, uint64_t *rounded)
{
    uint64_t whole = (uint64_t)(scaled->value >> scaled->shift) / powers_of_ten[dropped];
    wide unit = (wide)powers_of_ten[dropped] << scaled->shift;
    wide below = scaled->value - whole * unit, above = unit - below;
    bool up = below > above || (below == above && whole % 2 == 1);
    wide gap = power_of_ten(scaled->power), error = 2 * (up ? above : below);
    if (!up && scaled->mantissa == (uint64_t)1 << (MANTISSA_BITS - 1))
        error *= 2; /* doubles are closer to each other below a power of two */
    *rounded = whole + up;
    return error < gap || (error == gap && scaled->mantissa % 2 == 0);
}

static bool find_quickly(double magnitude, struct digits *digits)
{
    struct scaled scaled;
    if (!scale(magnitude, &scaled))
        return false;
    uint64_t rounded;
    int dropped = MOST_NEEDED - FEWEST_TRIED;
    while (!round_off(&scaled, dropped, &rounded) && dropped > 0)
        dropped--;
    digits->count = (int)(put_whole(digits->text, rounded) - digits->text);
    digits->point = digits->count + dropped - scaled.power;
    drop_zeros(digits);
    return true;
}

/* --- with the C library ------------------------------------------------------------------------- */

static struct digits find_slowly(double magnitude)
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
    drop_zeros(&digits);
    return digits;
}

/* --- where they go ------------------------------------------------------------------------------ */

/* Fifteen digits survive any normal double, so that zeros at their end can be cut off; the smallest
 * ones hold fewer. */
static struct digits shortest_digits(double magnitude)
{
    struct digits digits;
    return find_quickly(magnitude, &digits) ? digits : find_slowly(magnitude);
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
