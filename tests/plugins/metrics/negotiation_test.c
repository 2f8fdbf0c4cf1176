/* SPDX-License-Identifier: MIT */
/* Who gets OpenMetrics: the Accept headers of real scrapers, and odd ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "negotiation.h"

static void accepts(void **state)
{
    (void)state;
    static const struct {
        const char *accept;
        enum exposition_format format;
    } rows[] = {
        { NULL, EXPOSITION_PROMETHEUS },
        { "", EXPOSITION_PROMETHEUS },
        { "*/*", EXPOSITION_PROMETHEUS },
        { "text/plain", EXPOSITION_PROMETHEUS },
        { "application/openmetrics-text", EXPOSITION_OPENMETRICS },
        { "Application/OpenMetrics-Text; Version=1.0.0", EXPOSITION_OPENMETRICS },
        { "application/openmetrics-text; version=\"1.0.0\"", EXPOSITION_OPENMETRICS },
        { "application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
          "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
          EXPOSITION_OPENMETRICS },
        { "application/openmetrics-text;version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
          EXPOSITION_PROMETHEUS },
        { "application/openmetrics-text;q=0.2, text/plain;q=0.5", EXPOSITION_PROMETHEUS },
        { "application/openmetrics-text;q=0", EXPOSITION_PROMETHEUS },
        { "application/openmetrics-text;q=0.5, text/plain;q=0.5", EXPOSITION_OPENMETRICS },
        { "application/openmetrics-text;x=\",\";q=0.1,text/plain", EXPOSITION_PROMETHEUS },
        { ",;=,,;q=", EXPOSITION_PROMETHEUS },
        { "application/openmetrics-text;q=99999999999999", EXPOSITION_OPENMETRICS },
        { "application/openmetrics-text;q=nan, text/plain", EXPOSITION_PROMETHEUS },
        { "\"", EXPOSITION_PROMETHEUS },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (negotiation_choose(tn_text(rows[i].accept)) != rows[i].format)
            fail_msg("Accept: %s", rows[i].accept);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(accepts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
