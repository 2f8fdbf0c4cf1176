/* SPDX-License-Identifier: MIT */
/* A flat shape on paper. */
#include "formats/pdf.h"

#include <stdlib.h>

#include "../geometry/bench.h"
#include "page.h"

static struct page page;

static void write(struct bench *bench, const struct pdf_page *sheet)
{
    page_open(&page);
    pdf_write(&page.sink, &bench->arena, sheet, &bench->shape.region);
    assert_true(sink_close(&page.sink));
}

static void assert_has(const char *text)
{
    if (!strstr(page.bytes, text))
        fail_msg("no %s in %s", text, page.bytes);
}

static void a_square_is_in_the_middle(void **state)
{
    struct bench *bench = *state;
    struct pdf_page sheet = pdf_page_default();
    assert_true(bench_build(bench, bench_square(bench, 20, 10)));
    write(bench, &sheet);
    assert_memory_equal(page.bytes, "%PDF-1.4\n", 9);
    assert_has("/MediaBox [0 0 595 842]");
    assert_has("0.99213 w\n");
    assert_has("269.5 407 m\n326.19291 407 l\n326.19291 435.34646 l\n269.5 435.34646 l\nh\nS\n");
}

static void the_table_knows_where_objects_are(void **state)
{
    struct bench *bench = *state;
    struct pdf_page sheet = pdf_page_default();
    assert_true(bench_build(bench, bench_circle(bench, 3, 8)));
    write(bench, &sheet);
    const char *table = strstr(page.bytes, "xref\n");
    assert_int_equal(atol(strstr(page.bytes, "startxref\n") + 10), table - page.bytes);
    for (int i = 1; i <= 6; i++) {
        char begin[16];
        long place = atol(strchr(table, '\n') + 5 + 20L * i);
        snprintf(begin, sizeof begin, "%d 0 obj\n", i);
        assert_memory_equal(page.bytes + place, begin, strlen(begin));
    }
    const char *stream = strstr(page.bytes, "stream\n") + 7;
    assert_int_equal(atol(strstr(page.bytes, "/Length ") + 8),
                     strstr(page.bytes, "endstream") - stream);
}

static void paper_and_paint_are_as_asked(void **state)
{
    struct bench *bench = *state;
    struct pdf_page sheet = pdf_page_default();
    sheet.paper = PDF_A5;
    sheet.orientation = PDF_AUTO;
    sheet.fills = true;
    sheet.strokes = sheet.shows_scale = false;
    sheet.fill_color[0] = 1;
    sheet.fill_color[3] = 0.5F;
    assert_true(bench_build(bench, bench_square(bench, 20, 10)));
    write(bench, &sheet);
    assert_has("/MediaBox [0 0 595 420]");
    assert_has("1 0.5 0.5 rg\n");
    assert_has("h\nf\n");
    assert_null(strstr(page.bytes, "Tj"));
}

static void what_does_not_fit_is_known(void **state)
{
    struct bench *bench = *state;
    struct pdf_page sheet = pdf_page_default();
    assert_true(bench_build(bench, bench_square(bench, 199, 280)));
    assert_true(pdf_fits(&sheet, &bench->shape.region));
    assert_true(bench_build(bench, bench_square(bench, 201, 10)));
    assert_false(pdf_fits(&sheet, &bench->shape.region));
    sheet.orientation = PDF_LANDSCAPE;
    assert_true(pdf_fits(&sheet, &bench->shape.region));
}

static void names_are_escaped(void **state)
{
    struct bench *bench = *state;
    struct pdf_page sheet = pdf_page_default();
    sheet.file = "a(b)\\\xC3\xBC\xFF.scad";
    sheet.title = "\xC3\xBC\xF0\x9F\x98\x80\xFF";
    assert_true(bench_build(bench, bench_square(bench, 20, 10)));
    write(bench, &sheet);
    assert_has("(a\\(b\\)\\\\??.scad) Tj");
    assert_has("/Title <FEFF00FCD83DDE00003F>");
}

static void far_away_nothing_breaks(void **state)
{
    struct bench *bench = *state;
    struct pdf_page sheet = pdf_page_default();
    sheet.shows_grid = true;
    sheet.grid_mm = 100;
    assert_true(
        bench_build(bench, bench_move(bench, 1e29, -1e29, 0, bench_square(bench, 1e20, 1e20))));
    write(bench, &sheet);
    assert_has("h\nS\n");
    assert_null(strstr(page.bytes, "e+"));
    assert_null(strstr(page.bytes, "nan"));
    assert_null(strstr(page.bytes, "inf"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_square_is_in_the_middle),
        BENCH_TEST(the_table_knows_where_objects_are),
        BENCH_TEST(paper_and_paint_are_as_asked),
        BENCH_TEST(what_does_not_fit_is_known),
        BENCH_TEST(names_are_escaped),
        BENCH_TEST(far_away_nothing_breaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
