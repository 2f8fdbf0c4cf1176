/* SPDX-License-Identifier: MIT */
/* The conditions `match` and `except`. */
#include <http/condition.h>

static bool method_holds(const struct tn_texts *methods, struct tn_text method)
{
    for (size_t i = 0; i < methods->count; i++)
        if (tn_text_is(method, methods->items[i]))
            return true;
    return methods->count == 0;
}

static bool headers_hold(const struct http_condition *condition, struct tn_request *request)
{
    for (size_t i = 0; i < condition->headers; i++) {
        struct tn_text value = tn_request_header(request, condition->header[i].name);
        const struct tn_patterns *patterns = &condition->header[i].value;
        if (!value.at || (patterns->count > 0 && !tn_patterns_match(patterns, value)))
            return false;
    }
    return true;
}

/* All that is given must hold. */
const char *condition_differs(const struct http_condition *condition, struct tn_request *request)
{
    if (condition->path.count > 0 && !tn_patterns_match(&condition->path, request->path))
        return "path";
    if (!method_holds(&condition->method, request->method))
        return "method";
    if (condition->host.count > 0 &&
        (!request->host.at || !tn_patterns_match(&condition->host, request->host)))
        return "host";
    return headers_hold(condition, request) ? NULL : "header";
}

static bool any_holds(const struct http_condition *conditions, size_t count,
                      struct tn_request *request)
{
    for (size_t i = 0; i < count; i++)
        if (!condition_differs(&conditions[i], request))
            return true;
    return false;
}

bool condition_entry_applies(const struct http_entry *entry, struct tn_request *request)
{
    if (entry->matches > 0 && !any_holds(entry->match, entry->matches, request))
        return false;
    return !any_holds(entry->except, entry->excepts, request);
}
