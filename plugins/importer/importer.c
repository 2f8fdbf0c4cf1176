/* SPDX-License-Identifier: MIT */
/* The plugin importer: hands out files by name from beneath its folders, and nothing else. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tenon/services/source.h>
#include <tenon/tenon.h>

#include "name.h"
#include "root.h"

enum { LIBRARIES_MAX = 32 };

struct settings {
    struct tn_path root;
    struct tn_texts extensions;
    struct tn_bytes file_size;
    struct tn_texts search;
    struct tn_texts libraries;
};

/* A folder and its descriptor, open from start to stop. */
struct place {
    char *path;
    int descriptor; /* -1: there is no such folder */
};

struct importer {
    struct tn_host *host;
    const struct settings *settings;
    size_t place_count; /* the root, then the libraries */
    struct place places[1 + LIBRARIES_MAX];
    const char *bad_extension;
};

/* A path to be tried, beneath one of the places. */
struct candidate {
    unsigned place;
    char path[NAME_BYTES_MAX];
};

/* One call of the service, from the loop to a thread and back. */
struct reading {
    struct importer *importer;
    void (*found)(void *context, const struct tn_source_file *file);
    void *context;
    struct root_file file;
    size_t found_at;
    size_t count;
    struct candidate candidates[];
};

static void *allocate(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory)
        abort();
    return memory;
}

/* Where a name may mean a file: beside the file that names it, in the search folders of the root,
 * then in the libraries. Candidates that do not fit into a path are none. */
static void add_candidate(struct reading *reading, unsigned place, struct tn_text folder,
                          struct tn_text name)
{
    struct candidate *candidate = &reading->candidates[reading->count];
    candidate->place = place;
    if (reading->importer->places[place].descriptor >= 0 &&
        name_join(candidate->path, folder, name, (struct tn_text){ "", 0 }))
        reading->count++;
}

static struct reading *reading_new(struct importer *importer, struct tn_text name,
                                   struct tn_text from)
{
    const struct tn_texts *search = &importer->settings->search;
    size_t most = 1 + search->count + importer->place_count;
    struct reading *reading = allocate(sizeof *reading + most * sizeof reading->candidates[0]);
    reading->importer = importer;
    unsigned place = name_library(&from);
    add_candidate(reading, place, name_folder(from), name);
    for (size_t i = 0; i < search->count; i++)
        add_candidate(reading, 0, tn_text(search->items[i]), name);
    for (unsigned library = 1; library < importer->place_count; library++)
        add_candidate(reading, library, (struct tn_text){ "", 0 }, name);
    return reading;
}

/* On a thread: the first candidate that is anything but missing decides. */
static void read_file(void *context)
{
    struct reading *reading = context;
    struct importer *importer = reading->importer;
    uint64_t size_max = importer->settings->file_size.count;
    reading->file =
        (struct root_file){ .end = TN_SOURCE_MISSING, .problem = "there is no such file" };
    for (size_t i = 0; i < reading->count; i++) {
        const struct candidate *candidate = &reading->candidates[i];
        int root = importer->places[candidate->place].descriptor;
        reading->found_at = i;
        reading->file = root_read(root, candidate->path, size_max);
        if (reading->file.end != TN_SOURCE_MISSING)
            return;
    }
}

static void answer(struct reading *reading)
{
    char marked[NAME_BYTES_MAX];
    struct tn_source_file file = {
        .file_size = sizeof file,
        .end = reading->file.end,
        .name = { "", 0 },
        .content = { reading->file.content, reading->file.size },
        .problem = reading->file.problem,
    };
    if (file.end == TN_SOURCE_FOUND) {
        const struct candidate *candidate = &reading->candidates[reading->found_at];
        file.name = tn_text(candidate->path);
        if (candidate->place > 0 && name_of_library(marked, candidate->place, candidate->path))
            file.name = tn_text(marked);
    }
    reading->found(reading->context, &file);
}

