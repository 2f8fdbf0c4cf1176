/* SPDX-License-Identifier: MIT */
/* The scripts in a real Redis: against the models in simulated time, and as they are. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "models.h"
#include "script.h"
#include "server.h"

static redisContext *redis;

/* Asking */

enum { LIMITS_MAX = 4 };

/* One limit of a request, and what came of it. */
struct asked {
    struct limiter limiter;
    const char *key;
    uint64_t cost;
    struct script_state state;
};

/* The command under construction. */
struct command {
    const char *words[64];
    char texts[64][SCRIPT_WORD_ROOM];
    int count;
};

static void add(struct command *command, const char *word)
{
    command->words[command->count++] = word;
}

static void add_number(struct command *command, int64_t number)
{
    char *text = command->texts[command->count];
    snprintf(text, SCRIPT_WORD_ROOM, "%" PRId64, number);
    add(command, text);
}

static void add_limits(struct command *command, const char *script, const struct asked *asked,
                       size_t count, bool stamps)
{
    static char words[LIMITS_MAX][SCRIPT_WORDS][SCRIPT_WORD_ROOM];
    add(command, "EVAL");
    add(command, script);
    add_number(command, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        add(command, asked[i].key);
    for (size_t i = 0; i < count; i++) {
        script_words(&asked[i].limiter, words[i]);
        for (size_t j = 0; j < SCRIPT_WORDS; j++)
            add(command, words[i][j]);
        add_number(command, (int64_t)asked[i].cost);
        if (stamps)
            add_number(command, asked[i].state.stamp);
    }
}

static redisReply *send_command(struct command *command)
{
    redisReply *reply = redisCommandArgv(redis, command->count, command->words, NULL);
    if (!reply)
        fail_msg("%s", redis->errstr);
    if (reply->type == REDIS_REPLY_ERROR)
        fail_msg("%s", reply->str);
    return reply;
}

/* Whether all were allowed. */
static bool read_reply(const redisReply *reply, struct asked *asked, size_t count)
{
    int64_t numbers[LIMITS_MAX * SCRIPT_NUMBERS];
    bool pass = true;
    assert_int_equal(reply->elements, count * SCRIPT_NUMBERS);
    for (size_t i = 0; i < reply->elements; i++) {
        assert_int_equal(reply->element[i]->type, REDIS_REPLY_INTEGER);
        numbers[i] = reply->element[i]->integer;
        pass = pass && (i % SCRIPT_NUMBERS || numbers[i]);
    }
    for (size_t i = 0; i < count; i++)
        assert_true(script_read(&asked[i].limiter, numbers + i * SCRIPT_NUMBERS, asked[i].cost,
                                pass, &asked[i].state));
    return pass;
}

static bool take(struct asked *asked, size_t count)
{
    struct command command = { .count = 0 };
    add_limits(&command, script_take, asked, count, false);
    redisReply *reply = send_command(&command);
    bool pass = read_reply(reply, asked, count);
    freeReplyObject(reply);
    return pass;
}

static void give_back_all(struct asked *asked, size_t count)
{
    struct command command = { .count = 0 };
    add_limits(&command, script_give_back, asked, count, true);
    freeReplyObject(send_command(&command));
}

static long long ask_integer(const char *command, const char *key)
{
    redisReply *reply = redisCommand(redis, "%s %s", command, key);
    assert_int_equal(reply->type, REDIS_REPLY_INTEGER);
    long long integer = reply->integer;
    freeReplyObject(reply);
    return integer;
}

/* Simulated time: the last two arguments, and the time at which a key is to expire is kept. */

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    assert_null(strstr(at + 1, from));
    char *made = malloc(strlen(text) + strlen(to) + 1);
    sprintf(made, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return made;
}

static char *simulated(const char *script)
{
    char *timed = replaced(script, "redis.call('TIME')", "{ ARGV[#ARGV - 1], ARGV[#ARGV] }");
    char *kept = replaced(timed, "redis.call('PEXPIREAT', key,", "redis.call('SET', 'until',");
    free(timed);
    return kept;
}

static char *simulated_take, *simulated_give_back;

struct simulation {
    struct asked asked, charged;
    char key[32];
    int runs;
    uint64_t now_ns;
};

static redisReply *send_at(struct command *command, uint64_t now_ns)
{
    add_number(command, (int64_t)(now_ns / 1000000000));
    add_number(command, (int64_t)(now_ns % 1000000000 / 1000));
    return send_command(command);
}

static void begin(void *context, const struct limiter *limiter)
{
    struct simulation *simulation = context;
    snprintf(simulation->key, sizeof simulation->key, "run %d", ++simulation->runs);
    simulation->asked =
        (struct asked){ .limiter = script_limiter(limiter), .key = simulation->key };
}

/* What is charged is kept until it says nothing any more, to the millisecond. */
static void assert_expires(uint64_t now_ns, uint64_t reset_ns)
{
    redisReply *reply = redisCommand(redis, "GET until");
    assert_int_equal(strtoull(reply->str, NULL, 10), (now_ns + reset_ns + 999999) / 1000000);
    freeReplyObject(reply);
}

static struct limiter_decision decide(void *context, uint64_t now_ns, uint64_t cost)
{
    struct simulation *simulation = context;
    struct asked *asked = &simulation->asked;
    struct command command = { .count = 0 };
    asked->cost = cost;
    simulation->now_ns = now_ns;
    add_limits(&command, simulated_take, asked, 1, false);
    redisReply *reply = send_at(&command, now_ns);
    if (read_reply(reply, asked, 1) && cost) {
        simulation->charged = *asked;
        assert_expires(now_ns, asked->state.decision.reset_ns);
    }
    freeReplyObject(reply);
    return asked->state.decision;
}

static void give_back(void *context)
{
    struct simulation *simulation = context;
    struct command command = { .count = 0 };
    add_limits(&command, simulated_give_back, &simulation->charged, 1, true);
    freeReplyObject(send_at(&command, simulation->now_ns));
}

static struct simulation simulation;
static const struct models_subject subject = { .begin = begin,
                                               .decide = decide,
                                               .give_back = give_back,
                                               .context = &simulation,
                                               .grain_ns = 1000,
                                               .steps = 250 };

static void gcra_is_a_bucket_of_credit(void **state)
{
    (void)state;
    uint64_t seed = 20260720;
    for (int i = 0; i < 25; i++)
        models_compare_bucket(
            &subject, models_draw(&seed) | 1, 1 + (int64_t)(models_draw(&seed) % 300),
            1 + (int64_t)(models_draw(&seed) % 1000000), (int64_t)(models_draw(&seed) % 20));
}

static void fixed_is_a_window_per_key(void **state)
{
    (void)state;
    uint64_t seed = 43;
    for (int i = 0; i < 25; i++)
        models_compare_window(&subject, models_draw(&seed) | 1, 1 + models_draw(&seed) % 300,
                              1 + models_draw(&seed) % 1000000);
}

static void sliding_weighs_the_window_before(void **state)
{
    (void)state;
    uint64_t seed = 8;
    for (int i = 0; i < 25; i++)
        models_compare_memory(&subject, models_draw(&seed) | 1,
                              1 + (int64_t)(models_draw(&seed) % 100),
                              1 + (int64_t)(models_draw(&seed) % 1000));
}

/* Steps of microseconds, against the limiter in the zone. */
static void compare_with_zone(const struct limiter *limiter, uint64_t now_ns, uint64_t seed)
{
    uint64_t zone = 0;
    for (int step = 0; step < 200; step++) {
        now_ns += models_draw(&seed) % (2 * limiter->span_ns / limiter->limit + 1) / 1000 * 1000;
        uint64_t cost = models_draw_cost(&seed, limiter->limit);
        struct limiter_decision mine = limiter_decide(limiter, zone, now_ns, cost);
        struct limiter_decision its = decide(&simulation, now_ns, cost);
        assert_int_equal(its.allowed, mine.allowed);
        assert_int_equal(its.remaining, mine.remaining);
        assert_int_equal(its.reset_ns, mine.reset_ns);
        assert_int_equal(its.retry_ns, mine.retry_ns);
        zone = mine.state;
    }
}

/* Beyond 2^53 nanoseconds Lua would round: there the tick is a microsecond. */
static void long_spans_are_exact_in_microseconds(void **state)
{
    (void)state;
    static const int64_t year_ms = INT64_C(365) * 24 * 3600 * 1000;
    static const int64_t counts[] = { 1, 7, 1000, 999983, LIMITER_COUNT_MAX };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct limiter limiter = limiter_make(LIMITER_GCRA, counts[i], year_ms, 0);
        begin(&simulation, &limiter);
        const struct limiter *kept = &simulation.asked.limiter;
        assert_true(kept->interval_ns >= limiter.interval_ns);
        assert_true(kept->interval_ns < limiter.interval_ns + 1000);
        compare_with_zone(kept, UINT64_C(1800000000000000000), 99 + i);
    }
}

