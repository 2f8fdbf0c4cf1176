/* SPDX-License-Identifier: MIT */
/* Distances, angles and clipping planes are those of OpenSCAD's view. */
#include "picture/camera.h"

#include "base/degrees.h"

#include <string.h>

static const double default_distance = 140;

struct camera camera_default(void)
{
    return (struct camera){ .rotation = { 55, 0, 25 },
                            .distance = default_distance,
                            .field = 22.5,
                            .view_all = true,
                            .auto_center = true };
}

static double length_of(const double vector[3])
{
    return sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
}

/* Degrees from 0 up to 360. */
static double wrapped(double angle)
{
    return fmod(360 + angle, 360);
}

void camera_look(struct camera *camera, const double eye[3], const double center[3])
{
    double way[3];
    for (int axis = 0; axis < 3; axis++)
        way[axis] = center[axis] - eye[axis];
    bool upright = way[0] == 0 && way[1] == 0;
    double turn = upright ? (way[2] < 0 ? 0 : 180) : 90 - degrees_direction(way[1], way[0]);
    memcpy(camera->target, center, sizeof camera->target);
    camera->rotation[0] = wrapped(90 + degrees_direction(way[2], hypot(way[0], way[1])));
    camera->rotation[1] = 0;
    camera->rotation[2] = wrapped(-turn);
    camera->distance = length_of(way);
}

void camera_fit(struct camera *camera, const struct box *box)
{
    if (!camera->view_all)
        return;
    if (!(box->low[0] <= box->high[0])) {
        memset(camera->target, 0, sizeof camera->target);
        camera->distance = default_distance;
        return;
    }
    double diagonal[3], offset[3];
    for (int axis = 0; axis < 3; axis++) {
        double center = (box->low[axis] + box->high[axis]) / 2;
        diagonal[axis] = box->high[axis] - box->low[axis];
        if (camera->auto_center)
            camera->target[axis] = center;
        offset[axis] = center - camera->target[axis];
    }
    double radius = length_of(offset) + length_of(diagonal) / 2;
    camera->distance = radius / degrees_sine(camera->field / 2);
}

/* Turns the plane of two axes: what pointed along the first points toward the second then. */
static void turn(double axes[3][3], int first, int second, double angle)
{
    double sine = degrees_sine(angle), cosine = degrees_cosine(angle);
    for (int i = 0; i < 3; i++) {
        double a = axes[first][i], b = axes[second][i];
        axes[first][i] = cosine * a - sine * b;
        axes[second][i] = sine * a + cosine * b;
    }
}

struct lens lens_of(const struct camera *camera, int width, int height)
{
    struct lens lens = {
        .distance = camera->distance,
        .near = camera->orthogonal ? -INFINITY : 0.1 * camera->distance,
        .middle = { width / 2.0, height / 2.0 },
        .orthogonal = camera->orthogonal,
    };
    /* Looking along y with z up, then turned as the model would have to be. */
    double axes[3][3] = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
    turn(axes, 0, 1, -camera->rotation[2]);
    turn(axes, 2, 0, -camera->rotation[1]);
    turn(axes, 1, 2, 90 - camera->rotation[0]);
    memcpy(lens.axes[0], axes[0], sizeof axes[0]);
    memcpy(lens.axes[1], axes[2], sizeof axes[2]);
    memcpy(lens.axes[2], axes[1], sizeof axes[1]);
    memcpy(lens.target, camera->target, sizeof lens.target);
    double half = degrees_tangent(camera->field / 2) * (camera->orthogonal ? camera->distance : 1);
    lens.scale[0] = lens.scale[1] = height / 2.0 / half;
    return lens;
}

void lens_turn(const struct lens *lens, const double direction[3], double seen[3])
{
    for (int i = 0; i < 3; i++)
        seen[i] = lens->axes[i][0] * direction[0] + lens->axes[i][1] * direction[1] +
                  lens->axes[i][2] * direction[2];
}

void lens_see(const struct lens *lens, const double point[3], double seen[3])
{
    double way[3];
    for (int axis = 0; axis < 3; axis++)
        way[axis] = point[axis] - lens->target[axis];
    lens_turn(lens, way, seen);
    seen[2] += lens->distance;
}

void lens_project(const struct lens *lens, const double seen[3], double place[3])
{
    double shrink = lens->orthogonal ? 1 : 1 / seen[2];
    place[0] = lens->middle[0] + lens->scale[0] * seen[0] * shrink;
    place[1] = lens->middle[1] - lens->scale[1] * seen[1] * shrink;
    place[2] = lens->orthogonal ? -seen[2] : shrink;
}
