/* SPDX-License-Identifier: MIT */
/* A case of the flat figures, from a file: operation, delta, join, sides and times; then leaves of lines of points. C and C++. */
#ifndef BENCH_FLAT_CASE_H
#define BENCH_FLAT_CASE_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum flat_operation { FLAT_UNION, FLAT_DIFFERENCE, FLAT_INTERSECTION, FLAT_OFFSET, FLAT_SUM };

struct flat_line {
    double (*points)[2];
    size_t count;
};

struct flat_leaf {
    struct flat_line *lines;
    size_t line_count;
};

struct flat_case {
    const char *file;
    int operation, join, times;
    double delta, sides;
    struct flat_leaf *leaves;
    size_t leaf_count;
};

static inline void flat_fail(const struct flat_case *flat, const char *why)
{
    fprintf(stderr, "%s: %s\n", flat->file, why);
    exit(1);
}

static inline struct flat_line flat_read_line(const struct flat_case *flat, FILE *file)
{
    struct flat_line line;
    if (fscanf(file, "%zu", &line.count) != 1)
        flat_fail(flat, "a line is missing");
    line.points = (double(*)[2])malloc(line.count * sizeof *line.points);
    for (size_t i = 0; i < line.count; i++)
        if (fscanf(file, "%lf %lf", &line.points[i][0], &line.points[i][1]) != 2)
            flat_fail(flat, "a point is missing");
    return line;
}

/* The only argument is the file. What is read is never freed. */
static inline struct flat_case flat_read(int count, char **arguments)
{
    struct flat_case flat;
    flat.file = count == 2 ? arguments[1] : "FILE";
    FILE *file = fopen(flat.file, "r");
    if (!file || fscanf(file, "%d %lf %d %lf %d %zu", &flat.operation, &flat.delta, &flat.join,
                        &flat.sides, &flat.times, &flat.leaf_count) != 6)
        flat_fail(&flat, "not a case");
    flat.leaves = (struct flat_leaf *)malloc(flat.leaf_count * sizeof *flat.leaves);
    for (size_t i = 0; i < flat.leaf_count; i++) {
        struct flat_leaf *leaf = &flat.leaves[i];
        if (fscanf(file, "%zu", &leaf->line_count) != 1)
            flat_fail(&flat, "a leaf is missing");
        leaf->lines = (struct flat_line *)malloc(leaf->line_count * sizeof *leaf->lines);
        for (size_t k = 0; k < leaf->line_count; k++)
            leaf->lines[k] = flat_read_line(&flat, file);
    }
    fclose(file);
    return flat;
}

static inline double flat_cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

#endif
