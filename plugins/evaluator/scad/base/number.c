/* SPDX-License-Identifier: MIT */
/* The C library rounds to six digits; where they go is decided here. Whole numbers, which are most,
 * need neither. */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS 6

static size_t format_whole(int number, char *bytes)
{
    char digits[16];
    size_t count = 0, length = 0;
    unsigned rest = number < 0 ? (unsigned)-number : (unsigned)number;
    do {
        digits[count++] = (char)('0' + rest % 10);
    } while ((rest /= 10) > 0);
    if (number < 0)
        bytes[length++] = '-';
    while (count > 0)
        bytes[length++] = digits[--count];
    bytes[length] = '\0';
    return length;
}

/* The digits without the zeros at their end, and the exponent of the first one. */
static int take_digits(double number, char digits[DIGITS + 1])
{
    char scientific[32]; /* d.ddddde±xx */
    snprintf(scientific, sizeof scientific, "%.*e", DIGITS - 1, number);
    digits[0] = scientific[0];
    memcpy(digits + 1, scientific + 2, DIGITS - 1);
    size_t count = DIGITS;
    while (count > 1 && digits[count - 1] == '0')
        count--;
    digits[count] = '\0';
    return atoi(strchr(scientific, 'e') + 1);
}

static size_t lay_out(const char *digits, int exponent, char *bytes, size_t room)
{
    int count = (int)strlen(digits);
    if (exponent < -5 || exponent >= DIGITS)
        return (size_t)snprintf(bytes, room, "%c%s%se%+d", digits[0], count > 1 ? "." : "",
                                digits + 1, exponent);
    if (exponent < 0)
        return (size_t)snprintf(bytes, room, "0.%.*s%s", -exponent - 1, "00000", digits);
    if (count <= exponent + 1)
        return (size_t)snprintf(bytes, room, "%s%.*s", digits, exponent + 1 - count, "000000");
    return (size_t)snprintf(bytes, room, "%.*s.%s", exponent + 1, digits, digits + exponent + 1);
}

size_t number_format(double number, char bytes[NUMBER_BYTES])
{
    if (number == 0)
        return format_whole(0, bytes);
    if (fabs(number) < 1e6 && number == (int)number)
        return format_whole((int)number, bytes);
    size_t sign = 0;
    if (number < 0)
        bytes[sign++] = '-';
    if (isnan(number) || isinf(number)) {
        memcpy(bytes + sign, isnan(number) ? "nan" : "inf", 4);
        return sign + 3;
    }
    char digits[DIGITS + 1];
    int exponent = take_digits(fabs(number), digits);
    return sign + lay_out(digits, exponent, bytes + sign, NUMBER_BYTES - sign);
}

void number_print(struct builder *builder, double number)
{
    char bytes[NUMBER_BYTES];
    builder_bytes(builder, bytes, number_format(number, bytes));
}
