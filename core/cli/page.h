/* SPDX-License-Identifier: MIT */
/* One page of the manual, as Markdown or as troff. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include <tenon/option.h>

struct page {
    FILE *stream;
    bool man;
    bool listing; /* the last thing was an item */
};

/* The name of the page, its section of the manual, and its line in listings of pages. */
void page_title(struct page *page, const char *name, int section, const char *summary);
void page_heading(struct page *page, const char *heading);
/* Sentences; `code` is between backticks. */
void page_paragraph(struct page *page, const char *text);
/* Lines that are shown as they are. */
void page_example(struct page *page, const char *lines);
/* A name and what it means. */
void page_item(struct page *page, const char *name, const char *summary);
void page_rows(struct page *page, const struct tn_option *rows, const void *defaults);
