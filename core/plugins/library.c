/* SPDX-License-Identifier: MIT */
/* Finds, distrusts and opens shared objects. Nothing is ever closed: a new one comes with a new process. */
#include <assert.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <base/current.h>
#include <plugins/library.h>

const char *const *library_folders(const struct tn_texts *configured, struct arena *arena)
{
    const char *environment = getenv("TENON_PLUGIN_PATH");
    char *path = arena_string(arena, environment ? environment : "");
    size_t count = configured ? configured->count : 0;
    const char **folders = arena_alloc(arena, (count + strlen(path) + 3) * sizeof *folders);
    if (count)
        memcpy(folders, configured->items, count * sizeof *folders);
    char *rest = NULL;
    for (char *folder = strtok_r(path, ":", &rest); folder; folder = strtok_r(NULL, ":", &rest))
        folders[count++] = folder;
    folders[count] = TENON_PLUGIN_FOLDER;
    return folders;
}

/* An opening under way: what every message needs. */
struct opening {
    const char *name;
    const char *path;
    struct place place;
    struct arena *arena;
    struct errors *errors;
};

static bool refuse(const struct opening *opening, const char *format, ...) TN_PRINTF(2, 3);

static bool refuse(const struct opening *opening, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct tn_text reason = arena_vprint(opening->arena, format, arguments);
    va_end(arguments);
    errors_add(opening->errors, SEVERITY_ERROR, opening->place, "plugin `%s` (%s) %s",
               opening->name, opening->path, reason.at);
    return false;
}

/* Whoever may write the file, or put another in its place, would run with the server's rights. */
static bool guarded(const struct opening *opening, const char *folder)
{
    struct stat status;
    if (stat(folder, &status) == 0 && status.st_mode & S_IWOTH)
        return refuse(opening, "is refused: everyone may write to its folder; chmod o-w %s",
                      folder);
    if (stat(opening->path, &status) != 0)
        return refuse(opening, "cannot be read: %s", strerror(errno));
    if (!S_ISREG(status.st_mode))
        return refuse(opening, "is not a file");
    if (status.st_mode & S_IWOTH)
        return refuse(opening, "is refused: everyone may write to it; chmod o-w %s", opening->path);
    return true;
}

/* dlerror's text as a sentence of ours; it begins with the path, which has been said. */
static bool refuse_open(const struct opening *opening)
{
    static const char undefined[] = "undefined symbol: ";
    static const char missing[] = ": cannot open shared object file";
    const char *reason = dlerror();
    const char *symbol = strstr(reason, undefined), *library = strstr(reason, missing);
    if (symbol) {
        symbol += sizeof undefined - 1;
        return refuse(opening,
                      "uses the symbol `%.*s`, which neither this host nor the plugin's libraries "
                      "define",
                      (int)strcspn(symbol, " ,"), symbol);
    }
    if (library)
        return refuse(opening, "needs the library %.*s, which is not installed",
                      (int)(library - reason), reason);
    size_t path = strlen(opening->path);
    if (strncmp(reason, opening->path, path) == 0 && strncmp(reason + path, ": ", 2) == 0)
        reason += path + 2;
    return refuse(opening, "cannot be loaded: %s", reason);
}

/* The table as this host knows it: one of an older minor is shorter, and what it lacks is absent. */
static const struct tn_plugin *accept_abi(const struct opening *opening,
                                          const struct tn_plugin *found)
{
    if (found->abi_major != TN_ABI_MAJOR || found->abi_minor > TN_ABI_MINOR) {
        refuse(opening, "was built for plugin ABI %u.%u, this host has %d.%d: %s", found->abi_major,
               found->abi_minor, TN_ABI_MAJOR, TN_ABI_MINOR,
               found->abi_major < TN_ABI_MAJOR ? "rebuild the plugin" : "a newer tenon is needed");
        return NULL;
    }
    /* The first minor's table is the least there can be. */
    const size_t least = offsetof(struct tn_plugin, reopen) + sizeof found->reopen;
    bool same = found->abi_minor == TN_ABI_MINOR;
    if (found->size < least || found->size > sizeof *found ||
        (same && found->size < sizeof *found)) {
        refuse(opening, "says that its table has %u bytes, where ABI %u.%u has %zu", found->size,
               found->abi_major, found->abi_minor, same ? sizeof *found : least);
        return NULL;
    }
    struct tn_plugin *whole = arena_alloc(opening->arena, sizeof *whole);
    memcpy(whole, found, found->size);
    return whole;
}

