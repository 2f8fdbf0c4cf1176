/* SPDX-License-Identifier: MIT */
/* Patterns in which a star stands for any run of characters. */
#pragma once

#include <tenon/kinds.h>

/* Whether the pattern is the whole text, in either case of ASCII letters. */
bool pattern_matches_nocase(const char *pattern, struct tn_text text);
