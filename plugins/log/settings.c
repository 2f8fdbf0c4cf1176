/* SPDX-License-Identifier: MIT */
/* The rows of a log's options, and what they cannot check by themselves. */
#include "settings.h"

#include <stdio.h>

enum { SERVICE_MAX = 200, ROTATED_MAX = 1000 };

static const char *const usual_exceptions[] = { "worker * is lost*", "*crashed*" };
static const char *const usual_rejections[] = { "refused a request*", "*the hook failed*" };
static const char *const usual_secrets[] = {
    "authorization", "proxy-authorization",
    "cookie",        "set-cookie",
    "*password*",    "*passwd*",
    "*secret*",      "*token*",
    "*api_key*",     "*api-key*",
    "*apikey*",      "*access_key*",
    "*signature*",   "jwt",
    "tenon-trace",
};

const struct settings settings_default = {
    .level = TN_INFO,
    .environment = TN_INFO,
    .format = LINE_JSON,
    .time = PEN_ISO,
    .output = STANDARD_OUTPUT,
    .keys = { .level = "level",
              .message = "message",
              .timestamp = "timestamp",
              .service = "service",
              .entry = "entry",
              .request = "requestId",
              .fields = "" },
    .rotate = { .keep = 5 },
    .access = { .enabled = true, .sample = 1 },
    .exceptions = { 2, usual_exceptions },
    .rejections = { 2, usual_rejections },
    .redact = { .enabled = true,
                .names = { sizeof usual_secrets / sizeof *usual_secrets, usual_secrets },
                .with = "[REDACTED]" },
};

/* clang-format off */
static const struct tn_choice levels[] = {
    { "debug", TN_DEBUG, "Everything." },
    { "info", TN_INFO, "What happens, and a line for each request." },
    { "warn", TN_WARN, "What somebody should look at, and requests that ended with 5xx." },
    { "error", TN_ERROR, "What went wrong." },
    { 0 },
};

static const struct tn_choice own_levels[] = {
    { "debug", TN_DEBUG, "Everything." },
    { "info", TN_INFO, "What happens, and a line for each request." },
    { "warn", TN_WARN, "What somebody should look at, and requests that ended with 5xx." },
    { "error", TN_ERROR, "What went wrong." },
    { "environment", LEVEL_ENVIRONMENT, "What `environment` says: so that ${LOG_LEVEL:-environment} is possible." },
    { 0 },
};

static const struct tn_choice environments[] = {
    { "development", TN_DEBUG, "debug." },
    { "production", TN_INFO, "info." },
    { "test", TN_ERROR, "error." },
    { 0 },
};

static const struct tn_choice formats[] = {
    { "json", LINE_JSON, "An object a line: level, message, timestamp, and what else is known." },
    { "text", LINE_TEXT, "For people: time, level, entry, message, fields." },
    { 0 },
};

static const struct tn_choice times[] = {
    { "iso", PEN_ISO, "2026-01-02T03:04:05.678Z (RFC 3339)." },
    { "plain", PEN_PLAIN, "2026-01-02 03:04:05, in UTC." },
    { "unix_ms", PEN_UNIX_MS, "Milliseconds since 1970-01-01 UTC." },
    { 0 },
};

static const struct tn_choice outputs[] = {
    { "stdout", STANDARD_OUTPUT, "Standard output." },
    { "stderr", STANDARD_ERROR, "Standard error." },
    { "none", STANDARD_NONE, "The files alone." },
    { 0 },
};

static const struct tn_choice access_formats[] = {
    { "as_others", ACCESS_AS_OTHERS, "As all lines, with `message` and `fields`." },
    { "common", ACCESS_COMMON, "Apache's common log format." },
    { "combined", ACCESS_COMBINED, "Apache's combined log format: common, then Referer and User-Agent." },
    { 0 },
};

