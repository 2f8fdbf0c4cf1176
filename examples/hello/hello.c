/* SPDX-License-Identifier: MIT */
/* Greets whoever is named in the path: GET /hello/World. */
#include <tenon/tenon.h>

struct settings {
    const char *greeting;
};
static const struct settings defaults = { .greeting = "Hello" };
static const struct tn_option options[] = {
    { "greeting", TN_OPTION_TEXT(struct settings, greeting), .summary = "What to say." }, { 0 }
};

static enum tn_verdict greet(struct tn_request *request, void *self)
{
    const struct settings *settings = self;
    struct tn_text name = tn_request_param(request, "name");
    return tn_reply(request, 200, "text/plain; charset=utf-8",
                    tn_request_print(request, "%s, %.*s!\n", settings->greeting, TN_ARG(name)));
}
static const struct tn_route routes[] = { { "GET", "/hello/:name", greet, "Greets." }, { 0 } };

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,   .name = "hello",    .version = "1",        .summary = "Greets.",
    .routes = routes, .options = options, .defaults = &defaults, .options_size = sizeof defaults
};
