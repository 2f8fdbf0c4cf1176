/* SPDX-License-Identifier: MIT */
/* Which format a scraper wants. */
#pragma once

#include <tenon/text.h>

#include "exposition.h"

/*
 * The format by the Accept header (RFC 9110, 12.5.1): OpenMetrics where it is named, in a version
 * that is spoken here, with at least the weight of plain text; else Prometheus. An absent header
 * wants nothing in particular.
 */
enum exposition_format negotiation_choose(struct tn_text accept);
