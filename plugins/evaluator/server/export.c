/* SPDX-License-Identifier: MIT */
/* A shape as a file. */
#include "formats/catalogue.h"
#include "formats/csg.h"
#include "formats/obj.h"
#include "formats/stl.h"
#include "geometry/silhouette.h"
#include "messages.h"

#include <string.h>

/* Where the file is written to, as far as it may be sent. */
struct file {
    struct session *session;
    struct builder body;
    bool written; /* if not, something is said */
};

static bool write_bytes(void *context, const void *bytes, size_t length)
{
    struct file *file = context;
    if (!session_can_send(file->session, file->body.length + length, file->session->result_bytes))
        return false;
    builder_bytes(&file->body, bytes, length);
    return true;
}

static const char *format_name(const struct order *order)
{
    return protocol_format(order->format)->name;
}

static bool is_for(const struct order *order, const char *name)
{
    return strcmp(format_name(order), name) == 0;
}

/* STL is the one format with two forms; over HTTP the binary one is usual. */
static const struct catalogue_format *find_format(const struct order *order)
{
    if (is_for(order, "stl"))
        return catalogue_find(order->text ? "asciistl" : "binstl");
    return catalogue_find(format_name(order));
}

static bool is_fit(struct session *session, const struct shape *shape)
{
    const char *problem = catalogue_problem(find_format(&session->order), shape);
    if (shape->dimension == 2 && shape->region.outline_count == 0)
        problem = "Current top level object is empty.";
    if (problem)
        session_complain(session, "UNFIT_FOR_FORMAT", text_of(problem));
    return !problem;
}

/* --- a program --- */

static bool write_shape(struct file *file, const struct shape *shape)
{
    struct session *session = file->session;
    struct sink sink;
    const struct looks looks = looks_default();
    if (!is_fit(session, shape))
        return false;
    sink_open(&sink, &session->arena, write_bytes, file);
    find_format(&session->order)->write(&sink, &session->arena, shape, &looks);
    return sink_close(&sink);
}

static bool write_tree(struct file *file)
{
    struct session *session = file->session;
    const struct tree_node *root;
    if (!session_run_program(session, &root))
        return false;
    csg_print(&file->body, root, !(root->modifiers & TREE_ROOT), text_of(""));
    return session_can_send(session, file->body.length, session->result_bytes);
}

static bool write_program(struct file *file)
{
    struct shape shape;
    if (is_for(&file->session->order, "csg"))
        return write_tree(file);
    return session_make_shape(file->session, &shape) && write_shape(file, &shape);
}

/* --- a geometry --- */

/* Triangles are written as they came, with the normals they came with. */
static bool write_triangles(struct file *file)
{
    const struct order *order = &file->session->order;
    struct sink sink;
    sink_open(&sink, &file->session->arena, write_bytes, file);
    if (is_for(order, "obj"))
        obj_write(&sink, &order->facets, "moicad");
    else if (order->text)
        stl_write_text(&sink, &order->facets);
    else
        stl_write_binary(&sink, &order->facets);
    return sink_close(&sink);
}

static bool write_geometry(struct file *file)
{
    struct session *session = file->session;
    struct shape *shape = &session->order.shape;
    if (is_for(&session->order, "stl") || is_for(&session->order, "obj"))
        return write_triangles(file);
    if (shape->dimension == 2 && !silhouette_add(&session->arena, &shape->mesh, &shape->region)) {
        session_complain(session, REPORT_TOO_LARGE,
                         text_of("The outlines have more points than can be worked with"));
        return false;
    }
    return write_shape(file, shape);
}

/* --- both --- */

static struct reply reply_with_messages(struct session *session)
{
    struct builder body = builder_in(&session->arena);
    bool timed_out = session_timed_out(session);
    builder_byte(&body, '{');
    messages_print(&body, session);
    builder_string(&body, ",\"success\":false}");
    return (struct reply){ false, timed_out, PROTOCOL_REPLY, builder_result(&body) };
}

static void write_file(void *context)
{
    struct file *file = context;
    bool has_code = file->session->order.code.length > 0;
    file->written = has_code ? write_program(file) : write_geometry(file);
}

/* Of a program that had something to complain of there is no file, which could not say so. */
struct reply session_export(struct session *session)
{
    struct file file = { session, builder_in(&session->arena), false };
    session_work(session, write_file, &file);
    if (!file.written || messages_have_errors(session))
        return reply_with_messages(session);
    return (struct reply){ true, false, session->order.format, builder_result(&file.body) };
}
