/* SPDX-License-Identifier: MIT */
/* A plugin that shows what the core does: it says a template on paths of every kind, and decides what it is told to. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <tenon/tenon.h>

struct settings {
    const char *mount;
    const struct tn_template *say;
    int64_t refuse;
    bool fail;
};

static const struct settings defaults = { .mount = "/" };

static const struct tn_option options[] = {
    { "mount", TN_OPTION_TEXT(struct settings, mount), .summary = "Where the paths begin." },
    { "say", TN_OPTION_TEMPLATE(struct settings, say), .summary = "What is said." },
    { "refuse", TN_OPTION_INTEGER(struct settings, refuse), .min = 400, .max = 599,
      .summary = "Refuses every request with this status." },
    { "fail", TN_OPTION_BOOLEAN(struct settings, fail), .summary = "Fails at every request." },
    { 0 },
};

static enum tn_verdict on_request(struct tn_request *request, void *self)
{
    const struct settings *settings = self;
    tn_reply_add(request, "X-Probe", TN_TEXT("seen"));
    if (settings->refuse)
        return tn_refuse_code(request, (int)settings->refuse, "PROBED", "The probe refuses.");
    return settings->fail ? TN_FAILED : TN_NEXT;
}

static enum tn_verdict on_say(struct tn_request *request, void *self)
{
    const struct settings *settings = self;
    return tn_reply_template(request, 200, settings->say);
}

static enum tn_verdict on_fail(struct tn_request *request, void *self)
{
    (void)request;
    (void)self;
    return TN_FAILED;
}

static enum tn_verdict on_body(struct tn_request *request, void *self)
{
    (void)self;
    return tn_reply(request, 200, "text/plain", tn_request_body(request));
}

static enum tn_verdict on_echo(struct tn_request *request, void *self)
{
    (void)self;
    return tn_body_collect(request, on_body);
}

static enum tn_verdict on_file(struct tn_request *request, void *self)
{
    (void)self;
    int file = memfd_create("file", MFD_CLOEXEC);
    return write(file, "0123456789", 10) == 10
               ? tn_reply_file(request, 200, "text/plain", file, 2, 5)
               : TN_FAILED;
}

/* A stream of as many bytes as are left. */
struct stream {
    size_t left;
};

static ptrdiff_t read_stream(void *context, char *buffer, size_t room)
{
    struct stream *stream = context;
    size_t count = stream->left < room ? stream->left : room;
    memset(buffer, 'x', count);
    stream->left -= count;
    return count ? (ptrdiff_t)count : TN_STREAM_END;
}

static enum tn_verdict stream(struct tn_request *request, size_t size)
{
    struct stream *stream = tn_request_alloc(request, sizeof *stream);
    stream->left = size;
    return tn_reply_stream(
        request, 200, "text/plain",
        &(struct tn_stream){ sizeof(struct tn_stream), read_stream, NULL, stream, -1 });
}

static enum tn_verdict on_stream(struct tn_request *request, void *self)
{
    (void)self;
    return stream(request, 5);
}

static enum tn_verdict on_endless(struct tn_request *request, void *self)
{
    (void)self;
    return stream(request, SIZE_MAX);
}

static enum tn_verdict on_block(struct tn_request *request, void *self)
{
    (void)self;
    usleep(30000);
    return tn_reply(request, 200, NULL, TN_TEXT(""));
}

static enum tn_verdict on_wait(struct tn_request *request, void *self)
{
    (void)request;
    (void)self;
    return TN_LATER;
}

static void cancel(struct tn_request *request, void *self)
{
    (void)self;
    tn_resume(request, TN_FAILED);
}

static const struct tn_route routes[] = {
    { "GET", "$mount/say", on_say, "Says the template." },
    { "PUT", "$mount/say", on_say, "Says it too." },
    { "GET", "$mount/things/:id", on_say, "A path with a parameter." },
    { "GET", "$mount/things/:id/parts/:part", on_say, "A path with two." },
    { NULL, "$mount/all/*", on_say, "All beneath, by every method." },
    { "GET", "$mount/fail", on_fail, "Fails." },
    { "POST", "$mount/echo", on_echo, "Gives the body back." },
    { "GET", "$mount/file", on_file, "A part of a file." },
    { "GET", "$mount/stream", on_stream, "A short stream." },
    { "GET", "$mount/endless", on_endless, "A stream without end." },
    { "GET", "$mount/wait", on_wait, "Waits until it is cancelled." },
    { "GET", "$mount/block", on_block, "Holds the loop for 30 ms." },
    { 0 },
};

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,
    .name = "probe",
    .version = "1",
    .summary = "Shows what the core does.",
    .options = options,
    .defaults = &defaults,
    .options_size = sizeof defaults,
    .routes = routes,
    .request = on_request,
    .cancel = cancel,
};
