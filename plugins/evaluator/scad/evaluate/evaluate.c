/* SPDX-License-Identifier: MIT */
/* The room's door: loads libraries, resolves, runs, and says what became of it. */
#include "evaluate/evaluate.h"

#include "base/list.h"
#include "evaluate/evaluator.h"
#include "evaluate/parameters.h"
#include "evaluate/vector.h"
#include "fonts/fonts.h"
#include "language/scope.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { VARIABLES_MAX = 4 * 1024 * 1024, TREE_BYTES = 1 << 30 };

/* --- libraries ---------------------------------------------------------------------------------------- */

/* The program itself is none: if a library uses it, it is read once more, without what was set for it alone. */
static struct program_file *find_library(const struct program *program, struct text name)
{
    for (uint32_t i = 1; i < program->files.count; i++)
        if (text_equal(program->files.items[i]->name, name))
            return program->files.items[i];
    return NULL;
}

static struct program_file *add_file(struct program *program, struct syntax_file *syntax,
                                     struct text name)
{
    struct program_file *file = arena_take(program->arena, sizeof *file);
    file->syntax = syntax;
    file->name = name;
    file->index = program->files.count;
    list_append(program->arena, &program->files, file);
    return file;
}

static bool is_font(struct text name)
{
    const char *ending = name.bytes + name.length - 4;
    return name.length > 4 &&
           (strncasecmp(ending, ".ttf", 4) == 0 || strncasecmp(ending, ".otf", 4) == 0);
}

static void add_font(const struct evaluate_input *input, const struct use *use)
{
    static const struct position nowhere;
    if (!use->found)
        diagnostics_say(input->diagnostics, SEVERITY_ERROR, nowhere,
                        "Can't read font with path '%.*s'", (int)use->full_name.length,
                        use->full_name.bytes);
    else if (input->fonts)
        fonts_add(input->fonts, use->full_name);
}

/* What a library with a syntax error comes to, about which enough was said. */
static struct syntax_file *without_anything(struct arena *arena, const struct source *source)
{
    struct syntax_file *syntax = arena_take(arena, sizeof *syntax);
    *syntax = (struct syntax_file){ .source = source, .scope = scope_create(arena) };
    return syntax;
}

static struct program_file *load_library(const struct evaluate_input *input,
                                         struct program *program, const struct source *user,
                                         struct text name)
{
    const struct source *source = NULL;
    if (input->read_library)
        source = input->read_library(input->read_context, name);
    if (!source)
        return NULL;
    struct parser_input parser = { .arena = input->arena,
                                   .names = input->names,
                                   .sources = input->sources,
                                   .diagnostics = input->diagnostics,
                                   .source = source,
                                   .main = user,
                                   .commands = input->commands,
                                   .folder = input->folder,
                                   .loader = input->loader };
    struct syntax_file *syntax = parser_parse(&parser);
    return add_file(program, syntax ? syntax : without_anything(input->arena, source), name);
}

/* The first library that a file uses and that is not there yet, and what it uses itself, come before the
 * second; each once. Who reads on is on a list, since libraries may use each other without end. */
struct reading {
    struct reading *outer;
    struct program_file *file;
    uint32_t next;
};

/* The library, if it was not known; NULL if there is nothing to read on in. */
static struct program_file *follow(const struct evaluate_input *input, struct program *program,
                                   struct program_file *file, const struct use *use)
{
    if (is_font(use->full_name))
        add_font(input, use);
    if (!use->found || is_font(use->full_name))
        return NULL;
    struct program_file *known = find_library(program, use->full_name);
    struct program_file *library = known;
    if (!known)
        library = load_library(input, program, file->syntax->source, use->full_name);
    if (library)
        list_append(program->arena, &file->libraries, library);
    return known ? NULL : library;
}

static void load_libraries(const struct evaluate_input *input, struct program *program)
{
    struct reading *reading = arena_take(program->arena, sizeof *reading);
    reading->file = program->files.items[0];
    while (reading) {
        const struct use_list *uses = &reading->file->syntax->uses;
        if (reading->next == uses->count) {
            reading = reading->outer;
            continue;
        }
        struct program_file *library =
            follow(input, program, reading->file, uses->items[reading->next++]);
        if (!library)
            continue;
        struct reading *inner = arena_take(program->arena, sizeof *inner);
        *inner = (struct reading){ reading, library, 0 };
        reading = inner;
    }
}

/* --- the run ------------------------------------------------------------------------------------------ */

/* The index of a special variable; that of none if nobody reads it. */
static uint32_t find_special(const struct program *program, const char *string)
{
    name_id name = names_find(program->names, text_of(string));
    return name ? program_special(program, name) : program->specials.count;
}

static void preset(struct evaluator *evaluator, const char *string, struct value value)
{
    uint32_t index = find_special(evaluator->program, string);
    if (index < evaluator->program->specials.count)
        evaluator->specials[index] = value;
    else
        value_drop(&evaluator->heap, value);
}

