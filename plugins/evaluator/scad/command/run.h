/* SPDX-License-Identifier: MIT */
/* One program run for one output: read, parsed, given its parameters, and evaluated when that is needed. */
#ifndef SCAD_RUN_H
#define SCAD_RUN_H

#include "command/arguments.h"
#include "command/dependencies.h"
#include "command/library.h"
#include "command/terminal.h"
#include "command/typefaces.h"
#include "command/views.h"
#include "evaluate/evaluate.h"
#include "formats/looks.h"
#include "geometry/files.h"
#include "language/form.h"

#include <stdio.h>

/* What all runs of one command share. */
struct command {
    const struct arguments *arguments;
    struct arena *arena;
    struct views views;
    struct looks looks;
    struct dependencies dependencies;
    struct text standard_input; /* once it was read; it can be read but once */
    struct stock *stock;        /* of geometry */
    size_t stock_limit;         /* in bytes */
    struct terminal terminal;
};

struct run {
    struct command *command;
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct library library;
    struct source_loader loader;
    struct typefaces typefaces;
    struct fonts *fonts;
    const struct source *source;
    struct syntax_file *file; /* NULL if it has a syntax error */
    struct form form;         /* of the customizer */
    struct evaluate_result result;
    struct camera camera; /* from where the program is to be looked at */
    bool silent;          /* what is said goes to the output, not to standard error */
    bool stopped;         /* by the first warning, with --hardwarnings */
    bool preview;         /* $preview */
    double time;          /* $t */
};

/* Says so, and ends the program. */
_Noreturn void run_out_of_memory(void *context);

/* A new run, with nothing read yet. */
void run_open(struct run *run, struct command *command);
void run_close(struct run *run);

/* Reads the program and parses it. False, after a message, if it cannot be read; otherwise run->file says whether it
 * has a syntax error. */
bool run_read(struct run *run);

/* Evaluates the program. */
void run_evaluate(struct run *run);

/* The files that the program's tree names, for whoever builds the geometry. */
struct files run_files(struct run *run);

/* Whether the evaluation was ended by something that is no error of the program in OpenSCAD: a limit, or the first
 * warning. */
bool run_was_cut_short(const struct run *run);

/* Whether what is said of that severity is to be heard. */
bool run_is_heard(const struct run *run, enum severity severity);

/* The input's name in messages. */
const char *run_input_name(const struct run *run);

/* The features of the language that --enable names. */
uint32_t run_features(const struct arguments *arguments);

/* The names of all features that OpenSCAD knows, and a line end. */
void run_print_features(FILE *stream);

/* Whether OpenSCAD knows a feature of that name, be it one that has no meaning here. */
bool run_knows_feature(const char *name);

#endif
