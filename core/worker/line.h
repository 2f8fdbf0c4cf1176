/* SPDX-License-Identifier: MIT */
/* A log line as text on standard error. */
#pragma once

#include <tenon/observe.h>

/* "2026-01-02T03:04:05.678Z info  tenon: message key=value request=ID", in one write; control characters are shown as spaces. */
void line_write(const struct tn_record *record);