static void on_read(void *context, enum tn_job_end end)
{
    struct reading *reading = context;
    if (end == TN_JOB_CANCELLED)
        reading->file =
            (struct root_file){ .end = TN_SOURCE_UNREADABLE, .problem = "the server is stopping" };
    answer(reading);
    free(reading->file.content);
    free(reading);
}

/* Why a name is refused before any folder is looked at; NULL if it is not. */
static const char *refusal(const struct importer *importer, struct tn_text name,
                           struct tn_text from)
{
    const struct tn_texts *extensions = &importer->settings->extensions;
    const char *problem = name_problem(name);
    if (problem)
        return problem;
    if (!name_has_extension(name, extensions->count, extensions->items))
        return importer->bad_extension;
    unsigned library = name_library(&from);
    if (library >= importer->place_count || (from.size > 0 && name_problem(from)))
        return "the file that asks has no place here";
    return NULL;
}

static void source_read(void *self, struct tn_text name, struct tn_text from,
                        void (*found)(void *context, const struct tn_source_file *file),
                        void *context)
{
    struct importer *importer = self;
    const char *problem = refusal(importer, name, from);
    if (problem) {
        struct tn_source_file file = { .file_size = sizeof file,
                                       .end = TN_SOURCE_FORBIDDEN,
                                       .name = { "", 0 },
                                       .problem = problem };
        found(context, &file);
        return;
    }
    struct reading *reading = reading_new(importer, name, from);
    reading->found = found;
    reading->context = context;
    tn_job(importer->host, NULL, read_file, on_read, reading);
}

/* "only .scad and .csg files are allowed" */
static const char *describe_extensions(struct tn_host *host, const struct tn_texts *extensions)
{
    size_t size = sizeof "only  files are allowed";
    for (size_t i = 0; i < extensions->count; i++)
        size += strlen(extensions->items[i]) + sizeof " and ";
    char *text = tn_instance_alloc(host, size);
    strcpy(text, "only ");
    for (size_t i = 0; i < extensions->count; i++) {
        if (i > 0)
            strcat(text, i + 1 < extensions->count ? ", " : " and ");
        strcat(text, extensions->items[i]);
    }
    return strcat(text, " files are allowed");
}

static bool check_extensions(struct tn_host *host, const struct tn_texts *extensions)
{
    for (size_t i = 0; i < extensions->count; i++) {
        const char *extension = extensions->items[i];
        if (extension[0] != '.' || extension[1] == '\0' || strchr(extension, '/'))
            return tn_fail_at(host, "extensions",
                              "an extension such as .scad is expected, found `%s`", extension);
    }
    return true;
}

static bool check_search(struct tn_host *host, const struct tn_texts *search)
{
    for (size_t i = 0; i < search->count; i++) {
        struct tn_text folder = tn_text(search->items[i]);
        while (folder.size > 1 && folder.at[folder.size - 1] == '/')
            folder.size--;
        const char *problem = name_problem(folder);
        if (problem)
            return tn_fail_at(host, "search", "a folder beneath the root is expected, but %s",
                              problem);
    }
    return true;
}

static bool add_place(struct importer *importer, const char *path, size_t size)
{
    if (importer->place_count == 1 + LIBRARIES_MAX)
        return tn_fail_at(importer->host, "libraries", "at most %d folders are expected",
                          LIBRARIES_MAX);
    struct place *place = &importer->places[importer->place_count++];
    place->path = tn_instance_alloc(importer->host, size + 1);
    memcpy(place->path, path, size);
    place->descriptor = -1;
    return true;
}

/* Each item may be several folders with colons between them, as OPENSCADPATH has it. */
static bool add_libraries(struct importer *importer, const struct tn_texts *libraries)
{
    for (size_t i = 0; i < libraries->count; i++) {
        for (const char *at = libraries->items[i]; *at;) {
            size_t size = strcspn(at, ":");
            if (size > 0 && !add_place(importer, at, size))
                return false;
            at += size + (at[size] == ':');
        }
    }
    return true;
}

