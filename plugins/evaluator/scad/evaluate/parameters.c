/* SPDX-License-Identifier: MIT */
/* The parameters of built-in modules. */
#include "evaluate/parameters.h"

#include "evaluate/string.h"
#include "evaluate/vector.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { NO_PARAMETER = -1 };

static int index_of(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return NO_PARAMETER;
}

/* Which of the names were given so far, as bits. */
struct sorting {
    struct parameters *parameters;
    struct position position;
    uint32_t named, placed;
    int next;
    bool too_many;
};

static bool was_named_before(const struct argument_list *arguments, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (arguments->items[i].name == arguments->items[index].name)
            return true;
    return false;
}

static int sort_named(struct sorting *sorting, const struct argument_list *arguments,
                      uint32_t index)
{
    struct evaluator *evaluator = sorting->parameters->evaluator;
    const char *name = report_name(evaluator, arguments->items[index].name);
    int target = index_of(sorting->parameters->names, name);
    if (was_named_before(arguments, index))
        report_warning(evaluator, sorting->position, "argument \"%s\" supplied more than once",
                       name);
    else if (target != NO_PARAMETER && sorting->placed >> target & 1)
        report_warning(evaluator, sorting->position,
                       "argument \"%s\" overrides positional argument", name);
    else if (target == NO_PARAMETER &&
             !names_is_special(evaluator->program->names, arguments->items[index].name))
        report_warning(evaluator, sorting->position, "variable \"%s\" not specified as parameter",
                       name);
    if (target != NO_PARAMETER)
        sorting->named |= 1u << target;
    return target;
}

static int sort_placed(struct sorting *sorting)
{
    while (sorting->parameters->names[sorting->next]) {
        int target = sorting->next++;
        if (sorting->named >> target & 1)
            continue;
        sorting->placed |= 1u << target;
        return target;
    }
    if (!sorting->too_many)
        report_warning(sorting->parameters->evaluator, sorting->position,
                       "Too many unnamed arguments supplied");
    sorting->too_many = true;
    return NO_PARAMETER;
}

static void bind_special(struct evaluator *evaluator, const struct assignment *argument,
                         struct value value)
{
    if (argument->name != NAME_NONE)
        special_bind(evaluator, program_special(evaluator->program, argument->name),
                     value_keep(value));
}

static struct value *evaluate_all(struct evaluator *evaluator,
                                  const struct argument_list *arguments, struct frame *frame)
{
    struct value *given = stack_take(evaluator, arguments->count);
    for (uint32_t i = 0; i < arguments->count; i++)
        given[i] = evaluate_expression(evaluator, arguments->items[i].value, frame);
    return given;
}

/* Takes the given values, as many as arguments, off the stack. */
static void sort_all(struct parameters *parameters, const struct argument_list *arguments,
                     struct value *given)
{
    struct evaluator *evaluator = parameters->evaluator;
    for (int i = 0; parameters->names[i]; i++)
        parameters->values[i] = (struct value){ .kind = VALUE_UNSET };
    struct sorting sorting = { .parameters = parameters, .position = parameters->position };
    for (uint32_t i = 0; i < arguments->count; i++) {
        const struct assignment *argument = &arguments->items[i];
        limits_spend(evaluator);
        int target = argument->name == NAME_NONE ? sort_placed(&sorting)
                                                 : sort_named(&sorting, arguments, i);
        if (target != NO_PARAMETER)
            value_assign(&evaluator->heap, &parameters->values[target], value_keep(given[i]));
        else
            bind_special(evaluator, argument, given[i]);
    }
    stack_drop(evaluator, given);
}

void parameters_open(struct parameters *parameters, struct evaluator *evaluator, const char *module,
                     const char *const *names, const struct argument_list *arguments,
                     struct position position, struct frame *frame)
{
    *parameters = (struct parameters){ evaluator, position, module, names, { { 0 } } };
    sort_all(parameters, arguments, evaluate_all(evaluator, arguments, frame));
}

