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

struct reply session_parse(struct session *session)
{
    bool parsed = session_read_program(session);
    struct builder body = builder_in(&session->arena);
    builder_string(&body, "{\"ast\":");
    if (parsed)
        ast_json_print_file(&body, &session->names, session->file);
    bool printed =
        parsed && session_can_send(session, body.length, SESSION_SHARE_OF_RESULT(session));
    if (!printed) {
        body.length = 0;
        builder_string(&body, "{\"ast\":[]");
    }
    builder_byte(&body, ',');
    bool failed = messages_print(&body, session) || !printed;
    builder_format(&body, ",\"success\":%s}", failed ? "false" : "true");
    return (struct reply){ !failed, false, PROTOCOL_REPLY, builder_result(&body) };
}