static struct evaluate_view view_of(const struct evaluate_input *input)
{
    static const struct evaluate_view initial = { .rotation = { 55, 0, 25 },
                                                  .distance = 140,
                                                  .field = 22.5 };
    return input->view ? *input->view : initial;
}

static void preset_specials(struct evaluator *evaluator)
{
    struct evaluate_view view = view_of(evaluator->input);
    preset(evaluator, "$fn", value_number(0));
    preset(evaluator, "$fs", value_number(2));
    preset(evaluator, "$fa", value_number(12));
    preset(evaluator, "$t", value_number(evaluator->input->time));
    preset(evaluator, "$preview", value_boolean(evaluator->input->preview));
    preset(evaluator, "$vpt", vector_of_numbers(&evaluator->heap, 3, view.target));
    preset(evaluator, "$vpr", vector_of_numbers(&evaluator->heap, 3, view.rotation));
    preset(evaluator, "$vpd", value_number(view.distance));
    preset(evaluator, "$vpf", value_number(view.field));
}

/* What comes from the arena comes first: if the caller's limit ends it there, nothing is lost. */
static void open_evaluator(struct evaluator *evaluator, const struct evaluate_input *input,
                           struct program *program, const char *outermost)
{
    *evaluator = (struct evaluator){ .input = input, .arena = input->arena, .program = program };
    evaluator->specials =
        arena_take(input->arena, (program->specials.count + 1) * sizeof *evaluator->specials);
    evaluator->name_uses =
        arena_take(input->arena, program->names->count * sizeof *evaluator->name_uses);
    evaluator->library_frames =
        arena_take(input->arena, program->files.count * sizeof *evaluator->library_frames);
    evaluator->root = tree_new(input->arena, TREE_GROUP, (struct tree_position){ 0 });
    limits_open(evaluator, outermost);
    evaluator->module_count = find_special(program, "$parent_modules");
    random_seed(&evaluator->random, input->seed);
}

/* The stack of variables takes no more than a quarter of what values may have. It is not touched
 * before it is needed. */
static void open_stack(struct evaluator *evaluator)
{
    size_t variables = evaluator->input->limits.variables;
    size_t quarter = evaluator->heap.limit_bytes / 4 / sizeof *evaluator->stack;
    if (variables == 0)
        variables = quarter < VARIABLES_MAX ? quarter : VARIABLES_MAX;
    evaluator->stack_bottom = malloc(variables * sizeof *evaluator->stack_bottom);
    if (!evaluator->stack_bottom)
        report_limit(evaluator, "LIMIT_MEMORY",
                     "Evaluation stopped: there is no memory for its variables");
    evaluator->stack = evaluator->stack_bottom;
    evaluator->stack_end = evaluator->stack_bottom + variables;
}

static void run(struct evaluator *evaluator)
{
    const struct program_file *file = evaluator->program->files.items[0];
    const struct scope *scope = file->syntax->scope;
    struct frame *frame = frame_enter(evaluator, NULL, &file->frame, NULL);
    evaluate_assignments(evaluator, scope, frame, special_mark(evaluator));
    for (uint32_t i = 0; i < scope->instantiations.count; i++)
        instantiate_into(evaluator, scope->instantiations.items[i], frame, evaluator->root);
}

/* A program may say from where it is to be looked at; what it says must make sense. */
static void read_view(struct evaluator *evaluator, struct evaluate_result *result)
{
    struct evaluate_view *view = &result->view;
    const struct {
        uint32_t index;
        const char *name;
        bool vector;
        double *numbers;
    } settings[] = {
        { SPECIAL_VPR, "$vpr", true, view->rotation },
        { SPECIAL_VPT, "$vpt", true, view->target },
        { SPECIAL_VPD, "$vpd", false, &view->distance },
        { SPECIAL_VPF, "$vpf", false, &view->field },
    };
    static const struct position nowhere;
    *view = view_of(evaluator->input);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct value value = evaluator->specials[settings[i].index];
        double numbers[3] = { 0 };
        if (evaluator->input->view_is_fixed ||
            !special_bound_since(evaluator, settings[i].index, 0))
            continue;
        bool fits =
            settings[i].vector ? value_read_three(value, 0, numbers) : value.kind == VALUE_NUMBER;
        if (!fits) {
            report_warning(evaluator, nowhere, "Unable to convert %s=%s to a %s", settings[i].name,
                           report_value(evaluator, value),
                           settings[i].vector ? "vec3 or vec2 of numbers" : "number");
            continue;
        }
        result->has_view = true;
        if (settings[i].vector)
            memcpy(settings[i].numbers, numbers, sizeof numbers);
        else
            *settings[i].numbers = value.as.number;
    }
}

