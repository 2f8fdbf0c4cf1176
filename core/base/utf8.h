/* SPDX-License-Identifier: MIT */
/* Knowing well-formed UTF-8 (Unicode 15, table 3-7) when one sees it. */
#pragma once

#include <stddef.h>

/* The bytes of the character that begins at `at`, before `end`; 0 if none does: overlong, surrogate, cut off, beyond U+10FFFF. */
size_t utf8_length(const unsigned char *at, const unsigned char *end);