static const struct tn_option level_rows[] = {
    { "name", TN_OPTION_TEXT(struct level_row, name), .flags = TN_KEY | TN_REQUIRED, .summary = "An entry, or a plugin." },
    { "level", TN_OPTION_CHOICE(struct level_row, level, levels), .flags = TN_SHORT | TN_REQUIRED,
      .summary = "The lowest level of its lines that is written." },
    { 0 },
};

static const struct tn_option field_rows[] = {
    { "name", TN_OPTION_TEXT(struct field_row, name), .flags = TN_KEY | TN_REQUIRED, .summary = "The field's name." },
    { "value", TN_OPTION_TEMPLATE(struct field_row, value), .flags = TN_SHORT | TN_REQUIRED,
      .summary = "Its value; with variables in it, only lines that belong to a request have it, and of these those for which it is not absent." },
    { 0 },
};

static const struct tn_option key_rows[] = {
    { "level", TN_OPTION_TEXT(struct keys, level), .summary = "The level." },
    { "message", TN_OPTION_TEXT(struct keys, message), .summary = "The message." },
    { "timestamp", TN_OPTION_TEXT(struct keys, timestamp), .summary = "The time." },
    { "service", TN_OPTION_TEXT(struct keys, service), .summary = "The service." },
    { "entry", TN_OPTION_TEXT(struct keys, entry), .summary = "The entry that speaks." },
    { "request", TN_OPTION_TEXT(struct keys, request), .summary = "The request's id." },
    { "fields", TN_OPTION_TEXT(struct keys, fields),
      .summary = "An object around all that is a line's own, such as context; without, it stands beside the rest." },
    { 0 },
};

static const struct tn_option rotate_rows[] = {
    { "size", TN_OPTION_BYTES(struct rotate, size), .flags = TN_SHORT,
      .summary = "A file that is as large is renamed to FILE.1 and begun anew; 0 is never." },
    { "keep", TN_OPTION_INTEGER(struct rotate, keep), .min = 1, .max = ROTATED_MAX, .summary = "How many such files are kept." },
    { 0 },
};

static const struct tn_option arrival_rows[] = {
    { "message", TN_OPTION_TEMPLATE(struct words, message), .flags = TN_SHORT | TN_REQUIRED, .summary = "Its message." },
    { "fields", TN_OPTION_TEMPLATE(struct words, fields), .summary = "Its fields, a map." },
    { 0 },
};

static const struct tn_option access_rows[] = {
    { "enabled", TN_OPTION_BOOLEAN(struct access, enabled), .flags = TN_SHORT,
      .summary = "Whether there is a line for each request, at its end." },
    { "probes", TN_OPTION_BOOLEAN(struct access, probes),
      .summary = "Whether requests that tell machines how the server is (health, metrics) have their lines too." },
    { "format", TN_OPTION_CHOICE(struct access, format, access_formats), .summary = "How it looks." },
    { "line", TN_OPTION_TEMPLATE(struct access, line),
      .summary = "The whole line, in place of a format: a text, or a map that becomes JSON." },
    { "message", TN_OPTION_TEMPLATE(struct access, end.message), .summary = "Its message; if left out, method, path and status." },
    { "fields", TN_OPTION_TEMPLATE(struct access, end.fields),
      .summary = "Its fields, a map; if left out, method, path, status, bytes, duration_ms, client, decided_by (plugin, entry and place), "
                 "and where there is a trace, traceId and spanId." },
    { "sample", TN_OPTION_INTEGER(struct access, sample), .min = 1, .max = 1000000,
      .summary = "Of so many requests that ended below 400 one has its line, which then says so in the field `sample`; all others have theirs." },
    { "file", TN_OPTION_TEXT(struct access, file),
      .summary = "A file in the folder for these lines alone, such as access.log, in place of combined.log and the output." },
    { "arrival", TN_OPTION_GROUP(struct access, arrival, arrival_rows),
      .summary = "A line when a request arrives, for every one that gets as far as this entry." },
    { 0 },
};

