/* SPDX-License-Identifier: MIT */
/* A plugin that breaks a rule of the SDK, the one that `mistake` says. */
#include <tenon/tenon.h>

struct misuser {
    struct tn_host *host;
    int mistake;
};

enum mistake {
    ZONE_IN_CREATE,
    SERIES_IN_CREATE,
    TIMER_IN_CREATE,
    SERVICE_IN_CREATE,
    UNKNOWN_SERVICE,
    TABLE_IN_REQUEST,
    CHECK_IN_REQUEST,
    FAIL_IN_REQUEST,
    NO_SUCH_METRIC,
    NO_LABELS,
    COUNT_DOWN,
    SET_COUNTER,
    RESUME_WITHIN,
    RESUME_TWICE,
    RESUME_LATER,
    NO_VERDICT,
    STATUS,
    REFUSE_OK,
    STATE_SIZE,
    BODY_IN_REPLY,
    STREAM_TOO_MUCH,
    STREAM_WITHOUT_SIZE,
    PROCESS_WITHOUT_SIZE,
    LOG_IN_LISTENER,
    LOG_ON_THREAD,
};

static const struct tn_choice mistakes[] = {
    { "zone_in_create", ZONE_IN_CREATE, NULL },
    { "series_in_create", SERIES_IN_CREATE, NULL },
    { "timer_in_create", TIMER_IN_CREATE, NULL },
    { "service_in_create", SERVICE_IN_CREATE, NULL },
    { "unknown_service", UNKNOWN_SERVICE, NULL },
    { "table_in_request", TABLE_IN_REQUEST, NULL },
    { "check_in_request", CHECK_IN_REQUEST, NULL },
    { "fail_in_request", FAIL_IN_REQUEST, NULL },
    { "no_such_metric", NO_SUCH_METRIC, NULL },
    { "no_labels", NO_LABELS, NULL },
    { "count_down", COUNT_DOWN, NULL },
    { "set_counter", SET_COUNTER, NULL },
    { "resume_within", RESUME_WITHIN, NULL },
    { "resume_twice", RESUME_TWICE, NULL },
    { "resume_later", RESUME_LATER, NULL },
    { "no_verdict", NO_VERDICT, NULL },
    { "status", STATUS, NULL },
    { "refuse_ok", REFUSE_OK, NULL },
    { "state_size", STATE_SIZE, NULL },
    { "body_in_reply", BODY_IN_REPLY, NULL },
    { "stream_too_much", STREAM_TOO_MUCH, NULL },
    { "stream_without_size", STREAM_WITHOUT_SIZE, NULL },
    { "process_without_size", PROCESS_WITHOUT_SIZE, NULL },
    { "log_in_listener", LOG_IN_LISTENER, NULL },
    { "log_on_thread", LOG_ON_THREAD, NULL },
    { 0 },
};

struct settings {
    int mistake;
};

static const struct tn_option options[] = {
    { "mistake", TN_OPTION_CHOICE(struct settings, mistake, mistakes), .flags = TN_REQUIRED,
      .summary = "Which." },
    { 0 },
};

enum { PLAIN, LABELLED, NO_ROW };
static const struct tn_metric metrics[] = {
    { "plain", TN_COUNTER, .summary = "Without labels." },
    { "labelled", TN_COUNTER, .labels = { "what" }, .summary = "With one." },
    { 0 },
};

static const struct tn_need needs[] = { { "known", "test.known/1", true, "For tests." }, { 0 } };

static void fire(void *context)
{
    (void)context;
}

static void *create(struct tn_host *host, const void *given)
{
    const struct settings *settings = given;
    struct misuser *misuser = tn_instance_alloc(host, sizeof *misuser);
    *misuser = (struct misuser){ host, settings->mistake };
    switch (settings->mistake) {
    case ZONE_IN_CREATE:
        tn_zone(host, "zone", 8);
        break;
    case SERIES_IN_CREATE:
        tn_series(host, PLAIN, NULL);
        break;
    case TIMER_IN_CREATE:
        tn_timer_start(host, 1, 0, fire, NULL);
        break;
    case SERVICE_IN_CREATE:
        tn_service(host, "known");
        break;
    default:
        break;
    }
    return misuser;
}

