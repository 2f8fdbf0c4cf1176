/* SPDX-License-Identifier: MIT */
/* Finds fonts with fontconfig and maps their files. */
#include "command/typefaces.h"

#include "font_files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct typeface {
    struct typeface *next;
    struct font_match match;
    void *bytes;
    size_t length;
};

static bool map(struct typeface *typeface, int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || status.st_size <= 0)
        return false;
    typeface->length = (size_t)status.st_size;
    typeface->bytes = mmap(NULL, typeface->length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    return typeface->bytes != MAP_FAILED;
}

static bool open_file(struct typeface *typeface)
{
    int descriptor = open(typeface->match.path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool mapped = map(typeface, descriptor);
    close(descriptor);
    return mapped;
}

static bool find(void *context, const char *pattern, struct font_file *file)
{
    struct typefaces *typefaces = context;
    struct font_match match;
    if (!font_files_match(typefaces->files, pattern, &match))
        return false;
    struct typeface *typeface = calloc(1, sizeof *typeface);
    if (!typeface)
        abort();
    typeface->match = match;
    if (!open_file(typeface)) {
        font_match_release(&match);
        free(typeface);
        return false;
    }
    typeface->next = typefaces->first;
    typefaces->first = typeface;
    *file =
        (struct font_file){ { typeface->bytes, typeface->length }, match.index, match.features };
    return true;
}

static bool add(void *context, struct text full_name, struct text *contents)
{
    const struct typefaces *typefaces = context;
    (void)contents;
    font_files_add(typefaces->files, full_name.bytes);
    return false;
}

/* OpenSCAD looks into the user's old folder of fonts, and into those of the environment. */
static struct font_files *open_files(void)
{
    const char *home = getenv("HOME"), *folders = getenv("OPENSCAD_FONT_PATH");
    char *all;
    if (asprintf(&all, "%s%s:%s", home ? home : "", home ? "/.fonts" : "", folders ? folders : "") <
        0)
        abort();
    struct font_files *files = font_files_open(all);
    free(all);
    return files;
}

const struct font_source *typefaces_open(struct typefaces *typefaces)
{
    *typefaces = (struct typefaces){ .source = { typefaces, find, add }, .files = open_files() };
    return &typefaces->source;
}

void typefaces_close(struct typefaces *typefaces)
{
    for (struct typeface *typeface = typefaces->first, *next; typeface; typeface = next) {
        next = typeface->next;
        munmap(typeface->bytes, typeface->length);
        font_match_release(&typeface->match);
        free(typeface);
    }
    typefaces->first = NULL;
    font_files_close(typefaces->files);
}
