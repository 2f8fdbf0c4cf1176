/* SPDX-License-Identifier: MIT */
/* Colours by name. */
#ifndef SCAD_EVALUATE_COLOR_H
#define SCAD_EVALUATE_COLOR_H

#include "base/text.h"

/* A name in lower case, and 0xRRGGBB. */
struct named_color {
    const char *name;
    uint32_t rgb;
};

/* The colours whose names begin with "xkcd:", without that, in alphabetical order. */
extern const struct named_color survey_colors[];
extern const size_t survey_color_count;

/* The colour of a CSS name, of xkcd:name, or of #rgb, #rgba, #rrggbb, #rrggbbaa; false if it is
 * none. */
bool color_parse(struct text text, float rgba[4]);

#endif
