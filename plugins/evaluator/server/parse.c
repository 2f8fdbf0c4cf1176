/* SPDX-License-Identifier: MIT */
/* The syntax tree of a program. */
#include "language/ast_json.h"
#include "language/customizer.h"
#include "language/parser.h"
#include "messages.h"

bool session_read_program(struct session *session)
{
    const struct source *source =
        sources_add(&session->sources, (struct text){ "", 0 }, session->order.code);
    struct parser_input input = {
        .arena = &session->arena,
        .names = &session->names,
        .sources = &session->sources,
        .diagnostics = &session->diagnostics,
        .source = source,
        .main = source,
        .commands = { "", 0 },
        .loader = &session->loader.table,
    };
    session->file = parser_parse(&input);
    if (session->file && session->order.parameters)
        customizer_annotate(&input, session->file);
    return session->file != NULL;
}

struct parsing {
    struct session *session;
    struct builder tree; /* as JSON */
    bool printed;        /* if not, something is said */
};

static void print_tree(void *context)
{
    struct parsing *parsing = context;
    struct session *session = parsing->session;
    if (!session_read_program(session))
        return;
    ast_json_print_file(&parsing->tree, &session->names, session->file);
    parsing->printed =
        session_can_send(session, parsing->tree.length, SESSION_SHARE_OF_RESULT(session));
}

struct reply session_parse(struct session *session)
{
    struct parsing parsing = { session, builder_in(&session->arena), false };
    session_work(session, print_tree, &parsing);
    bool timed_out = session_timed_out(session);
    struct builder body = builder_in(&session->arena);
    builder_string(&body, "{\"ast\":");
    builder_text(&body, parsing.printed ? builder_result(&parsing.tree) : text_of("[]"));
    builder_byte(&body, ',');
    bool failed = messages_print(&body, session) || !parsing.printed;
    builder_format(&body, ",\"success\":%s}", failed ? "false" : "true");
    return (struct reply){ !failed, timed_out, PROTOCOL_REPLY, builder_result(&body) };
}
