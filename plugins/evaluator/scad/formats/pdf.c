/* SPDX-License-Identifier: MIT */
/* One page, one path, a scale; six objects and a table of where they are. Places and lines are those of OpenSCAD's sheets. */
#include "formats/pdf.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double points_in_mm = 2.834645656693, margin = 30;

enum { FONT_SMALL = 5, FONT_LABEL = 6, FONT_NAME = 10, OBJECT_COUNT = 6 };

/* Grays that black makes which is not quite opaque. */
static const double gray_line = 0.4, gray_thin_line = 0.52, gray_text = 0.52;

/* Points, from the lower left corner of the page; `shift` is where the origin of the model is. */
struct sheet {
    struct builder content;
    double size[2], shift[2];
};

struct pdf_page pdf_page_default(void)
{
    return (struct pdf_page){ .paper = PDF_A4,
                              .shows_scale = true,
                              .shows_message = true,
                              .grid_mm = 10,
                              .strokes = true,
                              .fill_color = { 0, 0, 0, 1 },
                              .stroke_color = { 0, 0, 0, 1 },
                              .stroke_mm = 0.35 };
}

/* --- sizes --- */

/* Whole points, the shape's middle and its width and height, as OpenSCAD rounds them. */
static void measure(const struct region *region, double span[2], double center[2])
{
    struct box box = region_box(region);
    for (int axis = 0; axis < 2; axis++) {
        double low = axis == 0 ? floor(box.low[0]) : ceil(box.low[1]);
        double high = axis == 0 ? ceil(box.high[0]) : floor(box.high[1]);
        span[axis] = trunc((high - low) * points_in_mm);
        center[axis] = trunc(low * points_in_mm + span[axis] / 2);
    }
}

static void find_size(const struct pdf_page *page, const double span[2], double size[2])
{
    static const double papers[][2] = {
        [PDF_A6] = { 298, 420 },      [PDF_A5] = { 420, 595 },     [PDF_A4] = { 595, 842 },
        [PDF_A3] = { 842, 1190 },     [PDF_LETTER] = { 612, 792 }, [PDF_LEGAL] = { 612, 1008 },
        [PDF_TABLOID] = { 792, 1224 }
    };
    bool lies =
        page->orientation == PDF_LANDSCAPE || (page->orientation == PDF_AUTO && span[0] > span[1]);
    size[0] = papers[page->paper][lies];
    size[1] = papers[page->paper][!lies];
}

bool pdf_fits(const struct pdf_page *page, const struct region *region)
{
    double span[2], center[2], size[2];
    measure(region, span, center);
    find_size(page, span, size);
    return span[0] <= size[0] - margin && span[1] <= size[1] - margin;
}

/* --- what is drawn --- */

/* PDF has no exponents. */
static void print_number(struct builder *out, double number)
{
    char digits[400];
    int length = snprintf(digits, sizeof digits, "%.5f", number);
    while (digits[length - 1] == '0')
        length--;
    if (digits[length - 1] == '.')
        length--;
    builder_bytes(out, digits, (size_t)length);
    builder_byte(out, ' ');
}

static void print_pair(struct builder *out, double x, double y, const char *operator)
{
    print_number(out, x);
    print_number(out, y);
    builder_format(out, "%s\n", operator);
}

static void draw_line(struct sheet *sheet, double x1, double y1, double x2, double y2)
{
    print_pair(&sheet->content, x1, y1, "m");
    print_pair(&sheet->content, x2, y2, "l S");
}

static void set_line(struct sheet *sheet, double width, double gray)
{
    print_number(&sheet->content, width);
    builder_string(&sheet->content, "w ");
    print_number(&sheet->content, gray);
    builder_string(&sheet->content, "G\n");
}

/* What is no ASCII is a question mark: the fonts that every reader has know little else. */
static void print_string(struct builder *out, const char *string)
{
    builder_byte(out, '(');
    for (struct text text = text_of(string); text.length > 0;) {
        size_t length = text_utf8_length(text, 0);
        char byte = length == 1 && *text.bytes >= ' ' ? *text.bytes : '?';
        if (byte == '(' || byte == ')' || byte == '\\')
            builder_byte(out, '\\');
        builder_byte(out, byte);
        length += length == 0;
        text = (struct text){ text.bytes + length, text.length - length };
    }
    builder_byte(out, ')');
}

