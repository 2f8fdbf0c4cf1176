/* SPDX-License-Identifier: MIT */
/* As OpenSCAD has it, also where SVG has it otherwise: the origin of a view box counts upward. */
#include "readers/svg_page.h"

#include <math.h>
#include <string.h>

static const double inch = 25.4;

struct view_box {
    double origin[2], size[2];
    bool is_valid;
};

struct length {
    double number;
    const char *unit; /* NULL: there is none to be read */
};

/* --- attributes ---------------------------------------------------------------------------------------- */

static const char *skip_blanks(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

static struct length read_length(const char *text)
{
    static const char *const units[] = { "", "em", "ex", "px", "in", "cm", "mm", "pt", "pc", "%" };
    struct length length = { 0 };
    double number;
    text = skip_blanks(text);
    if (*text == ',' || !svg_take_number(&text, &number))
        return length;
    text = skip_blanks(text);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t used = strlen(units[i]);
        if (strncmp(text, units[i], used) == 0 && *skip_blanks(text + used) == '\0')
            length = (struct length){ number, units[i] };
    }
    return length;
}

static struct view_box read_view_box(const char *text)
{
    struct view_box box = { .is_valid = true };
    double *numbers[4] = { &box.origin[0], &box.origin[1], &box.size[0], &box.size[1] };
    for (size_t i = 0; i < 4; i++)
        box.is_valid = box.is_valid && svg_take_number(&text, numbers[i]);
    box.is_valid =
        box.is_valid && *skip_blanks(text) == '\0' && box.size[0] >= 0 && box.size[1] >= 0;
    return box;
}

/* How the view box is fitted: 0 at the beginning of the page, 1/2 in the middle, 1 at the end. */
struct alignment {
    double place[2];
    bool is_stretched, fills_page;
};

static bool take_word(const char **text, const char *word)
{
    size_t length = strlen(word);
    *text = skip_blanks(*text);
    if (strncmp(*text, word, length) != 0)
        return false;
    *text += length;
    return true;
}

static bool take_place(const char **text, const char *const words[3], double *place)
{
    for (int i = 0; i < 3; i++)
        if (take_word(text, words[i])) {
            *place = i / 2.0;
            return true;
        }
    return false;
}

static struct alignment read_alignment(const char *text)
{
    static const char *const x_words[] = { "xMin", "xMid", "xMax" };
    static const char *const y_words[] = { "YMin", "YMid", "YMax" };
    const struct alignment usual = { .place = { 0.5, 0.5 } };
    struct alignment read = usual;
    take_word(&text, "defer");
    read.is_stretched = take_word(&text, "none");
    if (!read.is_stretched &&
        !(take_place(&text, x_words, &read.place[0]) && take_place(&text, y_words, &read.place[1])))
        return usual;
    if (!take_word(&text, "meet"))
        read.fills_page = take_word(&text, "slice");
    return *skip_blanks(text) == '\0' ? read : usual;
}

/* --- sizes --------------------------------------------------------------------------------------------- */

/* In millimetres; without a length of its own it is that of the view box. */
static double to_millimetres(struct length length, const struct view_box *box, int axis, double dpi)
{
    static const struct {
        const char *unit;
        double size;
    } units[] = { { "px", 25.4 / 96 }, { "pt", 25.4 / 72 }, { "pc", 25.4 / 6 },
                  { "in", 25.4 },      { "cm", 10 },        { "mm", 1 } };
    double boxed = box->is_valid ? box->size[axis] : 0;
    if (!length.unit)
        return inch * boxed / dpi;
    if (*length.unit == '\0')
        return inch * length.number / dpi;
    if (*length.unit == '%')
        return inch * length.number / 100 * boxed / dpi;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(length.unit, units[i].unit) == 0)
            return length.number * units[i].size;
    return boxed;
}

static double part_of_page(struct length length)
{
    return length.unit && *length.unit == '%' ? length.number / 100 : 1;
}

struct svg_page svg_page_of(const char *const *attributes, double dpi)
{
    static const char *const names[2] = { "width", "height" };
    struct view_box box = read_view_box(svg_attribute(attributes, "viewBox"));
    struct alignment alignment = read_alignment(svg_attribute(attributes, "preserveAspectRatio"));
    double size[2], scale[2] = { 1, 1 }, origin[2] = { 0, 0 }, shift[2] = { 0, 0 };
    for (int axis = 0; axis < 2; axis++) {
        struct length length = read_length(svg_attribute(attributes, names[axis]));
        size[axis] = to_millimetres(length, &box, axis, dpi);
        if (!box.is_valid)
            continue;
        origin[axis] = part_of_page(length) * box.origin[axis];
        scale[axis] = size[axis] / box.size[axis];
    }
    if (box.is_valid && !alignment.is_stretched) {
        scale[0] = scale[1] =
            alignment.fills_page ? fmax(scale[0], scale[1]) : fmin(scale[0], scale[1]);
        for (int axis = 0; axis < 2; axis++)
            shift[axis] = alignment.place[axis] * (size[axis] - scale[axis] * box.size[axis]);
    }
    return (struct svg_page){
        .matrix = { { { scale[0], 0, shift[0] - scale[0] * origin[0] },
                      { 0, -scale[1], size[1] - shift[1] - scale[1] * origin[1] } } },
        .middle = { -scale[0] * origin[0], -scale[1] * origin[1] },
    };
}
