/* SPDX-License-Identifier: MIT */
/* Needs example.words/1 and does not care who offers it: GET /speak/2. */
#include <stdlib.h>

#include "words.h"

static const struct tn_need needs[] = { { "words", WORDS_ID, false, "Who knows the words." },
                                        { 0 } };

struct speak {
    struct tn_host *host;
};

static void *create(struct tn_host *host, const void *options)
{
    (void)options;
    struct speak *speak = tn_instance_alloc(host, sizeof *speak);
    speak->host = host;
    return speak;
}

static enum tn_verdict say(struct tn_request *request, void *self)
{
    struct speak *speak = self;
    struct tn_service service = tn_service(speak->host, "words");
    const struct words *words = service.table;
    int64_t number = strtoll(tn_request_param(request, "number").at, NULL, 10);
    struct tn_text word = words->word(service.self, number);
    if (!tn_text_present(word))
        return tn_refuse(request, 404, "There is no word for that number.");
    return tn_reply(request, 200, "text/plain; charset=utf-8", word);
}

static const struct tn_route routes[] = { { "GET", "/speak/:number", say, "A number as a word." },
                                          { 0 } };

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD, .name = "speak",  .version = "1",   .summary = "Says numbers as words.",
    .needs = needs, .routes = routes, .create = create,
};
