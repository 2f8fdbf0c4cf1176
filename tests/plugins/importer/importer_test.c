/* SPDX-License-Identifier: MIT */
/* The plugin as the host and another plugin see it: its options, its service, the order of the
 * search. The host is the few functions below. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <tenon/services/source.h>
#include <tenon/tenon.h>

#include "folder.h"

/* The options as the plugin's rows describe them. */
struct settings {
    struct tn_path root;
    struct tn_texts extensions;
    struct tn_bytes file_size;
    struct tn_texts search;
    struct tn_texts libraries;
};

struct tn_host {
    char failure[300];
    char said[300];
    void *memory[64];
    size_t memory_count;
    bool stopping; /* jobs are cancelled */
};

extern const struct tn_plugin tn_plugin;

bool tn_fail_at(struct tn_host *host, const char *option, const char *format, ...)
{
    int used = snprintf(host->failure, sizeof host->failure, "%s: ", option);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(host->failure + used, sizeof host->failure - (size_t)used, format, arguments);
    va_end(arguments);
    return false;
}

void tn_log(struct tn_host *host, enum tn_level level, const char *format, ...)
{
    (void)level;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(host->said, sizeof host->said, format, arguments);
    va_end(arguments);
}

void *tn_instance_alloc(struct tn_host *host, size_t size)
{
    assert_true(host->memory_count < 64);
    return host->memory[host->memory_count++] = calloc(1, size);
}

void tn_job(struct tn_host *host, struct tn_request *request, void (*run)(void *context),
            void (*done)(void *context, enum tn_job_end end), void *context)
{
    assert_null(request);
    if (!host->stopping)
        run(context);
    done(context, host->stopping ? TN_JOB_CANCELLED : TN_JOB_FINISHED);
}

struct fixture {
    struct tn_host host;
    struct folder models, library;
    struct settings settings;
    void *importer;
    /* What `found` was given last. */
    unsigned answers;
    enum tn_source_end end;
    char name[256], content[256], problem[256];
};

static int prepare(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    folder_make(&fixture->models);
    folder_make(&fixture->library);
    folder_sub(&fixture->models, "parts");
    folder_sub(&fixture->models, "lib");
    folder_sub(&fixture->library, "gears");
    fixture->settings = *(const struct settings *)tn_plugin.defaults;
    fixture->settings.root.at = fixture->models.path;
    *state = fixture;
    return 0;
}

static int clean(void **state)
{
    struct fixture *fixture = *state;
    if (fixture->importer)
        tn_plugin.stop(&fixture->host, fixture->importer);
    for (size_t i = 0; i < fixture->host.memory_count; i++)
        free(fixture->host.memory[i]);
    folder_remove(&fixture->models);
    folder_remove(&fixture->library);
    free(fixture);
    return 0;
}

static void start(struct fixture *fixture)
{
    void *importer = tn_plugin.create(&fixture->host, &fixture->settings);
    assert_non_null(importer);
    assert_true(tn_plugin.start(&fixture->host, importer));
    fixture->importer = importer;
}

static void copy(char to[256], struct tn_text text)
{
    snprintf(to, 256, "%" TN_PRI, TN_ARG(text));
}

static void on_found(void *context, const struct tn_source_file *file)
{
    struct fixture *fixture = context;
    fixture->answers++;
    fixture->end = file->end;
    copy(fixture->name, file->name);
    copy(fixture->content, file->content);
    copy(fixture->problem, tn_text(file->problem));
}

static void read_file(struct fixture *fixture, const char *name, const char *from)
{
    const struct tn_source *source = tn_plugin.offers[0].table;
    unsigned answers = fixture->answers;
    source->read(fixture->importer, tn_text(name), tn_text(from), on_found, fixture);
    assert_int_equal(fixture->answers, answers + 1);
}

static void expect_found(struct fixture *fixture, const char *name, const char *content)
{
    assert_int_equal(fixture->end, TN_SOURCE_FOUND);
    assert_string_equal(fixture->name, name);
    assert_string_equal(fixture->content, content);
}

static void expect_refused(struct fixture *fixture, enum tn_source_end end)
{
    assert_int_equal(fixture->end, end);
    assert_string_not_equal(fixture->problem, "");
    assert_null(strstr(fixture->problem, fixture->models.path));
    assert_null(strstr(fixture->problem, "/tmp"));
}

static void test_file_beside_the_asking_one_comes_first(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    folder_write(&fixture->models, "a.scad", "root");
    folder_write(&fixture->models, "parts/a.scad", "beside");
    read_file(fixture, "a.scad", "parts/main.scad");
    expect_found(fixture, "parts/a.scad", "beside");
    read_file(fixture, "./a.scad", "");
    expect_found(fixture, "a.scad", "root");
}

