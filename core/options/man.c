/* SPDX-License-Identifier: MIT */
/* Rows as troff, for a man page (man(7)). */
#include <options/describe.h>
#include <options/man.h>

void man_text(FILE *stream, struct tn_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        char letter = text.at[i];
        bool begins_line = i == 0 || text.at[i - 1] == '\n';
        if (begins_line && (letter == '.' || letter == '\''))
            fputs("\\&", stream);
        if (letter == '\\')
            fputs("\\e", stream);
        else if (letter == '-')
            fputs("\\-", stream);
        else if (letter != '`') /* code, in the summaries; a page has no quotes for it */
            putc(letter, stream);
    }
}

static void print_default(FILE *stream, const struct tn_option *row, const void *field)
{
    struct buffer text = { 0 };
    if (row->flags & TN_REQUIRED)
        fprintf(stream, " Required.");
    else if (describe_has_value(row, field) && !(row->flags & TN_SECRET))
        describe_value(&text, row, field);
    if (text.size) {
        fprintf(stream, " Default: ");
        man_text(stream, buffer_text(&text));
        putc('.', stream);
    }
    buffer_free(&text);
}

static void print_choices(FILE *stream, const struct tn_choice *choices)
{
    for (; choices && choices->name; choices++) {
        fprintf(stream, ".br\n\\fB");
        man_text(stream, tn_text(choices->name));
        fprintf(stream, "\\fR: ");
        man_text(stream, tn_text(choices->summary ? choices->summary : ""));
        putc('\n', stream);
    }
}

static void print_row(FILE *stream, const struct tn_option *row, const void *field)
{
    struct buffer kind = { 0 };
    describe_kind(&kind, row);
    fprintf(stream, ".TP\n\\fB%s\\fR (", row->name);
    man_text(stream, buffer_text(&kind));
    fprintf(stream, ")\n");
    man_text(stream, tn_text(row->summary));
    print_default(stream, row, field);
    if (row->flags & TN_SHORT)
        fprintf(stream, " May be written without its name, in place of the map.");
    if (row->flags & TN_KEY)
        fprintf(stream, " The key, where the groups are written as a map.");
    if (row->flags & TN_DEPRECATED)
        fprintf(stream, " Deprecated: write %s.", row->instead ? row->instead : "something else");
    putc('\n', stream);
    print_choices(stream, row->kind == TN_KIND_CHOICE ? row->choices : NULL);
    buffer_free(&kind);
}

void options_man(FILE *stream, const struct tn_option *rows, const void *defaults)
{
    for (const struct tn_option *row = rows; row && row->name; row++) {
        const void *field = describe_field(row, defaults);
        print_row(stream, row, field);
        if (row->kind != TN_KIND_GROUP && row->kind != TN_KIND_GROUPS)
            continue;
        fprintf(stream, ".RS\n");
        options_man(stream, row->rows, row->kind == TN_KIND_GROUP ? field : row->defaults);
        fprintf(stream, ".RE\n");
    }
}
