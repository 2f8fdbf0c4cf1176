/* SPDX-License-Identifier: MIT */
/* What is wrong with an entry as a whole, beyond what the rows say. */
#pragma once

#include "settings.h"

/* False after tn_fail_at; warns of what works but is hardly meant. Hook: create. */
bool check_settings(struct tn_host *host, const struct settings *settings);
