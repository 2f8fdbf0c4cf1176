/* SPDX-License-Identifier: MIT */
/* The sdk's variables and templates, as far as they need a request. */
#include <options/compiled.h>
#include <options/template.h>
#include <worker/worker.h>

static void look_up(const struct variable_scope *scope, struct tn_text name,
                    struct known_variable *known)
{
    if (!variables_find(scope, name, &known->variable, &known->rest))
        known->variable.row = NULL;
}

/*
 * Names are fixed in code, so each comes from its own place in memory again and again: what it stood for there is kept, if its
 * text is still the same.
 */
struct tn_value tn_variable(struct tn_request *request, const char *name)
{
    struct worker *worker = worker_here();
    struct known_variable *known =
        &worker->known_variables[((uintptr_t)name >> 2) % KNOWN_VARIABLES];
    struct known_variable stranger;
    if (strlen(name) >= sizeof known->name) {
        known = &stranger;
        look_up(&worker->scope, tn_text(name), known);
    } else if (strcmp(known->name, name) != 0) {
        strcpy(known->name, name);
        look_up(&worker->scope, tn_text(known->name), known);
    }
    const struct variable *variable = &known->variable;
    if (!variable->row)
        return tn_value_absent();
    return variable->row->get(request, variable->self ? *variable->self : NULL, known->rest);
}

struct tn_text tn_template_text(struct tn_request *request, const struct tn_template *template_)
{
    return template_text(template_, request, http_request_arena(request));
}

struct tn_text tn_template_filtered(struct tn_request *request, const struct tn_template *template_,
                                    bool json, const struct tn_filter *filter)
{
    const struct program *program = template_ ? &template_->text : NULL;
    if (json && program)
        program = &template_->json;
    return program ? program_run_filtered(program, request, http_request_arena(request), filter)
                   : tn_text(NULL);
}

struct tn_text tn_template_json(struct tn_request *request, const struct tn_template *template_)
{
    return template_json(template_, request, http_request_arena(request));
}

struct tn_value tn_template_value(struct tn_request *request, const struct tn_template *template_)
{
    if (!template_ || template_->kind != NODE_SCALAR)
        return tn_value_absent();
    if (template_->is_variable)
        return part_value(&template_->text.parts[0], request);
    if (template_->text.variables == 0)
        return template_->literal;
    return tn_value_text(tn_template_text(request, template_));
}