static void windows_are_exact_in_microseconds(void **state)
{
    (void)state;
    static const enum limiter_algorithm windows[] = { LIMITER_FIXED, LIMITER_SLIDING };
    uint64_t seed = 5;
    for (size_t i = 0; i < 20; i++) {
        struct limiter limiter =
            limiter_make(windows[i % 2], 1 + (int64_t)(models_draw(&seed) % 100),
                         1000 + (int64_t)(models_draw(&seed) % 100000), 0);
        begin(&simulation, &limiter);
        compare_with_zone(&simulation.asked.limiter, UINT64_C(1000000000000000), i + 1);
    }
}

/* The file was changed. */
static void a_longer_window_of_before_locks_nobody_out(void **state)
{
    (void)state;
    static const enum limiter_algorithm all[] = { LIMITER_GCRA, LIMITER_FIXED, LIMITER_SLIDING };
    static const uint64_t now_ns = UINT64_C(1800000000000000000);
    for (size_t i = 0; i < 3; i++) {
        struct limiter day = limiter_make(all[i], 1, 86400000, 0);
        struct limiter minute = limiter_make(all[i], 1, 60000, 0);
        begin(&simulation, &day);
        assert_true(decide(&simulation, now_ns, 1).allowed);
        simulation.asked.limiter = minute;
        struct limiter_decision decision = decide(&simulation, now_ns, 1);
        assert_false(decision.allowed);
        assert_true(decision.retry_ns <= 2 * minute.span_ns);
    }
}

