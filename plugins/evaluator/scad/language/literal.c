/* SPDX-License-Identifier: MIT */
/* Numbers and strings: what OpenSCAD takes for one, and what it warns of. */
#include "language/literal.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hexadecimal(int byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static bool is_name_byte(int byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           byte == '_';
}

/* How many bytes from there on are of a kind. */
static size_t span(const struct reader *reader, size_t from, bool (*is_of_kind)(int))
{
    size_t to = from;
    while (is_of_kind(reader_peek(reader, to)))
        to++;
    return to - from;
}

static size_t exponent_length(const struct reader *reader, size_t from)
{
    int letter = reader_peek(reader, from);
    if (letter != 'e' && letter != 'E')
        return 0;
    int sign = reader_peek(reader, from + 1);
    size_t before = sign == '+' || sign == '-' ? 2 : 1;
    size_t digits = span(reader, from + before, is_digit);
    return digits > 0 ? before + digits : 0;
}

static size_t decimal_length(const struct reader *reader)
{
    size_t length = span(reader, 0, is_digit);
    if (reader_peek(reader, length) == '.')
        length += 1 + span(reader, length + 1, is_digit);
    return length + exponent_length(reader, length);
}

static size_t hexadecimal_length(const struct reader *reader)
{
    if (!reader_sees(reader, "0x"))
        return 0;
    size_t digits = span(reader, 2, is_hexadecimal);
    return digits > 0 ? 2 + digits : 0;
}

static void warn(struct lexer *lexer, const struct token *token, const char *before,
                 const char *after)
{
    diagnostics_say(lexer->input->diagnostics, SEVERITY_WARNING, token->position, "%s \"%.*s\" %s",
                    before, (int)token->spelling.length, token->spelling.bytes, after);
}

/* True if the double is the very integer. */
static bool is_exact(double number, unsigned long long integer)
{
    return number < 18446744073709551616.0 && (unsigned long long)number == integer;
}

static double read_hexadecimal(struct lexer *lexer, const struct token *token, const char *digits)
{
    errno = 0;
    unsigned long long integer = strtoull(digits, NULL, 16);
    double number = (double)integer;
    if (errno != 0)
        warn(lexer, token, "Hexadecimal constant", "too large");
    else if (!is_exact(number, integer))
        warn(lexer, token, "Integer", "cannot be represented precisely");
    return number;
}

static double read_integer(struct lexer *lexer, const struct token *token, const char *digits)
{
    errno = 0;
    unsigned long long integer = strtoull(digits, NULL, 10);
    double number = (double)integer;
    if (errno == 0 && is_exact(number, integer))
        return number;
    warn(lexer, token, "Integer", "cannot be represented precisely");
    double nearest = strtod(digits, NULL);
    return isfinite(nearest) ? nearest : number;
}

static void read_digits_name(struct lexer *lexer, struct token *token)
{
    token->kind = TOKEN_IDENTIFIER;
    token->name = names_intern(lexer->input->names, token->spelling);
    diagnostics_say(lexer->input->diagnostics, SEVERITY_DEPRECATED, token->position,
                    "Variable names starting with digits (\"%.*s\") will be removed in future "
                    "releases.",
                    (int)token->spelling.length, token->spelling.bytes);
}

/* The longest of the spellings that fit wins; of equal ones, a number does. */
bool literal_read_number(struct lexer *lexer, struct token *token)
{
    struct reader *reader = lexer->reader;
    size_t hexadecimal = hexadecimal_length(reader);
    size_t decimal = decimal_length(reader);
    size_t name = span(reader, 0, is_name_byte);
    size_t number = hexadecimal > decimal ? hexadecimal : decimal;
    size_t integer = span(reader, 0, is_digit);

    token->spelling = (struct text){ reader->at, name > number ? name : number };
    reader_skip(reader, token->spelling.length);
    if (name > number) {
        read_digits_name(lexer, token);
        return true;
    }
    token->kind = TOKEN_NUMBER;
    const char *digits = arena_copy(lexer->input->arena, token->spelling.bytes, number);
    if (hexadecimal == number)
        token->number = read_hexadecimal(lexer, token, digits + 2);
    else if (integer == number)
        token->number = read_integer(lexer, token, digits);
    else
        token->number = strtod(digits, NULL);
    return isfinite(token->number);
}

