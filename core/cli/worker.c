/* SPDX-License-Identifier: MIT */
/* `tenon worker`: what a master runs; of no use without one. */
#include <stdio.h>
#include <sys/socket.h>

#include <cli/cli.h>
#include <worker/channel.h>
#include <worker/child.h>

static int run(const struct cli_arguments *arguments)
{
    int type = 0;
    socklen_t size = sizeof type;
    (void)arguments;
    if (getsockopt(CHANNEL_FD, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET) {
        fprintf(stderr, "tenon worker: only `tenon serve` can start a worker\n");
        return CLI_USAGE;
    }
    return child_run();
}

const struct cli_command cli_worker = {
    .name = "worker",
    .operands = "NUMBER GENERATION", /* for who lists processes */
    .operands_max = 2,
    .text = "Serves requests for the master that started it, and only for one.",
    .run = run,
};
