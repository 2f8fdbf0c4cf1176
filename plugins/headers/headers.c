/* SPDX-License-Identifier: MIT */
/*
 * Headers on every reply that passes: those of handlers, the server's own errors, 304 and 429 too,
 * since all is done in the reply hook. Put the entry above everything whose replies it is to reach.
 *
 * A preset fills in what a reply does not say itself, so that a handler which knows better (a
 * stricter Content-Security-Policy, a Cache-Control of its own) is heard, and no field is sent
 * twice. What stands under `set` replaces, and `remove` takes away what others have set.
 */
#include <stdio.h>

#include <tenon/tenon.h>

#include "field.h"
#include "presets.h"

enum hsts_when { HSTS_HTTPS, HSTS_ALWAYS, HSTS_NEVER };

struct settings {
    int preset;
    struct tn_groups set;
    struct tn_patterns remove;
    struct hsts {
        struct tn_duration age;
        bool subdomains, preload;
        int when;
    } hsts;
};

struct set_row {
    const char *name;
    const struct tn_template *value;
};

/* One field as it will be sent. */
struct field {
    const char *name;
    struct tn_text value;                /* if it is the same for every request */
    const struct tn_template *template_; /* else */
    const struct tn_header *fills_in;    /* if it is sent only where the reply has none */
    bool https_only;
};

struct headers {
    const struct settings *settings;
    const struct preset *preset;
    char hsts[64];
    struct field *fields;
    size_t count;
};

/* Per request */

static void send_field(struct tn_request *request, const struct field *field)
{
    if (field->https_only && !tn_text_is(tn_request_scheme(request), "https"))
        return;
    if (field->fills_in) {
        tn_reply_fill(request, field->fills_in);
        return;
    }
    struct tn_text value =
        field->template_ ? tn_template_text(request, field->template_) : field->value;
    if (value.size)
        tn_reply_set(request, field->name, value);
    else
        tn_reply_remove(request, field->name);
}

static void on_reply(struct tn_request *request, void *context)
{
    const struct headers *self = context;
    for (const char *const *name = self->preset->removes; *name; name++)
        tn_reply_remove(request, *name);
    for (size_t i = 0; i < self->settings->remove.count; i++)
        tn_reply_remove(request, self->settings->remove.items[i]);
    for (size_t i = 0; i < self->count; i++)
        send_field(request, &self->fields[i]);
}

/* At load */

static bool is_set(const struct settings *settings, const char *name, size_t before)
{
    const struct set_row *rows = settings->set.items;
    for (size_t i = 0; i < settings->set.count && i < before; i++)
        if (!strcasecmp(rows[i].name, name))
            return true;
    return false;
}

static bool is_removed(const struct settings *settings, const char *name)
{
    return tn_patterns_match(&settings->remove, tn_text(name));
}

static bool check_row(struct tn_host *host, const struct settings *settings, size_t index)
{
    const struct set_row *row = (const struct set_row *)settings->set.items + index;
    char way[160];
    snprintf(way, sizeof way, "set.%s", row->name);
    if (!field_name_valid(row->name))
        return tn_fail_at(host, way, "expected the name of a header field, found `%s`", row->name);
    if (field_is_framing(row->name))
        return tn_fail_at(host, way, "`%s` is the server's own and cannot be set", row->name);
    if (is_set(settings, row->name, index))
        return tn_fail_at(host, way, "`%s` is set twice", row->name);
    struct tn_text value = tn_template_constant(row->value);
    if (!field_value_valid(value.at, value.size))
        return tn_fail_at(host, way, "a header's value cannot hold control characters");
    return true;
}

static bool check(struct tn_host *host, const struct settings *settings)
{
    bool sane = true;
    for (size_t i = 0; i < settings->set.count; i++)
        sane = check_row(host, settings, i) && sane;
    if (settings->hsts.preload &&
        (!settings->hsts.subdomains || settings->hsts.age.ms < INT64_C(31536000000)))
        sane = tn_fail_at(host, "hsts.preload",
                          "browsers' lists take only what holds for subdomains and for a year");
    return sane;
}

static void add_field(struct headers *self, struct field field)
{
    self->fields[self->count++] = field;
}

/* Fields of the preset that the file does not replace or remove. */
static void add_preset(struct headers *self, struct tn_host *host)
{
    for (const struct preset_field *row = self->preset->fields; row->name; row++)
        if (!is_set(self->settings, row->name, SIZE_MAX) && !is_removed(self->settings, row->name))
            add_field(self, (struct field){ .fills_in = tn_header_prepare(host, row->name,
                                                                          tn_text(row->value)) });
}

