/* SPDX-License-Identifier: MIT */
/* When the process crashes, it says first in which entry and hook. */
#pragma once

/* From now on a crash writes a line to standard error and, as a message, to the channel (or -1); then the signal takes its course. */
void crash_install(int channel);
