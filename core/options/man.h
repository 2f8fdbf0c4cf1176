/* SPDX-License-Identifier: MIT */
/* Text in a man page. */
#pragma once

#include <stdio.h>

#include <tenon/text.h>

/* Text with everything escaped that troff would take for itself. */
void man_text(FILE *stream, struct tn_text text);
