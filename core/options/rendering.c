/* SPDX-License-Identifier: MIT */
/* Templates while a request is there: as text, as JSON, as a value. */
#include <options/compiled.h>
#include <options/template.h>

struct tn_text template_text(const struct tn_template *template_, struct tn_request *request,
                             struct arena *arena)
{
    return template_ ? program_run(&template_->text, request, arena) : tn_text(NULL);
}

struct tn_text template_json(const struct tn_template *template_, struct tn_request *request,
                             struct arena *arena)
{
    return template_ ? program_run(&template_->json, request, arena) : tn_text(NULL);
}
