/* SPDX-License-Identifier: MIT */
/* Variables: what `$name` in the configuration stands for; and templates, the places that hold
 * them. */
#pragma once

#include <tenon/plugin.h>
#include <tenon/value.h>

enum tn_variable_flags {
    TN_GLOBAL = 1, /* the variable is `$name`, not `$entry.name`: for facts like `user` and
                      `tenant`, which have one source */
};

/*
 * A variable that the plugin declares. Elsewhere in the file it is `$ENTRY.NAME`, ENTRY being the
 * entry's name; within the entry itself `$PLUGIN.NAME` works too, so that examples hold under any
 * name. A name that ends in ".*" takes any ending: "check.*" is asked with `rest` "disk" for
 * `$health.check.disk`.
 */
struct tn_variable {
    const char *name;
    /*
     * The value for this request, never called without one. May run in any hook of any plugin, also
     * when this instance has not seen the request: then it is absent.
     */
    struct tn_value (*get)(struct tn_request *request, void *self, struct tn_text rest);
    unsigned flags;      /* enum tn_variable_flags */
    const char *summary; /* one sentence */
};

/*
 * A value by name, as if written in the file ("client.ip", "header.user-agent"), looked up among
 * the server's variables and all entries'. Absent if nothing has that name. For names fixed in
 * code; a name from the file is a template, which is checked at load. Hooks: any with a request.
 */
TN_API struct tn_value tn_variable(struct tn_request *request, const char *name);

/*
 * A template is what the file holds where an option is of kind template: a scalar with variables in
 * it, or a whole map or list whose scalars have. Compiled and checked at load, immutable. In text
 * `$name` and `$(name)` stand for a value, `$$` for a dollar.
 */
struct tn_template;

/*
 * The template as text: the scalar with its variables replaced, or a map or list as JSON. An absent
 * value is empty. The text is NUL-terminated in the request's arena, or the template's own where it
 * has no variables. A NULL template gives an absent text. Hooks: any with a request.
 */
TN_API struct tn_text tn_template_text(struct tn_request *request,
                                       const struct tn_template *template_);

/* What becomes of each variable's value on its way into a text or JSON; `name` is the file's. */
struct tn_filter {
    struct tn_value (*pass)(void *context, struct tn_text name, struct tn_value value);
    void *context;
};
TN_API struct tn_text tn_template_filtered(struct tn_request *request,
                                           const struct tn_template *template_, bool json,
                                           const struct tn_filter *filter);

/* The template as JSON (RFC 8259): a scalar that is exactly one variable keeps its type; others
 * become strings. Memory, NULL and hooks as above. */
TN_API struct tn_text tn_template_json(struct tn_request *request,
                                       const struct tn_template *template_);

/* The value of a scalar template, with its type if it is exactly one variable. NULL or a map:
 * absent. Hooks: any with a request. */
TN_API struct tn_value tn_template_value(struct tn_request *request,
                                         const struct tn_template *template_);

/* Whether the template has no variables: it is the same for every request. NULL counts as constant.
 * Any thread. */
TN_API bool tn_template_is_constant(const struct tn_template *template_);

/* The text of a constant template, good until destroy; absent if it is NULL or has variables.
 * Hooks: any, create too. */
TN_API struct tn_text tn_template_constant(const struct tn_template *template_);

/* A member of a template that is a map, as a template of its own; NULL if there is none. Hooks:
 * any, create too. */
TN_API const struct tn_template *tn_template_member(const struct tn_template *template_,
                                                    const char *key);

/* Whether the variable `name`, as the file writes it ("client.net"), occurs in the template.
 * Hooks: any, create too. */
TN_API bool tn_template_uses(const struct tn_template *template_, const char *name);
