/* SPDX-License-Identifier: MIT */
/* Keeping secrets and persons out of lines: values by their names, and parameters, addresses and mail addresses within texts. */
#pragma once

#include <tenon/kinds.h>
#include <tenon/value.h>

/* What a name was found to be, by its text. */
struct clean_verdict {
    unsigned char size; /* 0: none yet */
    bool secret;
    char name[30];
};

enum { CLEAN_VERDICTS = 256, CLEAN_ROOM = 128 * 1024 };

struct clean {
    bool enabled;                   /* whether names matter at all */
    struct tn_patterns names[2];    /* in lower case */
    struct tn_text with;            /* what stands in a secret's place */
    bool addresses, mail;           /* to be masked */
    struct clean_verdict *verdicts; /* CLEAN_VERDICTS of them, zeroed */
    char *room;                     /* CLEAN_ROOM bytes for what is made of a line's texts */
    size_t used;
};

/* Whether what has this name (of a header, a parameter, a field, a variable) is a secret. In any case, percent-encoded or not;
 * of a name in parts ("user[password]", "reply.header.set-cookie") each part counts. */
bool clean_is_secret(struct clean *clean, struct tn_text name);

/*
 * The text without secrets: of NAME=VALUE and "NAME":VALUE the values of secret names; where that is asked for, IPv4 addresses
 * as /24, IPv6 addresses as /48, and mail addresses as "j***@example.com". JSON stays JSON. Good until clean_reset; a text that
 * needs no change is returned as it is.
 */
struct tn_text clean_text(struct clean *clean, struct tn_text text);

/* The value of what has this name, or what stands for it. */
struct tn_value clean_value(struct clean *clean, struct tn_text name, struct tn_value value);

/* Texts that were made before are not needed any more. */
void clean_reset(struct clean *clean);
