/* SPDX-License-Identifier: MIT */
/* Signals that a serving process must not die of. */
#pragma once

/*
 * The signals that are the master's to answer do nothing here, though a terminal or systemd sends them to the whole group. By a
 * handler, not by ignoring: that would be inherited by the programs that plugins start.
 */
void signals_leave_to_master(void);
