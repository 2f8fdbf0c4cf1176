/* SPDX-License-Identifier: MIT */
/* A row for each of OpenSCAD's settings of files: -O SECTION/NAME=VALUE. */
#include "command/settings.h"

#include "evaluate/color.h"

#include <stdlib.h>
#include <string.h>

/* Where values are put: looks, and what decides about parts of them. */
struct reading {
    struct looks looks;
    bool pdf_shows_file, pdf_has_metadata;
    struct builder *said;
};

enum kind { FLAG, LENGTH, COUNT, WORD, TEXT, COLOR };

struct setting {
    const char *section, *name;
    enum kind kind;
    size_t place; /* in struct reading, of a bool, double, int, enum, const char * or float[4] */
    double low, high;
    const char *const *words; /* in the order of the enum */
    const char *color;        /* what it is when nobody says */
};

static const char *const papers[] = { "a6", "a5", "a4", "a3", "letter", "legal", "tabloid", NULL };
static const char *const orientations[] = { "portrait", "landscape", "auto", NULL };
static const char *const color_modes[] = { "model", "none", "selected-only", NULL };
static const char *const materials[] = { "color", "basematerial", NULL };

#define AT(field) offsetof(struct reading, field)

static const struct setting settings[] = {
    { "export-pdf", "paper-size", WORD, AT(looks.pdf.paper), .words = papers },
    { "export-pdf", "orientation", WORD, AT(looks.pdf.orientation), .words = orientations },
    { "export-pdf", "show-filename", FLAG, AT(pdf_shows_file) },
    { "export-pdf", "show-scale", FLAG, AT(looks.pdf.shows_scale) },
    { "export-pdf", "show-scale-message", FLAG, AT(looks.pdf.shows_message) },
    { "export-pdf", "show-grid", FLAG, AT(looks.pdf.shows_grid) },
    { "export-pdf", "grid-size", LENGTH, AT(looks.pdf.grid_mm), 1, 100 },
    { "export-pdf", "add-meta-data", FLAG, AT(pdf_has_metadata) },
    { "export-pdf", "meta-data-title", TEXT, AT(looks.pdf.title) },
    { "export-pdf", "meta-data-author", TEXT, AT(looks.pdf.author) },
    { "export-pdf", "meta-data-subject", TEXT, AT(looks.pdf.subject) },
    { "export-pdf", "meta-data-keywords", TEXT, AT(looks.pdf.keywords) },
    { "export-pdf", "fill", FLAG, AT(looks.pdf.fills) },
    { "export-pdf", "fill-color", COLOR, AT(looks.pdf.fill_color), .color = "black" },
    { "export-pdf", "stroke", FLAG, AT(looks.pdf.strokes) },
    { "export-pdf", "stroke-color", COLOR, AT(looks.pdf.stroke_color), .color = "black" },
    { "export-pdf", "stroke-width", LENGTH, AT(looks.pdf.stroke_mm), 0, 999 },
    { "export-3mf", "color-mode", WORD, AT(looks.three_mf.colors), .words = color_modes },
    { "export-3mf", "unit", WORD, AT(looks.three_mf.unit), .words = three_mf_units },
    { "export-3mf", "color", COLOR, AT(looks.three_mf.chosen_color), .color = "#f9d72c" },
    { "export-3mf", "material-type", WORD, AT(looks.three_mf.material), .words = materials },
    { "export-3mf", "decimal-precision", COUNT, AT(looks.three_mf.decimals), 1, THREE_MF_DECIMALS },
    { "export-3mf", "add-meta-data", FLAG, AT(looks.three_mf.has_metadata) },
    { "export-3mf", "meta-data-title", TEXT, AT(looks.three_mf.title) },
    { "export-3mf", "meta-data-designer", TEXT, AT(looks.three_mf.designer) },
    { "export-3mf", "meta-data-description", TEXT, AT(looks.three_mf.description) },
    { "export-3mf", "meta-data-copyright", TEXT, AT(looks.three_mf.copyright) },
    { "export-3mf", "meta-data-license-terms", TEXT, AT(looks.three_mf.license_terms) },
    { "export-3mf", "meta-data-rating", TEXT, AT(looks.three_mf.rating) },
    { "export-svg", "fill", FLAG, AT(looks.svg.fills) },
    { "export-svg", "fill-color", TEXT, AT(looks.svg.fill_color) },
    { "export-svg", "stroke", FLAG, AT(looks.svg.strokes) },
    { "export-svg", "stroke-color", TEXT, AT(looks.svg.stroke_color) },
    { "export-svg", "stroke-width", LENGTH, AT(looks.svg.stroke_mm), 0, 999 },
};

enum { SETTING_COUNT = sizeof settings / sizeof *settings };

static struct reading reading_of_nothing(struct builder *said)
{
    return (struct reading){ .looks = looks_default(), .pdf_has_metadata = true, .said = said };
}

/* --- values; false if the setting takes no such --- */

static bool read_flag(const char *value, bool *flag)
{
    bool on = !strcmp(value, "true") || !strcmp(value, "1");
    if (!on && strcmp(value, "false") != 0 && strcmp(value, "0") != 0)
        return false;
    *flag = on;
    return true;
}

static bool read_number(const struct setting *setting, const char *value, double *number)
{
    char *end;
    double read = strtod(value, &end);
    if (*value == '\0' || *end != '\0' || !(read >= setting->low && read <= setting->high))
        return false;
    *number = read;
    return true;
}

