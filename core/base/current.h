/* SPDX-License-Identifier: MIT */
/* Which entry and hook this process is in: written around every call of a plugin, read by the crash handler. */
#pragma once

/* Static strings only: the crash handler reads them at any instant. */
struct current {
    const char *volatile entry; /* NULL: the host itself */
    const char *volatile hook;
};

extern struct current current;