/* What was charged to the open window may be that of the one before by now; and who gives back twice
 * gains nothing. */
static void late_refunds_find_their_window(void **state)
{
    (void)state;
    static const uint64_t minute_ns = UINT64_C(60000000000);
    struct limiter limiter = limiter_make(LIMITER_SLIDING, 100, 60000, 0);
    begin(&simulation, &limiter);
    uint64_t now_ns = 1000 * minute_ns;
    decide(&simulation, now_ns, 40);
    struct asked early = simulation.charged;
    assert_int_equal(decide(&simulation, now_ns + minute_ns, 10).remaining, 50);
    struct asked late = simulation.charged;
    simulation.charged = early;
    give_back(&simulation);
    assert_int_equal(decide(&simulation, now_ns + minute_ns, 0).remaining, 90);
    simulation.charged = late;
    for (int i = 0; i < 3; i++)
        give_back(&simulation);
    assert_int_equal(decide(&simulation, now_ns + minute_ns, 0).remaining, 100);
    assert_int_equal(decide(&simulation, now_ns + minute_ns, 30).remaining, 70);
    simulation.charged = early; /* of a window that is over by then */
    simulation.now_ns = now_ns + 3 * minute_ns;
    decide(&simulation, simulation.now_ns, 30);
    simulation.charged = early;
    give_back(&simulation);
    assert_int_equal(decide(&simulation, simulation.now_ns, 0).remaining, 70);
}

