/* SPDX-License-Identifier: MIT */
/* `tenon explain`: what would become of a request, and why. No hook of a plugin runs: what one would decide is not known here. */
#include <stdio.h>

#include <base/json.h>
#include <cli/cli.h>
#include <cli/found.h>
#include <cli/trial.h>
#include <http/chain.h>
#include <http/condition.h>
#include <http/hygiene.h>
#include <options/describe.h>
#include <options/options.h>
#include <worker/worker.h>

static const struct cli_option options[] = {
    { "header", "'NAME: VALUE'", NULL, "A header of the request; may be given several times.",
      'H' },
    CLI_PLUGINS_OPTION,
    CLI_FORMAT_OPTION("How the answer is printed."),
    { 0 },
};

/* Of a path and query, or of a whole URL, whose host becomes the header Host unless that is given. */
static void take_url(struct tn_request *request, const char *url)
{
    const char *rest = strncmp(url, "http://", 7) == 0    ? url + 7
                       : strncmp(url, "https://", 8) == 0 ? url + 8
                                                          : NULL;
    struct tn_text host = TN_TEXT("localhost");
    request->target = tn_text(url);
    if (rest) {
        host = (struct tn_text){ rest, strcspn(rest, "/?#") };
        const char *slash = rest[host.size] == '/' ? "" : "/";
        request->target = arena_print(&request->arena, "%s%s", slash, rest + host.size);
    }
    if (!request_field(request, "host").at)
        request_receive(request, TN_TEXT("Host"), host);
}

static void take_headers(struct tn_request *request, const struct cli_arguments *arguments)
{
    const char *given[CLI_GIVEN_MAX + 1];
    size_t count = cli_values(arguments, "header", given);
    for (size_t i = 0; i < count; i++) {
        size_t size = strcspn(given[i], ":");
        const char *value = given[i] + size + (given[i][size] == ':');
        value += strspn(value, " \t");
        request_receive(request, (struct tn_text){ given[i], size }, tn_text(value));
    }
}

/* What answers. */
struct answer {
    int status;   /* the host's own; 0: a route's */
    bool early;   /* refused before any entry */
    size_t entry; /* the host is as many as there are entries */
    const char *text;
};

static struct answer by_host(struct tn_request *request, int status, const char *why)
{
    struct arena *arena = &request->arena;
    const char *text = arena_print(arena, "%d by tenon: %s", status, why).at;
    return (struct answer){ status, false, request->chain->options->count, text };
}

static struct answer by_route(struct tn_request *request, const struct route *route)
{
    const struct http_entry *entry = &request->chain->options->entries[route->entry];
    const char *method = route->row->method ? route->row->method : "any method";
    const char *text = arena_print(&request->arena, "%s, %s: route %s %s", entry->name,
                                   entry->place, method, route->row->path)
                           .at;
    return (struct answer){ 0, false, route->entry, text };
}

static struct answer judge(struct tn_request *request)
{
    struct objection objection = hygiene_check(request);
    if (objection.status) {
        struct answer answer = by_host(request, objection.status, objection.message);
        answer.early = true;
        return answer;
    }
    request->applies = request->chain->applies;
    chain_find(request);
    if (request->route)
        return by_route(request, request->route);
    if (!request->allow.at && !request->parts.asterisk)
        return by_host(request, 404, "no entry that sees the request has a route with this path");
    bool options_asked = tn_text_is(request->method, "OPTIONS");
    struct tn_text allow = request->allow.at ? request->allow : TN_TEXT("OPTIONS");
    return by_host(request, options_asked ? 204 : 405,
                   arena_print(&request->arena, "allowed are %" TN_PRI, TN_ARG(allow)).at);
}

/* One entry of the file, and its part in this request. */
struct part {
    const struct config_entry *entry;
    const struct tn_host *host;
    const struct http_entry *chained; /* NULL: switched off */
    const char *word, *why;           /* `why` may be NULL */
    bool sees_reply;
};

