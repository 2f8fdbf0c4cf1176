/* SPDX-License-Identifier: MIT */
/* Whether the rows of a stranger's table are what the sdk asks for, so that nobody needs to look again. */
#include <options/options.h>
#include <plugins/library.h>
#include <tenon/metric.h>
#include <tenon/service.h>
#include <tenon/variable.h>

static bool is_made_of(const char *name, const char *bytes)
{
    return name && *name && name[strspn(name, bytes)] == '\0';
}

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

static unsigned check_plugin(const struct tn_plugin *plugin, const char **wrong)
{
    if (!plugin->version)
        *wrong = "has no version";
    else if (!plugin->summary)
        *wrong = "has no summary";
    else if (plugin->options && plugin->options_size == 0)
        *wrong = "has options, but options_size is 0";
    else if (plugin->defaults && !plugin->options)
        *wrong = "has defaults, but no options";
    return *wrong != NULL;
}

static void check_metric(const struct tn_metric *metric, const char **wrong)
{
    if (!is_made_of(metric->name, LOWER DIGITS "_"))
        *wrong = "the name must be lower case, digits and underscores";
    else if (metric->kind < TN_COUNTER || metric->kind > TN_HISTOGRAM)
        *wrong = "the kind must be a counter, a gauge or a histogram";
    else if (!metric->summary)
        *wrong = "there is no summary";
    for (size_t i = 0; i < TN_LABELS_MAX && metric->labels[i]; i++)
        if (!is_made_of(metric->labels[i], LOWER DIGITS "_") ||
            strcmp(metric->labels[i], "entry") == 0)
            *wrong = "a label must be lower case, digits and underscores, and not `entry`";
    for (size_t i = 1; i < TN_BUCKETS_MAX && metric->buckets[i] != 0; i++)
        if (metric->buckets[i] <= metric->buckets[i - 1])
            *wrong = "the buckets must ascend";
}

static void check_route(const struct tn_route *route, const char **wrong)
{
    if (*route->path != '/' && *route->path != '$')
        *wrong = "the path must begin with a slash or with $ and an option";
    else if (!route->handle)
        *wrong = "there is no handler";
}

static void check_variable(const struct tn_variable *variable, const char **wrong)
{
    if (!is_made_of(variable->name, LOWER DIGITS "_-.*"))
        *wrong = "the name must be lower case, digits, hyphens, underscores and dots";
    else if (!variable->get)
        *wrong = "there is no function that gets it";
    else if (!variable->summary)
        *wrong = "there is no summary";
}

/* Where errors go, and what they begin with. */
struct checking {
    const char *owner;
    struct place place;
    struct errors *errors;
    bool sane;
};

static void report(struct checking *checking, const char *what, const char *name, const char *wrong)
{
    if (!wrong)
        return;
    errors_add(checking->errors, SEVERITY_ERROR, checking->place, "%s, %s `%s`: %s",
               checking->owner, what, name ? name : "", wrong);
    checking->sane = false;
}

static void check_rows(struct checking *checking, const struct tn_plugin *plugin)
{
    for (const struct tn_metric *row = plugin->metrics; row && (row->name || row->kind); row++) {
        const char *wrong = NULL;
        check_metric(row, &wrong);
        report(checking, "metric", row->name, wrong);
    }
    for (const struct tn_route *row = plugin->routes; row && row->path; row++) {
        const char *wrong = NULL;
        check_route(row, &wrong);
        report(checking, "route", row->path, wrong);
    }
    for (const struct tn_variable *row = plugin->variables; row && row->name; row++) {
        const char *wrong = NULL;
        check_variable(row, &wrong);
        report(checking, "variable", row->name, wrong);
    }
    for (const struct tn_need *row = plugin->needs; row && row->name; row++)
        report(checking, "need", row->name, row->id ? NULL : "there is no id");
    for (const struct tn_offer *row = plugin->offers; row && row->id; row++)
        report(checking, "offer", row->id, row->table ? NULL : "there is no table");
}

bool library_sane(const struct tn_plugin *plugin, const char *owner, struct place place,
                  struct errors *errors)
{
    struct checking checking = { owner, place, errors, true };
    const char *wrong = NULL;
    if (check_plugin(plugin, &wrong)) {
        errors_add(errors, SEVERITY_ERROR, place, "%s %s", owner, wrong);
        return false;
    }
    check_rows(&checking, plugin);
    if (plugin->options && !options_sane(plugin->options, place, errors))
        checking.sane = false;
    return checking.sane;
}
