/* SPDX-License-Identifier: MIT */
/* import() as a function: what a JSON file (RFC 8259) holds, as a value. */
#include "evaluate/functions.h"

#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A text being read. After the first mistake nothing more is read. */
struct json {
    struct evaluator *evaluator;
    const char *at, *end;
    const char *mistake; /* what was expected there; NULL if all is well */
};

static struct value read_value(struct json *json);

static void skip_blanks(struct json *json)
{
    while (json->at < json->end && strchr(" \t\r\n", *json->at) && *json->at)
        json->at++;
}

static bool take(struct json *json, char byte)
{
    skip_blanks(json);
    if (json->at == json->end || *json->at != byte)
        return false;
    json->at++;
    return true;
}

static void expect(struct json *json, char byte, const char *what)
{
    if (!json->mistake && !take(json, byte))
        json->mistake = what;
}

static bool take_word(struct json *json, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(json->end - json->at) < length || memcmp(json->at, word, length) != 0)
        return false;
    json->at += length;
    return true;
}

/* --- strings ------------------------------------------------------------------------------------------- */

static uint32_t read_four_digits(struct json *json)
{
    char digits[5] = "";
    for (int i = 0; i < 4 && json->at < json->end && isxdigit((unsigned char)*json->at); i++)
        digits[i] = *json->at++;
    if (strlen(digits) < 4)
        json->mistake = "four hexadecimal digits";
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* \uXXXX, two of them for what is beyond the first plane; half of such a pair is no character. */
static uint32_t read_code(struct json *json)
{
    uint32_t high = read_four_digits(json);
    if (high < 0xD800 || high >= 0xDC00 || !take_word(json, "\\u"))
        return high;
    uint32_t low = read_four_digits(json);
    return low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) : 0;
}

static void read_character(struct json *json, struct value *string)
{
    uint32_t character = read_code(json);
    char bytes[4];
    size_t length = character > 0 ? text_encode_utf8(character, bytes) : 0;
    if (length == 0 && !json->mistake)
        json->mistake = "a character";
    string_append(&json->evaluator->heap, string, (struct text){ bytes, length });
}

static void read_escape(struct json *json, struct value *string)
{
    static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    char letter = json->at < json->end ? *json->at++ : '\0';
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (letter == 'u')
        read_character(json, string);
    else if (found)
        string_append(&json->evaluator->heap, string,
                      (struct text){ bytes + (found - letters), 1 });
    else
        json->mistake = "an escape";
}

/* After the opening quote. */
static struct value read_string(struct json *json)
{
    struct value string = string_with_room(&json->evaluator->heap, 16);
    while (!json->mistake) {
        const char *from = json->at;
        while (json->at < json->end && *json->at != '"' && *json->at != '\\' &&
               (unsigned char)*json->at >= ' ')
            json->at++;
        string_append(&json->evaluator->heap, &string,
                      (struct text){ from, (size_t)(json->at - from) });
        char byte = json->at < json->end ? *json->at++ : '\0';
        if (byte == '"')
            return string;
        if (byte == '\\')
            read_escape(json, &string);
        else
            json->mistake = "the end of the string";
    }
    return string;
}

/* --- the rest ------------------------------------------------------------------------------------------ */

static void pass_digits(struct json *json, const char *what)
{
    if (json->at == json->end || !isdigit((unsigned char)*json->at))
        json->mistake = json->mistake ? json->mistake : what;
    while (json->at < json->end && isdigit((unsigned char)*json->at))
        json->at++;
}

static struct value read_number(struct json *json)
{
    const char *begin = json->at;
    bool negative = take_word(json, "-");
    if (!take_word(json, "0"))
        pass_digits(json, negative ? "a digit" : "a value");
    if (take_word(json, "."))
        pass_digits(json, "a digit");
    if (take_word(json, "e") || take_word(json, "E")) {
        if (!take_word(json, "+"))
            take_word(json, "-");
        pass_digits(json, "a digit");
    }
    struct text digits = { begin, (size_t)(json->at - begin) };
    double number = strtod(text_copy(json->evaluator->arena, digits).bytes, NULL);
    if (isinf(number))
        json->mistake = "a number that is not too large";
    return value_number(number);
}