/* What keeps the request from the entry; NULL: nothing. */
static const char *left_out(struct tn_request *request, const struct part *part)
{
    const struct http_entry *chained = part->chained;
    struct arena *arena = &request->arena;
    const char *differs = NULL, *format = "`except` holds";
    const char *way = NULL;
    for (size_t i = 0; i < chained->matches; i++) {
        way = "match.0";
        if (!(differs = condition_differs(&chained->match[i], request)))
            break;
    }
    if (differs)
        format = arena_print(arena, "`match` wants another %s", differs).at;
    for (size_t i = 0; i < chained->excepts && !differs; i++)
        if (!condition_differs(&chained->except[i], request))
            differs = way = arena_print(arena, "except.%zu", i).at;
    if (!differs)
        return NULL;
    struct place place = node_way(part->entry->siblings, way)->place;
    return arena_print(arena, "%s, %s:%u:%u", format, place.source->name, place.line, place.column)
        .at;
}

static void find_part(struct tn_request *request, const struct answer *answer, struct part *part)
{
    const struct http_options *http = request->chain->options;
    size_t at = (size_t)(part->chained - http->entries);
    part->word = "may reply";
    if (!part->chained) {
        part->word = "off";
        return;
    }
    part->sees_reply = answer->early || at <= answer->entry;
    if (answer->early)
        part->word = "not asked";
    else if ((part->why = left_out(request, part)))
        part->word = "left out";
    else if (at > answer->entry)
        part->word = "not reached";
    else if (at == answer->entry)
        part->word = "answers";
    else if (part->chained->shadow)
        part->word = "in shadow";
    else if (!part->chained->plugin->request)
        part->word = "passes";
    if (request->shadow_route && request->shadow_route->entry == at)
        part->why = "its route would answer, but is not called";
    part->sees_reply =
        part->sees_reply && strcmp(part->word, "left out") != 0 && part->chained->plugin->reply;
}

static struct part *find_parts(struct tn_request *request, const struct worker *worker,
                               const struct answer *answer)
{
    struct part *parts = arena_alloc(&request->arena, (worker->count + 1) * sizeof *parts);
    const struct http_entry *chained = worker->http.entries;
    for (size_t i = 0; i < worker->count; i++) {
        const struct config_entry *entry = &worker->config->entries[i];
        parts[i] = (struct part){ .entry = entry, .host = worker->hosts[i] };
        if (entry->mode != CONFIG_OFF)
            parts[i].chained = chained++;
        find_part(request, answer, &parts[i]);
    }
    return parts;
}

static const char *hooks_of(struct arena *arena, const struct tn_plugin *plugin)
{
    const char *names = arena_print(arena, "%s%s%s%s%s", plugin->request ? ", request" : "",
                                    plugin->routes && plugin->routes->path ? ", routes" : "",
                                    plugin->reply ? ", reply" : "", plugin->done ? ", done" : "",
                                    plugin->cancel ? ", cancel" : "")
                            .at;
    return *names ? names + 2 : "none";
}

static void visit_settings(const struct part *part, options_visitor *visit, void *context)
{
    const struct node *siblings = part->entry->siblings;
    options_visit(part->host->plugin->options, part->host->options, part->entry->options, "", visit,
                  context);
    options_visit(config_entry_rows, part->entry->settings,
                  siblings->kind == NODE_MAP ? siblings : NULL, "entry", visit, context);
}

static void show_setting(void *context, const char *way, const char *value, const char *origin)
{
    (void)context;
    bool absent = strcmp(value, "~") == 0 || strcmp(value, "[]") == 0;
    if (!absent || strcmp(origin, "default") != 0)
        printf("        %-28s %-32s # %s\n", way, value, origin);
}

static void show(struct tn_request *request, const struct answer *answer, const struct part *parts,
                 size_t count)
{
    struct buffer path = { 0 };
    describe_text(&path, request->path.at ? request->path : request->target);
    printf("path\n    %s\nrequests, from top to bottom\n", path.at);
    buffer_free(&path);
    for (size_t i = 0; i < count; i++) {
        const struct part *part = &parts[i];
        struct place place = part->entry->place;
        printf("    %-16s %-11s %s:%u:%u, %s %s, hooks: %s\n", part->entry->name, part->word,
               place.source->name, place.line, place.column, part->host->plugin->name,
               part->host->plugin->version, hooks_of(&request->arena, part->host->plugin));
        if (part->why)
            printf("        because %s\n", part->why);
        visit_settings(part, show_setting, NULL);
    }
    printf("replies, from bottom to top\n");
    for (size_t i = count; i-- > 0;)
        if (parts[i].sees_reply)
            printf("    %s%s\n", parts[i].entry->name,
                   parts[i].chained->shadow ? " in shadow" : "");
    printf("answer\n    %s\n", answer->text);
}

