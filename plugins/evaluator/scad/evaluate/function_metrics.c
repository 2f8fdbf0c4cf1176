/* SPDX-License-Identifier: MIT */
/* textmetrics() and fontmetrics(): what text() would make, in numbers. */
#include "evaluate/functions.h"
#include "evaluate/modules.h"
#include "evaluate/parameters.h"
#include "evaluate/string.h"
#include "evaluate/vector.h"
#include "fonts/layout.h"

#include <string.h>

/* Laying out one letter takes about as long as so many parts of a value. */
enum { PARTS_PER_LETTER = 100 };

static void warn(void *context, const char *message)
{
    parameters_warn(context, "%s", message);
}

static void set_number(struct heap *heap, struct value object, const char *name, double number)
{
    object_set(heap, object.as.object, text_of(name), value_number(number));
}

static void set_pair(struct heap *heap, struct value object, const char *name, double x, double y)
{
    const double pair[] = { x, y };
    object_set(heap, object.as.object, text_of(name), vector_of_numbers(heap, 2, pair));
}

static struct value describe_text(struct heap *heap, const struct layout *layout, double size)
{
    const double *low = layout->low, *high = layout->high, *offset = layout->offset;
    struct value result = object_new(heap);
    set_pair(heap, result, "position", (offset[0] + low[0]) * size, (offset[1] + low[1]) * size);
    set_pair(heap, result, "size", (high[0] - low[0]) * size, (high[1] - low[1]) * size);
    set_number(heap, result, "ascent", layout->ascent * size);
    set_number(heap, result, "descent", layout->descent * size);
    set_pair(heap, result, "offset", offset[0] * size, offset[1] * size);
    set_pair(heap, result, "advance", layout->advance[0] * size, layout->advance[1] * size);
    return result;
}

static struct value describe_font(struct heap *heap, const struct font_metrics *metrics,
                                  double size)
{
    struct value nominal = object_new(heap), most = object_new(heap), font = object_new(heap);
    struct value result = object_new(heap);
    set_number(heap, nominal, "ascent", metrics->ascent * size);
    set_number(heap, nominal, "descent", metrics->descent * size);
    set_number(heap, most, "ascent", metrics->max_ascent * size);
    set_number(heap, most, "descent", metrics->max_descent * size);
    object_set(heap, font.as.object, text_of("family"), string_new(heap, text_of(metrics->family)));
    object_set(heap, font.as.object, text_of("style"), string_new(heap, text_of(metrics->style)));
    object_set(heap, result.as.object, text_of("nominal"), nominal);
    object_set(heap, result.as.object, text_of("max"), most);
    set_number(heap, result, "interline", metrics->interline * size);
    object_set(heap, result.as.object, text_of("font"), font);
    return result;
}

static void warn_of_font(const struct parameters *parameters, const struct tree_text *text)
{
    parameters_warn(parameters, "Can't get font %s", text->font);
}

static struct value measure_text(struct parameters *parameters, const struct tree_text *text)
{
    struct evaluator *evaluator = parameters->evaluator;
    const struct layout_listener listener = { parameters, warn };
    struct arena *arena = arena_within(evaluator->arena);
    struct value result = value_undefined();
    struct layout layout;
    heap_spend(&evaluator->heap, PARTS_PER_LETTER * strlen(text->text));
    switch (layout_make(evaluator->input->fonts, arena, text, &listener, &layout)) {
    case LAYOUT_DONE:
        result = describe_text(&evaluator->heap, &layout, text->size);
        break;
    case LAYOUT_NO_FONT:
        warn_of_font(parameters, text);
        break;
    case LAYOUT_TOO_LONG:
        parameters_warn(parameters, "textmetrics() takes at most %d bytes of text",
                        LAYOUT_TEXT_BYTES_MAX);
        break;
    }
    arena_close(arena);
    return result;
}

static struct value measure_font(struct parameters *parameters, const struct tree_text *text)
{
    struct evaluator *evaluator = parameters->evaluator;
    struct fonts *fonts = evaluator->input->fonts;
    struct font *font = fonts ? fonts_find(fonts, text->font) : NULL;
    if (!font) {
        warn_of_font(parameters, text);
        return value_undefined();
    }
    struct font_metrics metrics = font_metrics(font);
    return describe_font(&evaluator->heap, &metrics, text->size);
}

/* Reads the arguments as text() does, and measures. */
static struct value call_with(struct evaluator *evaluator, const struct expression *call,
                              struct frame *frame, const char *name, const char *const *names,
                              struct value (*measure)(struct parameters *parameters,
                                                      const struct tree_text *text))
{
    struct parameters parameters;
    struct tree_node node = { .kind = TREE_TEXT };
    size_t mark = special_mark(evaluator);
    evaluator->unrepeatable++;
    parameters_open(&parameters, evaluator, name, names, call->call.arguments, call->position,
                    frame);
    fill_text(&parameters, &node);
    struct value result = measure(&parameters, &node.as.text);
    parameters_close(&parameters);
    special_restore(evaluator, mark);
    return result;
}

struct value function_textmetrics(struct evaluator *evaluator, const struct expression *call,
                                  struct frame *frame)
{
    static const char *const names[] = { "text",     "size",   "font",   "direction",
                                         "language", "script", "halign", "valign",
                                         "spacing",  "em",     NULL };
    return call_with(evaluator, call, frame, "textmetrics", names, measure_text);
}

struct value function_fontmetrics(struct evaluator *evaluator, const struct expression *call,
                                  struct frame *frame)
{
    static const char *const names[] = { "size", "font", "em", NULL };
    return call_with(evaluator, call, frame, "fontmetrics", names, measure_font);
}
