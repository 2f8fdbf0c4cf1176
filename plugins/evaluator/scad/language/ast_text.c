/* SPDX-License-Identifier: MIT */
/* Prints each scope in OpenSCAD's order: functions, modules, assignments, instantiations. */
#include "language/ast_text.h"

#include "base/number.h"
#include "language/operation.h"
#include "language/scope.h"

struct printer {
    struct builder *out;
    const struct names *names;
    unsigned indent;
};

static void print_expression(struct printer *printer, const struct expression *expression);
static void print_scope(struct printer *printer, const struct scope *scope, bool inlined);

static void print(struct printer *printer, const char *string)
{
    builder_string(printer->out, string);
}

static void print_name(struct printer *printer, name_id name)
{
    builder_text(printer->out, names_text(printer->names, name));
}

static void print_indent(struct printer *printer)
{
    for (unsigned i = 0; i < printer->indent; i++)
        builder_byte(printer->out, '\t');
}

void ast_text_print_string(struct builder *builder, struct text string)
{
    builder_byte(builder, '"');
    for (size_t i = 0; i < string.length; i++) {
        char byte = string.bytes[i];
        if (byte == '\t')
            builder_string(builder, "\\t");
        else if (byte == '\n')
            builder_string(builder, "\\n");
        else if (byte == '\r')
            builder_string(builder, "\\r");
        else if (byte == '"' || byte == '\\')
            builder_format(builder, "\\%c", byte);
        else
            builder_byte(builder, byte);
    }
    builder_byte(builder, '"');
}

static void print_arguments(struct printer *printer, const struct argument_list *arguments)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        const struct assignment *argument = &arguments->items[i];
        if (i > 0)
            print(printer, ", ");
        print_name(printer, argument->name);
        if (argument->name != NAME_NONE && argument->value)
            print(printer, " = ");
        if (argument->value)
            print_expression(printer, argument->value);
    }
}

static void print_parts(struct printer *printer, const char *before, const struct expression *first,
                        const char *between, const struct expression *second, const char *after)
{
    print(printer, before);
    print_expression(printer, first);
    print(printer, between);
    print_expression(printer, second);
    print(printer, after);
}

static void print_binary(struct printer *printer, const struct expression *expression)
{
    print(printer, "(");
    print_expression(printer, expression->binary.left);
    builder_format(printer->out, " %s ", operation_sign(expression->operation));
    print_expression(printer, expression->binary.right);
    print(printer, ")");
}

static void print_ternary(struct printer *printer, const struct expression *expression)
{
    print_parts(printer, "(", expression->ternary.condition, " ? ", expression->ternary.then,
                " : ");
    print_expression(printer, expression->ternary.otherwise);
    print(printer, ")");
}

static void print_call(struct printer *printer, const struct expression *expression)
{
    bool named = expression->call.function->kind == EXPRESSION_VARIABLE;
    print(printer, named ? "" : "(");
    print_expression(printer, expression->call.function);
    print(printer, named ? "(" : ")(");
    print_arguments(printer, expression->call.arguments);
    print(printer, ")");
}

static void print_range(struct printer *printer, const struct expression *expression)
{
    print(printer, "[");
    print_expression(printer, expression->range.begin);
    if (expression->range.step) {
        print(printer, " : ");
        print_expression(printer, expression->range.step);
    }
    print(printer, " : ");
    print_expression(printer, expression->range.end);
    print(printer, "]");
}

static void print_vector(struct printer *printer, const struct expression_list *elements)
{
    print(printer, "[");
    for (uint32_t i = 0; i < elements->count; i++) {
        if (i > 0)
            print(printer, ", ");
        print_expression(printer, elements->items[i]);
    }
    print(printer, "]");
}

static void print_function(struct printer *printer, const struct expression *expression)
{
    print(printer, "function(");
    print_arguments(printer, expression->function.parameters);
    print(printer, ") ");
    print_expression(printer, expression->function.body);
}

static void print_block(struct printer *printer, const char *word,
                        const struct expression *expression)
{
    print(printer, word);
    print_arguments(printer, expression->block.arguments);
    print(printer, ")");
    if (expression->block.body) {
        print(printer, " ");
        print_expression(printer, expression->block.body);
    }
}

static void print_element_let(struct printer *printer, const struct expression *expression)
{
    print(printer, "let(");
    print_arguments(printer, expression->block.arguments);
    print(printer, ") (");
    print_expression(printer, expression->block.body);
    print(printer, ")");
}

static void print_for(struct printer *printer, const struct expression *expression)
{
    print(printer, "for(");
    print_arguments(printer, expression->loop.arguments);
    print(printer, ") (");
    print_expression(printer, expression->loop.body);
    print(printer, ")");
}

static void print_for_c(struct printer *printer, const struct expression *expression)
{
    print(printer, "for(");
    print_arguments(printer, expression->loop.arguments);
    print(printer, ";");
    print_expression(printer, expression->loop.condition);
    print(printer, ";");
    print_arguments(printer, expression->loop.next);
    print(printer, ") ");
    print_expression(printer, expression->loop.body);
}

static void print_choice(struct printer *printer, const struct expression *expression)
{
    print_parts(printer, "if(", expression->choice.condition, ") (", expression->choice.then, ")");
    if (expression->choice.otherwise) {
        print(printer, " else (");
        print_expression(printer, expression->choice.otherwise);
        print(printer, ")");
    }
}

static void print_leaf(struct printer *printer, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_BOOLEAN:
        print(printer, expression->boolean ? "true" : "false");
        break;
    case EXPRESSION_NUMBER:
        number_print(printer->out, expression->number);
        break;
    case EXPRESSION_STRING:
        ast_text_print_string(printer->out, expression->string);
        break;
    case EXPRESSION_VARIABLE:
        print_name(printer, expression->variable.name);
        break;
    default:
        print(printer, "undef");
    }
}