static void add_setting(void *context, const char *way, const char *value, const char *origin)
{
    struct json *json = context;
    json_object(json);
    json_member(json, "name", way);
    json_member(json, "value", value);
    json_member(json, "origin", origin);
    json_object_end(json);
}

static void add_part(struct json *json, struct tn_request *request, const struct part *part)
{
    struct place place = part->entry->place;
    json_object(json);
    json_member(json, "entry", part->entry->name);
    json_member(json, "plugin", part->host->plugin->name);
    json_member(json, "version", part->host->plugin->version);
    json_key(json, "place");
    json_print(json, "%s:%u:%u", place.source->name, place.line, place.column);
    json_member(json, "part", part->word);
    json_member(json, "why", part->why);
    json_member(json, "hooks", hooks_of(&request->arena, part->host->plugin));
    json_key(json, "sees_reply");
    json_boolean(json, part->sees_reply);
    json_key(json, "settings");
    json_array(json);
    visit_settings(part, add_setting, json);
    json_array_end(json);
    json_object_end(json);
}

static void show_json(struct tn_request *request, const struct answer *answer,
                      const struct part *parts, size_t count)
{
    struct json json = { .indent = 2 };
    json_object(&json);
    json_key(&json, "answers");
    json_boolean(&json, answer->status < 400);
    json_member(&json, "answer", answer->text);
    json_key(&json, "status");
    if (answer->status)
        json_integer(&json, answer->status);
    else
        json_null(&json);
    json_key(&json, "path");
    json_text(&json, request->path);
    json_key(&json, "entries");
    json_array(&json);
    for (size_t i = 0; i < count; i++)
        add_part(&json, request, &parts[i]);
    json_array_end(&json);
    json_object_end(&json);
    printf("%s\n", json.out.at);
    json_free(&json);
}

static int explain(struct worker *worker, const struct cli_arguments *arguments)
{
    const char *problem = NULL;
    struct chain chain;
    int status = CLI_FAILED;
    if (!chain_init(&chain, &worker->http, &problem)) {
        fprintf(stderr, "tenon explain: %s\n", problem);
    } else {
        struct tn_request *request = request_new(&chain, NULL, NULL);
        request->method = tn_text(arguments->operands[0]);
        request->version = TN_TEXT("HTTP/1.1");
        take_headers(request, arguments);
        take_url(request, arguments->operands[1]);
        struct answer answer = judge(request);
        const struct part *parts = find_parts(request, worker, &answer);
        (cli_wants_json(arguments) ? show_json : show)(request, &answer, parts, worker->count);
        status = answer.status < 400 ? CLI_OK : CLI_FAILED;
        request_end(request);
    }
    chain_free(&chain);
    return status;
}

static int run(const struct cli_arguments *arguments)
{
    return trial_run(arguments,
                     arguments->operand_count == 3 ? arguments->operands[2] : CLI_DEFAULT_FILE,
                     explain);
}

const struct cli_command cli_explain = {
    .name = "explain",
    .summary = "Tell what a file does with a request.",
    .operands = "METHOD URL [FILE]",
    .operands_min = 2,
    .operands_max = 3,
    .options = options,
    .text = "Tells what FILE (default: " CLI_DEFAULT_FILE
            ") does with a request: which entries it passes\n"
            "in both directions, why an entry is left out, which settings take effect there and "
            "where each comes\n"
            "from, and which route answers, or what refuses it. URL is a path such as /api?x=1, or "
            "has a host too.\n"
            "The plugins are loaded and created in a child process, as by `check --load`; no hook "
            "runs.\n"
            "Status 1 also says that nothing would answer.",
    .run = run,
};
