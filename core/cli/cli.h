/* SPDX-License-Identifier: MIT */
/* The subcommands: one file each, each ending in its const table. */
#pragma once

#include <cli/arguments.h>

/* Exit statuses, the same for every subcommand. */
enum cli_status {
    CLI_OK = 0,
    /* What was asked could not be done: errors in the file, a reload refused, no server there. */
    CLI_FAILED = 1,
    /* The command line is wrong. */
    CLI_USAGE = 2,
};

struct cli_command {
    const char *name;     /* "check" */
    const char *summary;  /* NULL: not shown (the worker's own command) */
    const char *operands; /* "FILE"; NULL: none */
    size_t operands_min, operands_max;
    const struct cli_option *options;                  /* or NULL */
    const char *text;                                  /* what the command does, for --help */
    int (*run)(const struct cli_arguments *arguments); /* returns the exit status */
};

/* What is served unless a file is named. */
#define CLI_DEFAULT_FILE "/etc/tenon/tenon.yaml"

extern const struct cli_command cli_check;
extern const struct cli_command cli_explain;
extern const struct cli_command cli_document;
extern const struct cli_command cli_plugins;
extern const struct cli_command cli_print;
extern const struct cli_command cli_schema;
extern const struct cli_command cli_drain;
extern const struct cli_command cli_reload;
extern const struct cli_command cli_reopen;
extern const struct cli_command cli_serve;
extern const struct cli_command cli_status;
extern const struct cli_command cli_trace_token;
extern const struct cli_command cli_traces;
extern const struct cli_command cli_version;
extern const struct cli_command cli_worker;
