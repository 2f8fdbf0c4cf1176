/* SPDX-License-Identifier: MIT */
/* A solid as a file. */
#include "formats/obj.h"
#include "formats/stl.h"
#include "session.h"

static bool write_bytes(void *context, const void *bytes, size_t length)
{
    builder_bytes(context, bytes, length);
    return true;
}

struct reply session_export(struct session *session)
{
    const struct order *order = &session->order;
    struct builder body = builder_in(&session->arena);
    struct sink sink;
    sink_open(&sink, write_bytes, &body);
    if (order->format == ORDER_OBJ)
        obj_write(&sink, &order->model, "moicad");
    else if (order->binary)
        stl_write_binary(&sink, &order->model);
    else
        stl_write_text(&sink, &order->model);
    sink_close(&sink);
    if (body.length > session->result_bytes)
        return (struct reply){ .refusal = "The file would be too large" };
    return (struct reply){ NULL, true, order->format == ORDER_OBJ ? PROTOCOL_OBJ : PROTOCOL_STL,
                           builder_result(&body) };
}