/* After the opening bracket. */
static struct value read_array(struct json *json)
{
    struct value array = vector_with_room(&json->evaluator->heap, 0);
    if (take(json, ']'))
        return array;
    do {
        vector_append(&json->evaluator->heap, &array, read_value(json));
    } while (!json->mistake && take(json, ','));
    expect(json, ']', "',' or ']'");
    return array;
}

static int compare_entries(const void *left, const void *right)
{
    struct text a = string_text(((const struct object_entry *)left)->key);
    struct text b = string_text(((const struct object_entry *)right)->key);
    return text_compare(a, b);
}

static void read_entry(struct json *json, struct object *object)
{
    expect(json, '"', "a name in quotes");
    if (json->mistake)
        return;
    struct value key = read_string(json);
    expect(json, ':', "':'");
    if (!json->mistake)
        object_set(&json->evaluator->heap, object, string_text(key), read_value(json));
    value_drop(&json->evaluator->heap, key);
}

/* After the opening brace. OpenSCAD lists the entries by name. */
static struct value read_object(struct json *json)
{
    struct value value = object_new(&json->evaluator->heap);
    struct object *object = value.as.object;
    if (take(json, '}'))
        return value;
    do {
        read_entry(json, object);
    } while (!json->mistake && take(json, ','));
    expect(json, '}', "',' or '}'");
    if (object->count > 1)
        qsort(object->entries, object->count, sizeof *object->entries, compare_entries);
    return value;
}

static struct value read_value(struct json *json)
{
    limits_spend(json->evaluator);
    heap_check_stack(&json->evaluator->heap);
    skip_blanks(json);
    if (json->mistake)
        return value_undefined();
    if (take(json, '"'))
        return read_string(json);
    if (take(json, '['))
        return read_array(json);
    if (take(json, '{'))
        return read_object(json);
    if (take_word(json, "true"))
        return value_boolean(true);
    if (take_word(json, "false"))
        return value_boolean(false);
    if (take_word(json, "null"))
        return value_undefined();
    return read_number(json);
}

static struct value read_json(struct parameters *parameters, const char *file, struct text contents)
{
    struct json json = { .evaluator = parameters->evaluator,
                         .at = contents.bytes,
                         .end = contents.bytes + contents.length };
    static const char mark[] = "\xEF\xBB\xBF"; /* of UTF-8, which some editors put in front */
    if (contents.length >= sizeof mark - 1 && memcmp(json.at, mark, sizeof mark - 1) == 0)
        json.at += sizeof mark - 1;
    struct value value = read_value(&json); /* OpenSCAD reads one, whatever comes behind it */
    if (!json.mistake)
        return value;
    value_drop(&parameters->evaluator->heap, value);
    parameters_warn(parameters, "Failed to parse file '%s': expected %s at byte %zu", file,
                    json.mistake, (size_t)(json.at - contents.bytes));
    return value_undefined();
}

struct value function_import(struct evaluator *evaluator, const struct expression *call,
                             struct frame *frame)
{
    static const char *const names[] = { "file", NULL };
    const struct evaluate_input *input = evaluator->input;
    struct parameters parameters;
    struct text contents;
    size_t mark = special_mark(evaluator);
    evaluator->unrepeatable++;
    parameters_open(&parameters, evaluator, "import", names, call->call.arguments, call->position,
                    frame);
    bool named = parameter(&parameters, "file").kind == VALUE_STRING;
    const char *name = named ? parameter_string(&parameters, "file") : "";
    const char *file = parameters_locate(&parameters, name);
    struct value result = value_undefined();
    if (input->read_file && input->read_file(input->file_context, text_of(file), &contents))
        result = read_json(&parameters, file, contents);
    else
        parameters_warn(&parameters, "Could not read file '%s'", file);
    parameters_close(&parameters);
    special_restore(evaluator, mark);
    return result;
}
