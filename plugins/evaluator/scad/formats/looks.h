/* SPDX-License-Identifier: MIT */
/* How files are to look whose formats leave a choice. */
#ifndef SCAD_FORMATS_LOOKS_H
#define SCAD_FORMATS_LOOKS_H

#include "formats/pdf.h"
#include "formats/svg.h"
#include "formats/three_mf.h"

struct looks {
    struct pdf_page pdf;
    struct svg_look svg;
    struct three_mf_look three_mf;
};

/* As OpenSCAD's command line has them. */
static inline struct looks looks_default(void)
{
    return (struct looks){ pdf_page_default(), svg_look_default(), three_mf_look_default() };
}

#endif
