/* SPDX-License-Identifier: MIT */
/* Finds fonts and reads their files, on a thread. The pattern is a stranger's: it is short, it is compared with the
 * names of fonts, and no path is ever made of it. */
#include "shelf.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tenon/later.h>
#include <tenon/services/source.h>

#include "font_files.h"
#include "protocol.h"

enum { PATTERN_MAX = 256, FONT_BYTES_MAX = PROTOCOL_FILE_MAX - 4096 };

struct shelf {
    struct tn_host *host;
    struct font_files *files;
    pthread_mutex_t lock; /* of the files */
};

/* A font on its way to a process. */
struct fetching {
    struct shelf *shelf;
    char pattern[PATTERN_MAX + 1];
    void (*found)(void *context, const struct tn_source_file *file);
    void *context;
    enum tn_source_end end;
    char *name, *bytes; /* of malloc */
    size_t size;
};

static void *or_abort(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* On the thread */

static bool read_whole(int descriptor, char *bytes, size_t size)
{
    for (size_t used = 0; used < size;) {
        ssize_t count = read(descriptor, bytes + used, size - used);
        if (count <= 0)
            return false;
        used += (size_t)count;
    }
    return true;
}

static enum tn_source_end read_open(struct fetching *fetching, int descriptor)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0)
        return TN_SOURCE_UNREADABLE;
    if (status.st_size > FONT_BYTES_MAX)
        return TN_SOURCE_TOO_LARGE;
    fetching->size = (size_t)status.st_size;
    fetching->bytes = or_abort(malloc(fetching->size));
    return read_whole(descriptor, fetching->bytes, fetching->size) ? TN_SOURCE_FOUND
                                                                   : TN_SOURCE_UNREADABLE;
}

static enum tn_source_end read_match(struct fetching *fetching, const struct font_match *match)
{
    int descriptor = open(match->path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return TN_SOURCE_UNREADABLE;
    enum tn_source_end end = read_open(fetching, descriptor);
    close(descriptor);
    if (asprintf(&fetching->name, "%d:%s", match->index, match->features) < 0)
        abort();
    return end;
}

static void fetch(void *context)
{
    struct fetching *fetching = context;
    struct shelf *shelf = fetching->shelf;
    struct font_match match;
    pthread_mutex_lock(&shelf->lock);
    bool matched = font_files_match(shelf->files, fetching->pattern, &match);
    pthread_mutex_unlock(&shelf->lock);
    if (!matched)
        return;
    fetching->end = read_match(fetching, &match);
    font_match_release(&match);
}

/* On the loop */

static void answer(const struct fetching *fetching)
{
    struct tn_source_file file = { .file_size = sizeof file,
                                   .end = fetching->end,
                                   .name = tn_text(fetching->name ? fetching->name : ""),
                                   .problem = "there is no such font" };
    if (fetching->end == TN_SOURCE_FOUND) {
        file.content = (struct tn_text){ fetching->bytes, fetching->size };
        file.problem = NULL;
    }
    fetching->found(fetching->context, &file);
}

static void finish(void *context, enum tn_job_end end)
{
    struct fetching *fetching = context;
    (void)end; /* what never began has found nothing */
    answer(fetching);
    free(fetching->name);
    free(fetching->bytes);
    free(fetching);
}

/* Names of fonts have no control characters. */
static bool is_pattern(struct tn_text name)
{
    for (size_t i = 0; i < name.size; i++)
        if ((unsigned char)name.at[i] < 0x20 || name.at[i] == 0x7f)
            return false;
    return name.size <= PATTERN_MAX;
}

static void read_font(void *self, struct tn_text name, struct tn_text from,
                      void (*found)(void *context, const struct tn_source_file *file),
                      void *context)
{
    struct shelf *shelf = self;
    struct fetching *fetching = or_abort(calloc(1, sizeof *fetching));
    (void)from;
    *fetching = (struct fetching){
        .shelf = shelf, .found = found, .context = context, .end = TN_SOURCE_MISSING
    };
    if (!is_pattern(name)) {
        finish(fetching, TN_JOB_CANCELLED);
        return;
    }
    memcpy(fetching->pattern, name.at, name.size);
    tn_job(shelf->host, NULL, fetch, finish, fetching);
}

struct shelf *shelf_new(struct tn_host *host, const char *folder)
{
    struct shelf *shelf = or_abort(calloc(1, sizeof *shelf));
    shelf->host = host;
    shelf->files = font_files_open(folder);
    pthread_mutex_init(&shelf->lock, NULL);
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    font_files_close(shelf->files);
    pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}

struct tn_service shelf_service(struct shelf *shelf)
{
    static const struct tn_source table = { sizeof table, read_font };
    return (struct tn_service){ &table, shelf };
}