static bool read_count(const struct setting *setting, const char *value, int *count)
{
    double number;
    if (!read_number(setting, value, &number) || number != (double)(int)number)
        return false;
    *count = (int)number;
    return true;
}

static bool read_word(const struct setting *setting, const char *value, void *place)
{
    for (int i = 0; setting->words[i]; i++)
        if (strcmp(value, setting->words[i]) == 0) {
            memcpy(place, &i, sizeof i);
            return true;
        }
    return false;
}

static void read_color(struct builder *said, const char *value, float color[4])
{
    float parsed[4];
    if (color_parse(text_of(value), parsed))
        memcpy(color, parsed, sizeof parsed);
    else
        builder_format(said, "WARNING: Unable to parse color \"%s\", reverting to default color.\n",
                       value);
}

static bool read_value(struct reading *reading, const struct setting *setting, const char *value)
{
    void *place = (char *)reading + setting->place;
    switch (setting->kind) {
    case FLAG:
        return read_flag(value, place);
    case LENGTH:
        return read_number(setting, value, place);
    case COUNT:
        return read_count(setting, value, place);
    case WORD:
        return read_word(setting, value, place);
    case COLOR:
        read_color(reading->said, value, place);
        return true;
    default:
        if (*value)
            *(const char **)place = value;
        return true;
    }
}

/* --- settings --- */

static void say_what_it_takes(struct builder *said, const struct setting *setting)
{
    switch (setting->kind) {
    case FLAG:
        builder_string(said, "true or false");
        break;
    case WORD:
        for (int i = 0; setting->words[i]; i++)
            builder_format(said, "%s%s", i == 0 ? "one of " : ", ", setting->words[i]);
        break;
    default:
        builder_format(said, "a %snumber from %g to %g", setting->kind == COUNT ? "whole " : "",
                       setting->low, setting->high);
    }
}

static const struct setting *find(const char *text, size_t length)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        size_t section = strlen(setting->section);
        if (section + 1 + strlen(setting->name) == length && text[section] == '/' &&
            strncmp(text, setting->section, section) == 0 &&
            strncmp(text + section + 1, setting->name, length - section - 1) == 0)
            return setting;
    }
    return NULL;
}

static bool apply(struct reading *reading, const char *text)
{
    size_t length = strcspn(text, "=");
    const char *value = text[length] ? text + length + 1 : "";
    const struct setting *setting = find(text, length);
    if (!setting) {
        builder_format(reading->said,
                       "-O %s: there is no setting of that name; --help-export lists all\n", text);
        return false;
    }
    if (read_value(reading, setting, value))
        return true;
    builder_format(reading->said, "-O %s: the value is expected to be ", text);
    say_what_it_takes(reading->said, setting);
    builder_byte(reading->said, '\n');
    return false;
}

bool settings_read(const struct string_list *list, const char *file, struct builder *said,
                   struct looks *looks)
{
    const char *slash = strrchr(file, '/');
    struct reading reading = reading_of_nothing(said);
    struct pdf_page *pdf = &reading.looks.pdf;
    bool good = true;
    pdf->title = reading.looks.three_mf.title = slash ? slash + 1 : file;
    for (size_t i = 0; i < list->count; i++)
        good &= apply(&reading, list->items[i]);
    pdf->file = reading.pdf_shows_file ? file : NULL;
    if (!reading.pdf_has_metadata)
        pdf->title = pdf->author = pdf->subject = pdf->keywords = NULL;
    *looks = reading.looks;
    return good;
}

/* --- help --- */

static void print_words(FILE *stream, const struct setting *setting, int chosen)
{
    for (int i = 0; setting->words[i]; i++)
        fprintf(stream, i == chosen ? "%s<%s>" : "%s%s", i == 0 ? "(enum): [" : ",",
                setting->words[i]);
    fputs("]\n", stream);
}

/* In OpenSCAD's words: what it takes, and in angle brackets what it is when nobody says. */
static void print_values(FILE *stream, const struct setting *setting, const struct reading *reading)
{
    const void *place = (const char *)reading + setting->place;
    int chosen = 0;
    switch (setting->kind) {
    case FLAG:
        fputs(*(const bool *)place ? "(bool): <true>/false\n" : "(bool): true/<false>\n", stream);
        break;
    case LENGTH:
        fprintf(stream, "(double): %f : <%f> : %f\n", setting->low, *(const double *)place,
                setting->high);
        break;
    case COUNT:
        fprintf(stream, "(int): %.0f : <%d> : %.0f\n", setting->low, *(const int *)place,
                setting->high);
        break;
    case WORD:
        memcpy(&chosen, place, sizeof chosen);
        print_words(stream, setting, chosen);
        break;
    default: {
        const char *text = setting->kind == COLOR ? setting->color : *(const char *const *)place;
        fprintf(stream, "(string): \"%s\"\n", text ? text : "");
    }
    }
}

void settings_print_help(FILE *stream)
{
    const struct reading reading = reading_of_nothing(NULL);
    const char *section = "";
    fputs("List of settings that can be given using the -O option using the\n"
          "format '<section>/<key>=value', e.g.:\n"
          "tenon-scad -O export-pdf/paper-size=a6 -O export-pdf/show-grid=false\n\n",
          stream);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(section, settings[i].section) != 0)
            fprintf(stream, "Section '%s':\n", settings[i].section);
        section = settings[i].section;
        fprintf(stream, "  - %s ", settings[i].name);
        print_values(stream, &settings[i], &reading);
    }
}