static void *create(struct tn_host *host, const void *options)
{
    const struct settings *settings = options;
    if (!check_extensions(host, &settings->extensions) || !check_search(host, &settings->search))
        return NULL;
    struct importer *importer = tn_instance_alloc(host, sizeof *importer);
    importer->host = host;
    importer->settings = settings;
    importer->bad_extension = describe_extensions(host, &settings->extensions);
    if (!add_place(importer, settings->root.at, strlen(settings->root.at)) ||
        !add_libraries(importer, &settings->libraries))
        return NULL;
    return importer;
}

static void stop(struct tn_host *host, void *self)
{
    struct importer *importer = self;
    (void)host;
    for (size_t i = 0; i < importer->place_count; i++)
        if (importer->places[i].descriptor >= 0)
            close(importer->places[i].descriptor);
}

static bool open_place(struct tn_host *host, struct place *place, const char *option)
{
    place->descriptor = root_open(place->path);
    if (place->descriptor < 0)
        return tn_fail_at(host, option, "a folder is expected at `%s`, but: %s", place->path,
                          strerror(errno));
    if (!root_can_confine(place->descriptor))
        return tn_fail_at(host, option,
                          "the system cannot keep reading beneath a folder (openat2, Linux 5.6 or "
                          "newer): %s",
                          strerror(errno));
    return true;
}

/* OPENSCADPATH and the usual places of libraries may name folders that this machine does not have.
 * The numbers of the others stay, so that the same file has the same name on every machine. */
static bool open_library(struct tn_host *host, struct place *place)
{
    if (access(place->path, F_OK) != 0 && errno == ENOENT) {
        tn_log(host, TN_INFO, "There is no library folder %s", place->path);
        return true;
    }
    return open_place(host, place, "libraries");
}

static bool open_places(struct tn_host *host, struct importer *importer)
{
    if (!open_place(host, &importer->places[0], "root"))
        return false;
    for (size_t i = 1; i < importer->place_count; i++)
        if (!open_library(host, &importer->places[i]))
            return false;
    return true;
}

static bool start(struct tn_host *host, void *self)
{
    if (open_places(host, self))
        return true;
    stop(host, self);
    return false;
}

static const char *const default_extensions[] = { ".scad", ".csg" };
static const char *const default_search[] = { ".", "lib", "modules" };

static const struct settings defaults = {
    .extensions = { 2, default_extensions },
    .file_size = { 1024 * 1024 },
    .search = { 3, default_search },
};

static const struct tn_option options[] = {
    { "root", TN_OPTION_PATH(struct settings, root), .flags = TN_REQUIRED,
      .summary = "The folder beneath which files are read, and nowhere else." },
    { "extensions", TN_OPTION_TEXTS(struct settings, extensions), .min = 1, .max = 100,
      .summary = "Endings of the names that may be read, in small letters or in capitals." },
    { "file_size", TN_OPTION_BYTES(struct settings, file_size), .min = 1, .max = 64 * 1024 * 1024,
      .summary = "The largest file that is read." },
    { "search", TN_OPTION_TEXTS(struct settings, search), .min = 0, .max = 100,
      .summary = "Folders beneath the root in which a file is looked for, in this order, after the "
                 "folder of the file that names it." },
    { "libraries", TN_OPTION_TEXTS(struct settings, libraries), .min = 0, .max = LIBRARIES_MAX,
      .summary = "Further folders, looked into last, each confined like the root; one item may be "
                 "several with colons between them, as OPENSCADPATH is written. What is not there "
                 "is left out." },
    { 0 },
};

static const struct tn_source source = { .table_size = sizeof source, .read = source_read };
static const struct tn_offer offers[] = { { TN_SOURCE_ID, &source }, { 0 } };

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "importer",
    .version = "1.0.0",
    .summary = "Files beneath a folder, for plugins that run other people's programs.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .offers = offers,
    .create = create,
    .start = start,
    .stop = stop,
};
