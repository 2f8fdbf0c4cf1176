/* SPDX-License-Identifier: MIT */
/* All or none, over tables in which only one word changes in one step. */
#include "zone.h"

static bool look_all(struct rule_charge *charges, size_t count, uint64_t now_ns)
{
    bool pass = true;
    for (size_t i = 0; i < count; i++)
        pass = rule_look(&charges[i], now_ns) && pass;
    return pass;
}

/*
 * All are charged or none. With several there is a look first, so that who is refused by one takes
 * nothing from the others; if another worker comes between the look and the charge, what was
 * charged is given back.
 */
bool zone_take(struct rule_charge *charges, size_t count, uint64_t now_ns)
{
    if (count > 1 && !look_all(charges, count, now_ns))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rule_take(&charges[i], now_ns))
            continue;
        while (i-- > 0)
            if (rule_give_back(&charges[i]))
                rule_look(&charges[i], now_ns);
        return false;
    }
    return true;
}

bool zone_give_back(struct rule_charge *charges, size_t count)
{
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any = rule_give_back(&charges[i]) || any;
    return any;
}