static const struct tn_option event_rows[] = {
    { "status", TN_OPTION_PATTERNS(struct event, status), .flags = TN_REQUIRED, .max = 20, .summary = "Of requests that end with such a status: 429, 5*." },
    { "by", TN_OPTION_PATTERNS(struct event, by), .max = 20,
      .summary = "Of those, the ones to which one of these entries has replied (tenon is the server itself); if left out, all." },
    { "level", TN_OPTION_CHOICE(struct event, level, levels), .summary = "The line's level." },
    { "message", TN_OPTION_TEMPLATE(struct event, words.message), .flags = TN_REQUIRED, .summary = "Its message." },
    { "fields", TN_OPTION_TEMPLATE(struct event, words.fields), .summary = "Its fields, a map." },
    { 0 },
};

static const struct event event_default = { .level = TN_WARN };

static const struct tn_option redact_rows[] = {
    { "enabled", TN_OPTION_BOOLEAN(struct redact, enabled), .flags = TN_SHORT, .summary = "Whether secrets are kept out of lines." },
    { "names", TN_OPTION_PATTERNS(struct redact, names), .max = 100,
      .summary = "Names, in lower case, whose values are secret, be it of a header, a parameter, a cookie, a field or a variable." },
    { "also", TN_OPTION_PATTERNS(struct redact, also), .max = 100, .summary = "More of them, beside the usual ones." },
    { "with", TN_OPTION_TEXT(struct redact, with), .summary = "What stands in their place." },
    { 0 },
};

static const struct tn_option mask_rows[] = {
    { "addresses", TN_OPTION_BOOLEAN(struct mask, addresses), .summary = "IPv4 addresses become their /24, IPv6 addresses their /48." },
    { "mail", TN_OPTION_BOOLEAN(struct mask, mail), .summary = "jane@example.com becomes j***@example.com." },
    { 0 },
};

const struct tn_option settings_rows[] = {
    { "level", TN_OPTION_CHOICE(struct settings, level, own_levels), .flags = TN_SHORT, .summary = "The lowest level that is written." },
    { "environment", TN_OPTION_CHOICE(struct settings, environment, environments), .summary = "The level where `level` is environment." },
    { "levels", TN_OPTION_GROUPS(struct settings, levels, struct level_row, level_rows), .max = 100,
      .summary = "Other levels for the lines of single entries or plugins, as a map; an entry's own goes before its plugin's." },
    { "format", TN_OPTION_CHOICE(struct settings, format, formats), .summary = "How a line looks." },
    { "time", TN_OPTION_CHOICE(struct settings, time, times), .summary = "How its time looks." },
    { "output", TN_OPTION_CHOICE(struct settings, output, outputs), .summary = "Where lines go beside the files." },
    { "service", TN_OPTION_TEXT(struct settings, service), .summary = "A name for this service, as the field `service` of each line." },
    { "keys", TN_OPTION_GROUP(struct settings, keys, key_rows),
      .summary = "What the members of a line of JSON are called; one whose name is empty is left out." },
    { "fields", TN_OPTION_GROUPS(struct settings, fields, struct field_row, field_rows), .max = 50,
      .summary = "Fields that every line has, as a map." },
    { "folder", TN_OPTION_PATH(struct settings, folder),
      .summary = "The folder of combined.log, error.log, exceptions.log, rejections.log and security.log, made if missing; if left out, no "
                 "files are written." },
    { "rotate", TN_OPTION_GROUP(struct settings, rotate, rotate_rows),
      .summary = "When the files are begun anew without anybody's help; several workers may write to them meanwhile." },
    { "access", TN_OPTION_GROUP(struct settings, access, access_rows),
      .summary = "The line for each request; the entry's own `except` keeps paths out." },
    { "events", TN_OPTION_GROUPS(struct settings, events, struct event, event_rows), .defaults = &event_default, .max = 100,
      .summary = "Lines for requests that end in some way, beside the access line." },
    { "exceptions", TN_OPTION_PATTERNS(struct settings, exceptions), .max = 20,
      .summary = "Lines go to exceptions.log too whose message, or the text of a field, matches." },
    { "rejections", TN_OPTION_PATTERNS(struct settings, rejections), .max = 20,
      .summary = "Lines go to rejections.log too whose message, or the text of a field, matches." },
    { "security", TN_OPTION_PATTERNS(struct settings, security), .max = 20,
      .summary = "Lines go to security.log too whose message, or the text of a field, matches." },
    { "redact", TN_OPTION_GROUP(struct settings, redact, redact_rows), .summary = "Secrets that must not be in lines, wherever they come from." },
    { "mask", TN_OPTION_GROUP(struct settings, mask, mask_rows), .summary = "What tells of persons, wherever it stands in a line." },
    { "memory", TN_OPTION_DURATION(struct settings, memory), .min = 0, .max = 86400000,
      .summary = "How often each worker tells what memory it uses; 0 is never." },
    { 0 },
};
/* clang-format on */

