/* SPDX-License-Identifier: MIT */
/* Secrets by name, in values and within texts. */
#include "clean.h"

#include "mask.h"

/* A text with more parameters than this ends there: what a stranger sends must not cost more to clean than to serve. */
enum { PARAMETERS_MAX = 100, NAME_MAX_SIZE = 64 };

void clean_reset(struct clean *clean)
{
    clean->used = 0;
}

static int hex(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    char letter = (char)(digit | 0x20);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/* The name in lower case, without percent-encoding; of a long one, the end. */
static size_t plain_name(struct tn_text name, char plain[NAME_MAX_SIZE])
{
    if (name.size > NAME_MAX_SIZE)
        name = (struct tn_text){ name.at + name.size - NAME_MAX_SIZE, NAME_MAX_SIZE };
    size_t size = 0;
    for (size_t i = 0; i < name.size; i++) {
        char letter = name.at[i];
        if (letter == '%' && i + 2 < name.size && hex(name.at[i + 1]) >= 0 &&
            hex(name.at[i + 2]) >= 0) {
            letter = (char)(hex(name.at[i + 1]) << 4 | hex(name.at[i + 2]));
            i += 2;
        }
        plain[size++] = letter >= 'A' && letter <= 'Z' ? (char)(letter | 0x20) : letter;
    }
    return size;
}

static bool matches(const struct clean *clean, struct tn_text name)
{
    return tn_patterns_match(&clean->names[0], name) || tn_patterns_match(&clean->names[1], name);
}

static bool judge(const struct clean *clean, struct tn_text name)
{
    char plain[NAME_MAX_SIZE];
    struct tn_text whole = { plain, plain_name(name, plain) };
    if (matches(clean, whole))
        return true;
    for (size_t begin = 0, end = 0; begin < whole.size; begin = end + 1) {
        for (end = begin; end < whole.size && !strchr(".[]", plain[end]); end++)
            ;
        struct tn_text part = { plain + begin, end - begin };
        if (part.size && part.size < whole.size && matches(clean, part))
            return true;
    }
    return false;
}

/* A few letters tell most names apart. */
static size_t place_of(struct tn_text name)
{
    const unsigned char *at = (const unsigned char *)name.at;
    size_t size = name.size;
    return (size * 27 + at[0] * 9u + at[size / 2] * 5u + at[size - 1]) % CLEAN_VERDICTS;
}

/* The same few names come again and again. */
bool clean_is_secret(struct clean *clean, struct tn_text name)
{
    if (!clean->enabled || !name.size)
        return false;
    struct clean_verdict *verdict = NULL;
    if (name.size > sizeof verdict->name)
        return judge(clean, name);
    verdict = &clean->verdicts[place_of(name)];
    if (verdict->size != name.size || memcmp(verdict->name, name.at, name.size) != 0) {
        verdict->secret = judge(clean, name);
        verdict->size = (unsigned char)name.size;
        memcpy(verdict->name, name.at, name.size);
    }
    return verdict->secret;
}

static bool in_name(char letter)
{
    return (letter >= '0' && letter <= '9') || ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z') ||
           (letter && strchr("_-.[]%+~", letter));
}

/* The run of a name that ends before `end`, not reaching below `from`. */
static struct tn_text name_before(struct tn_text text, size_t from, size_t end)
{
    size_t begin = end;
    while (begin > from && in_name(text.at[begin - 1]))
        begin--;
    return (struct tn_text){ text.at + begin, end - begin };
}

/* A quote, which within a JSON string has a backslash before it. */
static size_t quote_size(struct tn_text text, size_t at)
{
    if (at < text.size && text.at[at] == '"')
        return 1;
    return at + 1 < text.size && text.at[at] == '\\' && text.at[at + 1] == '"' ? 2 : 0;
}

/* The size of one character of a JSON string. */
static size_t letter_size(struct tn_text text, size_t at)
{
    return at < text.size && text.at[at] == '\\' ? 2 : 1;
}

/* A backslash that is escaped itself escapes what follows, one string deeper. */
static size_t inner_letter_size(struct tn_text text, size_t at)
{
    size_t size = letter_size(text, at);
    bool escapes = size == 2 && at + 2 < text.size && text.at[at + 1] == '\\';
    return escapes && text.at[at + 2] != '"' ? 2 + letter_size(text, at + 2) : size;
}

/* Where a value in quotes ends: before a quote that is as deep as the one that opened it, or less. */
static size_t quoted_end(struct tn_text text, size_t at, size_t quote)
{
    while (at < text.size) {
        size_t found = quote_size(text, at);
        if (found > 0 && found <= quote)
            return at;
        at += quote == 2 ? inner_letter_size(text, at) : letter_size(text, at);
    }
    return text.size;
}

/* Where the value of a parameter ends that begins here. */
static size_t parameter_end(struct tn_text text, size_t at)
{
    while (at < text.size && !strchr("& \t\r\n\"", text.at[at]))
        at += letter_size(text, at);
    return at < text.size ? at : text.size;
}

/* Where a JSON value ends that has no quotes. */
static size_t bare_end(struct tn_text text, size_t at)
{
    while (at < text.size && text.at[at] && !strchr(",}] \r\n", text.at[at]))
        at++;
    return at;
}

/* A value in a text: where it stands, and whether quotes are to be put around what replaces it. */
struct found {
    size_t begin, end;
    bool quotes;
};

/* What is searched: of JSON it is known that a quote which is not escaped begins or ends a string. */
struct search {
    struct tn_text text;
    size_t from;
    bool json;
};

/* Behind "NAME=". */
static bool find_parameter(struct clean *clean, const struct search *search, size_t mark,
                           struct found *found)
{
    struct tn_text text = search->text;
    if (!clean_is_secret(clean, name_before(text, search->from, mark)))
        return false;
    size_t quote = quote_size(text, mark + 1);
    if (quote == 1 && search->json)
        quote = 0;
    found->quotes = false;
    found->begin = mark + 1 + quote;
    found->end = quote ? quoted_end(text, found->begin, quote) : parameter_end(text, found->begin);
    return found->end > found->begin;
}

/* Behind "\"NAME\":". */
static bool find_member(struct clean *clean, const struct search *search, size_t mark,
                        struct found *found)
{
    struct tn_text text = search->text;
    if (mark < search->from + 2)
        return false;
    size_t name_end = mark - (text.at[mark - 2] == '\\' ? 2 : 1), at = mark + 1;
    if (!clean_is_secret(clean, name_before(text, search->from, name_end)))
        return false;
    while (at < text.size && text.at[at] == ' ')
        at++;
    if (at == text.size || text.at[at] == '{' || text.at[at] == '[')
        return false;
    size_t quote = quote_size(text, at);
    found->quotes = quote == 0;
    found->begin = at + quote;
    found->end = quote ? quoted_end(text, found->begin, quote) : bare_end(text, at);
    return true;
}

/* What is being made of a text. Where the room ends, so does the text. */
static void add(struct clean *clean, size_t *size, struct tn_text piece)
{
    size_t room = CLEAN_ROOM - clean->used - *size;
    size_t taken = piece.size < room ? piece.size : room;
    if (taken)
        memcpy(clean->room + clean->used + *size, piece.at, taken);
    *size += taken;
}

static struct tn_text made(struct clean *clean, size_t size)
{
    struct tn_text text = { clean->room + clean->used, size };
    clean->used += size;
    return text;
}

static bool find(struct clean *clean, const struct search *search, size_t mark, struct found *found)
{
    if (search->text.at[mark] == '=')
        return find_parameter(clean, search, mark, found);
    return find_member(clean, search, mark, found);
}

static bool is_mark(struct tn_text text, size_t at)
{
    return text.at[at] == '=' || (text.at[at] == ':' && at > 0 && text.at[at - 1] == '"');
}

static struct tn_text redacted(struct clean *clean, struct tn_text text, bool json)
{
    struct search search = { text, 0, json };
    struct found found;
    size_t size = 0, marks = 0, at = 0;
    for (; at < text.size && (json || marks <= PARAMETERS_MAX); at++) {
        if (!is_mark(text, at))
            continue;
        marks++;
        if (!find(clean, &search, at, &found))
            continue;
        add(clean, &size, (struct tn_text){ text.at + search.from, found.begin - search.from });
        add(clean, &size, found.quotes ? TN_TEXT("\"") : TN_TEXT(""));
        add(clean, &size, clean->with);
        add(clean, &size, found.quotes ? TN_TEXT("\"") : TN_TEXT(""));
        search.from = found.end;
        at = found.end > 0 ? found.end - 1 : 0;
    }
    bool cut = at < text.size;
    if (!search.from && !cut)
        return text;
    size_t rest = (cut ? at : text.size) - search.from;
    add(clean, &size, (struct tn_text){ text.at + search.from, rest });
    add(clean, &size, cut ? TN_TEXT("...") : TN_TEXT(""));
    return made(clean, size);
}

static bool may_hold_secrets(const struct clean *clean, struct tn_text text)
{
    return clean->enabled && text.size &&
           (memchr(text.at, '=', text.size) ||
            (memchr(text.at, '"', text.size) && memmem(text.at, text.size, "\":", 2)));
}

static struct tn_text cleaned(struct clean *clean, struct tn_text text, bool json)
{
    if (may_hold_secrets(clean, text))
        text = redacted(clean, text, json);
    if (!(clean->addresses || clean->mail) || !text.size)
        return text;
    char *room = clean->room + clean->used;
    size_t size = mask_text(room, CLEAN_ROOM - clean->used, text, clean->addresses, clean->mail);
    clean->used += size;
    return (struct tn_text){ room, size };
}

struct tn_text clean_text(struct clean *clean, struct tn_text text)
{
    return cleaned(clean, text, false);
}

struct tn_value clean_value(struct clean *clean, struct tn_text name, struct tn_value value)
{
    if (value.kind == TN_VALUE_ABSENT)
        return value;
    if (clean_is_secret(clean, name))
        return tn_value_text(clean->with);
    if (value.kind == TN_VALUE_TEXT || value.kind == TN_VALUE_JSON)
        value.text = cleaned(clean, value.text, value.kind == TN_VALUE_JSON);
    return value;
}
