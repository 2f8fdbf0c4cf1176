/* SPDX-License-Identifier: MIT */
/* Budgets and reports. */
#include "geometry/work.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_BYTES = 512 };

/* The entry lacks its place and its message. */
__attribute__((format(printf, 3, 0))) static void report(struct work *work, struct report entry,
                                                         const char *format, va_list arguments)
{
    work->reports++;
    if (!work->listener || work->reports_left == 0)
        return;
    work->reports_left--;
    char message[MESSAGE_BYTES];
    vsnprintf(message, sizeof message, format, arguments);
    entry.message = message;
    entry.node = work->node;
    if (work->node)
        entry.position = work->node->position;
    work->listener(work->context, &entry);
}

void work_warn(struct work *work, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(work, (struct report){ .severity = REPORT_WARNING, .code = code }, format, arguments);
    va_end(arguments);
}

void work_complain(struct work *work, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report(work, (struct report){ .severity = REPORT_ERROR, .code = code }, format, arguments);
    va_end(arguments);
}

void work_tell(struct work *work, enum report_severity severity, const char *code,
               const char *format, ...)
{
    const struct report entry = { .severity = severity, .code = code, .tells_where = true };
    va_list arguments;
    va_start(arguments, format);
    report(work, entry, format, arguments);
    va_end(arguments);
}

bool work_fail(struct work *work, const char *code, const char *format, ...)
{
    work->failed = true;
    va_list arguments;
    va_start(arguments, format);
    report(work, (struct report){ .severity = REPORT_ERROR, .code = code }, format, arguments);
    va_end(arguments);
    return false;
}

bool work_take_vertices(struct work *work, size_t count)
{
    if (count <= work->vertices_left) {
        work->vertices_left -= count;
        return true;
    }
    const char *name = work->node ? tree_kind_name(work->node->kind) : "model";
    size_t left = work->vertices_left;
    work->vertices_left = 0;
    return work_fail(work, REPORT_TOO_LARGE,
                     "%s() needs %zu vertices; of those that a model may have, %zu are left", name,
                     count, left);
}

void work_begin(struct work *work, const char *name)
{
    const struct progress_step step = { work->modules_done, work->modules + 1, name };
    if (work->progress.listen)
        work->progress.listen(work->progress.context, &step);
}
