/* SPDX-License-Identifier: MIT */
/* A row declares an option: loading, every message, schema, manual and printout come from it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <tenon/kinds.h>

enum tn_kind {
    TN_KIND_END, /* the all-zero row that ends a table */
    TN_KIND_TEXT,
    TN_KIND_INTEGER,
    TN_KIND_NUMBER,
    TN_KIND_BOOLEAN,
    TN_KIND_DURATION,
    TN_KIND_BYTES,
    TN_KIND_RATE,
    TN_KIND_PATH,
    TN_KIND_CHOICE,
    TN_KIND_RANGES,
    TN_KIND_PATTERNS,
    TN_KIND_TEXTS,
    TN_KIND_TEMPLATE,
    TN_KIND_GROUP,
    TN_KIND_GROUPS,
};

enum tn_option_flags {
    TN_REQUIRED = 1,   /* must be written in the file */
    TN_SECRET = 2,     /* masked wherever it would be printed */
    TN_DEPRECATED = 4, /* still read, with a warning that shows `instead` */
    TN_KEY = 8,        /* in a row of groups: filled by the key when the list is written as a map */
    TN_SHORT = 16, /* filled by the value when a group (or the plugin's options) is written as one
                      scalar or list */
};

/* One word of a choice; the last row is all zero. */
struct tn_choice {
    const char *name;
    int value;
    const char *summary;
};

struct tn_option {
    const char *name;             /* the key in the file: lower case, digits, underscores */
    enum tn_kind kind;            /* these four are written by one of the macros below */
    uint32_t offset;              /* of the field in the options' struct */
    const struct tn_option *rows; /* of a group or of each of the groups */
    uint32_t size;                /* of one of the groups */
    unsigned flags;               /* enum tn_option_flags */
    int64_t min, max; /* integers, and whole units of numbers, durations (ms), bytes, a rate's
                         count; both 0: none. For texts, patterns, ranges and groups: how many */
    const struct tn_choice *choices;
    const void *defaults; /* of each of the groups: an instance of its struct, or NULL for zeros */
    const char *instead;  /* of a deprecated option */
    const char *summary;  /* one sentence for the manual and for error messages */
};

/* The offset of `field` in `type`, which compiles only if the field has the type that the kind fills. */
#define TN_FIELD(type, field, expected) \
    _Generic(&((type *)0)->field, expected * : offsetof(type, field))

/* clang-format off */
/*
 * The kinds: what the file holds, and the field that receives it. Memory belongs to the host and is good until destroy.
 *   { "limit", TN_OPTION_RATE(struct settings, limit), .flags = TN_REQUIRED, .summary = "How many requests." },
 */
/* const char *: any scalar; NULL: absent */
#define TN_OPTION_TEXT(type, field) .kind = TN_KIND_TEXT, .offset = TN_FIELD(type, field, const char *)
/* int64_t: 42, 0x2a */
#define TN_OPTION_INTEGER(type, field) .kind = TN_KIND_INTEGER, .offset = TN_FIELD(type, field, int64_t)
/* double: 0.5 */
#define TN_OPTION_NUMBER(type, field) .kind = TN_KIND_NUMBER, .offset = TN_FIELD(type, field, double)
/* bool: true, false, yes, no, on, off */
#define TN_OPTION_BOOLEAN(type, field) .kind = TN_KIND_BOOLEAN, .offset = TN_FIELD(type, field, bool)
/* 500ms, 30s, 15m, 1h, 1d, 1y */
#define TN_OPTION_DURATION(type, field) .kind = TN_KIND_DURATION, .offset = TN_FIELD(type, field, struct tn_duration)
/* 512, 8KiB, 10MiB, 1GB */
#define TN_OPTION_BYTES(type, field) .kind = TN_KIND_BYTES, .offset = TN_FIELD(type, field, struct tn_bytes)
/* 100/15m */
#define TN_OPTION_RATE(type, field) .kind = TN_KIND_RATE, .offset = TN_FIELD(type, field, struct tn_rate)
/* relative to the server's folder */
#define TN_OPTION_PATH(type, field) .kind = TN_KIND_PATH, .offset = TN_FIELD(type, field, struct tn_path)
/* int: one of the words of a table of struct tn_choice */
#define TN_OPTION_CHOICE(type, field, words) .kind = TN_KIND_CHOICE, .offset = TN_FIELD(type, field, int), .choices = (words)
/* [10.0.0.0/8, ::1] */
#define TN_OPTION_RANGES(type, field) .kind = TN_KIND_RANGES, .offset = TN_FIELD(type, field, struct tn_ranges)
/* ["*.scad", "*.csg"] */
#define TN_OPTION_PATTERNS(type, field) .kind = TN_KIND_PATTERNS, .offset = TN_FIELD(type, field, struct tn_patterns)
/* [a, b], or "a, b" */
#define TN_OPTION_TEXTS(type, field) .kind = TN_KIND_TEXTS, .offset = TN_FIELD(type, field, struct tn_texts)
/* a scalar, map or list with variables in it (variable.h) */
#define TN_OPTION_TEMPLATE(type, field) .kind = TN_KIND_TEMPLATE, .offset = TN_FIELD(type, field, const struct tn_template *)
/* a map into a struct within the struct; `table` holds the inner struct's rows */
#define TN_OPTION_GROUP(type, field, table) .kind = TN_KIND_GROUP, .offset = offsetof(type, field), .rows = (table)
/* a list of maps, or a map of maps (TN_KEY), into an array of `element` */
#define TN_OPTION_GROUPS(type, field, element, table) \
    .kind = TN_KIND_GROUPS, .offset = TN_FIELD(type, field, struct tn_groups), .rows = (table), .size = (uint32_t)sizeof(element)
/* clang-format on */
