/* SPDX-License-Identifier: MIT */
/* Rows as Markdown: a table, and a section for each group. */
#include <options/describe.h>

/* A vertical bar would end the cell. */
static void cell(FILE *stream, struct tn_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '|')
            putc('\\', stream);
        putc(text.at[i], stream);
    }
}

static void default_cell(FILE *stream, const struct tn_option *row, const void *field)
{
    struct buffer text = { 0 };
    if (row->flags & TN_REQUIRED)
        fprintf(stream, "required");
    else if (describe_has_value(row, field) && !(row->flags & TN_SECRET))
        describe_value(&text, row, field);
    if (text.size) {
        putc('`', stream);
        cell(stream, buffer_text(&text));
        putc('`', stream);
    }
    buffer_free(&text);
}

static void summary_cell(FILE *stream, const struct tn_option *row)
{
    cell(stream, tn_text(row->summary));
    if (row->kind == TN_KIND_CHOICE)
        for (const struct tn_choice *choice = row->choices; choice->name; choice++)
            if (choice->summary)
                fprintf(stream, "<br>`%s`: %s", choice->name, choice->summary);
    if (row->flags & TN_DEPRECATED)
        fprintf(stream, " Deprecated: write `%s`.", row->instead ? row->instead : "something else");
    if (row->flags & TN_SHORT)
        fprintf(stream, " May be written without its name, in place of the map.");
    if (row->flags & TN_KEY)
        fprintf(stream, " The key, where the groups are written as a map.");
}

static void table(FILE *stream, const struct tn_option *rows, const void *defaults)
{
    fprintf(stream, "| option | holds | default | meaning |\n|---|---|---|---|\n");
    for (const struct tn_option *row = rows; row->name; row++) {
        struct buffer kind = { 0 };
        describe_kind(&kind, row);
        fprintf(stream, "| `%s` | ", row->name);
        cell(stream, buffer_text(&kind));
        fprintf(stream, " | ");
        default_cell(stream, row, describe_field(row, defaults));
        fprintf(stream, " | ");
        summary_cell(stream, row);
        fprintf(stream, " |\n");
        buffer_free(&kind);
    }
    putc('\n', stream);
}

static void sections(FILE *stream, const struct tn_option *rows, const void *defaults,
                     const char *above, unsigned depth)
{
    if (!rows || !rows->name)
        return;
    table(stream, rows, defaults);
    for (const struct tn_option *row = rows; row->name; row++) {
        if (row->kind != TN_KIND_GROUP && row->kind != TN_KIND_GROUPS)
            continue;
        struct buffer way = { 0 };
        buffer_print(&way, "%s%s%s", above, *above ? "." : "", row->name);
        fprintf(stream, "%.*s `%s`\n\n%s\n\n", (int)(depth < 6 ? depth : 6), "######", way.at,
                row->summary);
        const void *inner =
            row->kind == TN_KIND_GROUP ? describe_field(row, defaults) : row->defaults;
        sections(stream, row->rows, inner, way.at, depth + 1);
        buffer_free(&way);
    }
}

void options_markdown(FILE *stream, const struct tn_option *rows, const void *defaults,
                      unsigned depth)
{
    sections(stream, rows, defaults, "", depth);
}
