/* SPDX-License-Identifier: MIT */
/* The command line of tenon-scad, which is OpenSCAD's. */
#ifndef SCAD_ARGUMENTS_H
#define SCAD_ARGUMENTS_H

#include "base/text.h"

struct string_list {
    const char **items;
    size_t count;
    size_t capacity;
};

/* What the command line says of pictures, as it stands there; NULL if it was not given. */
struct view_options {
    const char *camera;
    const char *projection;
    const char *image_size;
    const char *color_scheme;
    const char *view; /* what to show besides the model, with commas */
    bool view_all;
    bool auto_center;
};

struct arguments {
    struct arena *arena;
    struct string_list inputs;    /* files; "-" is standard input */
    struct string_list outputs;   /* -o; "-" is standard output */
    struct string_list features;  /* --enable */
    struct string_list settings;  /* -O, each as it stands there */
    struct string_list summaries; /* --summary: its parts */
    const char *format;           /* --export-format; NULL: as the output's name says */
    struct builder definitions;   /* -D, each with a semicolon and a line end */
    struct builder complaints;    /* lines about what makes no sense and is passed over */
    const char *refusal;          /* why nothing is done; NULL */
    const char *parameter_file;   /* -p; NULL if it was not given, as are the next four */
    const char *parameter_set;    /* -P */
    const char *dependencies;     /* -d: where to write them */
    const char *make_command;     /* -m */
    const char *backend;          /* --backend */
    const char *summary_file;     /* --summary-file; NULL */
    struct view_options view;     /* of pictures */
    uint32_t frames;              /* --animate; 0: none */
    uint32_t shard, shards; /* --animate_sharding: which part of the frames, from 1, of how many */
    uint32_t trace_depth;   /* 0: no traces */
    uint32_t threads;       /* that may work on one solid; 0: as many as pay on this machine */
    bool trace_module_parameters;
    bool check_parameters;
    bool check_parameter_ranges;
    bool hard_warnings;
    bool render;  /* --render, and not --preview */
    bool preview; /* --preview */
    bool info;
    bool quiet;
    bool help;
    bool help_export;
    bool version;
};

/* Reads the command line. Strings point into it. False, with the problem, if it makes no sense. */
bool arguments_parse(struct arguments *arguments, struct arena *arena, int count, char **strings,
                     struct text *problem);

/* True if the feature was enabled, by its name or by "all". */
bool arguments_has_feature(const struct arguments *arguments, const char *feature);

/* What --help prints. */
void arguments_print_help(struct builder *builder);

#endif
