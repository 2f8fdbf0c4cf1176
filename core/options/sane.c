/* SPDX-License-Identifier: MIT */
/* Whether a table of rows that a stranger wrote can be trusted to describe something. */
#include <options/options.h>

enum { ROWS_MAX = 256, DEPTH_MAX = 8, NAME_MAX_SIZE = 64 };

struct check {
    struct place place;
    struct errors *errors;
    bool good;
};

static void wrong(struct check *check, const char *name, const char *problem)
{
    errors_add(check->errors, SEVERITY_ERROR, check->place, "the plugin's option `%s` %s", name,
               problem);
    check->good = false;
}

static bool is_name(const char *name)
{
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return size > 0 && size <= NAME_MAX_SIZE && name[size] == '\0';
}

static void check_kind(struct check *check, const struct tn_option *row)
{
    if (row->kind <= TN_KIND_END || row->kind > TN_KIND_GROUPS)
        wrong(check, row->name, "has no kind that this host knows");
    if (row->kind == TN_KIND_CHOICE && (!row->choices || !row->choices->name))
        wrong(check, row->name, "is a choice without words");
    if (row->kind == TN_KIND_GROUPS && row->size == 0)
        wrong(check, row->name, "has groups without a size");
}

static void check_row(struct check *check, const struct tn_option *rows, size_t i)
{
    const struct tn_option *row = &rows[i];
    if (!is_name(row->name))
        wrong(check, row->name, "must be named in lower case, digits and underscores");
    if (!row->summary)
        wrong(check, row->name, "has no summary");
    if (row->min > row->max && row->max != 0)
        wrong(check, row->name, "has a minimum above its maximum");
    for (size_t above = 0; above < i; above++)
        if (strcmp(rows[above].name, row->name) == 0)
            wrong(check, row->name, "is declared twice");
    check_kind(check, row);
}

static void check_unique(struct check *check, const struct tn_option *rows,
                         enum tn_option_flags flag, const char *problem)
{
    const struct tn_option *first = options_flagged(rows, flag);
    const struct tn_option *second = first ? options_flagged(first + 1, flag) : NULL;
    if (second)
        wrong(check, second->name, problem);
    if (flag == TN_KEY && first && first->kind >= TN_KIND_RANGES)
        wrong(check, first->name, "is filled by a key, so it must be a scalar");
}

static void check_rows(struct check *check, const struct tn_option *rows, unsigned depth)
{
    for (size_t i = 0; rows && rows[i].name; i++) {
        if (i == ROWS_MAX) {
            wrong(check, rows[0].name, "begins a table without an end");
            return;
        }
        check_row(check, rows, i);
        if (rows[i].kind != TN_KIND_GROUP && rows[i].kind != TN_KIND_GROUPS)
            continue;
        if (!rows[i].rows || depth == DEPTH_MAX)
            wrong(check, rows[i].name, rows[i].rows ? "is nested too deep" : "has no rows");
        else
            check_rows(check, rows[i].rows, depth + 1);
    }
    check_unique(check, rows, TN_KEY, "is a second TN_KEY in its table");
    check_unique(check, rows, TN_SHORT, "is a second TN_SHORT in its table");
}

bool options_sane(const struct tn_option *rows, struct place place, struct errors *errors)
{
    struct check check = { place, errors, true };
    check_rows(&check, rows, 1);
    return check.good;
}
