/* SPDX-License-Identifier: MIT */
/* Sets of security headers, pinned by name: what a name means never changes, a new list gets a new
 * name. */
#pragma once

enum preset_name { PRESET_NONE, PRESET_HELMET_8, PRESET_OWASP_2026, PRESET_API };

struct preset_field {
    const char *name, *value;
};

struct preset {
    const struct preset_field *fields; /* ends with a NULL name; Strict-Transport-Security apart */
    const char *hsts;                  /* the value of Strict-Transport-Security, or NULL */
    const char *const *removes;        /* patterns of names, ends with NULL */
};

const struct preset *preset_get(enum preset_name name);

/* The value that a preset has for a header, named as in its list; NULL if it has none. */
const char *preset_value(const struct preset *preset, const char *name);
