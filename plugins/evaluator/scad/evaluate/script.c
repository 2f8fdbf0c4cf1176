/* SPDX-License-Identifier: MIT */
/* Scripts by code ranges (Unicode 15, Scripts.txt), for those in wide use. */
#include "evaluate/script.h"

#include "evaluate/string.h"

#include <stdlib.h>
#include <string.h>

struct script_range {
    uint32_t first, last;
    const char *name;
};

static const struct script_range ranges[] = {
    { 0x41, 0x5A, "Latn" },     { 0x61, 0x7A, "Latn" },       { 0xAA, 0xAA, "Latn" },
    { 0xBA, 0xBA, "Latn" },     { 0xC0, 0xD6, "Latn" },       { 0xD8, 0xF6, "Latn" },
    { 0xF8, 0x2B8, "Latn" },    { 0x370, 0x373, "Grek" },     { 0x375, 0x377, "Grek" },
    { 0x37A, 0x37D, "Grek" },   { 0x384, 0x384, "Grek" },     { 0x386, 0x386, "Grek" },
    { 0x388, 0x3E1, "Grek" },   { 0x400, 0x484, "Cyrl" },     { 0x487, 0x52F, "Cyrl" },
    { 0x531, 0x58F, "Armn" },   { 0x591, 0x5F4, "Hebr" },     { 0x600, 0x604, "Arab" },
    { 0x606, 0x60B, "Arab" },   { 0x60D, 0x61A, "Arab" },     { 0x620, 0x63F, "Arab" },
    { 0x641, 0x64A, "Arab" },   { 0x656, 0x66F, "Arab" },     { 0x671, 0x6DC, "Arab" },
    { 0x6DE, 0x6FF, "Arab" },   { 0x900, 0x950, "Deva" },     { 0x955, 0x963, "Deva" },
    { 0x966, 0x97F, "Deva" },   { 0xE01, 0xE3A, "Thai" },     { 0xE40, 0xE5B, "Thai" },
    { 0x10A0, 0x10FF, "Geor" }, { 0x1100, 0x11FF, "Hang" },   { 0x1E00, 0x1EFF, "Latn" },
    { 0x1F00, 0x1FFE, "Grek" }, { 0x2E80, 0x2FD5, "Hani" },   { 0x3005, 0x3005, "Hani" },
    { 0x3007, 0x3007, "Hani" }, { 0x3041, 0x3096, "Hira" },   { 0x30A1, 0x30FA, "Kana" },
    { 0x3131, 0x318E, "Hang" }, { 0x3400, 0x4DBF, "Hani" },   { 0x4E00, 0x9FFF, "Hani" },
    { 0xAC00, 0xD7A3, "Hang" }, { 0xF900, 0xFAD9, "Hani" },   { 0xFB1D, 0xFB4F, "Hebr" },
    { 0xFB50, 0xFDFF, "Arab" }, { 0xFE70, 0xFEFC, "Arab" },   { 0xFF21, 0xFF3A, "Latn" },
    { 0xFF41, 0xFF5A, "Latn" }, { 0x20000, 0x3134A, "Hani" },
};

static int compare_range(const void *key, const void *item)
{
    uint32_t character = *(const uint32_t *)key;
    const struct script_range *range = item;
    if (character < range->first)
        return -1;
    return character > range->last;
}

const char *script_detect(struct text text)
{
    const char *found = "";
    while (text.length > 0) {
        uint32_t character = string_character(text);
        size_t bytes = string_character_bytes(text);
        const struct script_range *range = bsearch(
            &character, ranges, sizeof ranges / sizeof *ranges, sizeof *ranges, compare_range);
        if (range && found[0] && strcmp(found, range->name) != 0)
            return "";
        if (range)
            found = range->name;
        text = (struct text){ text.bytes + bytes, text.length - bytes };
    }
    return found;
}

const char *script_direction(const char *script)
{
    return strcmp(script, "Arab") == 0 || strcmp(script, "Hebr") == 0 ? "rtl" : "ltr";
}
