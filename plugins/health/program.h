/* SPDX-License-Identifier: MIT */
/* A command of the file: run without a shell in a process group of its own, which is killed when it
 * takes too long. What it says goes to the log, as far as a little memory holds it. */
#pragma once

#include <tenon/loop.h>
#include <tenon/tenon.h>

enum { PROGRAM_SAID_MAX = 400, PROGRAM_ARGUMENTS_MAX = 100 };

struct program {
    struct tn_check *check;
    struct tn_host *host;
    const struct tn_texts *command;
    uv_process_t process;
    uv_pipe_t pipe;
    bool running;
    unsigned open; /* handles that are not closed yet */
    enum tn_health health;
    char message[80];
    char said[PROGRAM_SAID_MAX + 1];
    size_t said_size;
    char rest[1024]; /* what is read only so that the command does not wait for a reader */
};

/* Runs the command, and reports to the check. The fields up to `process` are filled. */
void program_ask(void *context);
/* Kills it: too late. */
void program_abort(void *context);
/* Lets go of one that was aborted. Hook: stop. */
void program_close(struct program *program);
