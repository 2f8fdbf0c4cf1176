/* SPDX-License-Identifier: MIT */
/* XML: what a reader is told, and what happens when memory is spent. */
#include "readers/xml.h"

#include "bench.h"

struct seen {
    struct builder log;
    bool greedy; /* takes memory without end */
};

static void begin(struct xml *xml, const char *name, const char *const *attributes)
{
    struct seen *seen = xml->context;
    struct text value = xml_attribute(attributes, "a");
    builder_format(&seen->log, "<%s %.*s>", name, (int)value.length, value.bytes);
    while (seen->greedy)
        arena_take(xml->reading->arena, 1 << 20);
    if (strcmp(name, "stop") == 0)
        xml_fail(xml, "no %s", name);
}

static void end(struct xml *xml, const char *name, struct text text)
{
    struct seen *seen = xml->context;
    builder_format(&seen->log, "%.*s</%s>", (int)text.length, text.bytes, name);
}

static bool read(struct bench *bench, struct seen *seen, const char *string)
{
    bench->reading = reading_of(&bench->arena, text_of(string));
    struct xml xml = { .reading = &bench->reading, .context = seen, .begin = begin, .end = end };
    return xml_read(&xml);
}

static void elements(void **state)
{
    struct bench *bench = *state;
    struct seen seen = { .log = builder_in(&bench->arena) };
    assert_true(read(bench, &seen, "<x a='1'>out<y>1&amp;<!-- -->2</y> </x>"));
    assert_string_equal(builder_result(&seen.log).bytes, "<x 1><y >1&2</y> </x>");
}

static void long_texts_are_cut(void **state)
{
    struct bench *bench = *state;
    struct seen seen = { .log = builder_in(&bench->arena) };
    char text[1004] = "<x>";
    memset(text + 3, 'a', 900);
    strcpy(text + 903, "</x>");
    assert_true(read(bench, &seen, text));
    assert_int_equal(seen.log.length, 4 + XML_TEXT_BYTES + 4);
}

static void a_reader_can_stop(void **state)
{
    struct bench *bench = *state;
    struct seen seen = { .log = builder_in(&bench->arena) };
    assert_false(read(bench, &seen, "<x>\n<stop/>\n<y/></x>"));
    assert_string_equal(bench->reading.problem.bytes, "line 2: no stop");
    assert_null(strstr(builder_result(&seen.log).bytes, "y"));
}

static jmp_buf escape;

static void leave(void *context)
{
    assert_ptr_equal(context, escape);
    longjmp(escape, 1);
}

static void spent_memory_is_told(void **state)
{
    struct bench *bench = *state;
    struct seen seen = { .log = builder_in(&bench->arena), .greedy = true };
    bench->arena.limit_bytes = 8 << 20;
    bench->arena.exhausted = leave;
    bench->arena.context = escape;
    volatile bool told = true;
    if (setjmp(escape) == 0) {
        read(bench, &seen, "<x/>");
        told = false;
    }
    assert_true(told);
    assert_true(bench->arena.exhausted == leave);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(elements),
        BENCH_TEST(long_texts_are_cut),
        BENCH_TEST(a_reader_can_stop),
        BENCH_TEST(spent_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
