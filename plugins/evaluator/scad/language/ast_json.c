/* SPDX-License-Identifier: MIT */
/* Statements as JSON. */
#include "language/ast_json.h"

#include "base/json.h"
#include "language/json_printer.h"

static void print_scope(struct json_printer *printer, const char *key, const struct scope *scope);

static void close_statement(struct json_printer *printer, struct position position)
{
    json_printer_key(printer, "line");
    builder_format(printer->out, "%u", position.line);
    json_printer_close(printer);
}

static bool has_statements(const struct scope *scope)
{
    return scope->statements.count > 0;
}

static void print_children_if_any(struct json_printer *printer, const struct instantiation *call)
{
    if (has_statements(call->children))
        print_scope(printer, "children", call->children);
}

static void print_primitive(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_name(printer, "op", call->name);
    json_printer_arguments(printer, call->arguments);
    print_children_if_any(printer, call);
}

static void print_transform(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_name(printer, "op", call->name);
    json_printer_arguments(printer, call->arguments);
    print_scope(printer, "children", call->children);
}

static void print_boolean(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_name(printer, "op", call->name);
    if (call->arguments->count > 0)
        json_printer_arguments(printer, call->arguments);
    print_scope(printer, "children", call->children);
}

static void print_module_call(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_name(printer, "name", call->name);
    json_printer_arguments(printer, call->arguments);
    print_scope(printer, "children", call->children);
}

static void print_loop(struct json_printer *printer, const struct instantiation *loop)
{
    const struct argument_list *variables = loop->arguments;
    if (variables->count > 0) {
        builder_byte(printer->out, ',');
        json_printer_loop_variable(printer, &variables->items[0]);
    }
    json_printer_key(printer, "variables");
    builder_byte(printer->out, '[');
    for (uint32_t i = 0; i < variables->count; i++) {
        builder_string(printer->out, i > 0 ? ",{" : "{");
        json_printer_loop_variable(printer, &variables->items[i]);
        builder_byte(printer->out, '}');
    }
    builder_byte(printer->out, ']');
    print_scope(printer, "body", loop->children);
}

static const struct expression *file_argument(struct json_printer *printer,
                                              const struct argument_list *arguments)
{
    name_id file = names_find(printer->names, text_of("file"));
    for (uint32_t i = 0; i < arguments->count; i++)
        if (arguments->items[i].name == file && file != NAME_NONE)
            return arguments->items[i].value;
    bool bare = arguments->count > 0 && arguments->items[0].name == NAME_NONE;
    return bare ? arguments->items[0].value : NULL;
}

static void print_import(struct json_printer *printer, const struct instantiation *import)
{
    const struct expression *file = file_argument(printer, import->arguments);
    json_printer_string(printer, "op", "import");
    if (file)
        json_printer_expression(printer, "filename", file);
    json_printer_arguments(printer, import->arguments);
}

static void print_let(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_bindings(printer, "bindings", call->arguments);
    print_scope(printer, "body", call->children);
}

static void print_echo(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_argument_array(printer, "values", call->arguments);
    print_children_if_any(printer, call);
}

static void print_assert(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_assertion(printer, call->arguments);
    print_children_if_any(printer, call);
}

static void print_children(struct json_printer *printer, const struct instantiation *call)
{
    json_printer_argument_array(printer, "args", call->arguments);
    print_children_if_any(printer, call);
}

/* How the built-in modules are printed. */
struct form {
    const char *name;
    const char *type;
    void (*print)(struct json_printer *printer, const struct instantiation *call);
};

static const struct form forms[] = {
    { "cube", "primitive", print_primitive },
    { "sphere", "primitive", print_primitive },
    { "cylinder", "primitive", print_primitive },
    { "polyhedron", "primitive", print_primitive },
    { "circle", "primitive", print_primitive },
    { "square", "primitive", print_primitive },
    { "polygon", "primitive", print_primitive },
    { "text", "primitive", print_primitive },
    { "translate", "transform", print_transform },
    { "rotate", "transform", print_transform },
    { "scale", "transform", print_transform },
    { "mirror", "transform", print_transform },
    { "multmatrix", "transform", print_transform },
    { "color", "transform", print_transform },
    { "projection", "transform", print_transform },
    { "offset", "transform", print_transform },
    { "resize", "transform", print_transform },
    { "linear_extrude", "transform", print_transform },
    { "rotate_extrude", "transform", print_transform },
    { "union", "boolean", print_boolean },
    { "difference", "boolean", print_boolean },
    { "intersection", "boolean", print_boolean },
    { "hull", "boolean", print_boolean },
    { "minkowski", "boolean", print_boolean },
    { "for", "for", print_loop },
    { "intersection_for", "intersection_for", print_loop },
    { "let", "let", print_let },
    { "echo", "echo", print_echo },
    { "assert", "assert", print_assert },
    { "children", "children", print_children },
    { "import", "import", print_import },
};

static const struct form *form_of(struct text name)
{
    static const struct form other = { NULL, "module_call", print_module_call };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (text_equal(name, text_of(forms[i].name)))
            return &forms[i];
    return &other;
}

static void print_call(struct json_printer *printer, const struct instantiation *call)
{
    const struct form *form = form_of(names_text(printer->names, call->name));
    json_printer_open(printer, form->type);
    form->print(printer, call);
    close_statement(printer, call->position);
}