static const struct tn_plugin *load(const struct opening *opening)
{
    void *object = dlopen(opening->path, RTLD_NOW | RTLD_LOCAL);
    if (!object) {
        refuse_open(opening);
        return NULL;
    }
    const struct tn_plugin *found = dlsym(object, "tn_plugin"), *plugin;
    if (!found) {
        refuse(opening, "does not export `tn_plugin`: is it a plugin of tenon?");
        return NULL;
    }
    plugin = accept_abi(opening, found);
    if (!plugin)
        return NULL;
    if (!plugin->name || strcmp(plugin->name, opening->name) != 0) {
        refuse(opening, "calls itself `%s`: file and plugin must have one name",
               plugin->name ? plugin->name : "");
        return NULL;
    }
    const char *owner =
        arena_print(opening->arena, "plugin `%s` (%s)", opening->name, opening->path).at;
    return library_sane(plugin, owner, opening->place, opening->errors) ? plugin : NULL;
}

static bool name_is_sane(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct names {
    const char **items;
    size_t count;
};

static void add_name(struct names *names, const char *file, struct arena *arena)
{
    size_t size = strlen(file);
    if (size <= 3 || strcmp(file + size - 3, ".so") != 0)
        return;
    const char *name = arena_copy(arena, (struct tn_text){ file, size - 3 }).at;
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], name) == 0)
            return;
    names->items = memory_resize(names->items, (names->count + 1) * sizeof *names->items);
    names->items[names->count++] = name;
}

/* All plugins that the folders hold, in order of name; the list is the caller's. */
static struct names find_names(const char *const *folders, struct arena *arena)
{
    struct names names = { NULL, 0 };
    for (size_t i = 0; folders[i]; i++) {
        DIR *folder = opendir(folders[i]);
        for (struct dirent *entry; folder && (entry = readdir(folder));)
            add_name(&names, entry->d_name, arena);
        if (folder)
            closedir(folder);
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, by_name);
    return names;
}

static const char *name_at(const void *context, size_t i)
{
    const struct names *names = context;
    return i < names->count ? names->items[i] : NULL;
}

/* "Did you mean" for a plugin that another is there for; else where it was looked for. */
static void not_found(const struct opening *opening, const char *const *folders)
{
    struct names names = find_names(folders, opening->arena);
    const char *near = nearest(tn_text(opening->name), name_at, &names);
    free(names.items);
    struct tn_text list = arena_print(opening->arena, "%s", *folders);
    while (*++folders)
        list = arena_print(opening->arena, "%s, %s", list.at, *folders);
    struct error *error = errors_add(opening->errors, SEVERITY_ERROR, opening->place,
                                     "there is no plugin `%s`", opening->name);
    if (near)
        error_did_you_mean(opening->errors, error, near);
    else
        error_hint(opening->errors, error, "%s.so was looked for in %s", opening->name, list.at);
}

const struct library *library_open(const char *name, const char *const *folders, struct place place,
                                   struct arena *arena, struct errors *errors)
{
    struct opening opening = { name, "", place, arena, errors };
    if (!name_is_sane(name)) {
        errors_add(errors, SEVERITY_ERROR, place,
                   "`%s` is no name of a plugin: lower case, digits and hyphens", name);
        return NULL;
    }
    for (size_t i = 0; folders[i]; i++) {
        struct stat status;
        opening.path = arena_print(arena, "%s/%s.so", folders[i], name).at;
        if (stat(opening.path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
            continue;
        if (!guarded(&opening, folders[i]))
            return NULL;
        struct current before = current;
        current.entry = arena_string(arena, name);
        current.hook = "load";
        const struct tn_plugin *plugin = load(&opening);
        current = before;
        if (!plugin)
            return NULL;
        struct library *library = arena_alloc(arena, sizeof *library);
        library->path = opening.path;
        library->plugin = plugin;
        return library;
    }
    not_found(&opening, folders);
    return NULL;
}

size_t library_scan(const char *const *folders, const struct library **libraries,
                    struct arena *arena, struct errors *errors)
{
    struct names names = find_names(folders, arena);
    size_t count = 0;
    struct library *found = arena_alloc(arena, (names.count + 1) * sizeof *found);
    for (size_t i = 0; i < names.count; i++) {
        struct place nowhere = { 0 };
        const struct library *library =
            library_open(names.items[i], folders, nowhere, arena, errors);
        if (library)
            found[count++] = *library;
    }
    free(names.items);
    *libraries = found;
    return count;
}