static void draw_text(struct sheet *sheet, const char *string, double x, double y, int size)
{
    builder_format(&sheet->content, "BT /F1 %d Tf ", size);
    print_pair(&sheet->content, x, y, "Td");
    print_string(&sheet->content, string);
    builder_string(&sheet->content, " Tj ET\n");
}

/* On white paper; a colour's alpha makes it lighter. */
static void set_color(struct sheet *sheet, const float color[4], const char *operator)
{
    for (int i = 0; i < 3; i++)
        print_number(&sheet->content, 1 - (double)color[3] * (1 - (double)color[i]));
    builder_format(&sheet->content, "%s\n", operator);
}

static void draw_shape(struct sheet *sheet, const struct pdf_page *page,
                       const struct region *region)
{
    set_color(sheet, page->fill_color, "rg");
    set_color(sheet, page->stroke_color, "RG");
    print_number(&sheet->content, page->stroke_mm * points_in_mm);
    builder_string(&sheet->content, "w\n");
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        for (size_t j = 0; j < outline->count; j++) {
            const double *point = region->points[outline->first + j];
            print_pair(&sheet->content, sheet->shift[0] + points_in_mm * point[0],
                       sheet->shift[1] + points_in_mm * point[1], j == 0 ? "m" : "l");
        }
        builder_string(&sheet->content, "h\n");
    }
    const char *operator= page->fills ? page->strokes ? "B" : "f" : page->strokes ? "S" : "n";
    builder_format(&sheet->content, "%s\n", operator);
}

/* --- the scale --- */

/* Which multiples of a step lie between the margins, from a first to a last one: none if the model is out of all reach. */
static void find_steps(const struct sheet *sheet, int axis, double step_mm, int *first, int *last)
{
    double step = step_mm * points_in_mm;
    *first = 1;
    *last = 0;
    if (!(fabs(sheet->shift[axis]) < 1e8))
        return;
    *first = (int)ceil((margin - sheet->shift[axis]) / step);
    *last = (int)floor((sheet->size[axis] - margin - sheet->shift[axis]) / step);
}

/* A tick each centimetre, and a number at every second of them. */
static void draw_ticks(struct sheet *sheet, int axis)
{
    const double length = 5 * points_in_mm;
    int first, last;
    find_steps(sheet, axis, 10, &first, &last);
    for (int i = first; i <= last; i++) {
        char number[16];
        double at = sheet->shift[axis] + i * 10 * points_in_mm;
        snprintf(number, sizeof number, "%d", 10 * i);
        if (axis == 0)
            draw_line(sheet, at, margin, at, margin - length);
        else
            draw_line(sheet, margin, at, margin - length, at);
        if (i % 2 == 0 && axis == 0)
            draw_text(sheet, number, at + 1, margin - length + 2, FONT_LABEL);
        else if (i % 2 == 0)
            draw_text(sheet, number, margin - length, at + 3, FONT_LABEL);
    }
}

static void draw_scale(struct sheet *sheet)
{
    set_line(sheet, 0.36, gray_line);
    draw_line(sheet, margin, margin, margin, sheet->size[1] - margin);
    draw_line(sheet, margin, margin, sheet->size[0] - margin, margin);
    draw_ticks(sheet, 0);
    draw_ticks(sheet, 1);
}

static void draw_grid(struct sheet *sheet, double step_mm)
{
    double step = step_mm < 1 ? 2 : step_mm;
    int major = step > 10 ? (int)fmin(step, 1000) : (int)(10 / step);
    for (int axis = 0; axis < 2; axis++) {
        int first, last;
        find_steps(sheet, axis, step, &first, &last);
        for (int i = first; i <= last; i++) {
            double at = sheet->shift[axis] + i * step * points_in_mm;
            set_line(sheet, i % major ? 0.24 : 0.36, i % major ? gray_thin_line : gray_line);
            if (axis == 0)
                draw_line(sheet, at, margin, at, sheet->size[1] - margin);
            else
                draw_line(sheet, margin, at, sheet->size[0] - margin, at);
        }
    }
}

