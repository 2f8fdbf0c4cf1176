/* SPDX-License-Identifier: MIT */
/* From libyaml's events to nodes. */
#include <yaml.h>

#include <config/document.h>

struct anchor {
    struct tn_text name;
    struct node *node;
    bool open; /* its node is not complete yet */
    struct anchor *next;
};

struct reader {
    yaml_parser_t parser;
    const struct source *source;
    struct arena *arena;
    struct errors *errors;
    struct anchor *anchors;
    size_t nodes;
    unsigned depth;
};

static bool next_event(struct reader *reader, yaml_event_t *event);
static struct node *read_node(struct reader *reader, const yaml_event_t *event);

static struct place place_at(const struct reader *reader, yaml_mark_t begin, yaml_mark_t end)
{
    bool one_line = begin.line == end.line && end.column > begin.column;
    return (struct place){ reader->source, (unsigned)begin.line + 1, (unsigned)begin.column + 1,
                           one_line ? (unsigned)(end.column - begin.column) : 1 };
}

static struct place event_place(const struct reader *reader, const yaml_event_t *event)
{
    return place_at(reader, event->start_mark, event->end_mark);
}

/* An error at an event; returns NULL, to be the reader's last words. */
static void *refuse(struct reader *reader, const yaml_event_t *event, const char *problem)
{
    errors_add(reader->errors, SEVERITY_ERROR, event_place(reader, event), "%s", problem);
    return NULL;
}

/* Where a byte is that is no text: there, the parser knows its offset alone. */
static struct place place_of_byte(const struct reader *reader, size_t offset)
{
    struct place place = { reader->source, 1, 1, 1 };
    struct tn_text text = reader->source->text;
    for (size_t i = 0; i < offset && i < text.size; i++) {
        place.column = text.at[i] == '\n' ? 1 : place.column + 1;
        place.line += text.at[i] == '\n';
    }
    return place;
}

static void report_parser(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    struct place place = place_at(reader, parser->problem_mark, parser->problem_mark);
    if (parser->error == YAML_READER_ERROR)
        place = place_of_byte(reader, parser->problem_offset);
    struct error *error = errors_add(reader->errors, SEVERITY_ERROR, place, "this is not YAML: %s",
                                     parser->problem ? parser->problem : "cannot be read");
    if (parser->error == YAML_PARSER_ERROR && parser->problem_mark.column &&
        strcmp(parser->problem, "did not find expected node content") == 0)
        error_hint(reader->errors, error,
                   "within [] and {}, what begins with `:` or holds braces needs quotes");
    else if (parser->context && parser->error != YAML_READER_ERROR)
        error_hint(reader->errors, error, "%s that begins at line %zu, column %zu", parser->context,
                   parser->context_mark.line + 1, parser->context_mark.column + 1);
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    report_parser(reader);
    return false;
}

static struct node *new_node(struct reader *reader, const yaml_event_t *event, enum node_kind kind)
{
    if (++reader->nodes > DOCUMENT_NODES_MAX)
        return refuse(reader, event, "the file holds too many values (50000 are allowed)");
    struct node *node = arena_alloc(reader->arena, sizeof *node);
    node->kind = kind;
    node->place = event_place(reader, event);
    return node;
}

static struct tn_text copy_text(struct reader *reader, const yaml_char_t *text, size_t size)
{
    return arena_copy(reader->arena, (struct tn_text){ (const char *)text, size });
}

/* Gives the node its anchor's name, if it has one; a later one of the same name hides it. */
static struct anchor *add_anchor(struct reader *reader, const yaml_char_t *name, struct node *node)
{
    if (!name)
        return NULL;
    struct anchor *anchor = arena_alloc(reader->arena, sizeof *anchor);
    anchor->name = copy_text(reader, name, strlen((const char *)name));
    anchor->node = node;
    anchor->open = node->kind != NODE_SCALAR;
    anchor->next = reader->anchors;
    reader->anchors = anchor;
    return anchor;
}

static void append(struct node *parent, struct node **last, struct node *node)
{
    if (*last)
        (*last)->next = node;
    else
        parent->first = node;
    *last = node;
    parent->count++;
}

static struct node *copy_node(struct reader *reader, const yaml_event_t *event,
                              const struct node *node)
{
    struct node *copy = new_node(reader, event, node->kind), *last = NULL;
    if (!copy)
        return NULL;
    copy->place = node->place;
    copy->text = node->text;
    copy->plain = node->plain;
    for (const struct node *below = node->first; below; below = below->next) {
        struct node *member = copy_node(reader, event, below);
        if (!member)
            return NULL;
        member->key = below->key;
        member->key_place = below->key_place;
        append(copy, &last, member);
    }
    return copy;
}

/* An alias is a copy: so every node has one parent, and what aliases can blow up is counted. */
static struct node *read_alias(struct reader *reader, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    for (struct anchor *anchor = reader->anchors; anchor; anchor = anchor->next) {
        if (!tn_text_is(anchor->name, name))
            continue;
        if (anchor->open)
            return refuse(reader, event, "an alias may not stand within its own anchor");
        return copy_node(reader, event, anchor->node);
    }
    errors_add(reader->errors, SEVERITY_ERROR, event_place(reader, event),
               "there is no anchor `&%s` above", name);
    return NULL;
}

static struct node *read_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct node *node = new_node(reader, event, NODE_SCALAR);
    if (!node)
        return NULL;
    node->text = copy_text(reader, event->data.scalar.value, event->data.scalar.length);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    add_anchor(reader, event->data.scalar.anchor, node);
    return node;
}

