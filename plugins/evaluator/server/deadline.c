/* SPDX-License-Identifier: MIT */
/* A timer of the kernel's, and a signal that sets a flag. */
#include "deadline.h"

#include <signal.h>
#include <sys/time.h>

static volatile int is_over;

static void on_alarm(int signal)
{
    (void)signal;
    is_over = 1;
}

void deadline_open(void)
{
    struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };
    sigaction(SIGALRM, &action, NULL);
}

static void set_timer(uint64_t milliseconds)
{
    const struct itimerval once = { .it_value = { .tv_sec = (time_t)(milliseconds / 1000),
                                                  .tv_usec =
                                                      (suseconds_t)(milliseconds % 1000) * 1000 } };
    setitimer(ITIMER_REAL, &once, NULL);
}

void deadline_begin(uint64_t milliseconds)
{
    is_over = 0;
    set_timer(milliseconds);
}

void deadline_end(void)
{
    set_timer(0);
}

const volatile int *deadline_flag(void)
{
    return &is_over;
}
