/* SPDX-License-Identifier: MIT */
/* Six digits and where they go. One product or quotient of doubles tells the digits unless it is
 * too close to the middle between two; then, and at the ends of the range, the C library does.
 * What lies exactly in the middle goes away from zero as a value, but to the even digit as "%g". */
#include "base/number.h"

#include "base/put.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 6

/* Enough to tell the middle between two numbers of six digits from any other double: nothing but it
 * has a 5 and forty zeros behind them. */
#define DIGITS_TO_TELL 48

enum middle { MIDDLE_AWAY, MIDDLE_EVEN };

/* The significant digits of a number, and the power of ten that the first one counts. */
struct digits {
    char text[DIGITS + 1];
    int count;
    int exponent;
};

/* --- the digits ------------------------------------------------------------------------------- */

/* Those that a double holds exactly: scaling by one of them rounds once. */
static const double powers_of_ten[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                        1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

enum { EXACT_POWERS = sizeof powers_of_ten / sizeof *powers_of_ten };

/* The number, of which the first digit counts ten to the power of `exponent`, as a whole number of
 * six digits. False if one rounding error could make it another one. */
static bool scale(double number, int exponent, unsigned *six_digits)
{
    int power = DIGITS - 1 - exponent;
    if (power <= -EXACT_POWERS || power >= EXACT_POWERS)
        return false;
    double scaled = power < 0 ? number / powers_of_ten[-power] : number * powers_of_ten[power];
    unsigned whole = (unsigned)scaled;
    double rest = scaled - whole;
    *six_digits = whole + (rest > 0.5);
    return fabs(rest - 0.5) > 1e-6;
}

static bool find_quickly(double number, unsigned *six_digits, int *exponent)
{
    int binary;
    frexp(number, &binary);
    *exponent = (int)floor((binary - 1) * 0.30102999566398120); /* this, or one more */
    if (!scale(number, *exponent, six_digits))
        return false;
    return *six_digits < 1000000 || scale(number, ++*exponent, six_digits);
}

/* Of the digits d.ddddddd…, which are cut off: does what follows the six round them up? */
static bool rounds_up(const char *all_digits, enum middle middle)
{
    const char *rest = all_digits + 1 + DIGITS;
    if (*rest != '5' || middle == MIDDLE_AWAY)
        return *rest >= '5';
    bool is_middle = strspn(rest + 1, "0") == strcspn(rest + 1, "e");
    return !is_middle || (rest[-1] - '0') % 2 == 1;
}

static void find_slowly(double number, enum middle middle, unsigned *six_digits, int *exponent)
{
    char scientific[DIGITS_TO_TELL + 16]; /* d.ddddd…e±xx */
    snprintf(scientific, sizeof scientific, "%.*e", DIGITS_TO_TELL - 1, number);
    *exponent = atoi(strchr(scientific, 'e') + 1);
    *six_digits = (unsigned)(scientific[0] - '0');
    for (int i = 2; i < 1 + DIGITS; i++)
        *six_digits = *six_digits * 10 + (unsigned)(scientific[i] - '0');
    *six_digits += rounds_up(scientific, middle);
    if (*six_digits == 1000000) {
        *six_digits = 100000;
        ++*exponent;
    }
}

/* Of a positive number; without the zeros at their end. */
static struct digits find_digits(double number, enum middle middle)
{
    struct digits digits;
    unsigned six_digits;
    if (!find_quickly(number, &six_digits, &digits.exponent))
        find_slowly(number, middle, &six_digits, &digits.exponent);
    put_whole(digits.text, six_digits);
    digits.count = DIGITS;
    while (digits.count > 1 && digits.text[digits.count - 1] == '0')
        digits.count--;
    return digits;
}

/* --- where they go ------------------------------------------------------------------------------ */

static char *put_exponent(char *at, int exponent, int width)
{
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    if (abs(exponent) < 10)
        at = put_zeros(at, width - 1);
    return put_whole(at, (unsigned)abs(exponent));
}

static char *put_scientific(char *at, const struct digits *digits, int width)
{
    *at++ = digits->text[0];
    if (digits->count > 1)
        *at++ = '.';
    at = put(at, digits->text + 1, digits->count - 1);
    return put_exponent(at, digits->exponent, width);
}

static char *put_plain(char *at, const struct digits *digits)
{
    int before = digits->exponent + 1; /* the point */
    if (before <= 0) {
        at = put(at, "0.", 2);
        at = put_zeros(at, -before);
        return put(at, digits->text, digits->count);
    }
    if (digits->count <= before) {
        at = put(at, digits->text, digits->count);
        return put_zeros(at, before - digits->count);
    }
    at = put(at, digits->text, before);
    *at++ = '.';
    return put(at, digits->text + before, digits->count - before);
}

/* Numbers from ten to the power of `smallest` up to a million need no exponent, which else has at
 * least `width` digits. */
static char *put_number(char *at, double number, int smallest, int width, enum middle middle)
{
    double magnitude = fabs(number);
    if (number < 0)
        *at++ = '-';
    if (magnitude < 1e6 && magnitude == (unsigned)magnitude)
        return put_whole(at, (unsigned)magnitude);
    struct digits digits = find_digits(magnitude, middle);
    bool plain = digits.exponent >= smallest && digits.exponent < DIGITS;
    return plain ? put_plain(at, &digits) : put_scientific(at, &digits, width);
}

static size_t end_text(char *at, char *bytes)
{
    *at = '\0';
    return (size_t)(at - bytes);
}

size_t number_format(double number, char bytes[NUMBER_BYTES])
{
    if (isfinite(number))
        return end_text(put_number(bytes, number, -5, 1, MIDDLE_AWAY), bytes);
    char *at = bytes;
    if (number < 0)
        *at++ = '-';
    return end_text(put(at, isnan(number) ? "nan" : "inf", 3), bytes);
}

size_t number_format_general(double number, char bytes[NUMBER_BYTES])
{
    if (isfinite(number) && number != 0)
        return end_text(put_number(bytes, number, -4, 2, MIDDLE_EVEN), bytes);
    return (size_t)snprintf(bytes, NUMBER_BYTES, "%g", number);
}

void number_print(struct builder *builder, double number)
{
    char bytes[NUMBER_BYTES];
    builder_bytes(builder, bytes, number_format(number, bytes));
}

void number_print_general(struct builder *builder, double number)
{
    char bytes[NUMBER_BYTES];
    if (number == 0 && !signbit(number))
        builder_byte(builder, '0');
    else
        builder_bytes(builder, bytes, number_format_general(number, bytes));
}
