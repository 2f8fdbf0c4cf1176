/* SPDX-License-Identifier: MIT */
/* The solid that a program describes. */
#include "evaluate/evaluate.h"
#include "formats/geometry_json.h"
#include "geometry/shape.h"
#include "messages.h"

/* The rest is for the text of the reply, and for what the system needs itself. */
#define SHARE_OF_VALUES(memory_bytes) ((memory_bytes) / 2)
#define SHARE_OF_TREE(memory_bytes)   ((memory_bytes) / 4)

static const struct source *read_library(void *context, struct text full_name)
{
    return loader_find(context, full_name);
}

static struct evaluate_result run(struct session *session, struct syntax_file *file)
{
    struct evaluate_input input = {
        .arena = &session->arena,
        .names = &session->names,
        .sources = &session->sources,
        .diagnostics = &session->diagnostics,
        .main = file,
        .read_library = read_library,
        .read_context = &session->loader,
        .loader = &session->loader.table,
        .limits = { .value_bytes = SHARE_OF_VALUES(session->memory_bytes),
                    .tree_bytes = SHARE_OF_TREE(session->memory_bytes),
                    .stack_bytes = session->stack_bytes },
    };
    return evaluate(&input);
}

/* Where a report points to, in the sources that the program was read from. */
static struct position position_of(const struct session *session, struct tree_position place)
{
    const struct source *source =
        place.file ? sources_find(&session->sources, text_of(place.file)) : NULL;
    return (struct position){ .line = place.line > 0 ? (uint32_t)place.line : 0,
                              .source = source ? source->index : 0 };
}

static void on_report(void *context, const struct report *report)
{
    struct session *session = context;
    diagnostics_add(
        &session->diagnostics,
        (struct diagnostic){
            .severity = report->severity == REPORT_ERROR ? SEVERITY_ERROR : SEVERITY_WARNING,
            .text = text_copy(&session->arena, text_of(report->message)),
            .position = position_of(session, report->position),
            .code = report->code,
        });
}

/* Builds what the program describes; false, and something is said, if that is nothing. */
static bool build(struct session *session, const struct tree_node *root, struct shape *shape)
{
    struct shape_limits limits = { 0 };
    if (!shape_build(&session->arena, root, &limits, on_report, session, shape))
        return false;
    if (shape->dimension > 0 && shape->mesh.triangle_count > 0)
        return true;
    diagnostics_add(&session->diagnostics,
                    (struct diagnostic){ .severity = SEVERITY_ERROR,
                                         .text = text_of("No geometry generated"),
                                         .code = "NO_GEOMETRY" });
    return false;
}

static bool make_shape(struct session *session, struct shape *shape)
{
    struct syntax_file *file = session_read_program(session);
    if (!file)
        return false;
    struct evaluate_result result = run(session, file);
    return !result.failed && build(session, result.root, shape);
}

static bool write_bytes(void *context, const void *bytes, size_t length)
{
    builder_bytes(context, bytes, length);
    return true;
}

static void print_geometry(struct builder *body, struct session *session, const struct shape *shape)
{
    struct sink sink;
    sink_open(&sink, write_bytes, body);
    geometry_json_write(&sink, &session->arena, shape);
    sink_close(&sink);
}

struct reply session_evaluate(struct session *session)
{
    struct builder body = builder_in(&session->arena);
    struct shape shape;
    bool built = make_shape(session, &shape);
    builder_string(&body, "{\"geometry\":");
    if (built)
        print_geometry(&body, session, &shape);
    else
        builder_string(&body, "null");
    builder_byte(&body, ',');
    bool failed = messages_print(&body, session) || !built;
    builder_format(&body, ",\"success\":%s,\"executionTime\":%.3f}", failed ? "false" : "true",
                   session_clock_ms() - session->begun_ms);
    return (struct reply){ !failed, PROTOCOL_JSON, builder_result(&body) };
}
