/* SPDX-License-Identifier: MIT */
/* The table of schemes, in the order in which OpenSCAD lists them. */
#include "picture/scheme.h"

#include <string.h>

static const struct scheme schemes[] = {
    { "Cornfield",
      { 0xFFFFE5, 0xFFFFE5, 0x000000, 0xF9D72C, 0x9DCB51, 0x00BF99, 0xFF0000, 0x800000 } },
    { "Metallic",
      { 0xAAAAFF, 0xAAAAFF, 0x222233, 0xDDDDFF, 0xDD22DD, 0x00BF99, 0xFF0000, 0x800000 } },
    { "Sunset",
      { 0xAA4444, 0xAA4444, 0x220D0D, 0xFFAAAA, 0x882233, 0x00BF99, 0xFF0000, 0x800000 } },
    { "Starnight",
      { 0x000000, 0x000000, 0xE5E5E5, 0xFFFFE0, 0x00FFFF, 0x9370DB, 0xFF00FF, 0xF0F0F0 } },
    { "BeforeDawn",
      { 0x333333, 0x333333, 0xC1C1C1, 0xCCCCCC, 0x5563DD, 0x00BF99, 0xFF0000, 0xF0F0F0 } },
    { "Nature",
      { 0xFAFAFA, 0xFAFAFA, 0x323232, 0x16A085, 0xDBF4DA, 0x00BF99, 0xFF0000, 0x111111 } },
    { "Daylight Gem",
      { 0xF0F0F0, 0xF0F0F0, 0x373947, 0x02DAF7, 0x014DA1, 0x0498CF, 0xB6F1EB, 0x5A73BA } },
    { "Nocturnal Gem",
      { 0x0C0C0C, 0x0C0C0C, 0xA7A9B7, 0x02DAF7, 0x014DA1, 0x0498CF, 0xB6F1EB, 0x8AA3DA } },
    { "DeepOcean",
      { 0x333333, 0x333333, 0xC1C1C1, 0xEEEEEE, 0x0BABC8, 0x9370DB, 0xFF00FF, 0xF0F0F0 } },
    { "Solarized",
      { 0xFDF6E3, 0xFDF6E3, 0x191816, 0xB58800, 0x882233, 0x6C71C4, 0xB58800, 0x800000 } },
    { "Tomorrow",
      { 0xF8F8F8, 0xF8F8F8, 0x181818, 0x4271AE, 0xF5871F, 0x718C00, 0xC82829, 0x8959A8 } },
    { "Tomorrow Night",
      { 0x1D1F21, 0x1D1F21, 0xE8E8E8, 0x81A2BE, 0xDE935F, 0xB5BD68, 0xCC6666, 0xB294BB } },
    { "ClearSky",
      { 0x87CEEB, 0xC9E9F6, 0x000000, 0xF9D72C, 0x9DCB51, 0x00BF99, 0xFF0000, 0x800000 } },
    { "Monotone",
      { 0xFFFFE5, 0xFFFFE5, 0x191916, 0xF9D72C, 0xF9D72C, 0x00BF99, 0xFF0000, 0x800000 } },
};

enum { SCHEME_COUNT = sizeof schemes / sizeof *schemes };

const struct scheme *scheme_default(void)
{
    return schemes;
}

const struct scheme *scheme_find(const char *name)
{
    for (int i = 0; i < SCHEME_COUNT; i++)
        if (strcmp(schemes[i].name, name) == 0)
            return &schemes[i];
    return NULL;
}

void scheme_print_names(struct builder *builder)
{
    for (int i = 0; i < SCHEME_COUNT; i++)
        builder_format(builder, "%s\n", schemes[i].name);
}

void scheme_color(const struct scheme *scheme, enum scheme_role role, float rgb[3])
{
    for (int i = 0; i < 3; i++)
        rgb[i] = (float)(scheme->colors[role] >> (16 - 8 * i) & 0xFF) / 255;
}