static void log_again(void *context, const struct tn_record *record)
{
    (void)record;
    tn_log(context, TN_INFO, "a listener that hears itself");
}

static bool start(struct tn_host *host, void *self)
{
    const struct misuser *misuser = self;
    if (misuser->mistake == UNKNOWN_SERVICE)
        tn_service(host, "unknown");
    if (misuser->mistake == LOG_IN_LISTENER) {
        tn_observe_log(host, TN_DEBUG, log_again, host);
        tn_log(host, TN_INFO, "listen");
    }
    return true;
}

static void resume(void *context)
{
    tn_resume(context, TN_NEXT);
    tn_resume(context, TN_NEXT);
}

static void resume_later(void *context)
{
    tn_resume(context, TN_LATER);
}

static void log_on_thread(void *context)
{
    tn_log(context, TN_INFO, "from a thread");
}

static void done(void *context, enum tn_job_end end)
{
    (void)context, (void)end;
}

static ptrdiff_t too_much(void *context, char *buffer, size_t room)
{
    (void)context, (void)buffer;
    return (ptrdiff_t)room + 1;
}

static enum tn_verdict reply_too_much(struct tn_request *request, uint32_t stream_size)
{
    const struct tn_stream stream = { .stream_size = stream_size, .read = too_much, .length = -1 };
    return tn_reply_stream(request, 200, NULL, &stream);
}

static enum tn_verdict wait_for(struct misuser *misuser, struct tn_request *request,
                                void (*then)(void *context))
{
    tn_timer_start(misuser->host, 1, 0, then, request);
    return TN_LATER;
}

static enum tn_verdict on_request(struct tn_request *request, void *self)
{
    struct misuser *misuser = self;
    struct tn_host *host = misuser->host;
    switch (misuser->mistake) {
    case TABLE_IN_REQUEST:
        return tn_table(host, "table", 8) ? TN_NEXT : TN_FAILED;
    case CHECK_IN_REQUEST:
        return tn_check(host, "check", true) ? TN_NEXT : TN_FAILED;
    case FAIL_IN_REQUEST:
        return tn_fail(host, "too late") ? TN_NEXT : TN_FAILED;
    case NO_SUCH_METRIC:
        return tn_series(host, NO_ROW, NULL) ? TN_NEXT : TN_FAILED;
    case NO_LABELS:
        return tn_series(host, LABELLED, NULL) ? TN_NEXT : TN_FAILED;
    case COUNT_DOWN:
        tn_series_add(tn_series(host, PLAIN, NULL), -1);
        break;
    case SET_COUNTER:
        tn_series_set(tn_series(host, PLAIN, NULL), 1);
        break;
    case RESUME_WITHIN:
        tn_resume(request, TN_NEXT);
        break;
    case RESUME_TWICE:
        return wait_for(misuser, request, resume);
    case RESUME_LATER:
        return wait_for(misuser, request, resume_later);
    case NO_VERDICT:
        return (enum tn_verdict)99;
    case STATUS:
        return tn_reply(request, 99, NULL, TN_TEXT(""));
    case REFUSE_OK:
        return tn_refuse(request, 200, "no error");
    case STATE_SIZE:
        tn_request_state(request, host, 8);
        tn_request_state(request, host, 16);
        break;
    case STREAM_TOO_MUCH:
        return reply_too_much(request, sizeof(struct tn_stream));
    case STREAM_WITHOUT_SIZE:
        return reply_too_much(request, 0);
    case PROCESS_WITHOUT_SIZE:
        tn_observe_process(&(struct tn_process){ 0 });
        break;
    case LOG_ON_THREAD:
        tn_job(host, request, log_on_thread, done, host);
        return TN_LATER;
    default:
        break;
    }
    return TN_NEXT;
}

static void on_reply(struct tn_request *request, void *self)
{
    const struct misuser *misuser = self;
    if (misuser->mistake == BODY_IN_REPLY)
        tn_body_collect(request, on_request);
}

TN_EXPORT const struct tn_plugin tn_plugin = {
    TN_PLUGIN_HEAD,          .name = "misuses",     .version = "1",
    .summary = "For tests.", .options = options,    .options_size = sizeof(struct settings),
    .needs = needs,          .metrics = metrics,    .create = create,
    .start = start,          .request = on_request, .reply = on_reply,
};
