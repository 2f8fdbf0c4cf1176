/* SPDX-License-Identifier: MIT */
/* Arcs of ellipses by their ends, radii and flags: the centre as SVG's implementation notes find it. */
#include "base/degrees.h"
#include "model/fragments.h"
#include "readers/svg_path.h"

#include <math.h>

/* In the ellipse's own axes. */
struct ellipse {
    double cosine, sine; /* how they are turned */
    double radius_x, radius_y;
    double center[2];     /* in the drawing's axes */
    double begin, turned; /* degrees */
};

/* Half the way from the end to the start, in the ellipse's axes. */
static void half_way(const struct ellipse *ellipse, const struct svg_arc *arc, double half[2])
{
    double x = (arc->x1 - arc->x2) / 2, y = (arc->y1 - arc->y2) / 2;
    half[0] = ellipse->cosine * x + ellipse->sine * y;
    half[1] = -ellipse->sine * x + ellipse->cosine * y;
}

/* An ellipse that is too small for both ends grows. */
static void grow(struct ellipse *ellipse, const double half[2])
{
    double reach = hypot(half[0] / ellipse->radius_x, half[1] / ellipse->radius_y);
    if (reach > 1) {
        ellipse->radius_x *= reach;
        ellipse->radius_y *= reach;
    }
}

static struct ellipse ellipse_of(const struct svg_arc *arc)
{
    struct ellipse ellipse = { .cosine = degrees_cosine(arc->turned),
                               .sine = degrees_sine(arc->turned),
                               .radius_x = arc->radius_x,
                               .radius_y = arc->radius_y };
    double half[2];
    half_way(&ellipse, arc, half);
    grow(&ellipse, half);
    double x = half[0] / ellipse.radius_x, y = half[1] / ellipse.radius_y, square = x * x + y * y;
    double factor = sqrt(fmax(1 - square, 0) / square) * (arc->large == arc->sweep ? -1 : 1);
    double center[2] = { factor * ellipse.radius_x * y, -factor * ellipse.radius_y * x };
    ellipse.center[0] =
        ellipse.cosine * center[0] - ellipse.sine * center[1] + (arc->x1 + arc->x2) / 2;
    ellipse.center[1] =
        ellipse.sine * center[0] + ellipse.cosine * center[1] + (arc->y1 + arc->y2) / 2;
    double from_x = x - factor * y, from_y = y + factor * x;
    double to_x = -x - factor * y, to_y = -y + factor * x;
    ellipse.begin = degrees_direction(from_y, from_x);
    ellipse.turned = degrees_direction(to_y, to_x) - ellipse.begin;
    if (ellipse.turned < 0)
        ellipse.turned += 360;
    if (!arc->sweep)
        ellipse.turned -= 360;
    return ellipse;
}

/* Without one of its radii an arc is a straight line, and between one place and itself nothing. */
static bool draw_straight(const struct svg_brush *brush, const struct svg_arc *arc)
{
    if (!drawing_take_points(brush->drawing, 1))
        return false;
    drawing_add_point(brush->drawing, arc->x2, arc->y2);
    return true;
}

bool svg_path_draw_arc(const struct svg_brush *brush, const struct svg_arc *arc)
{
    if (arc->radius_x == 0 || arc->radius_y == 0 || (arc->x1 == arc->x2 && arc->y1 == arc->y2))
        return draw_straight(brush, arc);
    struct ellipse ellipse = ellipse_of(arc);
    double radius = fmax(ellipse.radius_x, ellipse.radius_y);
    if (!isfinite(ellipse.turned) || !isfinite(radius))
        return draw_straight(brush, arc);
    size_t steps = fragments_of_arc(brush->fragments, radius, ellipse.turned);
    size_t fewest = (size_t)(fabs(ellipse.turned) * 10 / 180 + 4);
    if (steps < fewest)
        steps = fewest;
    if (!drawing_take_points(brush->drawing, steps + 1))
        return false;
    for (size_t i = 0; i <= steps; i++) {
        double angle = ellipse.begin + ellipse.turned * (double)i / (double)steps;
        double x = ellipse.radius_x * degrees_cosine(angle),
               y = ellipse.radius_y * degrees_sine(angle);
        drawing_add_point(brush->drawing, ellipse.center[0] + ellipse.cosine * x - ellipse.sine * y,
                          ellipse.center[1] + ellipse.sine * x + ellipse.cosine * y);
    }
    return true;
}
