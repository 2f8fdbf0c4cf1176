/* SPDX-License-Identifier: MIT */
/* The store in shared memory: it decides about all limits of an entry at once, without waiting. */
#pragma once

#include "rule.h"

/* Charges all or none, and fills in the decisions. Whether the request may pass. */
bool zone_take(struct rule_charge *charges, size_t count, uint64_t now_ns);

/* Gives back what was charged. Whether anything was. */
bool zone_give_back(struct rule_charge *charges, size_t count);