void parameters_open_childless(struct parameters *parameters, struct evaluator *evaluator,
                               const char *module, const char *const *names,
                               const struct instantiation *instantiation, struct frame *frame)
{
    *parameters =
        (struct parameters){ evaluator, instantiation->position, module, names, { { 0 } } };
    struct value *given = evaluate_all(evaluator, instantiation->arguments, frame);
    if (instantiation->children->instantiations.count > 0)
        parameters_warn(parameters, "module %s() does not support child modules", module);
    sort_all(parameters, instantiation->arguments, given);
}

void parameters_close(struct parameters *parameters)
{
    for (int i = 0; parameters->names[i]; i++)
        value_drop(&parameters->evaluator->heap, parameters->values[i]);
}

struct value parameter(const struct parameters *parameters, const char *name)
{
    int index = index_of(parameters->names, name);
    if (index == NO_PARAMETER || parameters->values[index].kind == VALUE_UNSET)
        return value_undefined();
    return parameters->values[index];
}

bool parameter_given(const struct parameters *parameters, const char *name)
{
    return parameters->values[index_of(parameters->names, name)].kind != VALUE_UNSET;
}

double parameter_number(const struct parameters *parameters, const char *name, double otherwise)
{
    struct value value = parameter(parameters, name);
    return value.kind == VALUE_NUMBER ? value.as.number : otherwise;
}

int parameter_integer(const struct parameters *parameters, const char *name)
{
    double number = parameter_number(parameters, name, 0);
    return number > INT32_MIN && number < INT32_MAX ? (int)number : INT32_MIN;
}

void parameter_boolean(const struct parameters *parameters, const char *name, bool *result)
{
    struct value value = parameter(parameters, name);
    if (value.kind == VALUE_BOOLEAN)
        *result = value.as.boolean;
}

bool parameter_finite(const struct parameters *parameters, const char *name, double *result)
{
    struct value value = parameter(parameters, name);
    if (value.kind != VALUE_NUMBER || !isfinite(value.as.number))
        return false;
    *result = value.as.number;
    return true;
}

const char *parameter_text(const struct parameters *parameters, const char *name)
{
    return report_value(parameters->evaluator, parameter(parameters, name));
}

const char *parameter_string(const struct parameters *parameters, const char *name)
{
    struct printer printer = report_printer(parameters->evaluator);
    print_value(&printer, parameter(parameters, name));
    struct text text = text_copy(parameters->evaluator->arena, string_text(printer.text));
    value_drop(&parameters->evaluator->heap, printer.text);
    return text.bytes;
}

const char *parameters_locate(const struct parameters *parameters, const char *name)
{
    const struct evaluate_input *input = parameters->evaluator->input;
    const struct source *source = input->sources->items[parameters->position.source];
    if (input->locate_file)
        return input->locate_file(input->file_context, source, text_of(name)).bytes;
    struct builder path = builder_in(parameters->evaluator->arena);
    struct text folder = source_folder(source);
    if (name[0] != '\0' && name[0] != '/' && folder.length > 0) {
        builder_text(&path, folder);
        builder_byte(&path, '/');
    }
    builder_string(&path, name);
    return builder_result(&path).bytes;
}

void parameters_warn(const struct parameters *parameters, const char *format, ...)
{
    struct builder builder = builder_in(parameters->evaluator->arena);
    va_list arguments;
    va_start(arguments, format);
    builder_format_list(&builder, format, arguments);
    va_end(arguments);
    report_message(parameters->evaluator, SEVERITY_WARNING, parameters->position,
                   builder_result(&builder));
}

bool value_read_three(struct value value, double third, double three[3])
{
    if (value.kind != VALUE_VECTOR)
        return false;
    if (value.length == 2) {
        vector_read_numbers(value, 2, three);
        three[2] = third;
        return true;
    }
    if (value.length != 3)
        return false;
    const struct value *items = vector_items(value);
    for (uint32_t i = 0; i < 3; i++) {
        if (items[i].kind != VALUE_NUMBER)
            return false;
        three[i] = items[i].as.number;
    }
    return true;
}
