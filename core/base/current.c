/* SPDX-License-Identifier: MIT */
/* Which entry and hook a thread is in, and blaming them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <base/current.h>

_Thread_local struct current current;

void current_blame(const char *format, ...)
{
    va_list arguments;
    fputs("tenon: ", stderr);
    if (current.entry)
        fprintf(stderr, "entry `%s`, hook `%s`: ", current.entry, current.hook);
    fputs("a plugin breaks a rule of the SDK: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("\n", stderr);
    abort();
}
