/* SPDX-License-Identifier: MIT */
/* 3MF: where the model is, what is built, and where it is put. */
#include "readers/three_mf.h"

#include "bench.h"
#include "formats/archive.h"

#define MESH                                                                            \
    "<mesh><vertices><vertex x='0' y='0' z='0'/><vertex x='1' y='0' z='0'/>"            \
    "<vertex x='0' y='1' z='0'/></vertices><triangles><triangle v1='0' v2='1' v3='2'/>" \
    "</triangles></mesh>"
#define OBJECT "<object id='1'>" MESH "</object>"
#define MODEL(objects, items)                                                                 \
    "<model unit='centimeter'><resources>" objects "</resources>\n<build>" items "</build></" \
    "model>"

static struct text pack(struct bench *bench, const char *model)
{
    const struct archive_file files[] = {
        { "_rels/.rels",
          text_of(
              "<Relationships><Relationship Target='/other' Type='x/thumbnail'/>"
              "<Relationship Target='/3D/My.model' Type='http://x/3dmodel'/></Relationships>") },
        { "3d/my.model", text_of(model) },
    };
    struct text archive;
    archive = archive_pack(&bench->arena, files, 2);
    return archive;
}

static bool read(struct bench *bench, const char *model)
{
    struct text archive = pack(bench, model);
    return bench_read(bench, three_mf_read, archive.bytes, archive.length);
}

static void refuses(struct bench *bench, const char *model, const char *problem)
{
    assert_false(read(bench, model));
    assert_string_equal(bench->reading.problem.bytes, problem);
}

static void is_at(const struct bench *bench, size_t point, double x, double y, double z)
{
    const double *found = bench->soup.points.items[point];
    assert_true(found[0] == x && found[1] == y && found[2] == z);
}

static void items_are_moved_and_in_millimetres(void **state)
{
    struct bench *bench = *state;
    assert_true(read(bench, MODEL(OBJECT, "<item objectid='1'/><item objectid='1' "
                                          "transform='2 0 0 0 1 0 0 0 1 5 6 7'/>")));
    assert_int_equal(bench->soup.objects, 2);
    assert_int_equal(bench->soup.ends.count, 2);
    is_at(bench, 1, 10, 0, 0);
    is_at(bench, 4, 70, 60, 70);
    assert_int_equal(bench->soup.corners.items[4], 4);
}

static void components_are_moved_before_what_they_are_part_of(void **state)
{
    struct bench *bench = *state;
    assert_true(
        read(bench, MODEL(OBJECT "<object id='7'><components><component objectid='1' "
                                 "transform='0 1 0 -1 0 0 0 0 1 0 0 0'/></components></object>",
                          "<item objectid='7' transform='1 0 0 0 1 0 0 0 1 3 0 0'/>")));
    assert_int_equal(bench->soup.points.count, 3);
    is_at(bench, 1, 30, 10, 0);
    is_at(bench, 2, 20, 0, 0);
}

static void mirrored_faces_are_turned(void **state)
{
    struct bench *bench = *state;
    assert_true(
        read(bench, MODEL(OBJECT, "<item objectid='1' transform='-1 0 0 0 1 0 0 0 1 0 0 0'/>")));
    assert_int_equal(bench->soup.corners.items[1], 2);
}

static void broken_models(void **state)
{
    struct bench *bench = *state;
    refuses(bench, MODEL(OBJECT, ""), "line 0: there is nothing to be built");
    refuses(bench, MODEL(OBJECT, "<item objectid='2'/>"), "line 0: an object is not there");
    refuses(bench,
            MODEL("<object id='1'><components><component objectid='1'/></components></object>",
                  "<item objectid='1'/>"),
            "line 0: objects are nested too deeply");
    refuses(bench, "<model unit='league'/>", "line 1: there is no such unit");
    refuses(bench, MODEL(OBJECT, "<item objectid='1' transform='1 0'/>"),
            "line 2: transform is expected to be twelve numbers");
    refuses(bench,
            "<model><object id='1'><mesh><triangle v1='0' v2='0' v3='0'/></mesh></object></model>",
            "line 1: there is no vertex 0");
    refuses(bench, "<model><object id='1'><vertex x='0' y='0'/></object></model>",
            "line 1: z is expected to be a number");
}

static void broken_archives(void **state)
{
    struct bench *bench = *state;
    struct archive_file file = { "_rels/.rels", text_of("<Relationships/>") };
    struct text archive;
    bench_refuses(bench, three_mf_read, "PK", "byte 0: this is no zip archive, or not a whole one");
    archive = archive_pack(&bench->arena, &file, 1);
    assert_false(bench_read(bench, three_mf_read, archive.bytes, archive.length));
    assert_string_equal(bench->reading.problem.bytes, "byte 0: no relationship names a model");
    file.name = "a";
    archive = archive_pack(&bench->arena, &file, 1);
    assert_false(bench_read(bench, three_mf_read, archive.bytes, archive.length));
    assert_string_equal(bench->reading.problem.bytes, "byte 0: the archive has no '_rels/.rels'");
}

/* Each level uses the one below ten times: 10^7 triangles. */
static void components_of_components_have_an_end(void **state)
{
    struct bench *bench = *state;
    struct builder model = builder_in(&bench->arena);
    builder_string(&model, "<model><resources>" OBJECT);
    for (int level = 2; level <= 8; level++) {
        builder_format(&model, "<object id='%d'>", level);
        for (int i = 0; i < 10; i++)
            builder_format(&model, "<component objectid='%d'/>", level - 1);
        builder_string(&model, "</object>");
    }
    builder_string(&model, "</resources><build><item objectid='8'/></build></model>");
    refuses(bench, builder_result(&model).bytes, "line 0: there are too many vertices");
}

static void of_equal_objects_the_first_counts(void **state)
{
    struct bench *bench = *state;
    assert_true(read(bench, MODEL("<object id='7'/>" OBJECT "<object id='1'/>",
                                  "<item objectid='7'/><item objectid='1'/>")));
    assert_int_equal(bench->soup.points.count, 3);
    refuses(bench, MODEL(OBJECT, "<item objectid='2'/>"), "line 0: an object is not there");
}

/* Each is looked for among all: one after the other, this test would take minutes with sanitizers. */
static void many_objects_are_found(void **state)
{
    enum { COUNT = 100000 };
    struct bench *bench = *state;
    struct builder model = builder_in(&bench->arena);
    builder_string(&model, "<model><resources>");
    for (int id = COUNT; id > 1; id--)
        builder_format(&model, "<object id='%d'><component objectid='1'/></object>", id);
    builder_string(&model, OBJECT "</resources><build>");
    for (int id = 1; id <= COUNT; id++)
        builder_format(&model, "<item objectid='%d'/>", id);
    builder_string(&model, "</build></model>");
    assert_true(read(bench, builder_result(&model).bytes));
    assert_int_equal(bench->soup.objects, COUNT);
}

static void nothing_crashes(void **state)
{
    struct text archive = pack(*state, MODEL(OBJECT, "<item objectid='1'/>"));
    bench_survives(*state, three_mf_read, archive.bytes, archive.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(items_are_moved_and_in_millimetres),
        BENCH_TEST(components_are_moved_before_what_they_are_part_of),
        BENCH_TEST(mirrored_faces_are_turned),
        BENCH_TEST(broken_models),
        BENCH_TEST(broken_archives),
        BENCH_TEST(components_of_components_have_an_end),
        BENCH_TEST(of_equal_objects_the_first_counts),
        BENCH_TEST(many_objects_are_found),
        BENCH_TEST(nothing_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
