/* SPDX-License-Identifier: MIT */
/* What comes from files: text() with its fonts, import(), surface(). */
#include "evaluate/modules.h"
#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"
#include "fonts/script.h"

#include <math.h>

/* --- text() ------------------------------------------------------------------------------------------- */

static void check_kind(struct parameters *parameters, const char *name, enum value_kind expected)
{
    struct value value = parameter(parameters, name);
    if (value.kind != VALUE_UNDEFINED && value.kind != expected)
        parameters_warn(parameters, "%s(..., %s=%s) Invalid type: expected %s, found %s",
                        parameters->module, name, parameter_text(parameters, name),
                        value_kind_name(expected), value_kind_name(value.kind));
}

static const char *string_or(struct parameters *parameters, const char *name, const char *otherwise)
{
    return parameter(parameters, name).kind == VALUE_STRING ? parameter_string(parameters, name)
                                                            : otherwise;
}

static double read_size(struct parameters *parameters)
{
    static const struct position nowhere;
    struct value em = parameter(parameters, "em");
    if (em.kind == VALUE_UNDEFINED)
        return parameter_number(parameters, "size", 10);
    if (parameter(parameters, "size").kind != VALUE_UNDEFINED)
        report_warning(parameters->evaluator, nowhere, "%s: \"size\" ignored when \"em\" is set",
                       parameters->module);
    return parameter_number(parameters, "em", 0) * 72 / 100;
}

/* The name of the script, if there is one; else what was given. */
static const char *read_script(struct parameters *parameters, const char *text)
{
    const char *given = string_or(parameters, "script", "");
    char name[SCRIPT_BYTES];
    if (!script_name(given, text, name))
        return given;
    return text_copy(parameters->evaluator->arena, text_of(name)).bytes;
}

void fill_text(struct parameters *parameters, struct tree_node *node)
{
    struct tree_text *text = &node->as.text;
    clamp_fragments(node);
    check_kind(parameters, "size", VALUE_NUMBER);
    check_kind(parameters, "em", VALUE_NUMBER);
    check_kind(parameters, "text", VALUE_STRING);
    check_kind(parameters, "spacing", VALUE_NUMBER);
    check_kind(parameters, "font", VALUE_STRING);
    check_kind(parameters, "direction", VALUE_STRING);
    check_kind(parameters, "language", VALUE_STRING);
    check_kind(parameters, "script", VALUE_STRING);
    check_kind(parameters, "halign", VALUE_STRING);
    check_kind(parameters, "valign", VALUE_STRING);
    text->size = read_size(parameters);
    text->text = string_or(parameters, "text", "");
    text->spacing = parameter_number(parameters, "spacing", 1);
    text->font = string_or(parameters, "font", "");
    text->script = read_script(parameters, text->text);
    text->direction = script_direction(string_or(parameters, "direction", ""), text->script);
    text->language = string_or(parameters, "language", "en");
    text->horizontal_align = string_or(parameters, "halign", "default");
    text->vertical_align = string_or(parameters, "valign", "default");
}

/* --- import() and surface() --------------------------------------------------------------------------- */

static const char *string_if_defined(struct parameters *parameters, const char *name)
{
    if (parameter(parameters, name).kind == VALUE_UNDEFINED)
        return NULL;
    return parameter_string(parameters, name);
}

static const char *read_file_name(struct parameters *parameters)
{
    static const struct position nowhere;
    const char *file = string_if_defined(parameters, "file");
    if (!file) {
        file = string_if_defined(parameters, "filename");
        if (file)
            report_deprecated(parameters->evaluator, nowhere,
                              "filename= is deprecated. Please use file=");
    }
    return parameters_locate(parameters, file ? file : "");
}

static const char *read_layer(struct parameters *parameters)
{
    static const struct position nowhere;
    const char *layer = string_if_defined(parameters, "layer");
    if (!layer) {
        layer = string_if_defined(parameters, "layername");
        if (layer)
            report_deprecated(parameters->evaluator, nowhere,
                              "layername= is deprecated. Please use layer=");
    }
    return layer;
}

static void read_origin(struct parameters *parameters, struct tree_import *import)
{
    struct value value = parameter(parameters, "origin");
    double origin[2] = { 0, 0 };
    bool read = vector_read_numbers(value, 2, origin);
    if (value.kind != VALUE_UNDEFINED && !(read && isfinite(origin[0]) && isfinite(origin[1])))
        parameters_warn(parameters, "Unable to convert import(..., origin=%s) parameter to vec2",
                        parameter_text(parameters, "origin"));
    import->origin[0] = origin[0];
    import->origin[1] = origin[1];
}

#define DPI_DEFAULT 72
#define DPI_MIN     0.001

void fill_import(struct parameters *parameters, struct tree_node *node)
{
    static const struct position nowhere;
    struct tree_import *import = &node->as.import;
    import->file = read_file_name(parameters);
    check_fragments(parameters, node);
    import->layer = read_layer(parameters);
    import->id = string_if_defined(parameters, "id");
    int convexity = parameter_integer(parameters, "convexity");
    import->convexity = convexity <= 0 ? 1 : convexity;
    read_origin(parameters, import);
    import->center = false;
    parameter_boolean(parameters, "center", &import->center);
    import->scale = parameter_number(parameters, "scale", 0);
    if (import->scale <= 0)
        import->scale = 1;
    import->dpi = parameter_number(parameters, "dpi", DPI_DEFAULT);
    if (import->dpi < DPI_MIN) {
        /* in OpenSCAD's words, which name the origin and no file */
        report_warning(parameters->evaluator, nowhere,
                       "Invalid dpi value giving, using default of %s dpi. Value must be positive "
                       "and >= 0.001, file %s, import() at line %u",
                       parameter_text(parameters, "origin"), "", node->position.line);
        import->dpi = DPI_DEFAULT;
    }
}

void fill_surface(struct parameters *parameters, struct tree_node *node)
{
    struct tree_surface *surface = &node->as.surface;
    const char *file = string_if_defined(parameters, "file");
    surface->file = parameters_locate(parameters, file ? file : "");
    surface->convexity = 1;
    parameter_boolean(parameters, "center", &surface->center);
    parameter_boolean(parameters, "invert", &surface->invert);
    if (parameter(parameters, "convexity").kind == VALUE_NUMBER)
        surface->convexity = parameter_integer(parameters, "convexity");
}
