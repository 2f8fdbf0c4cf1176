/* SPDX-License-Identifier: MIT */
/* What HarfBuzz knows of Unicode's scripts. */
#include "fonts/script.h"

#include "fonts/layout.h"

#include <hb.h>
#include <string.h>

/* Signs and marks that go with letters of any script. */
static bool is_common(hb_script_t script)
{
    return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED ||
           script == HB_SCRIPT_UNKNOWN || script == HB_SCRIPT_INVALID;
}

static hb_script_t script_of(hb_buffer_t *buffer)
{
    unsigned count;
    const hb_glyph_info_t *characters = hb_buffer_get_glyph_infos(buffer, &count);
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    hb_script_t found = HB_SCRIPT_INVALID;
    for (unsigned i = 0; i < count; i++) {
        hb_script_t script = hb_unicode_script(unicode, characters[i].codepoint);
        if (is_common(script))
            continue;
        if (found != HB_SCRIPT_INVALID && found != script)
            return HB_SCRIPT_UNKNOWN;
        found = script;
    }
    return found;
}

/* Of what is too long to be laid out, only the beginning. */
static hb_script_t detect(const char *text)
{
    hb_buffer_t *buffer = hb_buffer_create();
    int length = (int)strnlen(text, LAYOUT_TEXT_BYTES_MAX);
    hb_buffer_add_utf8(buffer, text, length, 0, length);
    hb_script_t script = script_of(buffer);
    hb_buffer_destroy(buffer);
    return script;
}

bool script_name(const char *given, const char *text, char name[SCRIPT_BYTES])
{
    hb_script_t script = hb_script_from_string(given, -1);
    if (script == HB_SCRIPT_INVALID)
        script = detect(text);
    if (is_common(script))
        return false;
    hb_tag_to_string(hb_script_to_iso15924_tag(script), name);
    name[SCRIPT_BYTES - 1] = '\0';
    return true;
}

const char *script_direction(const char *given, const char *script)
{
    hb_direction_t direction = hb_direction_from_string(given, -1);
    if (direction == HB_DIRECTION_INVALID)
        direction = hb_script_get_horizontal_direction(hb_script_from_string(script, -1));
    return hb_direction_to_string(direction == HB_DIRECTION_INVALID ? HB_DIRECTION_LTR : direction);
}
