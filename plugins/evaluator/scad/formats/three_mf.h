/* SPDX-License-Identifier: MIT */
/* 3MF: a packed folder of XML files, one of which holds the model. */
#ifndef SCAD_FORMATS_THREE_MF_H
#define SCAD_FORMATS_THREE_MF_H

#include "formats/sink.h"
#include "geometry/shape.h"

enum three_mf_colors {
    THREE_MF_MODEL_COLORS, /* that of the model, or the plain one if it has none or several */
    THREE_MF_NO_COLORS,
    THREE_MF_CHOSEN_COLOR
};

/* How colours are written: as colours, or as materials that have one. */
enum three_mf_material { THREE_MF_COLOR, THREE_MF_BASE_MATERIAL };

enum three_mf_unit {
    THREE_MF_MICRON,
    THREE_MF_MILLIMETER,
    THREE_MF_CENTIMETER,
    THREE_MF_METER,
    THREE_MF_INCH,
    THREE_MF_FOOT
};

/* The name of each, in that order, and NULL. */
extern const char *const three_mf_units[];

enum { THREE_MF_DECIMALS = 16 };

struct three_mf_look {
    enum three_mf_colors colors;
    enum three_mf_material material;
    float plain_color[4], chosen_color[4];
    enum three_mf_unit unit; /* of the model's numbers, which stay what they are */
    int decimals;            /* of coordinates; with THREE_MF_DECIMALS they are not rounded */
    bool has_metadata;
    /* UTF-8; NULL: none */
    const char *title, *designer, *description, *copyright, *license_terms, *rating;
};

/* Millimetres, the model's colours as materials. */
struct three_mf_look three_mf_look_default(void);

/* Writes the archive. It carries no date, and is the same each time. */
void three_mf_write(struct sink *sink, struct arena *arena, const struct shape *shape,
                    const struct three_mf_look *look);

#endif
