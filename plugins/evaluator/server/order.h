/* SPDX-License-Identifier: MIT */
/* The body of a request, read: what is to be done, or why it makes no sense. */
#pragma once

#include <jansson.h>

#include "base/text.h"
#include "formats/model.h"
#include "protocol.h"

enum order_format { ORDER_STL, ORDER_OBJ };

struct order {
    json_t *json; /* owns the code */
    struct text code;
    bool parameters; /* the program's parameters are asked for, too */
    double time;     /* $t */

    /* Of an export. */
    struct model model;
    enum order_format format;
    bool binary;
};

/* Reads a body. False with a message for the client (in the arena) if it makes no sense. */
bool order_read(const struct protocol_request *request, struct arena *arena, struct order *order,
                struct text *message);

void order_close(struct order *order);