static void add_hsts(struct headers *self, struct tn_host *host)
{
    static const char name[] = "Strict-Transport-Security";
    const struct hsts *hsts = &self->settings->hsts;
    if (hsts->when == HSTS_NEVER || is_set(self->settings, name, SIZE_MAX) ||
        is_removed(self->settings, name))
        return;
    const char *value = self->preset->hsts;
    if (hsts->age.ms) {
        field_hsts(self->hsts, sizeof self->hsts, hsts->age.ms / 1000, hsts->subdomains,
                   hsts->preload);
        value = self->hsts;
    }
    if (value)
        add_field(self, (struct field){ .fills_in = tn_header_prepare(host, name, tn_text(value)),
                                        .https_only = hsts->when == HSTS_HTTPS });
}

static void add_set(struct headers *self)
{
    const struct set_row *rows = self->settings->set.items;
    for (size_t i = 0; i < self->settings->set.count; i++) {
        bool constant = tn_template_is_constant(rows[i].value);
        add_field(self, (struct field){ .name = rows[i].name,
                                        .value = tn_template_constant(rows[i].value),
                                        .template_ = constant ? NULL : rows[i].value });
    }
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    if (!check(host, settings))
        return NULL;
    struct headers *self = tn_instance_alloc(host, sizeof *self);
    self->settings = settings;
    self->preset = preset_get((enum preset_name)settings->preset);
    size_t room = settings->set.count + 1;
    for (const struct preset_field *row = self->preset->fields; row->name; row++)
        room++;
    self->fields = tn_instance_alloc(host, room * sizeof *self->fields);
    add_preset(self, host);
    add_hsts(self, host);
    add_set(self);
    return self;
}

static const struct settings defaults = {
    .preset = PRESET_HELMET_8,
    .hsts = { .subdomains = true, .when = HSTS_HTTPS },
};

static const struct tn_choice presets[] = {
    { "helmet-8", PRESET_HELMET_8, "The headers of helmet 8, for sites with pages." },
    { "owasp-2026", PRESET_OWASP_2026,
      "The OWASP Secure Headers Project's list of July 2026; strict, and forbids caching." },
    { "api", PRESET_API, "For hosts that serve data to programs, never pages." },
    { "none", PRESET_NONE, "Nothing but what the file says." },
    { 0 },
};

static const struct tn_choice whens[] = {
    { "https", HSTS_HTTPS, "On replies to https, as RFC 6797 wants it." },
    { "always", HSTS_ALWAYS,
      "On every reply, where a proxy in front ends TLS and does not say so." },
    { "never", HSTS_NEVER, "Not at all." },
    { "production", HSTS_ALWAYS, "As always: so that the value may be ${NODE_ENV}." },
    { "development", HSTS_NEVER, "As never." },
    { "test", HSTS_NEVER, "As never." },
    { 0 },
};

static const struct tn_option set_rows[] = {
    { "name", TN_OPTION_TEXT(struct set_row, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "The header's name." },
    { "value", TN_OPTION_TEMPLATE(struct set_row, value), .flags = TN_SHORT | TN_REQUIRED,
      .summary = "Its value; where it is empty, the header is not sent." },
    { 0 },
};

static const struct tn_option hsts_rows[] = {
    { "age", TN_OPTION_DURATION(struct hsts, age), .flags = TN_SHORT,
      .summary = "How long browsers are to use https alone; 0 is what the preset says." },
    { "subdomains", TN_OPTION_BOOLEAN(struct hsts, subdomains),
      .summary = "Whether that holds for subdomains too." },
    { "preload", TN_OPTION_BOOLEAN(struct hsts, preload),
      .summary = "Whether browsers may take the host into their lists; hard to undo." },
    { "when", TN_OPTION_CHOICE(struct hsts, when, whens), .summary = "When it is sent." },
    { 0 },
};

static const struct tn_option options[] = {
    { "preset", TN_OPTION_CHOICE(struct settings, preset, presets), .flags = TN_SHORT,
      .summary = "A set of headers by name; it fills in what a reply does not say itself." },
    { "set", TN_OPTION_GROUPS(struct settings, set, struct set_row, set_rows), .max = 100,
      .summary = "Headers that replace those of the preset and of handlers, as a map." },
    { "remove", TN_OPTION_PATTERNS(struct settings, remove), .max = 100,
      .summary = "Names of headers to take away, such as X-Powered-*; from the preset too." },
    { "hsts", TN_OPTION_GROUP(struct settings, hsts, hsts_rows),
      .summary = "Strict-Transport-Security, in place of the preset's." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "headers",
    .version = "1.0.0",
    .summary = "Sets security and other headers on every reply.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .create = create,
    .reply = on_reply,
};
