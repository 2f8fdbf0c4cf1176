/* SPDX-License-Identifier: MIT */
/* tenon-evaluator: what the plugin evaluator starts to run strangers' programs in. */
#include <stdio.h>
#include <stdlib.h>

#include "server.h"

int main(int argument_count, char **arguments)
{
    int channel = argument_count == 2 ? atoi(arguments[1]) : 0;
    if (channel < 3) {
        fputs("tenon-evaluator is started by Tenon's plugin evaluator, with the number of a "
              "descriptor. To evaluate a file, use tenon-scad.\n",
              stderr);
        return EXIT_FAILURE;
    }
    return server_run(channel);
}