static bool read_items(struct reader *reader, struct node *list)
{
    yaml_event_t event;
    struct node *last = NULL;
    while (next_event(reader, &event)) {
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        struct node *item = end ? NULL : read_node(reader, &event);
        yaml_event_delete(&event);
        if (!item)
            return end;
        append(list, &last, item);
    }
    return false;
}

static bool key_is_new(struct reader *reader, const struct node *map, struct node *key)
{
    for (const struct node *member = map->first; member; member = member->next) {
        if (!tn_text_equal(member->key, key->text))
            continue;
        struct error *error =
            errors_add(reader->errors, SEVERITY_ERROR, key->place,
                       "the key `%" TN_PRI "` is written twice", TN_ARG(key->text));
        error_first_written(reader->errors, error, member->key_place);
        return false;
    }
    return true;
}

/* The key that an event is, as a node; NULL after an error. */
static struct node *read_key(struct reader *reader, const yaml_event_t *event,
                             const struct node *map)
{
    if (event->type != YAML_SCALAR_EVENT)
        return refuse(reader, event, "a key must be plain text");
    struct node *key = read_node(reader, event);
    if (!key)
        return NULL;
    if (key->text.size == 0)
        return refuse(reader, event, "a key must not be empty");
    if (tn_text_is(key->text, "<<"))
        return refuse(reader, event, "merge keys are not supported: write an alias for the whole");
    if (map->count == DOCUMENT_KEYS_MAX)
        return refuse(reader, event, "a map may hold at most 4000 keys");
    return key;
}

/* A key twice is reported, and the reading goes on, so that all such mistakes are seen at once. */
static bool read_members(struct reader *reader, struct node *map)
{
    yaml_event_t event;
    struct node *last = NULL;
    while (next_event(reader, &event)) {
        bool end = event.type == YAML_MAPPING_END_EVENT;
        struct node *key = end ? NULL : read_key(reader, &event, map);
        yaml_event_delete(&event);
        if (!key || !next_event(reader, &event))
            return end;
        struct node *value = read_node(reader, &event);
        yaml_event_delete(&event);
        if (!value)
            return false;
        value->key = key->text;
        value->key_place = key->place;
        if (key_is_new(reader, map, key))
            append(map, &last, value);
    }
    return false;
}

static struct node *read_collection(struct reader *reader, const yaml_event_t *event)
{
    bool map = event->type == YAML_MAPPING_START_EVENT;
    if (reader->depth == DOCUMENT_DEPTH_MAX)
        return refuse(reader, event, "the file is nested too deep (32 levels are allowed)");
    struct node *node = new_node(reader, event, map ? NODE_MAP : NODE_LIST);
    if (!node)
        return NULL;
    const yaml_char_t *name =
        map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    struct anchor *anchor = add_anchor(reader, name, node);
    reader->depth++;
    bool good = map ? read_members(reader, node) : read_items(reader, node);
    reader->depth--;
    if (anchor)
        anchor->open = false;
    return good ? node : NULL;
}

static const yaml_char_t *tag_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.tag;
    default:
        return NULL;
    }
}

static struct node *read_node(struct reader *reader, const yaml_event_t *event)
{
    if (tag_of(event))
        return refuse(reader, event, "tags are not supported: the options know their types");
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return read_alias(reader, event);
    case YAML_SCALAR_EVENT:
        return read_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return read_collection(reader, event);
    default:
        return refuse(reader, event, "expected a value");
    }
}

/* Skips to the event of that type; false at the end of the stream or after an error. */
static bool skip_to(struct reader *reader, yaml_event_type_t type)
{
    yaml_event_t event;
    while (next_event(reader, &event)) {
        yaml_event_type_t found = event.type;
        if (found == type && reader->nodes)
            refuse(reader, &event, "a second document begins here: a file holds one");
        yaml_event_delete(&event);
        if (found == type)
            return true;
        if (found == YAML_STREAM_END_EVENT)
            return false;
    }
    return false;
}

static struct node *read_document(struct reader *reader)
{
    unsigned before = reader->errors->count;
    yaml_event_t event;
    if (!skip_to(reader, YAML_DOCUMENT_START_EVENT)) {
        if (reader->errors->count == before)
            errors_add(reader->errors, SEVERITY_ERROR, (struct place){ .source = reader->source },
                       "the file is empty");
        return NULL;
    }
    if (!next_event(reader, &event))
        return NULL;
    struct node *root = read_node(reader, &event);
    yaml_event_delete(&event);
    if (root)
        skip_to(reader, YAML_DOCUMENT_START_EVENT);
    return root;
}

/* Without the mark with which some editors begin a file. */
static struct tn_text content(struct tn_text text)
{
    size_t mark = text.size >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    return (struct tn_text){ text.at + mark, text.size - mark };
}

struct node *document_read(const struct source *source, struct arena *arena, struct errors *errors)
{
    struct reader reader = { .source = source, .arena = arena, .errors = errors };
    if (source->text.size > DOCUMENT_BYTES_MAX) {
        errors_add(errors, SEVERITY_ERROR, (struct place){ .source = source },
                   "the file is larger than 1MiB");
        return NULL;
    }
    struct tn_text text = content(source->text);
    if (!yaml_parser_initialize(&reader.parser))
        memory_exhausted(sizeof reader.parser);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text.at, text.size);
    struct node *root = read_document(&reader);
    yaml_parser_delete(&reader.parser);
    return root;
}
