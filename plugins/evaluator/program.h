/* SPDX-License-Identifier: MIT */
/* Where the evaluator program is. */
#pragma once

#include <tenon/plugin.h>

/*
 * The path of the program: the one installed with this plugin, or, where TENON_PLUGIN_PATH says
 * that plugins are taken from elsewhere (as in a build tree), the one beside them. Good until
 * destroy.
 */
const char *program_path(struct tn_host *host);
