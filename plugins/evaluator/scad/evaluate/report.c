/* SPDX-License-Identifier: MIT */
/* What the evaluation says: warnings, errors with their TRACE lines, values in messages. */
#include "evaluate/evaluator.h"

#include "evaluate/string.h"
#include "language/ast_text.h"

enum { TRACE_DEPTH = 12 };

static const struct position nowhere;

static void say_traces(struct evaluator *evaluator);

const char *report_name(const struct evaluator *evaluator, name_id name)
{
    return names_text(evaluator->program->names, name).bytes;
}

void report_message(struct evaluator *evaluator, enum severity severity, struct position position,
                    struct text text)
{
    size_t limit = evaluator->input->limits.output_bytes;
    evaluator->unrepeatable++;
    evaluator->output_bytes += text.length;
    if (evaluator->output_bytes > (limit ? limit : (size_t)64 << 20)) {
        evaluator->output_bytes = 0; /* what is said about it must fit */
        report_limit(evaluator, "LIMIT_OUTPUT", "Evaluation stopped: it said too much");
    }
    diagnostics_add(
        evaluator->input->diagnostics,
        (struct diagnostic){ .severity = severity, .text = text, .position = position });
    if (severity == SEVERITY_WARNING && evaluator->input->hard_warnings) {
        say_traces(evaluator);
        longjmp(*evaluator->escape, 1);
    }
}

static void report_list(struct evaluator *evaluator, enum severity severity,
                        struct position position, const char *format, va_list arguments)
    __attribute__((format(printf, 4, 0)));

static void report_list(struct evaluator *evaluator, enum severity severity,
                        struct position position, const char *format, va_list arguments)
{
    struct builder builder = builder_in(evaluator->arena);
    builder_format_list(&builder, format, arguments);
    report_message(evaluator, severity, position, builder_result(&builder));
}

void report_warning(struct evaluator *evaluator, struct position position, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_list(evaluator, SEVERITY_WARNING, position, format, arguments);
    va_end(arguments);
}

void report_deprecated(struct evaluator *evaluator, struct position position, const char *text)
{
    evaluator->unrepeatable++;
    diagnostics_add(evaluator->input->diagnostics,
                    (struct diagnostic){ .severity = SEVERITY_DEPRECATED,
                                         .text = text_of(text),
                                         .position = position });
}

/* --- values --------------------------------------------------------------------------------------- */

/* Writes "a, b = 1" into the printer by way of the arena. */
static void print_function(void *context, struct printer *printer, const struct function *function)
{
    struct evaluator *evaluator = context;
    struct expression literal = {
        .kind = EXPRESSION_FUNCTION,
        .function = { .parameters = function->callable->parameters,
                      .body = function->callable->body },
    };
    struct builder builder = builder_in(evaluator->arena);
    ast_text_print_expression(&builder, evaluator->program->names, &literal);
    print_text(printer, builder_result(&builder));
}

struct printer report_printer(struct evaluator *evaluator)
{
    return (struct printer){ .heap = &evaluator->heap,
                             .text = string_with_room(&evaluator->heap, 48),
                             .print_function = print_function,
                             .context = evaluator };
}

const char *report_value(struct evaluator *evaluator, struct value value)
{
    struct printer printer = report_printer(evaluator);
    const char *text = "...";
    if (print_echo(&printer, value))
        text = text_copy(evaluator->arena, string_text(printer.text)).bytes;
    value_drop(&evaluator->heap, printer.text);
    return text;
}

const char *report_callee(struct evaluator *evaluator, const struct expression *call)
{
    const struct expression *function = call->call.function;
    if (function->kind == EXPRESSION_VARIABLE)
        return report_name(evaluator, function->variable.name);
    struct builder builder = builder_in(evaluator->arena);
    builder_byte(&builder, '(');
    ast_text_print_expression(&builder, evaluator->program->names, function);
    builder_byte(&builder, ')');
    return builder_result(&builder).bytes;
}

/* --- errors --------------------------------------------------------------------------------------- */

static void trace_line(struct evaluator *evaluator, struct position position, const char *format,
                       ...) __attribute__((format(printf, 3, 4)));

static void trace_line(struct evaluator *evaluator, struct position position, const char *format,
                       ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_list(evaluator, SEVERITY_TRACE, position, format, arguments);
    va_end(arguments);
}

static void add_value(struct evaluator *evaluator, struct builder *builder, struct value value)
{
    if (value.kind == VALUE_STRING) {
        ast_text_print_string(builder, string_text(value));
        return;
    }
    builder_string(builder, report_value(evaluator, value));
}

static void trace_module(struct evaluator *evaluator, const struct trace *trace)
{
    const struct callable *module = trace->subject;
    struct builder builder = builder_in(evaluator->arena);
    for (uint32_t i = 0; i < module->parameters->count; i++) {
        const struct assignment *parameter = &module->parameters->items[i];
        const struct value *value = frame_find(evaluator, parameter->resolution, trace->frame);
        builder_format(&builder, "%s%s = ", i > 0 ? ", " : "",
                       report_name(evaluator, parameter->name));
        add_value(evaluator, &builder, value ? *value : value_undefined());
    }
    trace_line(evaluator, module->position, "call of '%s(%s)'",
               report_name(evaluator, module->name), builder_result(&builder).bytes);
}

