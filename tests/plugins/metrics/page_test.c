/* SPDX-License-Identifier: MIT */
/* Ten thousand series: written off the loop, sent in pieces, one page for all who ask at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <tenon/testing.h>

extern const struct tn_plugin tn_plugin;

/* Looks at replies on their way out. */
static bool page_was_in_memory, page_was_seen;

static void watch(struct tn_request *request, void *self)
{
    (void)self;
    if (!tn_text_is(tn_request_path(request), "/metrics"))
        return;
    page_was_seen = true;
    page_was_in_memory = page_was_in_memory || tn_text_present(tn_reply_body(request));
}

static const struct tn_plugin watcher = { TN_PLUGIN_HEAD, .name = "watcher", .version = "1",
                                          .summary = "Watches.", .reply = watch };
static const struct tn_plugin *const plugins[] = { &tn_plugin, &watcher, NULL };

enum { SIDE = 100, SERIES = SIDE * SIDE, SIDES_MAX = 2000 };

static struct tn_test *test;

static void print_list(char *text, char letter)
{
    size_t at = 0;
    for (int i = 0; i < SIDE; i++)
        at += (size_t)sprintf(text + at, "%s%c%d", i ? "," : "", letter, i);
}

static int begin(void **state)
{
    static char first[SIDES_MAX], second[SIDES_MAX], configuration[3 * SIDES_MAX];
    (void)state;
    print_list(first, 'a');
    print_list(second, 'b');
    snprintf(configuration, sizeof configuration,
             "plugins:\n  - watcher\n  - metrics:\n      families:\n        many_total: { kind: "
             "counter, help: Many., observe: requests, series: %d, labels: { a: { value: "
             "$header.a, among: [%s] }, b: { value: $header.b, among: [%s] } } }\n"
             "        now: { kind: gauge, help: Now., value: $metrics.sum.many_total }\n",
             SERIES, first, second);
    test = tn_test_open(configuration, plugins);
    assert_string_equal(tn_test_errors(test), "");
    page_was_in_memory = page_was_seen = false;
    return 0;
}

static int end(void **state)
{
    (void)state;
    tn_test_close(test);
    return 0;
}

static void send_one(const char *first, const char *second)
{
    const char *const headers[] = { "A", first, "B", second, NULL };
    tn_test_reply_close(
        tn_test_send(test, &(struct tn_test_call){ .target = "/nothing", .headers = headers }));
}

static void send_all(void)
{
    char first[8], second[8];
    for (int i = 0; i < SERIES; i++) {
        snprintf(first, sizeof first, "a%d", i / SIDE);
        snprintf(second, sizeof second, "b%d", i % SIDE);
        send_one(first, second);
    }
}

static struct tn_test_reply *scrape(void)
{
    return tn_test_begin(test, &(struct tn_test_call){ .target = "/metrics" });
}

static size_t lines_with(struct tn_text page, const char *start)
{
    size_t count = 0;
    for (const char *at = page.at; (at = strstr(at, start)); at += strlen(start))
        count += at == page.at || at[-1] == '\n';
    return count;
}

/* The handler has returned before there is a page; and the page never stands in one buffer that the
 * loop would have to send in one piece. */
static void the_loop_goes_on(void **state)
{
    (void)state;
    send_all();
    struct tn_test_reply *reply = scrape();
    assert_false(tn_test_replied(reply));
    send_one("a1", "b1"); /* passes the page by */
    tn_test_wait(reply);
    assert_int_equal(tn_test_status(reply), 200);
    assert_int_equal(lines_with(tn_test_body(reply), "many_total{a=\"a"), SERIES);
    assert_int_equal(lines_with(tn_test_body(reply), "now 1000"), 1);
    assert_true(page_was_seen);
    assert_false(page_was_in_memory);
    tn_test_reply_close(reply);
}

static void one_page_for_all(void **state)
{
    (void)state;
    enum { SCRAPERS = 20 };
    struct tn_test_reply *replies[SCRAPERS];
    for (int i = 0; i < SCRAPERS; i++)
        replies[i] = scrape();
    for (int i = 0; i < SCRAPERS; i++) {
        tn_test_wait(replies[i]);
        assert_true(tn_text_equal(tn_test_body(replies[i]), tn_test_body(replies[0])));
    }
    for (int i = 0; i < SCRAPERS; i++)
        tn_test_reply_close(replies[i]);
}

/* One leaves while the page is written, one when he has it; the others are answered. */
static void scrapers_that_leave(void **state)
{
    (void)state;
    struct tn_test_reply *first = scrape(), *second = scrape(), *third = scrape();
    tn_test_reply_close(first);
    tn_test_wait(second);
    tn_test_reply_close(second);
    tn_test_wait(third);
    assert_int_equal(lines_with(tn_test_body(third), "# TYPE tenon_workers gauge"), 1);
    tn_test_reply_close(third);
    tn_test_reply_close(scrape());
}

/* More combinations than the family may have, and words that are none of them. */
static void no_more_than_the_cap(void **state)
{
    char word[16];
    (void)state;
    send_all();
    for (int i = 0; i < 2000; i++) {
        snprintf(word, sizeof word, "x%d", i);
        send_one(word, i % 2 ? "b1" : word);
    }
    struct tn_test_reply *reply = scrape();
    tn_test_wait(reply);
    struct tn_text page = tn_test_body(reply);
    assert_int_equal(lines_with(page, "many_total{"), SERIES + 1);
    assert_int_equal(lines_with(page, "many_total{a=\"overflow\",b=\"overflow\"} 2000\n"), 1);
    assert_int_equal(
        lines_with(page,
                   "tenon_metrics_overflowed_total{entry=\"metrics\",family=\"many\"} 2000\n"),
        1);
    tn_test_reply_close(reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_loop_goes_on, begin, end),
        cmocka_unit_test_setup_teardown(one_page_for_all, begin, end),
        cmocka_unit_test_setup_teardown(scrapers_that_leave, begin, end),
        cmocka_unit_test_setup_teardown(no_more_than_the_cap, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
