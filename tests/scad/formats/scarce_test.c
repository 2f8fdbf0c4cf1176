/* SPDX-License-Identifier: MIT */
/* The system has no memory left, wherever that is while a file is read or written: what comes out is the same, or somebody is told;
 * nothing stays behind. Usage: scarce CORPUS */
#include "../geometry/bench.h"
#include "../scarce.h"
#include "formats/archive.h"
#include "formats/catalogue.h"

#include <dirent.h>
#include <stdlib.h>

enum { REFUSALS = 400, FILE_BYTES = 1 << 20 };

static const char *corpus;

/* libzip 1.7 loses its packer where it gets no memory for what is around it. The pieces are counted here, and are not news. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libzip\n";
}

/* What came of one attempt. */
struct outcome {
    bool told; /* that memory ended */
    bool built;
    int reports;
    size_t triangles, points, bytes;
    uint64_t digest; /* of what was written */
    char message[512];
};

struct attempt {
    struct bench *bench;
    const struct tree_node *tree;          /* to be built, */
    const struct catalogue_format *format; /* or the bench's shape to be written */
    long leaks;                            /* pieces that a library is known to keep */
    struct outcome outcome;
};

/* --- one attempt after the other --- */

static bool digest(void *context, const void *bytes, size_t length)
{
    struct outcome *outcome = context;
    const uint8_t *at = bytes;
    for (size_t i = 0; i < length; i++)
        outcome->digest = outcome->digest * 1099511628211U + at[i];
    outcome->bytes += length;
    return true;
}

static void try(void *context)
{
    struct attempt *attempt = context;
    struct bench *bench = attempt->bench;
    struct outcome *outcome = &attempt->outcome;
    if (!attempt->format) {
        outcome->built = bench_build(bench, attempt->tree);
        outcome->triangles = bench->shape.mesh.triangle_count;
        outcome->points = bench->shape.region.point_count;
        outcome->reports = bench->reports;
        snprintf(outcome->message, sizeof outcome->message, "%s", bench->message);
        return;
    }
    const struct looks looks = looks_default();
    struct arena *arena = arena_within(&bench->arena);
    struct sink sink;
    sink_open(&sink, arena, digest, outcome);
    attempt->format->write(&sink, arena, &bench->shape, &looks);
    outcome->built = sink_close(&sink);
}

/* In memory of its own, which is given back. */
static struct outcome outcome_of(const struct attempt *wanted)
{
    struct attempt attempt = *wanted;
    struct bench bench = *wanted->bench;
    arena_open(&bench.arena);
    attempt.bench = &bench;
    attempt.outcome.told = !arena_attempt(&bench.arena, try, &attempt);
    arena_close(&bench.arena);
    return attempt.outcome;
}

static bool is_clear(const struct outcome *outcome, const struct outcome *expected)
{
    struct outcome same = *outcome;
    if (outcome->told)
        return true;
    if (memcmp(&same, expected, sizeof same) == 0)
        return true;
    return outcome->reports > 0 && strstr(outcome->message, "memory");
}

static void check_attempt(const struct attempt *attempt, const char *what)
{
    outcome_of(attempt); /* what libraries keep for ever they take now */
    scarce_refuse(0, true);
    const struct outcome expected = outcome_of(attempt);
    long count = scarce.asked, step = count / REFUSALS + 1, refusals = 0;
    for (int once = 0; once < 2; once++)
        for (long n = 1; n <= count; n += step) {
            long held = scarce.held;
            scarce_refuse(n, once != 0);
            struct outcome outcome = outcome_of(attempt);
            refusals += scarce.refusals;
            scarce_refuse(0, true);
            if (!is_clear(&outcome, &expected))
                fail_msg("%s, piece %ld of %ld: %d %d %zu '%s'", what, n, count, outcome.built,
                         outcome.reports, outcome.triangles, outcome.message);
            if (scarce.held < held || scarce.held > held + attempt->leaks)
                fail_msg("%s, piece %ld of %ld: %ld pieces were not given back", what, n, count,
                         scarce.held - held);
        }
    assert_true(refusals > 0);
}

/* --- reading --- */

static bool read_contents(void *context, const char *file, struct file_answer *answer)
{
    (void)file;
    answer->contents = *(struct text *)context;
    return true;
}