/* The value of so many hexadecimal digits, or -1 if they are not all there. */
static int32_t hexadecimal_value(const struct reader *reader, size_t from, size_t count)
{
    char digits[8] = "";
    for (size_t i = 0; i < count; i++) {
        int byte = reader_peek(reader, from + i);
        if (!is_hexadecimal(byte))
            return -1;
        digits[i] = (char)byte;
    }
    return (int32_t)strtol(digits, NULL, 16);
}

/* A blank stands for what is no character. */
static bool read_character(struct reader *reader, size_t digit_count, struct builder *string)
{
    int32_t character = hexadecimal_value(reader, 2, digit_count);
    if (character < 0)
        return false;
    char bytes[4];
    size_t length = character > 0 ? text_encode_utf8((uint32_t)character, bytes) : 0;
    if (length > 0)
        builder_bytes(string, bytes, length);
    else
        builder_byte(string, ' ');
    reader_skip(reader, 2 + digit_count);
    return true;
}

static bool read_ascii(struct reader *reader, struct builder *string)
{
    int32_t byte = hexadecimal_value(reader, 2, 2);
    if (byte < 0 || byte > 0x7f)
        return false;
    builder_byte(string, byte == 0 ? ' ' : (char)byte);
    reader_skip(reader, 4);
    return true;
}

static bool read_letter(struct reader *reader, struct builder *string)
{
    static const char letters[] = "ntr\\\"";
    static const char meanings[] = "\n\t\r\\\"";
    int letter = reader_peek(reader, 1);
    const char *found = letter > 0 ? strchr(letters, letter) : NULL;
    if (!found)
        return false;
    builder_byte(string, meanings[found - letters]);
    reader_skip(reader, 2);
    return true;
}

/* Reads what begins with a backslash. One that begins nothing is left out, and what follows it
 * stands. */
static void read_escape(struct lexer *lexer, struct position position, struct builder *string)
{
    struct reader *reader = lexer->reader;
    int letter = reader_peek(reader, 1);
    bool known = letter == 'x'   ? read_ascii(reader, string)
                 : letter == 'u' ? read_character(reader, 4, string)
                 : letter == 'U' ? read_character(reader, 6, string)
                                 : read_letter(reader, string);
    if (!known) {
        diagnostics_say(lexer->input->diagnostics, SEVERITY_WARNING, position,
                        "Undefined escape sequence");
        reader_take(reader);
    }
}

static bool stands_for_itself(int byte)
{
    return byte > 0 && byte != '"' && byte != '\\' && byte != '\n';
}

/* A line end within a string is no part of it; the rest then counts as written where the new line
 * begins. */
static void read_line_end(struct reader *reader, struct token *token)
{
    reader_take(reader);
    token->position = reader_position(reader);
}

void literal_read_string(struct lexer *lexer, struct token *token)
{
    struct reader *reader = lexer->reader;
    struct builder string = builder_in(lexer->input->arena);
    const char *begin = reader->at;
    reader_take(reader);
    for (;;) {
        size_t plain = span(reader, 0, stands_for_itself);
        builder_bytes(&string, reader->at, plain);
        reader_skip(reader, plain);
        int byte = reader_peek(reader, 0);
        if (byte == '"')
            break;
        if (byte < 0) {
            lexer_report_unfinished(lexer, "string", "\"", token);
            return;
        }
        if (byte == '\\')
            read_escape(lexer, token->position, &string);
        else if (byte == '\n')
            read_line_end(reader, token);
        else
            reader_take(reader); /* a NUL, which stands for nothing */
    }
    reader_take(reader);
    token->kind = TOKEN_STRING;
    token->spelling = (struct text){ begin, (size_t)(reader->at - begin) };
    token->text = builder_result(&string);
}
