/* SPDX-License-Identifier: MIT */
/* A plugin that fails in create, at an option. */
#include <tenon/tenon.h>

struct settings {
    const char *word;
};

static const struct tn_option options[] = {
    { "word", TN_OPTION_TEXT(struct settings, word), .summary = "A word." },
    { 0 },
};

static void *create(struct tn_host *host, const void *given)
{
    const struct settings *settings = given;
    return tn_fail_at(host, "word", "expected a kind word, found `%s`", settings->word), NULL;
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "fails-in-create", .version = "1",
    .summary = "For tests.", .options = options,        .options_size = sizeof(struct settings),
    .create = create,
};
