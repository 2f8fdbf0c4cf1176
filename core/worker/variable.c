/* SPDX-License-Identifier: MIT */
/* The sdk's variables and templates, as far as they need a request. */
#include <options/compiled.h>
#include <options/template.h>
#include <worker/worker.h>

struct tn_value tn_variable(struct tn_request *request, const char *name)
{
    struct variable variable;
    struct tn_text rest;
    if (!variables_find(&worker_here()->scope, tn_text(name), &variable, &rest))
        return tn_value_absent();
    return variable.row->get(request, variable.self ? *variable.self : NULL, rest);
}

struct tn_text tn_template_text(struct tn_request *request, const struct tn_template *template_)
{
    return template_text(template_, request, http_request_arena(request));
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
