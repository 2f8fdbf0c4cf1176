/* SPDX-License-Identifier: MIT */
/* The part of fontconfig's patterns that tells one file from another: "Family:style=Style:fontfeatures=…". */
#include "fonts/brought.h"

#include "base/list.h"

#include <ctype.h>
#include <string.h>

enum { FACES_MAX = 64 }; /* of one file; collections have a dozen */

static void add_face(struct arena *arena, struct brought_list *list, struct text contents,
                     int index, FT_Face face)
{
    if (!face->family_name || !FT_IS_SCALABLE(face))
        return;
    struct text style = text_of(face->style_name ? face->style_name : "");
    struct brought_face brought = { contents, index, text_copy(arena, text_of(face->family_name)),
                                    text_copy(arena, style) };
    list_append(arena, list, brought);
}

void brought_add(struct arena *arena, struct brought_list *list, FT_Library library,
                 struct text contents)
{
    FT_Long faces = 1;
    for (int index = 0; index < faces && index < FACES_MAX; index++) {
        FT_Face face;
        if (FT_New_Memory_Face(library, (const FT_Byte *)contents.bytes, (FT_Long)contents.length,
                               index, &face) != 0)
            return;
        faces = face->num_faces;
        add_face(arena, list, contents, index, face);
        FT_Done_Face(face);
    }
}

/* The next byte that counts, a letter in lower case; 0 at the end of a name. Blanks do not, nor a backslash, but
 * what follows one ends no name. */
static char next_of_name(const char **at)
{
    bool escaped = false;
    for (; **at == ' ' || (**at == '\\' && !escaped); (*at)++)
        escaped = **at == '\\';
    if (**at == '\0' || (!escaped && strchr(":,", **at)))
        return '\0';
    return (char)tolower((unsigned char)*(*at)++);
}

/* Blanks and capitals do not count, as with fontconfig. */
static bool is_name(const char *name, struct text expected)
{
    for (size_t i = 0; i < expected.length; i++)
        if (expected.bytes[i] != ' ' &&
            next_of_name(&name) != (char)tolower((unsigned char)expected.bytes[i]))
            return false;
    return next_of_name(&name) == '\0';
}

/* The value of a property, up to the next colon; NULL if the pattern has none. */
static const char *property(const char *pattern, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strchr(pattern, ':'); at; at = strchr(at + 1, ':'))
        if (strncmp(at + 1, name, length) == 0 && at[1 + length] == '=')
            return at + length + 2;
    return NULL;
}

bool brought_find(const struct brought_list *list, const char *pattern, bool exact,
                  struct font_file *file)
{
    const char *style = exact ? property(pattern, "style") : NULL;
    for (size_t i = list->count; i-- > 0;) {
        const struct brought_face *face = &list->items[i];
        if (!is_name(pattern, face->family) || (style && !is_name(style, face->style)))
            continue;
        const char *features = property(pattern, "fontfeatures");
        *file = (struct font_file){ face->contents, face->index, features ? features : "" };
        return true;
    }
    return false;
}
