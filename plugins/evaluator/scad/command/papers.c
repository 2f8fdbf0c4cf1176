/* SPDX-License-Identifier: MIT */
/* A row for each of OpenSCAD's settings of PDF files: -O export-pdf/NAME=VALUE. */
#include "command/papers.h"

#include "evaluate/color.h"

#include <stdlib.h>
#include <string.h>

static const char section[] = "export-pdf/";

struct reading {
    struct builder *said;
    struct pdf_page page;
    bool shows_file, has_metadata;
};

/* --- values --- */

static void read_flag(const char *value, bool *flag)
{
    bool on = !strcmp(value, "true") || !strcmp(value, "1");
    if (on || !strcmp(value, "false") || !strcmp(value, "0"))
        *flag = on;
}

static void read_length(const char *value, double low, double high, double *length)
{
    char *end;
    double number = strtod(value, &end);
    if (*value != '\0' && *end == '\0' && number >= low && number <= high)
        *length = number;
}

/* The place of the word among some; `otherwise` if it is none of them. */
static int read_word(const char *value, const char *const *words, int otherwise)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(value, words[i]) == 0)
            return i;
    return otherwise;
}

static void read_color(struct reading *reading, const char *value, float color[4])
{
    float parsed[4];
    if (color_parse(text_of(value), parsed))
        memcpy(color, parsed, sizeof parsed);
    else
        builder_format(reading->said,
                       "WARNING: Unable to parse color \"%s\", reverting to default color.\n",
                       value);
}

/* --- settings --- */

static void set_paper(struct reading *reading, const char *value)
{
    static const char *const papers[] = {
        "a6", "a5", "a4", "a3", "letter", "legal", "tabloid", NULL
    };
    reading->page.paper = (enum pdf_paper)read_word(value, papers, (int)reading->page.paper);
}

static void set_orientation(struct reading *reading, const char *value)
{
    static const char *const ways[] = { "portrait", "landscape", "auto", NULL };
    reading->page.orientation =
        (enum pdf_orientation)read_word(value, ways, (int)reading->page.orientation);
}

static void set_file(struct reading *reading, const char *value)
{
    read_flag(value, &reading->shows_file);
}

static void set_scale(struct reading *reading, const char *value)
{
    read_flag(value, &reading->page.shows_scale);
}

static void set_message(struct reading *reading, const char *value)
{
    read_flag(value, &reading->page.shows_message);
}

static void set_grid(struct reading *reading, const char *value)
{
    read_flag(value, &reading->page.shows_grid);
}

static void set_grid_size(struct reading *reading, const char *value)
{
    read_length(value, 1, 100, &reading->page.grid_mm);
}

static void set_metadata(struct reading *reading, const char *value)
{
    read_flag(value, &reading->has_metadata);
}

static void set_title(struct reading *reading, const char *value)
{
    if (*value)
        reading->page.title = value;
}

static void set_author(struct reading *reading, const char *value)
{
    reading->page.author = value;
}

static void set_subject(struct reading *reading, const char *value)
{
    reading->page.subject = value;
}

static void set_keywords(struct reading *reading, const char *value)
{
    reading->page.keywords = value;
}

static void set_fill(struct reading *reading, const char *value)
{
    read_flag(value, &reading->page.fills);
}

static void set_fill_color(struct reading *reading, const char *value)
{
    read_color(reading, value, reading->page.fill_color);
}

static void set_stroke(struct reading *reading, const char *value)
{
    read_flag(value, &reading->page.strokes);
}

static void set_stroke_color(struct reading *reading, const char *value)
{
    read_color(reading, value, reading->page.stroke_color);
}

static void set_stroke_width(struct reading *reading, const char *value)
{
    read_length(value, 0, 999, &reading->page.stroke_mm);
}

static const struct {
    const char *name;
    void (*set)(struct reading *reading, const char *value);
    const char *values; /* in OpenSCAD's words, the default in angle brackets */
} settings[] = {
    { "paper-size", set_paper, "(enum): [a6,a5,<a4>,a3,letter,legal,tabloid]" },
    { "orientation", set_orientation, "(enum): [<portrait>,landscape,auto]" },
    { "show-filename", set_file, "(bool): true/<false>" },
    { "show-scale", set_scale, "(bool): <true>/false" },
    { "show-scale-message", set_message, "(bool): <true>/false" },
    { "show-grid", set_grid, "(bool): true/<false>" },
    { "grid-size", set_grid_size, "(double): 1.000000 : <10.000000> : 100.000000" },
    { "add-meta-data", set_metadata, "(bool): <true>/false" },
    { "meta-data-title", set_title, "(string): \"\"" },
    { "meta-data-author", set_author, "(string): \"\"" },
    { "meta-data-subject", set_subject, "(string): \"\"" },
    { "meta-data-keywords", set_keywords, "(string): \"\"" },
    { "fill", set_fill, "(bool): true/<false>" },
    { "fill-color", set_fill_color, "(string): \"black\"" },
    { "stroke", set_stroke, "(bool): <true>/false" },
    { "stroke-color", set_stroke_color, "(string): \"black\"" },
    { "stroke-width", set_stroke_width, "(double): 0.000000 : <1.000000> : 999.000000" },
};

static void apply(struct reading *reading, const char *setting)
{
    size_t length = strcspn(setting, "=");
    const char *value = setting[length] ? setting + length + 1 : "";
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (strlen(settings[i].name) == length && !strncmp(settings[i].name, setting, length))
            settings[i].set(reading, value);
}

struct pdf_page papers_read(const struct string_list *options, const char *file,
                            struct builder *said)
{
    const char *slash = strrchr(file, '/');
    struct reading reading = { .said = said, .page = pdf_page_default(), .has_metadata = true };
    reading.page.title = slash ? slash + 1 : file;
    for (size_t i = 0; i < options->count; i++)
        if (strncmp(options->items[i], section, strlen(section)) == 0)
            apply(&reading, options->items[i] + strlen(section));
    struct pdf_page *page = &reading.page;
    page->file = reading.shows_file ? file : NULL;
    if (!reading.has_metadata)
        page->title = page->author = page->subject = page->keywords = NULL;
    return *page;
}

void papers_print_help(FILE *stream)
{
    fputs("List of settings that can be given using the -O option using the\n"
          "format '<section>/<key>=value', e.g.:\n"
          "tenon-scad -O export-pdf/paper-size=a6 -O export-pdf/show-grid=false\n\n"
          "Section 'export-pdf':\n",
          stream);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        fprintf(stream, "  - %s %s\n", settings[i].name, settings[i].values);
}
