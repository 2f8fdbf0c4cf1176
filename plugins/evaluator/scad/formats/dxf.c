/* SPDX-License-Identifier: MIT */
/* Group codes and values, a line for each. */
#include "formats/dxf.h"

static void write_coordinate(struct sink *sink, const char *code, double value)
{
    sink_string(sink, code);
    sink_number(sink, value);
    sink_string(sink, "\n");
}

static void write_line(struct sink *sink, const double from[2], const double to[2])
{
    sink_string(sink, "0\nLINE\n8\n0\n");
    write_coordinate(sink, "10\n", from[0]);
    write_coordinate(sink, "20\n", from[1]);
    write_coordinate(sink, "11\n", to[0]);
    write_coordinate(sink, "21\n", to[1]);
}

void dxf_write(struct sink *sink, const struct region *region)
{
    sink_string(sink, "0\nSECTION\n2\nENTITIES\n");
    for (size_t i = 0; i < region->outline_count; i++) {
        const struct outline *outline = &region->outlines[i];
        for (size_t j = 0; j < outline->count; j++)
            write_line(sink, region->points[outline->first + j],
                       region->points[outline->first + (j + 1) % outline->count]);
    }
    sink_string(sink, "0\nENDSEC\n0\nEOF\n");
}
