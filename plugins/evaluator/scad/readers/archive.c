/* SPDX-License-Identifier: MIT */
/* libzip over memory. Taking memory of an arena may end in a jump: it is taken while no archive is open. */
#include "readers/archive.h"

#include <string.h>
#include <strings.h>
#include <zip.h>

bool archive_is(const struct reading *reading)
{
    return reading->end - reading->begin >= 4 && memcmp(reading->begin, "PK\003\004", 4) == 0;
}

enum { ZLIB_OUT_OF_MEMORY = -4, PART_BYTES = 1 << 16 /* that are unpacked without a question */ };

static bool tells_of_memory(zip_error_t *error)
{
    int code = zip_error_code_zip(error);
    return code == ZIP_ER_MEMORY ||
           (code == ZIP_ER_ZLIB && zip_error_code_system(error) == ZLIB_OUT_OF_MEMORY);
}

static zip_t *try_to_open(const struct reading *reading)
{
    size_t length = (size_t)(reading->end - reading->begin);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(reading->begin, length, 0, &error);
    zip_t *archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (source && !archive)
        zip_source_free(source);
    bool spent = !source || (!archive && tells_of_memory(&error));
    zip_error_fini(&error);
    if (spent)
        arena_give_up(reading->arena, 0);
    return archive;
}

/* NULL if it is no archive. Where libzip finds none it may have had no memory to look with: then it says so the next time. */
static zip_t *open_archive(const struct reading *reading)
{
    zip_t *archive = try_to_open(reading);
    return archive ? archive : try_to_open(reading);
}

static bool is_meant(const char *entry, const char *name)
{
    size_t length = strlen(entry), expected = strlen(name);
    if (name[0] == '.' && length > expected)
        entry += length - expected;
    return strcasecmp(entry, name) == 0;
}

/* The number and the size of the entry; a size of 0 if there is none. */
static zip_uint64_t find_entry(zip_t *archive, const char *name, size_t *size)
{
    zip_int64_t count = zip_get_num_entries(archive, 0);
    zip_stat_t status;
    *size = 0;
    for (zip_int64_t i = 0; i < count; i++) {
        const char *entry = zip_get_name(archive, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (!entry || !is_meant(entry, name))
            continue;
        if (zip_stat_index(archive, (zip_uint64_t)i, 0, &status) == 0 &&
            (status.valid & ZIP_STAT_SIZE))
            *size = status.size;
        return (zip_uint64_t)i;
    }
    return 0;
}

/* Up to a part of what is left, or -1 once the work is to end: a jump would leave the archive open. */
static zip_int64_t unpack_part(struct arena *arena, zip_file_t *file, char *bytes, size_t left)
{
    if (arena_is_cancelled(arena))
        return -1;
    return zip_fread(file, bytes, left < PART_BYTES ? left : PART_BYTES);
}

/* *spent: if not, it was for want of memory. One byte more is asked for, as the sum of the entry is checked at its end. */
static bool unpack(struct arena *arena, zip_t *archive, zip_uint64_t number, char *bytes,
                   size_t size, bool *spent)
{
    zip_file_t *file = zip_fopen_index(archive, number, 0);
    size_t used = 0;
    zip_int64_t got = -1;
    while (file && used <= size &&
           (got = unpack_part(arena, file, bytes + used, size + 1 - used)) > 0)
        used += (size_t)got;
    *spent = tells_of_memory(file ? zip_file_get_error(file) : zip_get_error(archive));
    if (file)
        zip_fclose(file);
    return got == 0 && used == size;
}

bool archive_read(struct reading *reading, const char *name, struct text *entry)
{
    size_t size;
    zip_t *archive = open_archive(reading);
    if (!archive)
        return reading_fail_at(reading, "this is no zip archive, or not a whole one");
    zip_uint64_t number = find_entry(archive, name, &size);
    zip_discard(archive);
    if (size == 0)
        return reading_fail_at(reading, "the archive has no '%s'", name);
    if (size > ARCHIVE_ENTRY_BYTES)
        return reading_fail_at(reading, "'%s' of the archive has more than %d bytes", name,
                               ARCHIVE_ENTRY_BYTES);
    char *bytes = arena_take(reading->arena, size + 1);
    archive = open_archive(reading);
    bool spent = false,
         done = archive && unpack(reading->arena, archive, number, bytes, size, &spent);
    if (archive)
        zip_discard(archive);
    arena_poll(reading->arena);
    if (!done && spent)
        arena_give_up(reading->arena, 0);
    *entry = (struct text){ bytes, size };
    return done || reading_fail_at(reading, "'%s' of the archive is damaged", name);
}
