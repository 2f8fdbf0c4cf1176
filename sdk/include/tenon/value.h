/* SPDX-License-Identifier: MIT */
/* A value with a type: what a variable yields and a log field carries. */
#pragma once

#include <stdint.h>

#include <tenon/text.h>

enum tn_value_kind {
    TN_VALUE_ABSENT, /* prints as nothing in text, as null in JSON */
    TN_VALUE_TEXT,
    TN_VALUE_INTEGER,
    TN_VALUE_NUMBER,
    TN_VALUE_BOOLEAN,
    TN_VALUE_JSON, /* `text` is valid JSON already: printed as it is */
};

/* Texts are borrowed: they must stay good until the request ends, or for the call where there is
 * none. */
struct tn_value {
    enum tn_value_kind kind;
    struct tn_text text;
    int64_t integer;
    double number;
    bool boolean;
};

static inline struct tn_value tn_value_absent(void)
{
    struct tn_value value = { TN_VALUE_ABSENT, { NULL, 0 }, 0, 0, false };
    return value;
}

static inline struct tn_value tn_value_text(struct tn_text text)
{
    struct tn_value value = { text.at ? TN_VALUE_TEXT : TN_VALUE_ABSENT, text, 0, 0, false };
    return value;
}

static inline struct tn_value tn_value_json(struct tn_text json)
{
    struct tn_value value = { TN_VALUE_JSON, json, 0, 0, false };
    return value;
}

static inline struct tn_value tn_value_integer(int64_t integer)
{
    struct tn_value value = { TN_VALUE_INTEGER, { NULL, 0 }, integer, 0, false };
    return value;
}

static inline struct tn_value tn_value_number(double number)
{
    struct tn_value value = { TN_VALUE_NUMBER, { NULL, 0 }, 0, number, false };
    return value;
}

static inline struct tn_value tn_value_boolean(bool boolean)
{
    struct tn_value value = { TN_VALUE_BOOLEAN, { NULL, 0 }, 0, 0, boolean };
    return value;
}
