/* SPDX-License-Identifier: MIT */
/* Going through the samples of one family. */
#include "question.h"

#include <stdlib.h>

#include "json.h"

static struct tn_text take(struct tn_text *text)
{
    const char *dot = text->size ? memchr(text->at, '.', text->size) : NULL;
    struct tn_text word = *text;
    *text = (struct tn_text){ NULL, 0 };
    if (dot) {
        *text = (struct tn_text){ dot + 1, (size_t)(word.at + word.size - dot) - 1 };
        word.size = (size_t)(dot - word.at);
    }
    return word;
}

struct question question_read(struct tn_text text)
{
    struct question question = { .family = take(&text) };
    question.label = take(&text);
    question.value = text;
    return question;
}

static bool is_with(struct tn_text name, const char *family, const char *suffix)
{
    size_t size = strlen(family);
    return name.size == size + strlen(suffix) && memcmp(name.at, family, size) == 0 &&
           memcmp(name.at + size, suffix, strlen(suffix)) == 0;
}

/* What the sample says to the question. */
static bool value_of(const struct question *question, const struct tn_sample *sample, double *value)
{
    *value = sample->value;
    if (sample->kind == TN_HISTOGRAM && is_with(question->family, sample->family, "_count")) {
        *value = (double)sample->count;
        return true;
    }
    return is_with(question->family, sample->family, "") ||
           (sample->kind == TN_COUNTER && is_with(question->family, sample->family, "_total"));
}

static struct tn_text label_of(const struct question *question, const struct tn_sample *sample)
{
    for (size_t i = 0; i < sample->labels; i++)
        if (tn_text_is(question->label, sample->label_names[i]))
            return sample->label_values[i];
    return (struct tn_text){ NULL, 0 };
}

static bool is_of(const struct question *question, const struct family *family)
{
    static const char *const suffixes[] = { "", "_total", "_count" };
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (is_with(question->family, family->name, suffixes[i]))
            return true;
    return false;
}

/* The file's families are asked themselves, the server's as the snapshot has them. */
static void ask(struct metrics *metrics, const struct question *question,
                void (*visit)(void *, const struct tn_sample *), void *context)
{
    for (size_t i = 0; i < metrics->family_count; i++)
        if (is_of(question, &metrics->families[i])) {
            family_visit(&metrics->families[i], visit, context);
            return;
        }
    snapshot_refresh(metrics->snapshot);
    snapshot_visit(metrics->snapshot, visit, context);
}

struct adding {
    const struct question *question;
    struct answer answer;
};

static void add(void *context, const struct tn_sample *sample)
{
    struct adding *adding = context;
    const struct question *question = adding->question;
    double value;
    if (!value_of(question, sample, &value))
        return;
    adding->answer.known = true;
    adding->answer.total += value;
    if (!question->value.at || tn_text_equal(label_of(question, sample), question->value))
        adding->answer.sum += value;
}

struct answer question_answer(struct metrics *metrics, const struct question *question)
{
    struct adding adding = { .question = question };
    ask(metrics, question, add, &adding);
    return adding.answer;
}

struct pair {
    char key[72];
    double value;
};

struct mapping {
    const struct question *question;
    struct pair *pairs;
    size_t count, room;
    bool known;
};

static void note(void *context, const struct tn_sample *sample)
{
    struct mapping *mapping = context;
    double value;
    if (!value_of(mapping->question, sample, &value))
        return;
    mapping->known = true;
    struct tn_text key = label_of(mapping->question, sample);
    if (!key.at)
        return;
    if (mapping->count == mapping->room) {
        mapping->room = mapping->room ? 2 * mapping->room : 32;
        mapping->pairs = realloc(mapping->pairs, mapping->room * sizeof(*mapping->pairs));
        if (!mapping->pairs)
            abort();
    }
    struct pair *pair = &mapping->pairs[mapping->count++];
    snprintf(pair->key, sizeof pair->key, "%" TN_PRI, TN_ARG(key));
    pair->value = value;
}

static int by_key(const void *left, const void *right)
{
    return strcmp(((const struct pair *)left)->key, ((const struct pair *)right)->key);
}

static void print_map(FILE *stream, const struct mapping *mapping)
{
    putc('{', stream);
    for (size_t i = 0, next; i < mapping->count; i = next) {
        double sum = 0;
        for (next = i; next < mapping->count && !by_key(&mapping->pairs[i], &mapping->pairs[next]);
             next++)
            sum += mapping->pairs[next].value;
        fputs(i ? "," : "", stream);
        json_string(stream, tn_text(mapping->pairs[i].key));
        fprintf(stream, ":%.15g", sum);
    }
    putc('}', stream);
}

struct tn_text question_map(struct metrics *metrics, const struct question *question,
                            struct tn_request *request)
{
    struct mapping mapping = { .question = question };
    struct tn_text map = { NULL, 0 };
    char *text = NULL;
    size_t size = 0;
    ask(metrics, question, note, &mapping);
    if (mapping.count)
        qsort(mapping.pairs, mapping.count, sizeof(*mapping.pairs), by_key);
    FILE *stream = mapping.known ? open_memstream(&text, &size) : NULL;
    if (stream) {
        print_map(stream, &mapping);
        fclose(stream);
        map = tn_request_copy(request, (struct tn_text){ text, size });
        free(text);
    }
    free(mapping.pairs);
    return map;
}
