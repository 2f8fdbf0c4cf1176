/* SPDX-License-Identifier: MIT */
/* fontconfig, with a configuration of its own. */
#include "font_files.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

struct font_files {
    char *folders;
    FcConfig *config; /* NULL until it is needed */
};

static void *or_abort(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

struct font_files *font_files_open(const char *folders)
{
    struct font_files *files = or_abort(calloc(1, sizeof *files));
    files->folders = or_abort(strdup(folders ? folders : ""));
    return files;
}

void font_files_close(struct font_files *files)
{
    if (files->config)
        FcConfigDestroy(files->config);
    free(files->folders);
    free(files);
}

static void add_folders(struct font_files *files)
{
    char *rest = files->folders, *folder;
    while ((folder = strsep(&rest, ":")))
        if (*folder)
            FcConfigAppFontAddDir(files->config, (const FcChar8 *)folder);
}

static bool load(struct font_files *files)
{
    if (files->config)
        return true;
    files->config = FcInitLoadConfigAndFonts();
    if (!files->config)
        return false;
    add_folders(files);
    return true;
}

bool font_files_add(struct font_files *files, const char *path)
{
    return load(files) && FcConfigAppFontAddFile(files->config, (const FcChar8 *)path);
}

static FcPattern *find(struct font_files *files, const char *text)
{
    FcResult result;
    FcPattern *pattern = FcNameParse((const FcChar8 *)text);
    if (!pattern)
        return NULL;
    FcPatternAddBool(pattern, FC_OUTLINE, FcTrue);
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(files->config, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcPattern *found = FcFontMatch(files->config, pattern, &result);
    FcPatternDestroy(pattern);
    return found;
}

static bool read_match(const FcPattern *found, struct font_match *match)
{
    FcChar8 *path, *features;
    if (FcPatternGetString(found, FC_FILE, 0, &path) != FcResultMatch ||
        FcPatternGetInteger(found, FC_INDEX, 0, &match->index) != FcResultMatch)
        return false;
    if (FcPatternGetString(found, FC_FONT_FEATURES, 0, &features) != FcResultMatch)
        features = NULL;
    match->path = or_abort(strdup((const char *)path));
    match->features = or_abort(strdup(features ? (const char *)features : ""));
    return true;
}

bool font_files_match(struct font_files *files, const char *pattern, struct font_match *match)
{
    FcPattern *found = load(files) ? find(files, pattern) : NULL;
    if (!found)
        return false;
    bool read = read_match(found, match);
    FcPatternDestroy(found);
    return read;
}

void font_match_release(struct font_match *match)
{
    free(match->path);
    free(match->features);
}
