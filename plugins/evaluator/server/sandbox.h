/* SPDX-License-Identifier: MIT */
/* Giving up every right but one: to read and write one descriptor. There is no way back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct sandbox {
    int channel;           /* the one descriptor that stays usable */
    uint64_t memory_bytes; /* of address space; 0: no limit */
};

/*
 * Enters the sandbox. False if a right could not be given up that every supported system can take
 * away; the process should then end. `lacks` receives what this system has no way to take away
 * (enum protocol_lack), 0 if nothing.
 */
bool sandbox_enter(const struct sandbox *sandbox, uint32_t *lacks);

/* The steps of it, in this order, each of which a test can take by itself. */

/* Dies with the parent, cannot be traced or dumped, gains nothing by execve, has no capabilities. */
bool sandbox_drop_privileges(void);
/* Closes all descriptors but 0 to 2, which lead to /dev/null, and the channel. */
bool sandbox_close_descriptors(int channel);
/* No path can be opened, made, removed or run; no TCP port; false if the kernel has no Landlock. */
bool sandbox_leave_files(void);
/* Memory as given; no new process, file, descriptor or core. */
bool sandbox_limit(uint64_t memory_bytes);
/* Any system call that computing does not need ends the process by SIGSYS. False if the kernel has
 * no seccomp. */
bool sandbox_filter_calls(int channel);
