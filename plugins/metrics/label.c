/* SPDX-License-Identifier: MIT */
/* Sets of label values: what a request has, as a number, and the number's text. */
#include "label.h"

#include <ctype.h>
#include <stdio.h>

static const char *const methods[] = { "GET",     "HEAD",  "POST",    "PUT",  "DELETE",
                                       "OPTIONS", "PATCH", "CONNECT", "TRACE" };
static const char *const classes[] = { "1xx", "2xx", "3xx", "4xx", "5xx" };

enum {
    METHODS = sizeof methods / sizeof *methods,
    CLASSES = sizeof classes / sizeof *classes,
    STATUS_FIRST = 100,
    STATUSES = 500,
};

static bool name_is_good(const char *name)
{
    if (!isalpha((unsigned char)*name) && *name != '_')
        return false;
    for (const char *at = name; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '_')
            return false;
    return strncmp(name, "__", 2) != 0 && strcmp(name, "le") != 0 && strcmp(name, "quantile") != 0;
}

bool label_check(struct tn_host *host, const char *way, const struct label_settings *label)
{
    if (!name_is_good(label->name))
        return tn_fail_at(host, way,
                          "expected a label's name, of letters, digits and underscores, neither "
                          "`le` nor `quantile`, found `%s`",
                          label->name);
    bool listed = label->of == LABEL_VALUE || label->of == LABEL_PATH;
    if ((label->of == LABEL_VALUE) != (label->value != NULL))
        return tn_fail_at(host, way,
                          label->value ? "expected either `of` or `value`, found both"
                                       : "expected `value` or one of the words of `of`");
    if (listed && !label->among.count)
        return tn_fail_at(host, way,
                          "expected `among` with the values that may appear: all others are "
                          "`other`, so that no client can make series");
    if (!listed && label->among.count)
        return tn_fail_at(host, way, "`among` is for `value` and `path`: this set is known");
    return true;
}

uint64_t label_count(const struct label_settings *label)
{
    switch ((enum label_of)label->of) {
    case LABEL_METHOD:
        return METHODS + 1;
    case LABEL_STATUS:
        return STATUSES + 1;
    case LABEL_CLASS:
        return CLASSES + 1;
    case LABEL_VALUE:
    case LABEL_PATH:
        break;
    }
    return label->among.count + 1;
}

static uint64_t method_index(struct tn_text method)
{
    uint64_t i = 0;
    while (i < METHODS && !tn_text_is(method, methods[i]))
        i++;
    return i;
}

static uint64_t among_index(const struct tn_patterns *among, struct tn_text value)
{
    uint64_t i = 0;
    for (; value.at && i < among->count; i++) {
        const struct tn_patterns one = { 1, &among->items[i] };
        if (tn_patterns_match(&one, value))
            return i;
    }
    return among->count;
}

uint64_t label_index(const struct label_settings *label, const struct observation *observation)
{
    int status = observation->status;
    bool known = status >= STATUS_FIRST && status < STATUS_FIRST + STATUSES;
    switch ((enum label_of)label->of) {
    case LABEL_METHOD:
        return method_index(tn_request_method(observation->request));
    case LABEL_STATUS:
        return known ? (uint64_t)(status - STATUS_FIRST) : STATUSES;
    case LABEL_CLASS:
        return known ? (uint64_t)(status / 100 - 1) : CLASSES;
    case LABEL_PATH:
        return among_index(&label->among, tn_request_path(observation->request));
    case LABEL_VALUE:
        break;
    }
    return among_index(&label->among, tn_template_text(observation->request, label->value));
}

struct tn_text label_text(const struct label_settings *label, uint64_t index,
                          char room[LABEL_TEXT_MAX])
{
    if (index + 1 >= label_count(label))
        return TN_TEXT("other");
    switch ((enum label_of)label->of) {
    case LABEL_METHOD:
        return tn_text(methods[index]);
    case LABEL_CLASS:
        return tn_text(classes[index]);
    case LABEL_STATUS:
        snprintf(room, LABEL_TEXT_MAX, "%d", STATUS_FIRST + (int)(index % STATUSES));
        return tn_text(room);
    case LABEL_VALUE:
    case LABEL_PATH:
        break;
    }
    return tn_text(label->among.items[index]);
}
