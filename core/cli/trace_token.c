/* SPDX-License-Identifier: MIT */
/* `tenon trace-token`: a ticket for a trace, signed with the file's key. */
#include <stdio.h>

#include <cli/arguments.h>
#include <cli/cli.h>
#include <config/config.h>
#include <http/ticket.h>
#include <http/token.h>
#include <options/units.h>
#include <tenon/host.h>

static const struct cli_option options[] = {
    { "for", "TIME", NULL, "How long it opens traces, at most 24h; 10m if not given." },
    { "path", "PREFIX", NULL, "Only for paths beneath this one." },
    { 0 },
};

static bool read_life(const struct cli_arguments *read, int64_t *life_s)
{
    const char *text = cli_value(read, "for");
    struct tn_duration life = { 10 * 60 * 1000 };
    if (text && (!units_duration(tn_text(text), &life) || life.ms < 1000 ||
                 life.ms > TICKET_LIFE_MAX_S * 1000LL)) {
        fprintf(stderr,
                "tenon trace-token: --for must be from 1s to 24h, such as 10m; found `%s`\n", text);
        return false;
    }
    *life_s = life.ms / 1000;
    return true;
}

static bool read_prefix(const struct cli_arguments *read, struct tn_text *prefix)
{
    const char *text = cli_value(read, "path");
    *prefix = text ? tn_text(text) : TN_TEXT("");
    if (!text || (*text == '/' && field_value_valid(*prefix)))
        return true;
    fprintf(stderr, "tenon trace-token: --path must begin with a slash\n");
    return false;
}

static int print_token(const char *file, int64_t life_s, struct tn_text prefix)
{
    struct errors errors = { 0 };
    struct arena arena = { 0 };
    struct config *config = config_read(file, &errors);
    const char *key = config ? config->server.trace.key : NULL;
    bool good = key && *key;
    errors_print(&errors, stderr);
    if (good) {
        int64_t expiry_s = tn_wall_clock_ms() / 1000 + life_s;
        printf("%" TN_PRI "\n", TN_ARG(ticket_make(&arena, key, expiry_s, prefix)));
    } else if (config) {
        fprintf(stderr, "tenon trace-token: %s states no `server.trace.key`\n", file);
    }
    arena_free(&arena);
    config_free(config);
    errors_free(&errors);
    return good ? CLI_OK : CLI_FAILED;
}

static int run(const struct cli_arguments *arguments)
{
    struct tn_text prefix;
    int64_t life_s;
    if (!read_life(arguments, &life_s) || !read_prefix(arguments, &prefix))
        return CLI_USAGE;
    return print_token(arguments->operand_count ? arguments->operands[0] : CLI_DEFAULT_FILE, life_s,
                       prefix);
}

const struct cli_command cli_trace_token = {
    .name = "trace-token",
    .summary = "Make a token for a trace.",
    .operands = "[FILE]",
    .operands_max = 1,
    .options = options,
    .text = "Prints a token signed with `server.trace.key` of FILE (default: " CLI_DEFAULT_FILE
            "). A request that carries it\n"
            "as the header Tenon-Trace is answered with a trace: which entry and hook ran, what it "
            "decided, where in the\n"
            "file it stands, and how long it took. The server need not run, and keeps no list of "
            "tokens: each is good until\n"
            "it expires, or until the key is changed.",
    .run = run,
};
