/* SPDX-License-Identifier: MIT */
/* Numbers, styles and transformations. Nothing in them is an error: what cannot be read counts as 0 or not at all. */
#include "readers/svg_value.h"

#include "base/degrees.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_LENGTH = 128, ARGUMENTS = 6 };

const char *svg_attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return "";
}

/* --- numbers ------------------------------------------------------------------------------------------- */

static size_t skip_digits(const char *text, size_t at)
{
    while (isdigit((unsigned char)text[at]))
        at++;
    return at;
}

/* How long the number is that the text begins with; 0 if it begins with none. */
static size_t number_length(const char *text)
{
    size_t start = text[0] == '+' || text[0] == '-', at = skip_digits(text, start);
    size_t digits = at - start;
    if (text[at] == '.') {
        size_t end = skip_digits(text, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits == 0)
        return 0;
    if (text[at] == 'e' || text[at] == 'E') {
        size_t exponent = at + 1 + (text[at + 1] == '+' || text[at + 1] == '-');
        size_t end = skip_digits(text, exponent);
        at = end > exponent ? end : at;
    }
    return at;
}

/* A copy, as more may follow that strtod() would take for a part of the number. */
static double to_number(const char *text, size_t length)
{
    char digits[NUMBER_LENGTH];
    if (length >= sizeof digits)
        length = sizeof digits - 1;
    memcpy(digits, text, length);
    digits[length] = '\0';
    return strtod(digits, NULL);
}

double svg_number(const char *text)
{
    size_t length = number_length(text);
    return length > 0 && text[length] == '\0' ? to_number(text, length) : 0;
}

bool svg_take_number(const char **list, double *number)
{
    const char *at = *list + strspn(*list, " ,\t\r\n");
    size_t length = number_length(at);
    *list = at + length;
    if (length == 0)
        return false;
    *number = to_number(at, length);
    return true;
}

/* --- styles -------------------------------------------------------------------------------------------- */

static struct text trim(const char *from, const char *to)
{
    while (from < to && isspace((unsigned char)*from))
        from++;
    while (from < to && isspace((unsigned char)to[-1]))
        to--;
    return (struct text){ from, (size_t)(to - from) };
}

struct text svg_style(const char *style, const char *property)
{
    while (*style) {
        size_t length = strcspn(style, ";");
        const char *end = style + length, *colon = memchr(style, ':', length);
        if (colon && text_equal(trim(style, colon), text_of(property)))
            return trim(colon + 1, end);
        style = *end ? end + 1 : end;
    }
    return (struct text){ "", 0 };
}

/* --- transformations ----------------------------------------------------------------------------------- */

const struct svg_matrix svg_identity = { { { 1, 0, 0 }, { 0, 1, 0 } } };

struct svg_matrix svg_matrix_product(const struct svg_matrix *outer, const struct svg_matrix *inner)
{
    struct svg_matrix product;
    for (int row = 0; row < 2; row++) {
        const double *from = outer->rows[row];
        for (int column = 0; column < 3; column++)
            product.rows[row][column] =
                from[0] * inner->rows[0][column] + from[1] * inner->rows[1][column];
        product.rows[row][2] += from[2];
    }
    return product;
}

static struct svg_matrix make_matrix(const double *arguments, size_t count)
{
    (void)count;
    return (struct svg_matrix){ { { arguments[0], arguments[2], arguments[4] },
                                  { arguments[1], arguments[3], arguments[5] } } };
}

static struct svg_matrix make_translation(const double *arguments, size_t count)
{
    return (
        struct svg_matrix){ { { 1, 0, arguments[0] }, { 0, 1, count > 1 ? arguments[1] : 0 } } };
}

static struct svg_matrix make_scale(const double *arguments, size_t count)
{
    return (struct svg_matrix){ { { arguments[0], 0, 0 },
                                  { 0, count > 1 ? arguments[1] : arguments[0], 0 } } };
}

/* About a point, if one is given. */
static struct svg_matrix make_rotation(const double *arguments, size_t count)
{
    double cosine = degrees_cosine(arguments[0]), sine = degrees_sine(arguments[0]);
    double x = count > 1 ? arguments[1] : 0, y = count > 1 ? arguments[2] : 0;
    return (struct svg_matrix){ { { cosine, -sine, x - cosine * x + sine * y },
                                  { sine, cosine, y - sine * x - cosine * y } } };
}

static struct svg_matrix make_skew_x(const double *arguments, size_t count)
{
    (void)count;
    return (struct svg_matrix){ { { 1, degrees_tangent(arguments[0]), 0 }, { 0, 1, 0 } } };
}

static struct svg_matrix make_skew_y(const double *arguments, size_t count)
{
    (void)count;
    return (struct svg_matrix){ { { 1, 0, 0 }, { degrees_tangent(arguments[0]), 1, 0 } } };
}

static const struct transformation {
    const char *name;
    size_t counts[2]; /* how many arguments it may have */
    struct svg_matrix (*make)(const double *arguments, size_t count);
} transformations[] = {
    { "matrix", { 6, 6 }, make_matrix }, { "translate", { 1, 2 }, make_translation },
    { "scale", { 1, 2 }, make_scale },   { "rotate", { 1, 3 }, make_rotation },
    { "skewX", { 1, 1 }, make_skew_x },  { "skewY", { 1, 1 }, make_skew_y },
};

static const struct transformation *find_transformation(struct text name)
{
    for (size_t i = 0; i < sizeof transformations / sizeof *transformations; i++)
        if (text_equal(name, text_of(transformations[i].name)))
            return &transformations[i];
    return NULL;
}

/* Takes the numbers up to the closing parenthesis and counts them, those without room, too. */
static size_t take_arguments(const char **list, double arguments[ARGUMENTS])
{
    size_t count = 0;
    double number;
    *list += strspn(*list, " (");
    while (svg_take_number(list, &number)) {
        if (count < ARGUMENTS)
            arguments[count] = number;
        count++;
    }
    return count;
}

struct svg_matrix svg_transform(const char *list)
{
    struct svg_matrix product = svg_identity;
    double arguments[ARGUMENTS] = { 0 };
    while (*list) {
        size_t length = 0;
        while (isalpha((unsigned char)list[length]))
            length++;
        const struct transformation *found = find_transformation((struct text){ list, length });
        list += length > 0 ? length : 1;
        if (!found)
            continue;
        size_t count = take_arguments(&list, arguments);
        if (count != found->counts[0] && count != found->counts[1])
            continue;
        struct svg_matrix matrix = found->make(arguments, count);
        product = svg_matrix_product(&product, &matrix);
    }
    return product;
}
