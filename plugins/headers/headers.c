/* SPDX-License-Identifier: MIT */
/*
 * Headers on every reply that passes: those of handlers, the server's own errors, 304 and 429 too,
 * since all is done in the reply hook. Put the entry above everything whose replies it is to reach.
 *
 * A preset fills in what a reply does not say itself, so that a handler which knows better (a
 * stricter Content-Security-Policy, a Cache-Control of its own) is heard, and no field is sent
 * twice. What stands under `set` and `csp.policy` replaces, and `remove` takes away what others have
 * set.
 */
#include <stdarg.h>
#include <stdio.h>

#include <tenon/tenon.h>

#include "field.h"
#include "nonce.h"
#include "presets.h"
#include "settings.h"

/* What a request or its reply must have, or else a field is not for it. */
enum need {
    NEEDS_HTTPS = 1,
    NEEDS_PAGE = 2,
    NEEDS_CONTENT = 4, /* a 304 speaks of a page that the browser has, with an older nonce in it */
};

/* One field as it will be sent. */
struct field {
    const char *name;
    struct tn_text value;                /* if it is the same for every request */
    const struct tn_template *template_; /* else; then `value` is put behind it */
    const struct tn_header *fills_in;    /* if it is sent only where the reply has none */
    unsigned needs;                      /* enum need */
};

struct headers {
    struct tn_host *host;
    const struct settings *settings;
    const struct preset *preset;
    struct field *fields;
    size_t count;
    unsigned needs; /* of any field */
};

/* Per request */

struct nonce {
    bool made;
    char text[NONCE_SIZE + 1];
};

/* Made when first asked for, so that it costs only those who use it. */
static struct tn_value get_nonce(struct tn_request *request, void *context, struct tn_text rest)
{
    (void)rest;
    struct headers *self = context;
    struct nonce *nonce = tn_request_state(request, self->host, sizeof *nonce);
    if (!nonce->made && !nonce_make(nonce->text))
        return tn_value_absent();
    nonce->made = true;
    return tn_value_text((struct tn_text){ nonce->text, NONCE_SIZE });
}

/* Whether a browser may show the reply as a page. Without a type it may guess. */
static bool is_page(struct tn_request *request)
{
    static const char *const types[] = { "text/html", "application/xhtml+xml", "image/svg+xml" };
    struct tn_text type = tn_reply_header(request, "Content-Type");
    if (!tn_text_present(type))
        return tn_reply_size(request) != 0;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t size = strlen(types[i]);
        if (type.size >= size && !strncasecmp(type.at, types[i], size) &&
            (type.size == size || strchr("; \t", type.at[size])))
            return true;
    }
    return false;
}

/* What of `needs` this reply does not have. */
static unsigned lacking(struct tn_request *request, unsigned needs)
{
    unsigned lacks = 0;
    if (needs & NEEDS_HTTPS && !tn_text_is(tn_request_scheme(request), "https"))
        lacks |= NEEDS_HTTPS;
    if (needs & NEEDS_PAGE && !is_page(request))
        lacks |= NEEDS_PAGE;
    if (needs & NEEDS_CONTENT && tn_reply_status(request) == 304)
        lacks |= NEEDS_CONTENT;
    return lacks;
}

static struct tn_text value_of(struct tn_request *request, const struct field *field)
{
    if (!field->template_)
        return field->value;
    struct tn_text text = tn_template_text(request, field->template_);
    if (!text.size || !field->value.size)
        return text;
    return tn_request_print(request, "%" TN_PRI "%" TN_PRI, TN_ARG(text), TN_ARG(field->value));
}

static void send_field(struct tn_request *request, const struct field *field)
{
    if (field->fills_in) {
        tn_reply_fill(request, field->fills_in);
        return;
    }
    struct tn_text value = value_of(request, field);
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
    unsigned lacks = lacking(request, self->needs);
    for (size_t i = 0; i < self->count; i++)
        if (!(self->fields[i].needs & lacks))
            send_field(request, &self->fields[i]);
}

/* Fields, made at load */

TN_PRINTF(2, 3)
static struct tn_text print(struct tn_host *host, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t size = (size_t)vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = tn_instance_alloc(host, size + 1);
    vsnprintf(text, size + 1, format, arguments);
    va_end(arguments);
    return (struct tn_text){ text, size };
}

static void add_field(struct headers *self, struct field field)
{
    if (self->settings->html_only && field_is_for_pages(field.name))
        field.needs |= NEEDS_PAGE;
    self->needs |= field.needs;
    self->fields[self->count++] = field;
}

/* A field that is sent where the reply has none of its own. */
static void add_filling(struct headers *self, const char *name, struct tn_text value,
                        unsigned needs)
{
    add_field(self, (struct field){ .name = name,
                                    .fills_in = tn_header_prepare(self->host, name, value),
                                    .needs = needs });
}

static bool uses_nonce(const struct headers *self, const struct tn_template *template_)
{
    char own[160];
    snprintf(own, sizeof own, "%s.nonce", tn_name(self->host));
    return tn_template_uses(template_, "headers.nonce") || tn_template_uses(template_, own);
}

