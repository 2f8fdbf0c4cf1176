/* SPDX-License-Identifier: MIT */
/* The body of a request, read: what is to be done, or why it makes no sense. */
#pragma once

#include <jansson.h>

#include "base/text.h"
#include "formats/facets.h"
#include "geometry/shape.h"
#include "protocol.h"

struct order {
    json_t *json;     /* owns the code */
    struct text code; /* empty: the geometry is to be exported */
    bool parameters;  /* the program's parameters are asked for, too */
    double time;      /* $t */

    /* Of an export. */
    unsigned format;      /* a number of protocol_format() */
    bool text;            /* the format's form for people, if it has two */
    struct shape shape;   /* the geometry; a flat one is without its region */
    struct facets facets; /* the same, with the normals it came with */
};

/* Reads a body. False with a message for the client (in the arena) if it makes no sense. */
bool order_read(const struct protocol_request *request, struct arena *arena, struct order *order,
                struct text *message);

void order_close(struct order *order);
