/* SPDX-License-Identifier: MIT */
/* Writes a flat shape on a sheet of paper, one millimetre a unit. */
#ifndef SCAD_FORMATS_PDF_H
#define SCAD_FORMATS_PDF_H

#include "formats/sink.h"
#include "geometry/region.h"

enum pdf_paper { PDF_A6, PDF_A5, PDF_A4, PDF_A3, PDF_LETTER, PDF_LEGAL, PDF_TABLOID };

enum pdf_orientation { PDF_PORTRAIT, PDF_LANDSCAPE, PDF_AUTO };

/* How the sheet is to be. */
struct pdf_page {
    enum pdf_paper paper;
    enum pdf_orientation orientation; /* PDF_AUTO: as the shape is */
    bool shows_scale;                 /* along the margins */
    bool shows_message;               /* what the scale is for */
    bool shows_grid;
    double grid_mm;
    const char *file; /* its name, to be shown; NULL: not shown */
    bool fills, strokes;
    float fill_color[4], stroke_color[4];
    double stroke_mm;
    const char *title, *author, *subject, *keywords; /* of the document, UTF-8; NULL: none */
};

/* As OpenSCAD's command line has it: A4, upright, with a scale, outlines of 0.35 mm. */
struct pdf_page pdf_page_default(void);

/* False if the shape is larger than the sheet without its margins. It is written all the same. */
bool pdf_fits(const struct pdf_page *page, const struct region *region);

/* Writes the shape in the middle of the sheet. */
void pdf_write(struct sink *sink, struct arena *arena, const struct pdf_page *page,
               const struct region *region);

#endif
