/* SPDX-License-Identifier: MIT */
/* The evaluator process: rights given up, then one request after the other. */
#pragma once

/* Serves on the channel until the worker is gone. Returns only if the sandbox cannot be entered. */
int server_run(int channel);
