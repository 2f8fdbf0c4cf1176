/* SPDX-License-Identifier: MIT */
/* The solid that a program describes. */
#include "evaluate/evaluate.h"
#include "formats/geometry_json.h"
#include "geometry/shape.h"
#include "messages.h"

/* The rest is for the text of the reply, and for what the system needs itself. */
#define SHARE_OF_VALUES(memory_bytes) ((memory_bytes) / 2)
#define SHARE_OF_TREE(memory_bytes)   ((memory_bytes) / 4)
#define SHARE_OF_SHAPE(memory_bytes)  ((memory_bytes) / 2) /* the values are gone by then */

/* Half of the result is for the solid, and messages may grow sixfold when they are escaped. */
#define SHARE_OF_OUTPUT(result_bytes) ((result_bytes) / 16)

static const struct source *read_library(void *context, struct text full_name)
{
    return loader_find(context, full_name);
}

/* --- files that are no programs --- */

static struct text locate_file(void *context, const struct source *source, struct text name)
{
    return loader_locate(context, source, name);
}

static bool give_file(void *context, const char *file, struct file_answer *answer)
{
    const struct loader_import *import = loader_import(context, text_of(file));
    if (import && import->source) {
        answer->contents = import->source->contents;
        return true;
    }
    if (import) {
        answer->message = import->problem.message;
        answer->code = import->problem.code;
    }
    return false;
}

static bool read_file(void *context, struct text full_name, struct text *contents)
{
    struct file_answer answer = { .code = NULL };
    bool found = give_file(context, full_name.bytes, &answer);
    *contents = answer.contents;
    return found;
}

static struct evaluate_result run(struct session *session)
{
    struct evaluate_input input = {
        .arena = &session->arena,
        .names = &session->names,
        .sources = &session->sources,
        .diagnostics = &session->diagnostics,
        .main = session->file,
        .read_library = read_library,
        .read_context = &session->loader,
        .loader = &session->loader.table,
        .locate_file = locate_file,
        .read_file = read_file,
        .file_context = &session->loader,
        .fonts = session->fonts,
        .limits = { .value_bytes = SHARE_OF_VALUES(session->memory_bytes),
                    .tree_bytes = SHARE_OF_TREE(session->memory_bytes),
                    .output_bytes = SHARE_OF_OUTPUT(session->result_bytes),
                    .stack_bytes = session->stack_bytes },
        .time = session->order.time,
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

static const enum severity severities[] = {
    [REPORT_WARNING] = SEVERITY_WARNING,
    [REPORT_ERROR] = SEVERITY_ERROR,
    [REPORT_DEPRECATED] = SEVERITY_DEPRECATED,
};

static void on_report(void *context, const struct report *report)
{
    struct session *session = context;
    diagnostics_add(&session->diagnostics,
                    (struct diagnostic){
                        .severity = severities[report->severity],
                        .text = text_copy(&session->arena, text_of(report->message)),
                        .position = position_of(session, report->position),
                        .code = report->code,
                        .tells_where = report->tells_where,
                    });
}

static void on_step(void *context, const struct progress_step *step)
{
    session_tell(context, PROTOCOL_BUILDING, (double)step->done / (double)step->total, step->name);
}

/* Builds what the program describes; false, and something is said, if that is nothing. */
static bool build(struct session *session, const struct tree_node *root, struct shape *shape)
{
    session_tell(session, PROTOCOL_BUILDING, 0, "");
    struct shape_limits limits = { .bytes = SHARE_OF_SHAPE(session->memory_bytes),
                                   .files = { give_file, &session->loader },
                                   .fonts = session->fonts,
                                   .stock = session->stock,
                                   .progress = { on_step, session } };
    if (!shape_build(&session->arena, root, &limits, on_report, session, shape))
        return false;
    if (shape->dimension > 0 && shape->mesh.triangle_count > 0)
        return true;
    session_complain(session, "NO_GEOMETRY", text_of("No geometry generated"));
    return false;
}

bool session_run_program(struct session *session, const struct tree_node **root)
{
    session_tell(session, PROTOCOL_PARSING, 0, "");
    if (!session_read_program(session))
        return false;
    session_tell(session, PROTOCOL_EVALUATING, 0, "");
    struct evaluate_result result = run(session);
    *root = result.root;
    return !result.failed;
}

bool session_make_shape(struct session *session, struct shape *shape)
{
    const struct tree_node *root;
    return session_run_program(session, &root) && build(session, root, shape);
}

/* Where the geometry is printed to, as far as it may be sent. */
struct printing {
    struct session *session;
    struct builder text;
};

static bool write_bytes(void *context, const void *bytes, size_t length)
{
    struct printing *printing = context;
    struct session *session = printing->session;
    if (!session_can_send(session, printing->text.length + length,
                          SESSION_SHARE_OF_RESULT(session)))
        return false;
    builder_bytes(&printing->text, bytes, length);
    return true;
}

/* The shape as JSON; "null" if it is too large. */
static bool print_shape(struct session *session, const struct shape *shape, struct text *json)
{
    session_tell(session, PROTOCOL_SERIALIZING, 0, "");
    struct printing printing = { session, builder_in(&session->arena) };
    struct sink sink;
    sink_open(&sink, &session->arena, write_bytes, &printing);
    geometry_json_write(&sink, &session->arena, shape);
    bool printed = sink_close(&sink);
    if (printed)
        *json = builder_result(&printing.text);
    return printed;
}

struct evaluation {
    struct session *session;
    struct text geometry; /* what the program describes, as JSON */
    bool built;           /* if not, something is said */
};

static void make_geometry(void *context)
{
    struct evaluation *evaluation = context;
    struct session *session = evaluation->session;
    struct shape shape;
    evaluation->built =
        session_make_shape(session, &shape) && print_shape(session, &shape, &evaluation->geometry);
}

struct reply session_evaluate(struct session *session)
{
    struct evaluation evaluation = { session, text_of("null"), false };
    session_work(session, make_geometry, &evaluation);
    bool timed_out = session_timed_out(session);
    struct builder body = builder_in(&session->arena);
    builder_string(&body, "{\"geometry\":");
    builder_text(&body, evaluation.geometry);
    builder_byte(&body, ',');
    bool failed = messages_print(&body, session) || !evaluation.built;
    builder_format(&body, ",\"success\":%s,\"executionTime\":%.3f}", failed ? "false" : "true",
                   session_clock_ms() - session->begun_ms);
    return (struct reply){ !failed, timed_out, PROTOCOL_REPLY, builder_result(&body) };
}
