/* SPDX-License-Identifier: MIT */
/* Entities of a drawing, in order, with their numbers. */
#include "base/dxf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct page {
    struct arena arena;
    struct dxf dxf;
    int complaints;
    char last[200];
};

static void note(void *context, const char *message)
{
    struct page *page = context;
    page->complaints++;
    snprintf(page->last, sizeof page->last, "%s", message);
}

static int set_up(void **state)
{
    static struct page page;
    memset(&page, 0, sizeof page);
    arena_open(&page.arena);
    *state = &page;
    return 0;
}

static int tear_down(void **state)
{
    arena_close(&((struct page *)*state)->arena);
    return 0;
}

static void open_page(struct page *page, const char *contents)
{
    page->dxf = dxf_of(&page->arena, text_of(contents), "a.dxf", note, page);
}

static const struct dxf_entity *next_of(struct page *page, const char *kind)
{
    const struct dxf_entity *entity;
    while ((entity = dxf_next(&page->dxf)) && !text_equal(entity->kind, text_of(kind)))
        continue;
    return entity;
}

static void numbers_know_origin_and_scale_but_not_in_blocks(void **state)
{
    struct page *page = *state;
    open_page(page,
              "0\nSECTION\n2\nBLOCKS\n0\nLINE\n10\n1\n20\n2\n40\n3\n"
              "0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nLINE\n10\n1\n20\n2\n11\n5\n21\n6\n40\n3\n"
              "0\nENDSEC\n0\nEOF\n");
    page->dxf.origin[0] = 1;
    page->dxf.scale = 2;
    const struct dxf_entity *line = next_of(page, "LINE");
    assert_int_equal(line->section, DXF_BLOCKS);
    assert_true(line->x.items[0] == 1 && line->y.items[0] == 2 && line->size == 3);
    line = next_of(page, "LINE");
    assert_int_equal(line->section, DXF_ENTITIES);
    assert_int_equal(line->x.count, 2);
    assert_true(line->x.items[0] == 0 && line->y.items[0] == 4 && line->size == 6);
    assert_true(line->x.items[1] == 8 && line->points[1][0] == 10); /* a place; a size */
    assert_null(next_of(page, "LINE"));
    assert_int_equal(page->complaints, 0);
}

static void entities_do_not_inherit(void **state)
{
    struct page *page = *state;
    open_page(page, "0\nARC\n8\nA\n1\nx\n2\ny\n10\n1\n40\n2\n41\n3\n42\n4\n50\n5\n51\n6\n70\n7\n0\n"
                    "INSERT\n0\nEOF\n");
    const struct dxf_entity *entity = next_of(page, "ARC");
    assert_true(text_equal(entity->layer, text_of("A")) && text_equal(entity->name, text_of("x")) &&
                text_equal(entity->block, text_of("y")));
    assert_true(entity->first == 3 && entity->second == 4 && entity->angle == 5 &&
                entity->last_angle == 6 && entity->flags == 7);
    entity = next_of(page, "INSERT");
    assert_int_equal(entity->layer.length + entity->name.length + entity->block.length, 0);
    assert_true(entity->x.count == 0 && entity->size == 0 && entity->angle == 0 &&
                entity->flags == 0);
    assert_true(entity->first == 1 && entity->second == 1);
}

static void complaints_end(void **state)
{
    struct page *page = *state;
    open_page(page, "0\nLINE\n10\n1x\n10\n0x10\n10\ninf\n10\n1e999\n10\n\n70\n1.5\n0\nEOF\n");
    assert_int_equal(next_of(page, "LINE")->x.count, 0);
    assert_int_equal(page->complaints, 6);
    assert_string_equal(page->last, "Illegal value '1.5'in `a.dxf'");
    struct builder text = builder_in(&page->arena);
    builder_string(&text, "0\nLINE\n");
    for (int i = 0; i < 1000; i++)
        builder_string(&text, "10\nx\n");
    page->complaints = 0;
    open_page(page, builder_result(&text).bytes);
    assert_null(next_of(page, "LINE"));
    assert_int_equal(page->complaints, 20);
}

static void what_is_no_code_is_the_end(void **state)
{
    struct page *page = *state;
    open_page(page, "0\nLINE\n0\nARC\nnonsense\nx\n0\nEOF\n");
    assert_non_null(next_of(page, "LINE"));
    assert_null(dxf_next(&page->dxf));
    assert_string_equal(page->last, "Illegal ID 'nonsense' in `a.dxf'");
    open_page(page, "");
    assert_null(dxf_next(&page->dxf));
    assert_int_equal(page->complaints, 1);
}

#define PAGE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(numbers_know_origin_and_scale_but_not_in_blocks),
        PAGE_TEST(entities_do_not_inherit),
        PAGE_TEST(complaints_end),
        PAGE_TEST(what_is_no_code_is_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