static void print_if(struct json_printer *printer, const struct instantiation *choice,
                     struct position position)
{
    json_printer_open(printer, "if");
    json_printer_expression(printer, "condition", choice->arguments->items[0].value);
    print_scope(printer, "thenBody", choice->children);
    if (choice->otherwise)
        print_scope(printer, "elseBody", choice->otherwise);
    close_statement(printer, position);
}

static void open_modifier(struct json_printer *printer, bool is_set, const char *sign)
{
    if (!is_set)
        return;
    json_printer_open(printer, "modifier");
    json_printer_string(printer, "modifier", sign);
    json_printer_key(printer, "child");
}

static void close_modifier(struct json_printer *printer, bool is_set, struct position position)
{
    if (is_set)
        close_statement(printer, position);
}

static void print_instantiation(struct json_printer *printer, const struct instantiation *call,
                                struct position position)
{
    open_modifier(printer, call->is_disabled, "*");
    open_modifier(printer, call->is_root, "!");
    open_modifier(printer, call->is_highlight, "#");
    open_modifier(printer, call->is_background, "%");
    if (call->is_if)
        print_if(printer, call, position);
    else
        print_call(printer, call);
    close_modifier(printer, call->is_background, position);
    close_modifier(printer, call->is_highlight, position);
    close_modifier(printer, call->is_root, position);
    close_modifier(printer, call->is_disabled, position);
}

static void print_assignment(struct json_printer *printer, const struct assignment *assignment)
{
    json_printer_open(printer, "assignment");
    json_printer_name(printer, "name", assignment->name);
    json_printer_expression(printer, "value", assignment->value);
    close_statement(printer, assignment->position);
}

static void print_function(struct json_printer *printer, const struct function_definition *function)
{
    json_printer_open(printer, "function_def");
    json_printer_name(printer, "name", function->name);
    json_printer_parameters(printer, function->parameters);
    json_printer_expression(printer, "expression", function->body);
    close_statement(printer, function->position);
}

static void print_module(struct json_printer *printer, const struct module_definition *module,
                         struct position position)
{
    json_printer_open(printer, "module_def");
    json_printer_name(printer, "name", module->name);
    json_printer_parameters(printer, module->parameters);
    print_scope(printer, "body", module->body);
    close_statement(printer, position);
}

static void print_use(struct json_printer *printer, const struct use *use)
{
    json_printer_open(printer, "import");
    json_printer_string(printer, "op", "use");
    json_printer_key(printer, "filename");
    json_print_string(printer->out, use->name);
    close_statement(printer, use->position);
}

static void print_statement(struct json_printer *printer, const struct statement *statement)
{
    switch (statement->kind) {
    case STATEMENT_ASSIGNMENT:
        print_assignment(printer, statement->assignment);
        break;
    case STATEMENT_FUNCTION:
        print_function(printer, statement->function);
        break;
    case STATEMENT_MODULE:
        print_module(printer, statement->module, statement->position);
        break;
    case STATEMENT_INSTANTIATION:
        print_instantiation(printer, statement->instantiation, statement->position);
        break;
    case STATEMENT_USE:
        print_use(printer, statement->use);
        break;
    }
}

static void print_statements(struct json_printer *printer, const struct statement_list *statements)
{
    builder_byte(printer->out, '[');
    for (uint32_t i = 0; i < statements->count; i++) {
        if (i > 0)
            builder_byte(printer->out, ',');
        print_statement(printer, &statements->items[i]);
    }
    builder_byte(printer->out, ']');
}

static void print_scope(struct json_printer *printer, const char *key, const struct scope *scope)
{
    json_printer_key(printer, key);
    print_statements(printer, &scope->statements);
}

void ast_json_print_file(struct builder *builder, const struct names *names,
                         const struct syntax_file *file)
{
    struct json_printer printer = json_printer_to(builder, names);
    print_statements(&printer, &file->scope->statements);
}

static size_t print_messages(struct builder *builder, const struct diagnostics *diagnostics,
                             const struct sources *sources, bool errors)
{
    size_t count = 0;
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *diagnostic = &diagnostics->items[i];
        bool is_warning =
            diagnostic->severity == SEVERITY_WARNING || diagnostic->severity == SEVERITY_DEPRECATED;
        if (diagnostic->follows_up ||
            (errors ? diagnostic->severity != SEVERITY_ERROR : !is_warning))
            continue;
        if (count++ > 0)
            builder_byte(builder, ',');
        else if (!errors)
            builder_string(builder, ",\"warnings\":[");
        diagnostic_print_json(builder, diagnostic, sources);
    }
    return count;
}

void ast_json_print_result(struct builder *builder, const struct names *names,
                           const struct sources *sources, const struct syntax_file *file,
                           const struct diagnostics *diagnostics)
{
    builder_string(builder, "{\"ast\":");
    if (file)
        ast_json_print_file(builder, names, file);
    else
        builder_string(builder, "null");
    builder_string(builder, ",\"errors\":[");
    print_messages(builder, diagnostics, sources, true);
    builder_format(builder, "],\"success\":%s", file ? "true" : "false");
    if (print_messages(builder, diagnostics, sources, false) > 0)
        builder_byte(builder, ']');
    builder_byte(builder, '}');
}