/* A field that replaces; `tail` is put behind what the file says. */
static void add_replacing(struct headers *self, const char *name,
                          const struct tn_template *template_, struct tn_text tail)
{
    struct tn_text text = tn_template_constant(template_);
    if (!tn_template_is_constant(template_))
        add_field(self, (struct field){ .name = name,
                                        .template_ = template_,
                                        .value = tail,
                                        .needs = uses_nonce(self, template_) ? NEEDS_CONTENT : 0 });
    else if (text.size)
        add_field(self, (struct field){ .name = name,
                                        .value = print(self->host, "%" TN_PRI "%" TN_PRI,
                                                       TN_ARG(text), TN_ARG(tail)) });
    else
        add_field(self, (struct field){ .name = name, .value = text });
}

/* Fields of the preset that the file does not replace or remove. */
static void add_preset(struct headers *self)
{
    for (const struct preset_field *row = self->preset->fields; row->name; row++)
        if (!settings_set(self->settings, row->name, SIZE_MAX) &&
            !settings_remove(self->settings, row->name) && strcmp(row->name, FIELD_POLICY) != 0)
            add_filling(self, row->name, tn_text(row->value), 0);
}

/* Older browsers know only report-uri, newer ones pass over it where there is a report-to. */
static struct tn_text report_words(const struct headers *self)
{
    const char *name = self->settings->csp.report_to;
    if (!name)
        return TN_TEXT("");
    return print(self->host, ";report-uri %s;report-to %s",
                 settings_endpoint(self->settings, name)->url, name);
}

static void add_policy(struct headers *self)
{
    const struct csp *csp = &self->settings->csp;
    const char *name = csp->report_only ? FIELD_TRIAL : FIELD_POLICY;
    const char *preset_policy = preset_value(self->preset, FIELD_POLICY);
    if (settings_set(self->settings, name, SIZE_MAX) || settings_remove(self->settings, name))
        return;
    struct tn_text tail = report_words(self);
    if (csp->policy)
        add_replacing(self, name, csp->policy, tail);
    else if (preset_policy)
        add_filling(self, name, print(self->host, "%s%" TN_PRI, preset_policy, TN_ARG(tail)), 0);
}

/* The Reporting API, 3.3: a dictionary of strings. */
static void add_reporting(struct headers *self)
{
    const struct endpoint *endpoints = self->settings->reporting.items;
    struct tn_text list = TN_TEXT("");
    for (size_t i = 0; i < self->settings->reporting.count; i++)
        list = print(self->host, "%" TN_PRI "%s%s=\"%s\"", TN_ARG(list), i ? ", " : "",
                     endpoints[i].name, endpoints[i].url);
    if (list.size)
        add_filling(self, "Reporting-Endpoints", list, 0);
}

static void add_hsts(struct headers *self)
{
    const struct hsts *hsts = &self->settings->hsts;
    if (hsts->when == HSTS_NEVER || settings_set(self->settings, FIELD_HSTS, SIZE_MAX) ||
        settings_remove(self->settings, FIELD_HSTS))
        return;
    char own[64];
    field_hsts(own, sizeof own, hsts->age.ms / 1000, hsts->subdomains, hsts->preload);
    const char *value = hsts->age.ms ? own : self->preset->hsts;
    if (value)
        add_filling(self, FIELD_HSTS, tn_text(value), hsts->when == HSTS_HTTPS ? NEEDS_HTTPS : 0);
}

static void add_set(struct headers *self)
{
    const struct set_row *rows = self->settings->set.items;
    for (size_t i = 0; i < self->settings->set.count; i++)
        add_replacing(self, rows[i].name, rows[i].value, TN_TEXT(""));
}

static void *create(struct tn_host *host, const void *options)
{
    enum { POLICY_REPORTING_AND_HSTS = 3 };
    const struct settings *settings = options;
    if (!settings_check(host, settings))
        return NULL;
    struct headers *self = tn_instance_alloc(host, sizeof *self);
    self->host = host;
    self->settings = settings;
    self->preset = preset_get((enum preset_name)settings->preset);
    size_t room = settings->set.count + POLICY_REPORTING_AND_HSTS;
    for (const struct preset_field *row = self->preset->fields; row->name; row++)
        room++;
    self->fields = tn_instance_alloc(host, room * sizeof *self->fields);
    add_policy(self);
    add_preset(self);
    add_reporting(self);
    add_hsts(self);
    add_set(self);
    return self;
}

static const struct tn_variable variables[] = {
    { "nonce", get_nonce, 0,
      "A random text, new for each reply: for a policy such as script-src 'nonce-$headers.nonce' "
      "and "
      "the page's own <script nonce=…>. A reply that holds it must not come from a cache." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "headers",
    .version = "1.0.0",
    .summary = "Sets security and other headers on every reply.",
    .options = settings_rows,
    .defaults = &settings_defaults,
    .options_size = sizeof settings_defaults,
    .variables = variables,
    .create = create,
    .reply = on_reply,
};
