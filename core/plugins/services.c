/* SPDX-License-Identifier: MIT */
/* Who uses whom: names from the file, ids from the tables, an order in which all can start. */
#include <stdlib.h>

#include <base/current.h>
#include <plugins/instance.h>

/* A plugin that did not load, NULL, is known to need nothing and to offer nothing. */
static size_t need_count(const struct tn_plugin *plugin)
{
    size_t count = 0;
    while (plugin && plugin->needs && plugin->needs[count].name)
        count++;
    return count;
}

static const struct tn_offer *offer_of(const struct tn_host *host, const char *id)
{
    const struct tn_offer *offer = host->plugin ? host->plugin->offers : NULL;
    for (; offer && offer->id; offer++)
        if (strcmp(offer->id, id) == 0)
            return offer;
    return NULL;
}

/* The entries as a whole: what a wiring looks through. */
struct wiring {
    struct tn_host *const *hosts;
    size_t count;
    struct errors *errors;
};

static const char *need_name(const void *context, size_t i)
{
    const struct tn_plugin *plugin = context;
    return i < need_count(plugin) ? plugin->needs[i].name : NULL;
}

static const char *host_name(const void *context, size_t i)
{
    const struct wiring *wiring = context;
    return i < wiring->count ? wiring->hosts[i]->name : NULL;
}

static struct tn_host *host_called(const struct wiring *wiring, const char *name)
{
    for (size_t i = 0; i < wiring->count; i++)
        if (strcmp(wiring->hosts[i]->name, name) == 0)
            return wiring->hosts[i];
    return NULL;
}

static void wire_use(const struct wiring *wiring, struct tn_host *host,
                     const struct instance_use *use)
{
    size_t needs = need_count(host->plugin), i = 0;
    while (i < needs && strcmp(host->plugin->needs[i].name, use->name) != 0)
        i++;
    if (i == needs) {
        struct error *error =
            errors_add(wiring->errors, SEVERITY_ERROR, use->place,
                       "plugin `%s` uses no service `%s`", host->plugin->name, use->name);
        error_did_you_mean(wiring->errors, error,
                           nearest(tn_text(use->name), need_name, host->plugin));
        return;
    }
    const struct tn_need *need = &host->plugin->needs[i];
    struct tn_host *provider = host_called(wiring, use->entry);
    if (!provider) {
        struct error *error = errors_add(wiring->errors, SEVERITY_ERROR, use->place,
                                         "there is no entry `%s`", use->entry);
        error_did_you_mean(wiring->errors, error, nearest(tn_text(use->entry), host_name, wiring));
    } else if (provider->plugin && !offer_of(provider, need->id)) {
        errors_add(wiring->errors, SEVERITY_ERROR, use->place,
                   "entry `%s` (plugin `%s`) does not offer %s", use->entry, provider->plugin->name,
                   need->id);
    } else {
        host->providers[i] = provider;
    }
}

static bool all_loaded(const struct wiring *wiring)
{
    for (size_t i = 0; i < wiring->count; i++)
        if (!wiring->hosts[i]->plugin)
            return false;
    return true;
}

/* Said only where `uses` has no line for it: a line that is wrong has its own error. */
static void report_unmet(const struct wiring *wiring, struct tn_host *host,
                         const struct tn_need *need)
{
    for (size_t i = 0; i < host->use_count; i++)
        if (strcmp(host->uses[i].name, need->name) == 0)
            return;
    struct error *error = errors_add(wiring->errors, SEVERITY_ERROR, host->place,
                                     "plugin `%s` needs the service `%s` (%s)", host->plugin->name,
                                     need->name, need->id);
    for (size_t i = 0; i < wiring->count; i++)
        if (offer_of(wiring->hosts[i], need->id)) {
            error_hint(wiring->errors, error, "entry `%s` offers it: add `uses: { %s: %s }`",
                       wiring->hosts[i]->name, need->name, wiring->hosts[i]->name);
            return;
        }
    if (all_loaded(wiring))
        error_hint(wiring->errors, error, "no entry offers it");
}

static void wire_host(const struct wiring *wiring, struct tn_host *host)
{
    size_t needs = need_count(host->plugin);
    host->providers = arena_alloc(&host->arena, (needs + 1) * sizeof *host->providers);
    for (size_t i = 0; i < host->use_count && host->plugin; i++)
        wire_use(wiring, host, &host->uses[i]);
    for (size_t i = 0; i < needs; i++)
        if (!host->providers[i] && !host->plugin->needs[i].optional)
            report_unmet(wiring, host, &host->plugin->needs[i]);
}

/* The walk that orders: depth first, in the order of the file. */
enum mark { UNSEEN, ON_THE_WAY, ORDERED };
struct ordering {
    const struct wiring *wiring;
    enum mark *marks;
    struct tn_host **way; /* from where the walk began */
    size_t depth;
    struct tn_host **order;
    size_t ordered;
};

static void report_cycle(const struct ordering *ordering, const struct tn_host *again)
{
    struct errors *errors = ordering->wiring->errors;
    size_t i = 0;
    while (ordering->way[i] != again)
        i++;
    struct tn_text names = arena_print(&errors->arena, "%s", again->name);
    for (i++; i < ordering->depth; i++)
        names = arena_print(&errors->arena, "%s, which uses %s", names.at, ordering->way[i]->name);
    errors_add(errors, SEVERITY_ERROR, again->place, "services in a circle: %s, which uses %s",
               names.at, again->name);
}

/* The file is the operator's, so the depth is bounded by its entries. */
static bool visit(struct ordering *ordering, struct tn_host *host)
{
    if (ordering->marks[host->index] == ORDERED)
        return true;
    if (ordering->marks[host->index] == ON_THE_WAY) {
        report_cycle(ordering, host);
        return false;
    }
    ordering->marks[host->index] = ON_THE_WAY;
    ordering->way[ordering->depth++] = host;
    bool good = true;
    for (size_t i = 0; i < need_count(host->plugin) && good; i++)
        if (host->providers[i])
            good = visit(ordering, host->providers[i]);
    ordering->depth--;
    ordering->marks[host->index] = ORDERED;
    ordering->order[ordering->ordered++] = host;
    return good;
}

bool services_wire(struct tn_host *const *hosts, size_t count, struct tn_host **order,
                   struct errors *errors)
{
    unsigned before = errors->count;
    struct wiring wiring = { hosts, count, errors };
    for (size_t i = 0; i < count; i++)
        wire_host(&wiring, hosts[i]);
    struct ordering ordering = { .wiring = &wiring,
                                 .marks = memory_alloc(count * sizeof(enum mark)),
                                 .way = memory_alloc(count * sizeof(struct tn_host *)),
                                 .order = order };
    for (size_t i = 0; i < count; i++)
        visit(&ordering, hosts[i]);
    free(ordering.marks);
    free(ordering.way);
    return errors->count == before;
}

struct tn_service tn_service(struct tn_host *host, const char *name)
{
    plugin_must(host->started, "tn_service is for start and later");
    for (size_t i = 0; i < need_count(host->plugin); i++) {
        const struct tn_need *need = &host->plugin->needs[i];
        if (strcmp(need->name, name) != 0)
            continue;
        struct tn_host *provider = host->providers[i];
        if (!provider)
            return (struct tn_service){ NULL, NULL };
        return (struct tn_service){ offer_of(provider, need->id)->table, provider->self };
    }
    current_blame("tn_service: `%s` is not in the plugin's table of needs", name);
}