static void draw_notes(struct sheet *sheet, const struct pdf_page *page)
{
    static const char message[] = "Scale is to calibrate actual printed dimension. Check both X "
                                  "and Y. Measure between tick 0 and last tick";
    print_number(&sheet->content, gray_text);
    builder_string(&sheet->content, "g\n");
    if (page->file)
        draw_text(sheet, page->file, margin, sheet->size[1] - margin, FONT_NAME);
    if (!page->shows_scale)
        return;
    draw_scale(sheet);
    if (page->shows_message)
        draw_text(sheet, message, margin + 1, margin + 1, FONT_SMALL);
    if (page->shows_grid)
        draw_grid(sheet, page->grid_mm);
}

/* --- the document --- */

static uint32_t character_at(const char *bytes, size_t length)
{
    static const unsigned char masks[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    uint32_t character = (unsigned char)bytes[0] & masks[length];
    for (size_t i = 1; i < length; i++)
        character = character << 6 | ((unsigned char)bytes[i] & 0x3F);
    return character;
}

/* Text in UTF-16, as PDF wants what is no ASCII. */
static void print_entry(struct builder *out, const char *key, const char *value)
{
    if (!value || !*value)
        return;
    builder_format(out, "/%s <FEFF", key);
    for (struct text text = text_of(value); text.length > 0;) {
        size_t length = text_utf8_length(text, 0);
        uint32_t character = length ? character_at(text.bytes, length) : '?';
        if (character >= 0x10000)
            builder_format(out, "%04X%04X", 0xD7C0 + (character >> 10),
                           0xDC00 | (character & 0x3FF));
        else
            builder_format(out, "%04X", character);
        length += length == 0;
        text = (struct text){ text.bytes + length, text.length - length };
    }
    builder_string(out, ">\n");
}

static void print_object(struct builder *out, int number, struct sheet *sheet,
                         const struct pdf_page *page)
{
    builder_format(out, "%d 0 obj\n<< ", number);
    switch (number) {
    case 1:
        builder_string(out, "/Type /Catalog /Pages 2 0 R >>\n");
        break;
    case 2:
        builder_string(out, "/Type /Pages /Kids [3 0 R] /Count 1 >>\n");
        break;
    case 3:
        builder_format(out, "/Type /Page /Parent 2 0 R /MediaBox [0 0 %.0f %.0f] /Contents 4 0 R\n",
                       sheet->size[0], sheet->size[1]);
        builder_string(out, "/Resources << /Font << /F1 5 0 R >> >> >>\n");
        break;
    case 4:
        builder_format(out, "/Length %zu >>\nstream\n", sheet->content.length);
        builder_text(out, builder_result(&sheet->content));
        builder_string(out, "endstream\n");
        break;
    case 5:
        builder_string(out, "/Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\n");
        break;
    default:
        print_entry(out, "Title", page->title);
        print_entry(out, "Author", page->author);
        print_entry(out, "Subject", page->subject);
        print_entry(out, "Keywords", page->keywords);
        builder_string(out, "/Producer (Tenon) >>\n");
    }
    builder_string(out, "endobj\n");
}

static void print_document(struct builder *out, struct sheet *sheet, const struct pdf_page *page)
{
    size_t places[OBJECT_COUNT + 1];
    builder_string(out, "%PDF-1.4\n");
    for (int i = 1; i <= OBJECT_COUNT; i++) {
        places[i] = out->length;
        print_object(out, i, sheet, page);
    }
    size_t table = out->length;
    builder_format(out, "xref\n0 %d\n0000000000 65535 f \n", OBJECT_COUNT + 1);
    for (int i = 1; i <= OBJECT_COUNT; i++)
        builder_format(out, "%010zu 00000 n \n", places[i]);
    builder_format(out,
                   "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
                   OBJECT_COUNT + 1, OBJECT_COUNT, table);
}

void pdf_write(struct sink *sink, struct arena *arena, const struct pdf_page *page,
               const struct region *region)
{
    struct sheet sheet = { .content = builder_in(arena) };
    struct builder document = builder_in(arena);
    double span[2], center[2];
    measure(region, span, center);
    find_size(page, span, sheet.size);
    for (int axis = 0; axis < 2; axis++)
        sheet.shift[axis] = sheet.size[axis] / 2 - center[axis];
    draw_shape(&sheet, page, region);
    draw_notes(&sheet, page);
    print_document(&document, &sheet, page);
    sink_bytes(sink, builder_result(&document).bytes, document.length);
}