static void fixed_refunds_find_their_window(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_FIXED, 100, 60000, 0);
    begin(&simulation, &limiter);
    decide(&simulation, UINT64_C(1000000000000), 10);
    for (int i = 0; i < 3; i++)
        give_back(&simulation);
    struct asked early = simulation.charged;
    struct limiter_decision decision = decide(&simulation, UINT64_C(1001000000000), 30);
    assert_int_equal(decision.remaining, 70);
    assert_int_equal(decision.reset_ns, UINT64_C(59000000000)); /* the window stays open */
    decide(&simulation, UINT64_C(1100000000000), 20);
    simulation.charged = early;
    give_back(&simulation);
    assert_int_equal(decide(&simulation, UINT64_C(1100000000000), 0).remaining, 80);
}

/* A burst that would take longer than time to come back. */
static void absurd_bursts_are_bounded(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_GCRA, 1, INT64_MAX, LIMITER_COUNT_MAX);
    begin(&simulation, &limiter);
    uint64_t now_ns = UINT64_C(1800000000000000000);
    for (int i = 0; i < 3; i++)
        decide(&simulation, now_ns, LIMITER_COUNT_MAX);
    assert_false(simulation.asked.state.decision.allowed);
}

/* In real time */

static void all_are_charged_or_none(void **state)
{
    (void)state;
    struct asked asked[] = {
        { .limiter = limiter_make(LIMITER_GCRA, 5, 3600000, 0), .key = "wide", .cost = 1 },
        { .limiter = limiter_make(LIMITER_FIXED, 2, 3600000, 0), .key = "narrow", .cost = 1 },
        { .limiter = limiter_make(LIMITER_SLIDING, 9, 3600000, 0), .key = "slow", .cost = 2 },
    };
    for (uint64_t i = 1; i <= 2; i++) {
        assert_true(take(asked, 3));
        assert_int_equal(asked[0].state.decision.remaining, 5 - i);
        assert_int_equal(asked[1].state.decision.remaining, 2 - i);
        assert_int_equal(asked[2].state.decision.remaining, 9 - 2 * i);
    }
    for (int i = 0; i < 3; i++) {
        assert_false(take(asked, 3));
        assert_true(asked[0].state.decision.allowed);
        assert_false(asked[1].state.decision.allowed);
        assert_true(asked[2].state.decision.allowed);
        assert_int_equal(asked[0].state.decision.remaining, 3);
        assert_int_equal(asked[2].state.decision.remaining, 5);
        assert_true(asked[1].state.decision.retry_ns > 0);
        assert_int_equal(asked[0].state.decision.retry_ns, 0);
    }
    struct asked charged[] = { asked[0], asked[1], asked[2] };
    give_back_all(charged, 3);
    assert_true(take(asked, 3));
    assert_int_equal(asked[0].state.decision.remaining, 3);
}