static void test_search_folders_follow_in_their_order(void **state)
{
    struct fixture *fixture = *state;
    folder_sub(&fixture->models, "modules");
    start(fixture);
    folder_write(&fixture->models, "modules/b.scad", "modules");
    read_file(fixture, "b.scad", "parts/main.scad");
    expect_found(fixture, "modules/b.scad", "modules");
    folder_write(&fixture->models, "lib/b.scad", "lib");
    read_file(fixture, "b.scad", "parts/main.scad");
    expect_found(fixture, "lib/b.scad", "lib");
}

static void test_files_of_a_library_find_their_neighbours(void **state)
{
    struct fixture *fixture = *state;
    char list[160];
    snprintf(list, sizeof list, "/nowhere/at/all::%s", fixture->library.path);
    const char *const libraries[] = { list };
    fixture->settings.libraries = (struct tn_texts){ 1, libraries };
    folder_write(&fixture->library, "gears/involute.scad", "involute");
    folder_write(&fixture->library, "gears/teeth.scad", "teeth");
    start(fixture);
    assert_string_equal(fixture->host.said, "There is no library folder /nowhere/at/all");
    read_file(fixture, "gears/involute.scad", "");
    expect_found(fixture, "library2://gears/involute.scad", "involute");
    read_file(fixture, "teeth.scad", "library2://gears/involute.scad");
    expect_found(fixture, "library2://gears/teeth.scad", "teeth");
    read_file(fixture, "teeth.scad", "gears/involute.scad");
    expect_refused(fixture, TN_SOURCE_MISSING);
}

static void test_names_that_lead_out_are_forbidden(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    static const char *const names[] = { "/etc/passwd", "../a.scad", "~/a.scad", "a\n.scad", "" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        read_file(fixture, names[i], "");
        expect_refused(fixture, TN_SOURCE_FORBIDDEN);
    }
}

static void test_asking_file_is_not_believed(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    folder_write(&fixture->models, "a.scad", "root");
    static const char *const from[] = { "../x.scad", "/etc/x.scad", "library7://x.scad",
                                        "library1:///etc/x.scad" };
    for (size_t i = 0; i < sizeof from / sizeof from[0]; i++) {
        read_file(fixture, "a.scad", from[i]);
        expect_refused(fixture, TN_SOURCE_FORBIDDEN);
    }
}

static void test_other_extensions_are_forbidden_and_the_allowed_named(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    folder_write(&fixture->models, "a.txt", "text");
    read_file(fixture, "a.txt", "");
    expect_refused(fixture, TN_SOURCE_FORBIDDEN);
    assert_string_equal(fixture->problem, "only .scad and .csg files are allowed");
}

static void test_large_files_are_refused(void **state)
{
    struct fixture *fixture = *state;
    fixture->settings.file_size.count = 3;
    start(fixture);
    folder_write(&fixture->models, "a.scad", "1234");
    read_file(fixture, "a.scad", "");
    expect_refused(fixture, TN_SOURCE_TOO_LARGE);
}

static void test_answer_comes_also_when_the_worker_stops(void **state)
{
    struct fixture *fixture = *state;
    start(fixture);
    folder_write(&fixture->models, "a.scad", "root");
    fixture->host.stopping = true;
    read_file(fixture, "a.scad", "");
    expect_refused(fixture, TN_SOURCE_UNREADABLE);
}

static void test_root_that_is_no_folder_does_not_start(void **state)
{
    struct fixture *fixture = *state;
    folder_write(&fixture->models, "file", "");
    fixture->settings.root.at = folder_path(&fixture->models, "file");
    void *importer = tn_plugin.create(&fixture->host, &fixture->settings);
    assert_non_null(importer);
    assert_false(tn_plugin.start(&fixture->host, importer));
    assert_non_null(strstr(fixture->host.failure, "root: a folder is expected"));
}

static void test_wrong_options_are_refused(void **state)
{
    struct fixture *fixture = *state;
    const char *const extensions[] = { "scad" };
    fixture->settings.extensions = (struct tn_texts){ 1, extensions };
    assert_null(tn_plugin.create(&fixture->host, &fixture->settings));
    assert_non_null(strstr(fixture->host.failure, "extensions: an extension such as .scad"));
    const char *const search[] = { "../other" };
    fixture->settings.extensions = ((const struct settings *)tn_plugin.defaults)->extensions;
    fixture->settings.search = (struct tn_texts){ 1, search };
    assert_null(tn_plugin.create(&fixture->host, &fixture->settings));
    assert_non_null(strstr(fixture->host.failure, "search: a folder beneath the root"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, prepare, clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_file_beside_the_asking_one_comes_first),
        TEST(test_search_folders_follow_in_their_order),
        TEST(test_files_of_a_library_find_their_neighbours),
        TEST(test_names_that_lead_out_are_forbidden),
        TEST(test_asking_file_is_not_believed),
        TEST(test_other_extensions_are_forbidden_and_the_allowed_named),
        TEST(test_large_files_are_refused),
        TEST(test_answer_comes_also_when_the_worker_stops),
        TEST(test_root_that_is_no_folder_does_not_start),
        TEST(test_wrong_options_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
