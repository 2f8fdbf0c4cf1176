/* SPDX-License-Identifier: MIT */
/* A plugin for tests: pages that the file writes, replies of any status, what browsers report, and how often they asked first. */
#include <stdio.h>
#include <stdlib.h>

#include <tenon/tenon.h>

struct page {
    const char *name;
    const struct tn_template *html;
};

struct settings {
    struct tn_groups pages;
};

static const struct settings defaults = { .pages = { 0, NULL } };

struct pages {
    const struct settings *settings;
    int preflights;    /* that have passed this entry */
    char report[4096]; /* the last that was posted, as much of it as fits */
};

static const struct tn_option page_rows[] = {
    { "name", TN_OPTION_TEXT(struct page, name), .flags = TN_KEY | TN_REQUIRED,
      .summary = "The last part of its path." },
    { "html", TN_OPTION_TEMPLATE(struct page, html), .flags = TN_SHORT | TN_REQUIRED,
      .summary = "What it holds." },
    { 0 },
};

static const struct tn_option options[] = {
    { "pages", TN_OPTION_GROUPS(struct settings, pages, struct page, page_rows), .max = 100,
      .summary = "Pages by name." },
    { 0 },
};

static enum tn_verdict on_request(struct tn_request *request, void *context)
{
    struct pages *self = context;
    self->preflights += tn_text_is(tn_request_method(request), "OPTIONS");
    return TN_NEXT;
}

static enum tn_verdict on_preflights(struct tn_request *request, void *context)
{
    struct pages *self = context;
    return tn_reply(request, 200, "text/plain", tn_request_print(request, "%d", self->preflights));
}

static enum tn_verdict on_report_body(struct tn_request *request, void *context)
{
    struct pages *self = context;
    struct tn_text body = tn_request_body(request);
    snprintf(self->report, sizeof self->report, "%" TN_PRI, TN_ARG(body));
    return tn_reply(request, 204, NULL, TN_TEXT(""));
}

static enum tn_verdict on_report(struct tn_request *request, void *context)
{
    (void)context;
    return tn_body_collect(request, on_report_body);
}

static enum tn_verdict on_reports(struct tn_request *request, void *context)
{
    struct pages *self = context;
    return tn_reply(request, 200, "text/plain", tn_request_copy(request, tn_text(self->report)));
}

/* Whoever has the page is told that it has not changed. */
static enum tn_verdict show(struct tn_request *request, const struct page *page)
{
    static const char tag[] = "\"one\"";
    tn_reply_set(request, "ETag", tn_text(tag));
    tn_reply_set(request, "Cache-Control", TN_TEXT("no-cache"));
    if (tn_text_is(tn_request_header(request, "If-None-Match"), tag))
        return tn_reply(request, 304, NULL, TN_TEXT(""));
    return tn_reply(request, 200, "text/html; charset=utf-8",
                    tn_template_text(request, page->html));
}

static enum tn_verdict on_page(struct tn_request *request, void *context)
{
    const struct settings *settings = ((struct pages *)context)->settings;
    const struct page *pages = settings->pages.items;
    for (size_t i = 0; i < settings->pages.count; i++)
        if (tn_text_is(tn_request_param(request, "name"), pages[i].name))
            return show(request, &pages[i]);
    return tn_refuse(request, 404, "There is no such page.");
}

static enum tn_verdict on_status(struct tn_request *request, void *self)
{
    (void)self;
    int status = atoi(tn_request_copy(request, tn_request_param(request, "status")).at);
    if (status >= 400)
        return tn_refuse(request, status, "As was asked for.");
    return tn_reply(request, status, NULL, TN_TEXT(""));
}

/* The nonce as a plugin gets it that knows no more than the variable's name. */
static enum tn_verdict on_nonce(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "text/plain", tn_variable(request, "headers.nonce").text);
}

static void *create(struct tn_host *host, const void *settings)
{
    struct pages *self = tn_instance_alloc(host, sizeof *self);
    self->settings = settings;
    return self;
}

static const struct tn_route routes[] = {
    { "GET", "/page/:name", on_page, "A page of the file." },
    { NULL, "/status/:status", on_status, "A reply of that status." },
    { "GET", "/nonce", on_nonce, "This reply's nonce." },
    { "POST", "/reports", on_report, "Takes a report." },
    { "GET", "/reports", on_reports, "The last report." },
    { "GET", "/preflights", on_preflights, "How often browsers asked first." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "page",
    .version = "1",
    .summary = "Pages that the file writes.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .routes = routes,
    .create = create,
    .request = on_request,
};
