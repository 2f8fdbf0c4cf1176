/* SPDX-License-Identifier: MIT */
/* The header fields that tell a client how much is left, in the styles that clients know. */
#pragma once

#include <tenon/tenon.h>

enum fields_style {
    FIELDS_DRAFT_8,
    FIELDS_DRAFT_7,
    FIELDS_DRAFT_6,
    FIELDS_LEGACY,
    FIELDS_LEGACY_ISO,
    FIELDS_NONE
};

/* What is to be told. */
struct fields {
    const char *policy; /* the policy's name, which needs no escaping */
    uint64_t limit;     /* of the policy */
    uint64_t window;    /* in seconds; 0: it limits what is under way */
    uint64_t remaining;
    uint64_t reset_ns;
    struct tn_text key;
};

/*
 * Sets the fields of the style on the reply. Draft 8 is a list in which every limiter has its
 * member; the others have room for one, which is that of the entry furthest down, the narrowest:
 * reply hooks run from the bottom, so who comes first stays.
 */
void fields_tell(struct tn_request *request, enum fields_style style, const struct fields *fields);
