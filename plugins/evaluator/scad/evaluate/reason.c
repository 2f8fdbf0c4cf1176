/* SPDX-License-Identifier: MIT */
/* Refusals in words. */
#include "evaluate/reason.h"

#include "language/operation.h"

#include <stdarg.h>
#include <stdio.h>

struct value reason_refuse(struct reason *reason, const char *format, ...)
{
    if (reason) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(reason->text, sizeof reason->text, format, arguments);
        va_end(arguments);
        reason->given = true;
    }
    return value_undefined();
}

struct value reason_refuse_kinds(struct reason *reason, enum operation operation, struct value left,
                                 struct value right)
{
    if (!reason)
        return value_undefined();
    return reason_refuse(reason, "undefined operation (%s %s %s)", value_kind_name(left.kind),
                         operation_sign(operation), value_kind_name(right.kind));
}