static void trace_assignment(struct evaluator *evaluator, const struct assignment *assignment,
                             bool second)
{
    const char *name = report_name(evaluator, assignment->name);
    if (assignment->overwritten.line == 0)
        trace_line(evaluator, assignment->position, "assignment to \"%s\"", name);
    else if (!second)
        trace_line(evaluator, assignment->position,
                   "overwritten assignment to \"%s\" (this is where the assignment is evaluated)",
                   name);
    else
        trace_line(evaluator, assignment->overwritten, "overwriting assignment to \"%s\"", name);
}

/* Says one of the lines that the trace has. */
static void trace_say(struct evaluator *evaluator, const struct trace *trace, bool second)
{
    switch (trace->kind) {
    case TRACE_CALL: {
        const struct expression *call = trace->subject;
        trace_line(evaluator, call->position, "called by '%s'", report_callee(evaluator, call));
        break;
    }
    case TRACE_INSTANTIATION: {
        const struct instantiation *instantiation = trace->subject;
        trace_line(evaluator, instantiation->position, "called by '%s'",
                   report_name(evaluator, instantiation->name));
        break;
    }
    case TRACE_MODULE:
        trace_module(evaluator, trace);
        break;
    case TRACE_ASSIGNMENT:
        trace_assignment(evaluator, trace->subject, second);
        break;
    }
}

static uint32_t trace_lines(const struct evaluator *evaluator, const struct trace *trace)
{
    if (trace->kind == TRACE_MODULE)
        return evaluator->input->omit_module_traces ? 0 : 1;
    if (trace->kind != TRACE_ASSIGNMENT)
        return 1;
    return ((const struct assignment *)trace->subject)->overwritten.line ? 2 : 1;
}

/* How many traces there are, and how many lines those have that come after so many. */
static void count_traces(const struct evaluator *evaluator, uint64_t wanted, uint64_t *traces,
                         uint64_t *lines_after)
{
    *traces = *lines_after = 0;
    for (const struct trace *trace = evaluator->trace; trace; trace = trace->outer) {
        uint32_t lines = trace_lines(evaluator, trace);
        *lines_after += *traces >= wanted ? lines : 0;
        *traces += lines > 0;
    }
}

/* The first traces, whole, and as many of the last lines; what is left out in between is counted as OpenSCAD
 * does, which takes the lines for traces. */
static void say_traces(struct evaluator *evaluator)
{
    uint64_t wanted = evaluator->input->trace_depth, traces, lines, at = 0, line = 0;
    if (evaluator->input->omit_traces)
        return;
    if (wanted == 0)
        wanted = TRACE_DEPTH;
    count_traces(evaluator, wanted, &traces, &lines);
    uint64_t last = lines < wanted ? lines : wanted;
    for (const struct trace *trace = evaluator->trace; trace; trace = trace->outer) {
        uint32_t count = trace_lines(evaluator, trace);
        if (at == wanted && line == 0 && count > 0 && traces > wanted + last)
            trace_line(evaluator, nowhere, "  *** Excluding %llu frames ***",
                       (unsigned long long)(traces - wanted - last));
        for (uint32_t i = 0; i < count; i++)
            if (at < wanted || line++ >= lines - last)
                trace_say(evaluator, trace, i > 0);
        at += count > 0;
    }
}

_Noreturn void report_error(struct evaluator *evaluator, struct position position,
                            const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_list(evaluator, SEVERITY_ERROR, position, format, arguments);
    va_end(arguments);
    say_traces(evaluator);
    longjmp(*evaluator->escape, 1);
}

/* Where the evaluation is, as far as the traces tell. */
static struct position current_position(const struct evaluator *evaluator)
{
    const struct trace *trace = evaluator->trace;
    if (!trace)
        return nowhere;
    switch (trace->kind) {
    case TRACE_CALL:
        return ((const struct expression *)trace->subject)->position;
    case TRACE_INSTANTIATION:
        return ((const struct instantiation *)trace->subject)->position;
    case TRACE_MODULE:
        return ((const struct callable *)trace->subject)->position;
    case TRACE_ASSIGNMENT:
        return ((const struct assignment *)trace->subject)->position;
    }
    return nowhere;
}

_Noreturn void report_limit(struct evaluator *evaluator, const char *code, const char *format, ...)
{
    evaluator->arena->limit_bytes = 0; /* the message itself must fit */
    struct builder builder = builder_in(evaluator->arena);
    va_list arguments;
    va_start(arguments, format);
    builder_format_list(&builder, format, arguments);
    va_end(arguments);
    diagnostics_add(evaluator->input->diagnostics,
                    (struct diagnostic){ .severity = SEVERITY_ERROR,
                                         .text = builder_result(&builder),
                                         .position = current_position(evaluator),
                                         .code = code });
    longjmp(*evaluator->escape, 1);
}