/* By the clock of the one who keeps them, to the millisecond. */
static void keys_expire_when_they_say_nothing_any_more(void **state)
{
    (void)state;
    struct asked gcra = { .limiter = limiter_make(LIMITER_GCRA, 10, 600000, 0), .key = "g" };
    struct asked fixed = { .limiter = limiter_make(LIMITER_FIXED, 10, 600000, 0), .key = "f" };
    struct asked sliding = { .limiter = limiter_make(LIMITER_SLIDING, 10, 600000, 0), .key = "s" };
    gcra.cost = fixed.cost = sliding.cost = 3;
    assert_true(take(&gcra, 1) && take(&fixed, 1) && take(&sliding, 1));
    assert_in_range(ask_integer("PTTL", "g"), 180000 - 30000, 180001);
    assert_in_range(ask_integer("PTTL", "f"), 600000 - 30000, 600001);
    assert_in_range(ask_integer("PTTL", "s"), 600000 - 30000, 1200001);

    gcra.cost = 0;
    long long before_ms = ask_integer("PTTL", "g");
    assert_true(take(&gcra, 1));
    assert_true(ask_integer("PTTL", "g") <= before_ms); /* to look does not make it live longer */
    gcra.cost = 3;
    give_back_all(&gcra, 1);
    assert_int_equal(ask_integer("EXISTS", "g"), 0);
    give_back_all(&fixed, 1);
    assert_in_range(ask_integer("PTTL", "f"), 600000 - 30000, 600001);
}

static void who_looks_leaves_nothing(void **state)
{
    (void)state;
    struct asked asked = { .limiter = limiter_make(LIMITER_FIXED, 10, 60000, 0), .key = "looked" };
    assert_true(take(&asked, 1));
    assert_int_equal(asked.state.decision.remaining, 10);
    assert_int_equal(asked.state.decision.reset_ns, 0);
    assert_int_equal(ask_integer("EXISTS", "looked"), 0);
}

static void what_others_wrote_is_taken_for_nothing(void **state)
{
    (void)state;
    struct asked asked = { .limiter = limiter_make(LIMITER_GCRA, 10, 60000, 0),
                           .key = "odd",
                           .cost = 1 };
    freeReplyObject(redisCommand(redis, "SET odd nonsense"));
    assert_true(take(&asked, 1));
    assert_int_equal(asked.state.decision.remaining, 9);
    freeReplyObject(redisCommand(redis, "SET odd %s", "99999999999999999999 0 0"));
    assert_false(take(&asked, 1));
    assert_true(asked.state.decision.retry_ns <= UINT64_C(60000000000));
}

static void absurd_numbers_are_no_answer(void **state)
{
    (void)state;
    struct limiter limiter = limiter_make(LIMITER_FIXED, 10, 60000, 0);
    struct script_state read;
    int64_t numbers[SCRIPT_NUMBERS] = { 1, 60000000, 3, 0, 5 };
    assert_true(script_read(&limiter, numbers, 1, true, &read));
    assert_int_equal(read.decision.remaining, 7);
    numbers[1]++;
    assert_false(script_read(&limiter, numbers, 1, true, &read));
    numbers[1] = 1, numbers[2] = -1;
    assert_false(script_read(&limiter, numbers, 1, true, &read));
    numbers[2] = INT64_MAX;
    assert_false(script_read(&limiter, numbers, 1, true, &read));
}

static int set_up(void **state)
{
    (void)state;
    redis = server_start();
    simulated_take = simulated(script_take);
    simulated_give_back = simulated(script_give_back);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(simulated_take);
    free(simulated_give_back);
    server_stop(redis);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gcra_is_a_bucket_of_credit),
        cmocka_unit_test(fixed_is_a_window_per_key),
        cmocka_unit_test(sliding_weighs_the_window_before),
        cmocka_unit_test(long_spans_are_exact_in_microseconds),
        cmocka_unit_test(windows_are_exact_in_microseconds),
        cmocka_unit_test(a_longer_window_of_before_locks_nobody_out),
        cmocka_unit_test(late_refunds_find_their_window),
        cmocka_unit_test(fixed_refunds_find_their_window),
        cmocka_unit_test(absurd_bursts_are_bounded),
        cmocka_unit_test(all_are_charged_or_none),
        cmocka_unit_test(keys_expire_when_they_say_nothing_any_more),
        cmocka_unit_test(who_looks_leaves_nothing),
        cmocka_unit_test(what_others_wrote_is_taken_for_nothing),
        cmocka_unit_test(absurd_numbers_are_no_answer),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
