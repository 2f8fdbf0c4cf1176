/* SPDX-License-Identifier: MIT */
/* The system has no memory left, wherever that is while a text is made: it comes out the same, or somebody is told. Where memory was
 * short once, and then was not, HarfBuzz makes do without a table and tells nobody; then all that is asked is that it ends. */
#include "../geometry/bench.h"
#include "../scarce.h"
#include "shelf.h"

/* A program that is told ends without giving anything back. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:freetype\nleak:harfbuzz\n";
}

struct lettering {
    const struct tree_node *tree;
    struct text font;
    /* what came of it */
    struct fonts *fonts;
    bool built, told;
    int reports;
    size_t points;
    double sum; /* of their coordinates */
};

static bool find_font(void *context, const char *pattern, struct font_file *file)
{
    (void)pattern;
    *file = (struct font_file){ .contents = *(struct text *)context, .features = "" };
    return true;
}

static struct bench bench;

static void letter(void *context)
{
    struct lettering *lettering = context;
    const struct font_source source = { &lettering->font, find_font, NULL };
    lettering->fonts = fonts_open(&bench.arena, &source);
    bench.limits.fonts = lettering->fonts;
    lettering->built = bench_build(&bench, lettering->tree);
    lettering->reports = bench.reports;
    lettering->points = bench.shape.region.point_count;
    for (size_t i = 0; i < lettering->points; i++)
        lettering->sum += bench.shape.region.points[i][0] + bench.shape.region.points[i][1];
    fonts_close(lettering->fonts);
}

static struct lettering outcome_of(const struct lettering *wanted)
{
    struct lettering lettering = *wanted;
    bench_open(&bench);
    lettering.told = !arena_attempt(&bench.arena, letter, &lettering);
    bench_close(&bench);
    return lettering;
}

static bool is_same(const struct lettering *a, const struct lettering *b)
{
    return a->built == b->built && a->reports == b->reports && a->points == b->points &&
           a->sum == b->sum;
}

static void a_text_is_whole_or_an_error(void **state)
{
    (void)state;
    struct arena arena;
    arena_open(&arena);
    struct tree_node *node = tree_new(&arena, TREE_TEXT, (struct tree_position){ NULL, 1 });
    node->as.text = (struct tree_text){ .text = "AV fi\xC3\xA9",
                                        .size = 10,
                                        .spacing = 1,
                                        .font = "",
                                        .direction = "ltr",
                                        .language = "en",
                                        .script = "latin",
                                        .horizontal_align = "left",
                                        .vertical_align = "baseline" };
    const struct lettering wanted = { .tree = node,
                                      .font = shelf_read(&arena, "LiberationSans-Regular") };
    outcome_of(&wanted); /* what libraries keep for ever they take now */
    scarce_refuse(0, true);
    const struct lettering expected = outcome_of(&wanted);
    assert_true(expected.built && expected.points > 50);
    long count = scarce.asked;
    for (int once = 0; once < 2; once++)
        for (long n = 1; n <= count; n++) {
            scarce_refuse(n, once != 0);
            struct lettering got = outcome_of(&wanted);
            scarce_refuse(0, true);
            if (!once && !got.told && got.reports == 0 && !is_same(&got, &expected))
                fail_msg("piece %ld of %ld: %zu points, and nobody was told", n, count, got.points);
        }
    const struct lettering after = outcome_of(&wanted);
    assert_true(is_same(&after, &expected));
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_text_is_whole_or_an_error) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
