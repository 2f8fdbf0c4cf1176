/* SPDX-License-Identifier: MIT */
/* In common, all is named by a digest of what it depends on: of the program that made it, too, which an upgrade replaces. */
#include "kept.h"

#include <stdlib.h>
#include <sys/stat.h>

#include <tenon/tenon.h>

#include "common.h"

/* A larger request is not looked for in common: to name it would hold up the worker. */
enum { REQUEST_MAX = 1 << 20, RESULT_HEAD = 2 };

enum what { KEPT_RESULT, KEPT_GEOMETRY };

struct kept {
    struct kept_settings settings;
    struct cache *cache;
    struct common *common; /* NULL: none */
    struct digest maker;
};

static struct digest digest_of_program(const char *path)
{
    struct stat status = { 0 };
    struct digester digester;
    stat(path, &status); /* what is not there is started in vain, and said elsewhere */
    digester_open(&digester);
    digester_add_number(&digester, PROTOCOL_VERSION);
    digester_add_number(&digester, (uint64_t)status.st_size);
    digester_add_number(&digester, (uint64_t)status.st_mtim.tv_sec);
    digester_add_number(&digester, (uint64_t)status.st_mtim.tv_nsec);
    return digester_close(&digester);
}

struct kept *kept_open(struct tn_host *host, const struct kept_settings *settings)
{
    struct kept *kept = tn_instance_alloc(host, sizeof *kept);
    kept->settings = *settings;
    kept->maker = digest_of_program(settings->program);
    if (settings->common_bytes > 0) {
        void *zone = tn_zone(host, "kept", common_zone_bytes(settings->common_bytes));
        if (!zone)
            return NULL;
        kept->common = common_open(zone, settings->common_bytes);
    }
    kept->cache = cache_new(settings->results, settings->results_bytes);
    return kept;
}

void kept_close(struct kept *kept)
{
    cache_free(kept->cache);
    free(kept->common);
}

size_t kept_geometry_max(size_t common_bytes)
{
    return common_content_max(common_bytes);
}

static struct digest name_of(const struct kept *kept, enum what what, uint64_t kind,
                             struct tn_text text)
{
    struct digester digester;
    digester_open(&digester);
    digester_add(&digester, kept->maker.bytes, sizeof kept->maker.bytes);
    digester_add_number(&digester, what);
    digester_add_number(&digester, kind);
    digester_add(&digester, text.at, text.size);
    return digester_close(&digester);
}

/* --- results ------------------------------------------------------------------------------------------ */

/* Files of a solid are not kept: they are large, and seldom asked for twice. */
void kept_note_task(const struct kept *kept, struct task *task)
{
    const struct kept_settings *settings = &kept->settings;
    bool wanted = settings->results > 0 && task->operation != PROTOCOL_EXPORT &&
                  task->body.size <= settings->results_bytes;
    task->hash = wanted ? tn_key(task->body) | 1 : 0;
}

static bool is_for_all(const struct kept *kept, const struct task *task)
{
    return kept->common && task->body.size <= REQUEST_MAX;
}

/* What was found in common goes into the worker's own cache. */
static struct cached *fetch(struct kept *kept, const struct task *task)
{
    struct tn_text content;
    struct digest name;
    if (!is_for_all(kept, task))
        return NULL;
    name = name_of(kept, KEPT_RESULT, task->operation, task->body);
    if (!common_find(kept->common, &name, &content))
        return NULL;
    struct protocol_result result = {
        .success = content.at[0] == 1,
        .format = (unsigned char)content.at[1],
        .body = { content.at + RESULT_HEAD, content.size - RESULT_HEAD },
    };
    return cache_put(kept->cache, task->operation, task->body, task->hash, &result,
                     (void *)(uintptr_t)content.at);
}

bool kept_find_result(struct kept *kept, struct task *task, struct outcome *outcome)
{
    if (task->hash == 0)
        return false;
    struct cached *cached = cache_find(kept->cache, task->operation, task->body, task->hash);
    if (!cached)
        cached = fetch(kept, task);
    if (!cached)
        return false;
    task->started_ns = tn_clock_ns();
    *outcome = (struct outcome){ .kind = OUTCOME_RESULT,
                                 .result = *cached_result(cached),
                                 .memory = cached,
                                 .release = cached_release,
                                 .cached = true };
    return true;
}

static void put_in_common(struct kept *kept, const struct task *task,
                          const struct protocol_result *result)
{
    size_t size = RESULT_HEAD + result->body.size;
    if (!is_for_all(kept, task) || size > common_content_max(kept->settings.common_bytes))
        return;
    char *content = malloc(size);
    if (!content)
        return;
    struct digest name = name_of(kept, KEPT_RESULT, task->operation, task->body);
    content[0] = (char)result->success;
    content[1] = (char)result->format;
    memcpy(content + RESULT_HEAD, result->body.at, result->body.size);
    common_put(kept->common, &name, (struct tn_text){ content, size });
    free(content);
}

/* Files change, and what was ended by the clock may come to its end another time. */
static bool lasts(const struct task *task, const struct outcome *outcome)
{
    return outcome->kind == OUTCOME_RESULT && !outcome->result.timed_out && task->hash != 0 &&
           !task->asked_for_files;
}

/* A reload is how new fonts become known, so a result with text is no longer good behind it. */
struct outcome kept_put_result(struct kept *kept, const struct task *task,
                               const struct outcome *outcome)
{
    struct outcome held = *outcome;
    if (!lasts(task, outcome))
        return held;
    if (!task->asked_for_fonts)
        put_in_common(kept, task, &outcome->result);
    held.memory = cache_put(kept->cache, task->operation, task->body, task->hash, &outcome->result,
                            outcome->memory);
    held.release = cached_release;
    return held;
}

/* --- geometry ----------------------------------------------------------------------------------------- */

bool kept_find_geometry(struct kept *kept, struct tn_text name, struct tn_text *content)
{
    if (!kept->common)
        return false;
    struct digest full_name = name_of(kept, KEPT_GEOMETRY, 0, name);
    return common_find(kept->common, &full_name, content);
}

void kept_put_geometry(struct kept *kept, const struct protocol_keep *keep)
{
    if (!kept->common)
        return;
    struct digest full_name = name_of(kept, KEPT_GEOMETRY, 0, keep->name);
    common_put(kept->common, &full_name, keep->content);
}
