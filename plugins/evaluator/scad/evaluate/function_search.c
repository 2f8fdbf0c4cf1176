/* SPDX-License-Identifier: MIT */
/* search(): where values, or the characters of a string, are found in a table. */
#include "evaluate/functions.h"
#include "evaluate/operators.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

struct search {
    const struct builtin_call *call;
    struct heap *heap;
    struct value table;
    uint32_t most;   /* matches wanted per thing; 0 is all */
    uint32_t column; /* of the table's rows */
};

static uint32_t to_count(const struct builtin_call *call, uint32_t index, uint32_t otherwise)
{
    if (call->count <= index)
        return otherwise;
    if (call->arguments[index].kind != VALUE_NUMBER)
        return 0;
    double number = call->arguments[index].as.number;
    return number > -1 && number < UINT32_MAX ? (uint32_t)number : 0;
}

/* Most rows differ in kind or length, which takes no call to see. */
static inline bool is_equal(const struct search *search, struct value thing, struct value other)
{
    if (thing.kind != other.kind)
        return false;
    if (thing.kind == VALUE_NUMBER)
        return thing.as.number == other.as.number;
    if (thing.kind == VALUE_STRING && thing.length != other.length)
        return false;
    return operate_equal(search->heap, thing, other);
}

/* Does the row of the table match? The first column may also be the row itself. */
static bool row_matches(const struct search *search, struct value thing, uint32_t row)
{
    struct value item = vector_items(search->table)[row];
    if (search->column == 0 && is_equal(search, thing, item))
        return true;
    return item.kind == VALUE_VECTOR && search->column < item.length &&
           is_equal(search, thing, vector_items(item)[search->column]);
}

static uint32_t table_length(const struct search *search)
{
    return search->table.kind == VALUE_VECTOR ? search->table.length : 0;
}

static struct value search_number(const struct search *search, struct value thing)
{
    struct value found = vector_with_room(search->heap, 0);
    for (uint32_t i = 0; i < table_length(search); i++) {
        limits_spend(search->call->evaluator);
        if (!row_matches(search, thing, i))
            continue;
        vector_append(search->heap, &found, value_number(i));
        if (search->most != 0 && found.length >= search->most)
            break;
    }
    return found;
}

/* Adds what one thing of a list was found at: the first place bare, or all places as a list. */
static void add_found(const struct search *search, struct value *result, struct value found,
                      bool keep_empty)
{
    if (search->most != 1 || (keep_empty && found.length == 0)) {
        vector_append(search->heap, result, found);
        return;
    }
    if (found.length > 0)
        vector_append(search->heap, result, vector_items(found)[0]);
    value_drop(search->heap, found);
}

static struct value search_list(const struct search *search, struct value things)
{
    struct value result = vector_with_room(search->heap, things.length);
    for (uint32_t i = 0; i < things.length; i++)
        add_found(search, &result, search_number(search, vector_items(things)[i]), true);
    return result;
}

/* --- strings ------------------------------------------------------------------------------------------ */

static struct text rest_after_character(struct text text)
{
    size_t bytes = string_character_bytes(text);
    return (struct text){ text.bytes + bytes, text.length - bytes };
}

static struct value places_in_string(const struct search *search, uint32_t character)
{
    struct value found = vector_with_room(search->heap, 0);
    struct text rest = string_text(search->table);
    for (uint32_t i = 0; rest.length > 0; i++, rest = rest_after_character(rest)) {
        limits_spend(search->call->evaluator);
        if (string_character(rest) != character)
            continue;
        vector_append(search->heap, &found, value_number(i));
        if (search->most != 0 && found.length >= search->most)
            break;
    }
    return found;
}

/* The rows whose column begins with the character. False after a warning about a short row. */
static bool places_in_table(const struct search *search, uint32_t character, struct value *found)
{
    for (uint32_t i = 0; i < table_length(search); i++) {
        limits_spend(search->call->evaluator);
        struct value row = vector_items(search->table)[i];
        uint32_t length = row.kind == VALUE_VECTOR ? row.length : 0;
        if (length <= search->column) {
            report_warning(search->call->evaluator, search->call->expression->position,
                           "Invalid entry in search vector at index %u, required number of values "
                           "in the entry: %u. Invalid entry: %s",
                           i, search->column + 1, report_value(search->call->evaluator, row));
            return false;
        }
        struct value cell = vector_items(row)[search->column];
        if (cell.kind != VALUE_STRING || string_character(string_text(cell)) != character)
            continue;
        vector_append(search->heap, found, value_number(i));
        if (search->most != 0 && found->length >= search->most)
            break;
    }
    return true;
}

static struct value search_string(const struct search *search, struct value string)
{
    struct value result = vector_with_room(search->heap, 0);
    struct text rest = string_text(string);
    for (; rest.length > 0; rest = rest_after_character(rest)) {
        uint32_t character = string_character(rest);
        limits_spend(search->call->evaluator);
        if (search->table.kind == VALUE_STRING) {
            add_found(search, &result, places_in_string(search, character), false);
            continue;
        }
        struct value found = vector_with_room(search->heap, 0);
        if (!places_in_table(search, character, &found)) {
            value_drop(search->heap, found);
            value_drop(search->heap, result);
            return vector_with_room(search->heap, 0);
        }
        add_found(search, &result, found, false);
    }
    return result;
}

struct value function_search(const struct builtin_call *call)
{
    if (call->count < 2 || call->count > 4) {
        call_refuse_count(call, "between 2 and 4", call->count);
        return value_undefined();
    }
    struct search search = { .call = call,
                             .heap = &call->evaluator->heap,
                             .table = call->arguments[1],
                             .most = to_count(call, 2, 1),
                             .column = to_count(call, 3, 0) };
    struct value thing = call->arguments[0];
    switch (thing.kind) {
    case VALUE_NUMBER:
        return search_number(&search, thing);
    case VALUE_STRING:
        return search_string(&search, thing);
    case VALUE_VECTOR:
        return search_list(&search, thing);
    default:
        return value_undefined();
    }
}
