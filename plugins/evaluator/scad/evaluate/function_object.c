/* SPDX-License-Identifier: MIT */
/* Functions that make and read objects. */
#include "evaluate/functions.h"
#include "evaluate/method.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <stdio.h>

#define OBJECT_HELP                                                                               \
    "In an unnamed list, entries must be [key,value] to set or [key] to delete. The key must be " \
    "<string>."

struct value function_has_key(const struct builtin_call *call)
{
    static const enum value_kind kinds[] = { VALUE_OBJECT, VALUE_STRING };
    if (!call_takes(call, 2, kinds))
        return value_undefined();
    struct text key = string_text(call->arguments[1]);
    return value_boolean(object_get(call->arguments[0].as.object, key) != NULL);
}

static bool refuse(const struct builtin_call *call, const char *problem)
{
    report_warning(call->evaluator, call->expression->position, "%s", problem);
    return false;
}

/* One [key, value] or [key] of a list. */
static bool take_entry(const struct builtin_call *call, struct object *object, struct value entry,
                       uint32_t argument, uint32_t element)
{
    struct heap *heap = &call->evaluator->heap;
    char text[400], place[80];
    snprintf(place, sizeof place, "Argument %u [Element %u ", argument, element);
    const char *name = value_kind_name(entry.kind);
    if (entry.kind != VALUE_VECTOR) {
        snprintf(text, sizeof text,
                 "object( %s<%s>] ) Entry type is not a list, it is <%s>. " OBJECT_HELP, place,
                 name, name);
        return refuse(call, text);
    }
    if (entry.length == 0) {
        snprintf(text, sizeof text, "object(%s[]]) Entry is empty. " OBJECT_HELP, place);
        return refuse(call, text);
    }
    if (entry.length > 2) {
        snprintf(text, sizeof text,
                 "object(%s[...]]) Entry length is %u, must be 1 [key] or 2 "
                 "[key,value]. " OBJECT_HELP,
                 place, entry.length);
        return refuse(call, text);
    }
    struct value key = vector_items(entry)[0];
    if (key.kind != VALUE_STRING) {
        name = value_kind_name(key.kind);
        snprintf(text, sizeof text,
                 "object(%s[<%s>%s]]) The key of the entry is not <string> but "
                 "<%s>. " OBJECT_HELP,
                 place, name, entry.length == 1 ? "" : ",value", name);
        return refuse(call, text);
    }
    if (entry.length == 1)
        object_remove(heap, object, string_text(key));
    else
        object_set(heap, object, string_text(key),
                   method_release(heap, value_keep(vector_items(entry)[1])));
    return true;
}

/* An argument without a name: entries from another object or from a list. */
static bool take_unnamed(const struct builtin_call *call, struct object *object, uint32_t argument)
{
    struct value value = call->arguments[argument];
    if (value.kind == VALUE_OBJECT) {
        const struct object *other = value.as.object;
        for (uint32_t i = 0; i < other->count; i++)
            object_set(&call->evaluator->heap, object, string_text(other->entries[i].key),
                       value_keep(other->entries[i].value));
        return true;
    }
    if (value.kind != VALUE_VECTOR) {
        char text[200];
        const char *name = value_kind_name(value.kind);
        snprintf(text, sizeof text,
                 "object(Argument %u <%s>) An unnamed argument must be either <object> or <list>, "
                 "it is <%s>. ",
                 argument, name, name);
        return refuse(call, text);
    }
    for (uint32_t i = 0; i < value.length; i++)
        if (!take_entry(call, object, vector_items(value)[i], argument, i))
            return false;
    return true;
}

struct value function_object(const struct builtin_call *call)
{
    struct heap *heap = &call->evaluator->heap;
    const struct assignment *arguments = call->expression->call.arguments->items;
    struct value result = object_new(heap);
    for (uint32_t i = 0; i < call->count; i++) {
        if (arguments[i].name != NAME_NONE) {
            struct text name = names_text(call->evaluator->program->names, arguments[i].name);
            object_set(heap, result.as.object, name,
                       method_release(heap, value_keep(call->arguments[i])));
        } else if (!take_unnamed(call, result.as.object, i)) {
            value_drop(heap, result);
            return value_undefined();
        }
    }
    return result;
}