static _Noreturn void arena_is_full(void *context)
{
    struct evaluator *evaluator = context;
    if (arena_is_cancelled(evaluator->arena))
        limits_refill(evaluator);
    report_limit(evaluator, "LIMIT_MEMORY",
                 "Evaluation stopped: its tree and its messages need more than %zu bytes",
                 evaluator->arena->limit_bytes);
}

/* --- the node marked with ! --------------------------------------------------------------------------- */

struct root_search {
    struct evaluator *evaluator;
    const struct marked_root **marked; /* all there are, by the address of their nodes */
    size_t marked_count;
    struct tree_node *found;
    const struct marked_root *mark;
    const struct marked_root *other; /* the last that comes from another place of the program */
};

static int compare_marked(const void *left, const void *right)
{
    uintptr_t a = (uintptr_t)(*(const struct marked_root *const *)left)->node;
    uintptr_t b = (uintptr_t)(*(const struct marked_root *const *)right)->node;
    return (a > b) - (a < b);
}

static void sort_marked(struct root_search *search)
{
    const struct evaluator *evaluator = search->evaluator;
    for (const struct marked_root *root = evaluator->roots; root; root = root->next)
        search->marked_count++;
    search->marked = arena_take(evaluator->arena, search->marked_count * sizeof *search->marked);
    size_t i = 0;
    for (const struct marked_root *root = evaluator->roots; root; root = root->next)
        search->marked[i++] = root;
    qsort(search->marked, search->marked_count, sizeof *search->marked, compare_marked);
}

static const struct marked_root *mark_of(const struct root_search *search,
                                         const struct tree_node *node)
{
    const struct marked_root wanted = { .node = node };
    const struct marked_root *key = &wanted;
    const struct marked_root **found =
        bsearch(&key, search->marked, search->marked_count, sizeof *search->marked, compare_marked);
    return found ? *found : NULL;
}

/* From the outside in, in program order; trees are as deep as the program's calls were, so this may
 * recurse as they did. As OpenSCAD's search, it passes over what stands in and behind another one. */
static void search_root(struct root_search *search, struct tree_node *parent)
{
    for (struct tree_node *node = parent->first_child; node; node = node->next) {
        if (node->modifiers & TREE_ROOT) {
            const struct marked_root *mark = mark_of(search, node);
            if (!search->found) {
                search->found = node;
                search->mark = mark;
            } else if (mark->instantiation != search->mark->instantiation) {
                search->other = mark;
                return;
            }
        }
        search_root(search, node);
    }
}

/* What is marked may be a list: then its children are all that there is, as of a whole program. */
static struct tree_node *chosen_root(struct evaluator *evaluator)
{
    struct root_search search = { .evaluator = evaluator };
    if (evaluator->roots) {
        sort_marked(&search);
        search_root(&search, evaluator->root);
    }
    if (search.other)
        report_warning(evaluator, search.other->instantiation->position,
                       "More than one Root Modifier (!)");
    if (search.found && search.mark->is_list)
        search.found->modifiers &= ~(unsigned)TREE_ROOT;
    return search.found ? search.found : evaluator->root;
}

/* While the program runs, the arena ends the evaluation where its share ends, or when it is cancelled. */
static void limit_arena(struct evaluator *evaluator)
{
    struct arena *arena = evaluator->arena;
    size_t share = evaluator->input->limits.tree_bytes;
    size_t limit = arena->held_bytes + (share ? share : TREE_BYTES);
    if (arena->limit_bytes == 0 || limit < arena->limit_bytes)
        arena->limit_bytes = limit;
    if (evaluator->input->cancelled)
        arena->cancelled = evaluator->input->cancelled;
    arena->exhausted = arena_is_full;
    arena->context = evaluator;
}

struct evaluate_result evaluate(const struct evaluate_input *input)
{
    struct program *program = arena_take(input->arena, sizeof *program);
    program->arena = input->arena;
    program->names = input->names;
    add_file(program, input->main, input->main->source->name);
    load_libraries(input, program);
    program_resolve(program);

    jmp_buf escape;
    char outermost;
    struct evaluator *evaluator = arena_take(input->arena, sizeof *evaluator);
    struct evaluate_result *result = arena_take(input->arena, sizeof *result);
    const struct arena before = *input->arena; /* its limit, and what to do then */
    open_evaluator(evaluator, input, program, &outermost);
    evaluator->escape = &escape;
    limit_arena(evaluator);
    *result = (struct evaluate_result){ evaluator->root, .failed = true };
    if (setjmp(escape) == 0) {
        open_stack(evaluator);
        preset_specials(evaluator);
        run(evaluator);
        read_view(evaluator, result);
        result->failed = false;
    }
    if (setjmp(escape) == 0)
        result->root = chosen_root(evaluator);
    input->arena->limit_bytes = before.limit_bytes;
    input->arena->exhausted = before.exhausted;
    input->arena->context = before.context;
    input->arena->cancelled = before.cancelled;
    heap_close(&evaluator->heap);
    free(evaluator->stack_bottom);
    return *result;
}