static void print_element(struct printer *printer, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_ELEMENT_LET:
        print_element_let(printer, expression);
        break;
    case EXPRESSION_ELEMENT_EACH:
        print(printer, "each (");
        print_expression(printer, expression->each.value);
        print(printer, ")");
        break;
    case EXPRESSION_ELEMENT_FOR:
        print_for(printer, expression);
        break;
    case EXPRESSION_ELEMENT_FOR_C:
        print_for_c(printer, expression);
        break;
    default:
        print_choice(printer, expression);
    }
}

static void print_expression(struct printer *printer, const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_UNARY:
        print(printer, operation_sign(expression->operation));
        print_expression(printer, expression->unary.operand);
        break;
    case EXPRESSION_BINARY:
        print_binary(printer, expression);
        break;
    case EXPRESSION_TERNARY:
        print_ternary(printer, expression);
        break;
    case EXPRESSION_INDEX:
        print_parts(printer, "", expression->index.array, "[", expression->index.index, "]");
        break;
    case EXPRESSION_MEMBER:
        print_expression(printer, expression->member.object);
        print(printer, ".");
        print_name(printer, expression->member.member);
        break;
    case EXPRESSION_CALL:
        print_call(printer, expression);
        break;
    case EXPRESSION_RANGE:
        print_range(printer, expression);
        break;
    case EXPRESSION_VECTOR:
        print_vector(printer, &expression->vector);
        break;
    case EXPRESSION_FUNCTION:
        print_function(printer, expression);
        break;
    case EXPRESSION_LET:
        print_block(printer, "let(", expression);
        break;
    case EXPRESSION_ASSERT:
        print_block(printer, "assert(", expression);
        break;
    case EXPRESSION_ECHO:
        print_block(printer, "echo(", expression);
        break;
    default:
        if (expression->kind >= EXPRESSION_ELEMENT_LET)
            print_element(printer, expression);
        else
            print_leaf(printer, expression);
    }
}

static void print_annotation(struct printer *printer, const char *word,
                             const struct expression *value)
{
    if (!value)
        return;
    print_indent(printer);
    builder_format(printer->out, "//%s(", word);
    print_expression(printer, value);
    print(printer, ")\n");
}

static void print_assignment(struct printer *printer, const struct assignment *assignment)
{
    if (assignment->annotations) {
        print_annotation(printer, "Group", assignment->annotations->group);
        print_annotation(printer, "Description", assignment->annotations->description);
        print_annotation(printer, "Parameter", assignment->annotations->parameter);
    }
    print_indent(printer);
    print_name(printer, assignment->name);
    print(printer, " = ");
    print_expression(printer, assignment->value);
    print(printer, ";\n");
}

static void print_function_definition(struct printer *printer,
                                      const struct function_definition *function)
{
    print_indent(printer);
    print(printer, "function ");
    print_name(printer, function->name);
    print(printer, "(");
    print_arguments(printer, function->parameters);
    print(printer, ") = ");
    print_expression(printer, function->body);
    print(printer, ";\n");
}

/* The scope one level further in, and the brace that closes it. */
static void print_braced_scope(struct printer *printer, const struct scope *scope)
{
    print(printer, "{\n");
    printer->indent++;
    print_scope(printer, scope, false);
    printer->indent--;
    print_indent(printer);
    print(printer, "}\n");
}

static void print_module_definition(struct printer *printer, const struct module_definition *module)
{
    print_indent(printer);
    print(printer, "module ");
    print_name(printer, module->name);
    print(printer, "(");
    print_arguments(printer, module->parameters);
    print(printer, ") ");
    print_braced_scope(printer, module->body);
}

static void print_else(struct printer *printer, const struct scope *otherwise)
{
    print_indent(printer);
    uint32_t count = scope_element_count(otherwise);
    if (count == 0) {
        print(printer, "else;"); /* without a line end: OpenSCAD leaves it out, too */
        return;
    }
    print(printer, "else ");
    if (count == 1)
        print_scope(printer, otherwise, true);
    else
        print_braced_scope(printer, otherwise);
}

static void print_instantiation(struct printer *printer, const struct instantiation *instantiation,
                                bool inlined)
{
    if (!inlined)
        print_indent(printer);
    print_name(printer, instantiation->name);
    print(printer, "(");
    print_arguments(printer, instantiation->arguments);
    uint32_t count = scope_element_count(instantiation->children);
    print(printer, count == 0 ? ");\n" : ") ");
    if (count == 1)
        print_scope(printer, instantiation->children, true);
    else if (count > 1)
        print_braced_scope(printer, instantiation->children);
    if (instantiation->otherwise)
        print_else(printer, instantiation->otherwise);
}

static void print_scope(struct printer *printer, const struct scope *scope, bool inlined)
{
    for (uint32_t i = 0; i < scope->functions.count; i++)
        print_function_definition(printer, scope->functions.items[i]);
    for (uint32_t i = 0; i < scope->modules.count; i++)
        print_module_definition(printer, scope->modules.items[i]);
    for (uint32_t i = 0; i < scope->assignments.count; i++)
        print_assignment(printer, scope->assignments.items[i]);
    for (uint32_t i = 0; i < scope->instantiations.count; i++)
        print_instantiation(printer, scope->instantiations.items[i], inlined);
}

void ast_text_print_file(struct builder *builder, const struct names *names,
                         const struct syntax_file *file)
{
    struct printer printer = { builder, names, 0 };
    print_scope(&printer, file->scope, false);
}

void ast_text_print_expression(struct builder *builder, const struct names *names,
                               const struct expression *expression)
{
    struct printer printer = { builder, names, 0 };
    print_expression(&printer, expression);
}
