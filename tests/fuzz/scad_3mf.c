/* SPDX-License-Identifier: MIT */
/* Any bytes as a file of 3MF: those of an archive as it is, others as the model in one, which chance would not pack. */
#include "scad_file.h"

#include "formats/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void build_packed(const struct file_use *use, struct text model)
{
    static const char relationships[] =
        "<Relationships><Relationship Target=\"/3D/3dmodel.model\" "
        "Type=\"http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel\"/></Relationships>";
    const struct archive_file files[] = { { "_rels/.rels", text_of(relationships) },
                                          { "3D/3dmodel.model", model } };
    struct arena arena;
    arena_open(&arena);
    struct text archive = archive_pack(&arena, files, sizeof files / sizeof *files);
    build_from_bytes(use, (const uint8_t *)archive.bytes, archive.length);
    arena_close(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct file_use use = { "solid.3mf", TREE_IMPORT, true, 400 };
    if (size >= 2 && memcmp(data, "PK", 2) == 0)
        build_from_bytes(&use, data, size);
    else
        build_packed(&use, (struct text){ (const char *)data, size });
    return 0;
}
