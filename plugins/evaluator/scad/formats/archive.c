/* SPDX-License-Identifier: MIT */
/* libzip writes into a buffer of its own, which is copied when the archive is closed. */
#include "formats/archive.h"

#include <zip.h>

/* The first day that an archive can name, so that no clock is asked. */
enum { FIRST_DAY = 1 << 5 | 1 };

/* zlib's own choice; libzip's is 9, which took three times as long for a file a fiftieth smaller. */
enum { LEVEL = 6 };

struct packing {
    struct arena *arena;
    const struct archive_file *files;
    size_t count;
    zip_source_t *buffer;
    bool opened; /* it, to be read */
    struct text archive;
};

static bool add_file(zip_t *archive, const struct archive_file *file)
{
    zip_source_t *source =
        zip_source_buffer(archive, file->contents.bytes, file->contents.length, 0);
    zip_int64_t number = source ? zip_file_add(archive, file->name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && number < 0)
        zip_source_free(source);
    return number >= 0 &&
           zip_file_set_dostime(archive, (zip_uint64_t)number, 0, FIRST_DAY, 0) == 0 &&
           zip_set_file_compression(archive, (zip_uint64_t)number, ZIP_CM_DEFLATE, LEVEL) == 0;
}

/* Leaves what is written in the source. */
static bool write_archive(zip_source_t *buffer, const struct archive_file *files, size_t count)
{
    zip_t *archive = zip_open_from_source(buffer, ZIP_TRUNCATE, NULL);
    if (!archive)
        return false;
    zip_source_keep(buffer);
    bool added = true;
    for (size_t i = 0; added && i < count; i++)
        added = add_file(archive, &files[i]);
    if (added && zip_close(archive) == 0)
        return true;
    zip_discard(archive);
    return false;
}

static zip_uint64_t size_of(zip_source_t *buffer)
{
    zip_stat_t status;
    return zip_source_stat(buffer, &status) == 0 && (status.valid & ZIP_STAT_SIZE) ? status.size
                                                                                   : 0;
}

/* Leaves nothing in packing->archive if libzip gets no memory. */
static void pack(void *context)
{
    struct packing *packing = context;
    zip_source_t *buffer = packing->buffer;
    if (!write_archive(buffer, packing->files, packing->count) || zip_source_open(buffer) != 0)
        return;
    zip_uint64_t size = size_of(buffer);
    packing->opened = true;
    char *bytes = arena_take(packing->arena, size);
    if (zip_source_read(buffer, bytes, size) == (zip_int64_t)size)
        packing->archive = (struct text){ bytes, size };
}

struct text archive_pack(struct arena *arena, const struct archive_file *files, size_t count)
{
    struct packing packing = { .arena = arena, .files = files, .count = count };
    packing.buffer = zip_source_buffer_create(NULL, 0, 0, NULL);
    bool enough = packing.buffer && arena_attempt(arena, pack, &packing);
    if (packing.opened)
        zip_source_close(packing.buffer);
    zip_source_free(packing.buffer);
    if (!enough || packing.archive.length == 0)
        arena_give_up(arena, 0);
    return packing.archive;
}