static void check_reading(struct bench *bench, const char *name, struct text contents, bool packed)
{
    bool picture = strcmp(name, "surface") == 0;
    struct tree_node *node = LEAF(bench, picture ? TREE_SURFACE : TREE_IMPORT, 1);
    if (picture)
        node->as.surface.file = name;
    else
        node->as.import.file = name;
    bench->limits.files = (struct files){ read_contents, &contents };
    const struct attempt attempt = { .bench = bench, .tree = node, .leaks = packed };
    check_attempt(&attempt, name);
}

static struct text contents_of(struct bench *bench, const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", corpus, folder, name);
    char *bytes = arena_take(&bench->arena, FILE_BYTES);
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    size_t length = fread(bytes, 1, FILE_BYTES, stream);
    fclose(stream);
    return (struct text){ bytes, length };
}

static void check_corpus(struct bench *bench, const char *folder, const char *file)
{
    char path[4096];
    size_t count = 0;
    snprintf(path, sizeof path, "%s/%s", corpus, folder);
    DIR *entries = opendir(path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));)
        if (entry->d_name[0] != '.') {
            check_reading(bench, file, contents_of(bench, folder, entry->d_name), false);
            count++;
        }
    closedir(entries);
    assert_true(count > 0);
}

#define READING(format, file)                        \
    static void reading_##format(void **state)       \
    {                                                \
        check_corpus(*state, "scad_" #format, file); \
    }

READING(stl, "x.stl")
READING(off, "x.off")
READING(obj, "x.obj")
READING(amf, "x.amf")
READING(nef3, "x.nef3")
READING(dxf, "x.dxf")
READING(svg, "x.svg")
READING(surface, "surface")

static const char relationships[] =
    "<Relationships><Relationship Target='/m' Type='http://x/3dmodel'/></Relationships>";

static void reading_packed_files(void **state)
{
    struct bench *bench = *state;
    struct text model = text_of(
        "<model><resources><object id='1'><mesh><vertices><vertex x='0' y='0' z='0'/>"
        "<vertex x='1' y='0' z='0'/><vertex x='0' y='1' z='0'/><vertex x='0' y='0' "
        "z='1'/></vertices>"
        "<triangles><triangle v1='0' v2='2' v3='1'/><triangle v1='0' v2='1' v3='3'/><triangle "
        "v1='0' "
        "v2='3' v3='2'/><triangle v1='1' v2='2' v3='3'/></triangles></mesh></object></resources>"
        "<build><item objectid='1'/></build></model>");
    const struct archive_file files[] = { { "_rels/.rels", text_of(relationships) },
                                          { "m", model } };
    check_reading(bench, "x.3mf", archive_pack(&bench->arena, files, 2), true);
    const struct archive_file amf = {
        "x.amf", text_of("<amf><object id='0'><mesh><vertices/><volume/></mesh></object></amf>")
    };
    check_reading(bench, "x.amf", archive_pack(&bench->arena, &amf, 1), true);
}

/* --- writing --- */

static void check_writing(struct bench *bench, const char *name)
{
    const struct attempt attempt = { .bench = bench,
                                     .format = catalogue_find(name),
                                     .leaks = strcmp(name, "3mf") == 0 };
    assert_non_null(attempt.format);
    check_attempt(&attempt, name);
}

static void writing_solids(void **state)
{
    static const char *const names[] = {
        "stl", "binstl", "off", "obj", "amf", "3mf", "json", "png"
    };
    struct bench *bench = *state;
    struct tree_node *ball = LEAF(bench, TREE_SPHERE, 1);
    ball->fragments.fn = 40;
    assert_true(
        bench_build(bench, NODE(bench, TREE_DIFFERENCE, 1, ball, bench_cube(bench, 1, 1, 1))));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_writing(bench, names[i]);
}

static void writing_shapes(void **state)
{
    static const char *const names[] = { "svg", "dxf", "pdf", "json", "png" };
    struct bench *bench = *state;
    assert_true(bench_build(bench, bench_circle(bench, 9, 200)));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_writing(bench, names[i]);
}

int main(int count, char **arguments)
{
    assert_int_equal(count, 2);
    corpus = arguments[1];
    setenv("TZ", "UTC", 1); /* without it the C library looks for its zone anew each time */
    const struct CMUnitTest tests[] = {
        BENCH_TEST(reading_stl),    BENCH_TEST(reading_off),          BENCH_TEST(reading_obj),
        BENCH_TEST(reading_amf),    BENCH_TEST(reading_packed_files), BENCH_TEST(reading_nef3),
        BENCH_TEST(reading_dxf),    BENCH_TEST(reading_svg),          BENCH_TEST(reading_surface),
        BENCH_TEST(writing_solids), BENCH_TEST(writing_shapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
