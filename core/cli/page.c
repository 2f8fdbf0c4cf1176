/* SPDX-License-Identifier: MIT */
/* One page of the manual, as Markdown or as troff. */
#include <ctype.h>
#include <string.h>

#include <cli/page.h>
#include <options/man.h>
#include <options/options.h>

static void text(struct page *page, const char *string)
{
    if (page->man)
        man_text(page->stream, tn_text(string));
    else
        fputs(string, page->stream);
}

static void capitals(struct page *page, const char *string)
{
    for (; *string; string++)
        putc(toupper((unsigned char)*string), page->stream);
}

/* A list in Markdown ends with an empty line. */
static void end_listing(struct page *page)
{
    if (page->listing && !page->man)
        putc('\n', page->stream);
    page->listing = false;
}

void page_title(struct page *page, const char *name, int section, const char *summary)
{
    if (!page->man) {
        fprintf(page->stream, "# %s\n\n%s\n\n", name, summary);
        return;
    }
    fprintf(page->stream, ".TH ");
    capitals(page, name);
    fprintf(page->stream, " %d \"\" \"Tenon %s\"\n.SH NAME\n", section, TENON_VERSION);
    text(page, name);
    fprintf(page->stream, " \\- ");
    text(page, summary);
    fprintf(page->stream, "\n.SH DESCRIPTION\n");
}

void page_heading(struct page *page, const char *heading)
{
    end_listing(page);
    if (page->man) {
        fprintf(page->stream, ".SH ");
        capitals(page, heading);
        putc('\n', page->stream);
    } else {
        fprintf(page->stream, "## %s\n\n", heading);
    }
}

void page_paragraph(struct page *page, const char *string)
{
    end_listing(page);
    if (page->man)
        fprintf(page->stream, ".PP\n");
    text(page, string);
    fputs(page->man ? "\n" : "\n\n", page->stream);
}

void page_example(struct page *page, const char *lines)
{
    end_listing(page);
    fputs(page->man ? ".PP\n.nf\n" : "```yaml\n", page->stream);
    text(page, lines);
    fputs(page->man ? ".fi\n" : "```\n\n", page->stream);
}

void page_item(struct page *page, const char *name, const char *summary)
{
    fputs(page->man ? ".TP\n\\fB" : "- `", page->stream);
    text(page, name);
    fputs(page->man ? "\\fR\n" : "`: ", page->stream);
    text(page, summary ? summary : "");
    putc('\n', page->stream);
    page->listing = true;
}

void page_rows(struct page *page, const struct tn_option *rows, const void *defaults)
{
    end_listing(page);
    if (page->man)
        options_man(page->stream, rows, defaults);
    else
        options_markdown(page->stream, rows, defaults, 3);
}
