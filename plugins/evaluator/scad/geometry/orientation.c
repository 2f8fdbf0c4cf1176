/* SPDX-License-Identifier: MIT */
/* The sign of a determinant in doubles: first with an error bound, and where that does not decide,
 * as an exact sum of doubles (the expansions of Dekker and Shewchuk). */
#include "geometry/orientation.h"

#include <math.h>

/* (3 + 16 * 2^-53) * 2^-53: Shewchuk's bound for the rounded determinant. */
static const double error_bound = 3.3306690738754716e-16;

enum { PRODUCTS = 6, TERMS = 2 * PRODUCTS };

/* A number as a sum of doubles whose bits do not overlap, the smallest first. */
struct expansion {
    int count;
    double terms[TERMS];
};

/* Adds one double exactly. What is rounded off at each step stays as a term. */
static void expansion_add(struct expansion *sum, double value)
{
    int kept = 0;
    for (int i = 0; i < sum->count; i++) {
        double total = value + sum->terms[i];
        double part = total - value;
        double lost = (value - (total - part)) + (sum->terms[i] - part);
        if (lost != 0.0)
            sum->terms[kept++] = lost;
        value = total;
    }
    if (value != 0.0)
        sum->terms[kept++] = value;
    sum->count = kept;
}

static void expansion_add_product(struct expansion *sum, double x, double y)
{
    double product = x * y;
    expansion_add(sum, fma(x, y, -product));
    expansion_add(sum, product);
}

static int sign(double value)
{
    return (value > 0.0) - (value < 0.0);
}

static int exact_orientation(const double a[2], const double b[2], const double c[2])
{
    struct expansion sum = { 0 };
    expansion_add_product(&sum, a[0], b[1]);
    expansion_add_product(&sum, -a[1], b[0]);
    expansion_add_product(&sum, b[0], c[1]);
    expansion_add_product(&sum, -b[1], c[0]);
    expansion_add_product(&sum, c[0], a[1]);
    expansion_add_product(&sum, -c[1], a[0]);
    return sum.count ? sign(sum.terms[sum.count - 1]) : 0;
}

int orientation(const double a[2], const double b[2], const double c[2])
{
    double left = (a[0] - c[0]) * (b[1] - c[1]);
    double right = (a[1] - c[1]) * (b[0] - c[0]);
    double determinant = left - right;
    if (fabs(determinant) > error_bound * (fabs(left) + fabs(right)))
        return sign(determinant);
    return exact_orientation(a, b, c);
}
