/* SPDX-License-Identifier: MIT */
/* One path with all outlines; holes run the other way, so either fill rule shows them. */
#include "formats/svg.h"

#include <math.h>

struct svg_look svg_look_default(void)
{
    return (struct svg_look){
        .strokes = true, .fill_color = "white", .stroke_color = "black", .stroke_mm = 0.35
    };
}

static void write_pair(struct sink *sink, double x, double y)
{
    sink_number(sink, x);
    sink_string(sink, ",");
    sink_number(sink, y);
}

/* OpenSCAD's page: whole millimetres around the shape and its stroke. Its import() places a drawing by its page. */
static void write_head(struct sink *sink, const struct region *region, const struct svg_look *look)
{
    struct box box = { { 0 }, { 0 } };
    double around = look->strokes ? look->stroke_mm / 2 : 0;
    if (region->point_count)
        box = region_box(region);
    double left = floor(box.low[0] - around);
    double top = floor(-box.high[1] - around);
    double width = ceil(box.high[0] + around) - left;
    double height = ceil(-box.low[1] + around) - top;
    sink_string(sink, "<?xml version=\"1.0\" standalone=\"no\"?>\n<svg width=\"");
    sink_number(sink, width);
    sink_string(sink, "mm\" height=\"");
    sink_number(sink, height);
    sink_string(sink, "mm\" viewBox=\"");
    write_pair(sink, left, top);
    sink_string(sink, ",");
    write_pair(sink, width, height);
    sink_string(sink, "\" xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\">\n");
}

static void write_paint(struct sink *sink, const char *name, bool paints, const char *color)
{
    sink_string(sink, name);
    sink_string(sink, "=\"");
    sink_xml(sink, paints ? color : "none");
    sink_string(sink, "\" ");
}

void svg_write(struct sink *sink, const struct region *region, const struct svg_look *look)
{
    write_head(sink, region, look);
    sink_string(sink, "<path d=\"");
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        for (size_t j = 0; j < outline->count; j++) {
            const double *point = region->points[outline->first + j];
            sink_string(sink, j == 0 ? "\nM " : " L ");
            write_pair(sink, point[0], -point[1]);
        }
        sink_string(sink, " z");
    }
    sink_string(sink, "\n\" ");
    write_paint(sink, "stroke", look->strokes, look->stroke_color);
    write_paint(sink, "fill", look->fills, look->fill_color);
    sink_string(sink, "stroke-width=\"");
    sink_number(sink, look->stroke_mm);
    sink_string(sink, "\"/>\n</svg>\n");
}
