/* SPDX-License-Identifier: MIT */
/* From the rows of `server.listen` to how the server serves each. */
#include <http/tls.h>
#include <worker/build.h>

static struct tls_file file_of(const struct node *node)
{
    return (struct tls_file){ node->text.at, node->content, node->place };
}

static struct tls *make_tls(struct worker *worker, const struct tn_groups *certificates,
                            struct errors *errors)
{
    const struct config_certificate *from = certificates->items;
    struct tls_source *sources = arena_alloc(&worker->arena, certificates->count * sizeof *sources);
    for (size_t i = 0; i < certificates->count; i++)
        sources[i] =
            (struct tls_source){ file_of(from[i].certificate_node), file_of(from[i].key_node) };
    return tls_new(sources, certificates->count, worker->facts.key, errors);
}

void build_listeners(struct worker *worker, struct errors *errors)
{
    const struct tn_groups *rows = &worker->config->server.listen;
    const struct config_listener *row = rows->items;
    worker->listeners = arena_alloc(&worker->arena, rows->count * sizeof(*worker->listeners));
    for (size_t i = 0; i < rows->count; i++, row++) {
        struct http_listener *listener = &worker->listeners[worker->listener_count++];
        listener->proxy_protocol = row->proxy_protocol;
        if (row->tls.count > 0)
            listener->tls = make_tls(worker, &row->tls, errors);
        worker->http.tls |= row->tls.count > 0;
    }
}

void free_listeners(struct worker *worker)
{
    for (size_t i = 0; i < worker->listener_count; i++)
        tls_free(worker->listeners[i].tls);
}
