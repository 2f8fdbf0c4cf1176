/* SPDX-License-Identifier: MIT */
/* The few functions that other rooms give to this one, for tests of this room alone. Weak: the real ones win where they are linked. */
#pragma once

#include <tenon/tenon.h>

#define UNWIRED __attribute__((weak))

UNWIRED struct tn_text tn_template_json(struct tn_request *request,
                                        const struct tn_template *template_)
{
    (void)request;
    return tn_text((const char *)template_); /* in these tests a template is its text */
}

UNWIRED struct tn_text tn_template_text(struct tn_request *request,
                                        const struct tn_template *template_)
{
    return tn_template_json(request, template_);
}

UNWIRED void tn_series_add(struct tn_series *series, double amount)
{
    *(double *)series += amount;
}

UNWIRED void tn_series_set(struct tn_series *series, double value)
{
    *(double *)series = value;
}

UNWIRED void tn_series_observe(struct tn_series *series, double value)
{
    (void)value;
    *(double *)series += 1;
}

UNWIRED const char *tn_host_version(void)
{
    return "0";
}

UNWIRED enum tn_state tn_worker_state(void)
{
    return TN_READY;
}

UNWIRED void tn_observe_process(struct tn_process *process)
{
    process->started_ms = 0;
}
