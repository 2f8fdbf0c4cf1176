/* SPDX-License-Identifier: MIT */
/* Handlers that do nothing. */
#include <signal.h>
#include <stddef.h>

#include <worker/signals.h>

static void nothing(int number)
{
    (void)number;
}

static void survive(int number)
{
    struct sigaction action = { .sa_handler = nothing, .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void signals_leave_to_master(void)
{
    survive(SIGTERM);
    survive(SIGINT);
    survive(SIGHUP);
    survive(SIGUSR1);
}