int settings_level(const struct settings *settings)
{
    return settings->level == LEVEL_ENVIRONMENT ? settings->environment : settings->level;
}

/* No field may have a name that every line of this log has already. */
static bool check_name(struct tn_host *host, const struct settings *settings, const char *taken)
{
    bool sane = true;
    char way[80];
    snprintf(way, sizeof way, "access.fields.%s", taken);
    if (!*settings->keys.fields && tn_template_member(settings->access.end.fields, taken))
        sane = tn_fail_at(host, way, "every line has a `%s` already", taken);
    const struct field_row *fields = settings->fields.items;
    snprintf(way, sizeof way, "fields.%s", taken);
    for (size_t i = 0; i < settings->fields.count; i++)
        if (strcmp(fields[i].name, taken) == 0)
            sane = tn_fail_at(host, way, "every line has a `%s` already", taken);
    return sane;
}

static bool check_names(struct tn_host *host, const struct settings *settings)
{
    const struct keys *keys = &settings->keys;
    const char *const taken[] = { keys->level,   keys->message, keys->timestamp,
                                  keys->service, keys->entry,   keys->request };
    bool sane = true;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (*taken[i])
            sane = check_name(host, settings, taken[i]) && sane;
    return sane;
}

/* The variable is the entry's own, under its plugin's name too. */
static bool says_sample(struct tn_host *host, const struct tn_template *line)
{
    char name[256];
    snprintf(name, sizeof name, "%s.sample", tn_name(host));
    return tn_template_uses(line, "log.sample") || tn_template_uses(line, name);
}

static bool check_access(struct tn_host *host, const struct access *access, const char *folder)
{
    bool sane = true;
    bool own_line = access->line || access->format != ACCESS_AS_OTHERS;
    if (access->line && access->format != ACCESS_AS_OTHERS)
        sane = tn_fail_at(host, "access.line", "a line of its own has no `format`");
    if (own_line && (access->end.message || access->end.fields))
        sane = tn_fail_at(host, access->end.message ? "access.message" : "access.fields",
                          "a line that is `line`, common or combined has no message and no fields");
    if (access->sample > 1 && own_line && !says_sample(host, access->line))
        sane = tn_fail_at(host, "access.sample",
                          "a sampled line must say so: only `line` with $log.sample, or "
                          "the format as_others can");
    if (access->file && (!folder || !*access->file || strchr(access->file, '/')))
        sane = tn_fail_at(host, "access.file",
                          "expected the name of a file in `folder`, found `%s`", access->file);
    return sane;
}

bool settings_check(struct tn_host *host, const struct settings *settings)
{
    bool sane = true;
    if (settings->service && strlen(settings->service) > SERVICE_MAX)
        sane = tn_fail_at(host, "service", "expected at most %d bytes, found %zu", SERVICE_MAX,
                          strlen(settings->service));
    sane = check_names(host, settings) && sane;
    return check_access(host, &settings->access, settings->folder.at) && sane;
}
