/* SPDX-License-Identifier: MIT */
/* libzip writes into a buffer of its own, which is copied when the archive is closed. While it packs it asks whether to go on: a jump would
 * leave it with what it holds. */
#include "formats/archive.h"

#include <zip.h>

/* The first day that an archive can name, so that no clock is asked. */
enum { FIRST_DAY = 1 << 5 | 1 };

/* zlib's own choice; libzip's is 9, which took three times as long for a file a fiftieth smaller. */
enum { LEVEL = 6 };

/* What is copied without a question. */
enum { PART_BYTES = 1 << 20 };

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

static int is_cancelled(zip_t *archive, void *arena)
{
    (void)archive;
    return arena_is_cancelled(arena);
}

/* Leaves what is written in the source. */
static bool write_archive(const struct packing *packing)
{
    zip_t *archive = zip_open_from_source(packing->buffer, ZIP_TRUNCATE, NULL);
    if (!archive)
        return false;
    zip_source_keep(packing->buffer);
    bool added =
        zip_register_cancel_callback_with_state(archive, is_cancelled, NULL, packing->arena) == 0;
    for (size_t i = 0; added && i < packing->count; i++)
        added = add_file(archive, &packing->files[i]);
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

static bool read_all(const struct packing *packing, char *bytes, size_t size)
{
    for (size_t at = 0, part; at < size; at += part) {
        arena_poll(packing->arena);
        part = size - at < PART_BYTES ? size - at : PART_BYTES;
        if (zip_source_read(packing->buffer, bytes + at, part) != (zip_int64_t)part)
            return false;
    }
    return true;
}

/* Leaves nothing in packing->archive if libzip gets no memory, or was told to end. */
static void pack(void *context)
{
    struct packing *packing = context;
    zip_source_t *buffer = packing->buffer;
    if (!write_archive(packing) || zip_source_open(buffer) != 0)
        return;
    zip_uint64_t size = size_of(buffer);
    packing->opened = true;
    char *bytes = arena_take(packing->arena, size);
    if (read_all(packing, bytes, size))
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
