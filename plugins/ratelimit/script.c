/* SPDX-License-Identifier: MIT */
/* The scripts decide and keep; what follows from a decision is the limiter's to say, here as in the
 * zone. */
#include "script.h"

#include <inttypes.h>
#include <stdio.h>

static const uint64_t exact_max = UINT64_C(1) << 52;

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/* clang-format off */

/*
 * What both scripts begin with. A state is three whole numbers. With gcra: when the allowance is
 * whole again, in seconds and nanoseconds. With windows: the end in milliseconds, the count, and
 * with sliding ones that of the window before. A key expires when its state says nothing any more.
 */
#define SCRIPT_HEAD \
    "local time = redis.call('TIME')\n" \
    "local now_s, now_us = tonumber(time[1]), tonumber(time[2])\n" \
    "local now_ms = now_s * 1000 + math.floor(now_us / 1000)\n" \
    "\n" \
    "local function read(key)\n" \
    "  local a, b, c = string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (%d+)$')\n" \
    "  return tonumber(a) or 0, tonumber(b) or 0, tonumber(c) or 0\n" \
    "end\n" \
    "\n" \
    "local function write(key, a, b, c, until_ms)\n" \
    "  redis.call('SET', key, string.format('%d %d %d', a, b, c))\n" \
    "  redis.call('PEXPIREAT', key, string.format('%d', until_ms))\n" \
    "end\n" \
    "\n" \
    "local function limit_of(i, words)\n" \
    "  local at = (i - 1) * words\n" \
    "  local function number(n) return tonumber(ARGV[at + n]) end\n" \
    "  return { key = KEYS[i], kind = ARGV[at + 1], limit = number(2), span = number(3), interval = number(4),\n" \
    "    ticks = number(5), cost = number(6), stamp = number(7), wait = 0, current = 0, previous = 0, last = 0 }\n" \
    "end\n" \
    "\n" \
    "-- Times of gcra are in ticks, so many a second, from the beginning of this second.\n" \
    "local function now_ticks(l)\n" \
    "  return math.floor(now_us * l.ticks / 1000000)\n" \
    "end\n" \
    "\n" \
    "local function read_full(l)\n" \
    "  local s, ns = read(l.key)\n" \
    "  return (s - now_s) * l.ticks + math.floor(ns * l.ticks / 1000000000)\n" \
    "end\n" \
    "\n" \
    "local function write_full(l, full)\n" \
    "  local rest = full % l.ticks\n" \
    "  write(l.key, now_s + (full - rest) / l.ticks, rest * (1000000000 / l.ticks), 0,\n" \
    "    now_s * 1000 + math.ceil(full / (l.ticks / 1000)))\n" \
    "end\n" \
    "\n" \
    "local function price(l)\n" \
    "  return math.min(l.interval * l.cost, l.span)\n" \
    "end\n" \
    "\n"

const char *const script_take = SCRIPT_HEAD
    "local decide, charge = {}, {}\n"
    "\n"
    "function decide.gcra(l)\n"
    "  l.wait = math.min(math.max(read_full(l) - now_ticks(l), 0), l.span)\n"
    "  return l.cost <= l.limit and l.wait + price(l) <= l.span\n"
    "end\n"
    "\n"
    "function charge.gcra(l)\n"
    "  l.wait = l.wait + price(l)\n"
    "  write_full(l, now_ticks(l) + l.wait)\n"
    "end\n"
    "\n"
    "local function decide_window(l, used)\n"
    "  l.wait = (l.last - now_ms) * 1000 - now_us % 1000\n"
    "  return l.cost == 0 or used + l.cost <= l.limit\n"
    "end\n"
    "\n"
    "function decide.fixed(l)\n"
    "  local last, count = read(l.key)\n"
    "  local latest = now_ms + l.span\n"
    "  if last <= now_ms then last, count = latest, 0 end\n"
    "  l.last, l.current = math.min(last, latest), count\n"
    "  return decide_window(l, count)\n"
    "end\n"
    "\n"
    "function charge.fixed(l)\n"
    "  l.current = l.current + l.cost\n"
    "  write(l.key, l.last, l.current, 0, l.last)\n"
    "end\n"
    "\n"
    "function decide.sliding(l)\n"
    "  local last, current, previous = read(l.key)\n"
    "  local begin = now_ms - now_ms % l.span\n"
    "  l.last = begin + l.span\n"
    "  if last > begin then l.current, l.previous = current, previous\n"
    "  elseif last + l.span > begin then l.previous = current end\n"
    "  local covered = l.previous * (l.last - now_ms)\n"
    "  local rest = covered % l.span\n"
    "  return decide_window(l, l.current + (covered - rest) / l.span + (rest > 0 and 1 or 0))\n"
    "end\n"
    "\n"
    "function charge.sliding(l)\n"
    "  l.current = l.current + l.cost\n"
    "  write(l.key, l.last, l.current, l.previous, l.last + l.span)\n"
    "end\n"
    "\n"
    "local limits, pass, answer = {}, true, {}\n"
    "for i = 1, #KEYS do\n"
    "  local l = limit_of(i, 6)\n"
    "  l.allowed = decide[l.kind](l)\n"
    "  limits[i], pass = l, pass and l.allowed\n"
    "end\n"
    "for _, l in ipairs(limits) do\n"
    "  if pass and l.cost > 0 then charge[l.kind](l) end\n"
    "  for _, number in ipairs({ l.allowed and 1 or 0, l.wait, l.current, l.previous, l.last }) do\n"
    "    answer[#answer + 1] = number\n"
    "  end\n"
    "end\n"
    "return answer\n";

const char *const script_give_back = SCRIPT_HEAD
    "local give_back = {}\n"
    "\n"
    "function give_back.gcra(l)\n"
    "  local full = read_full(l) - price(l)\n"
    "  if full > now_ticks(l) then write_full(l, full) else redis.call('DEL', l.key) end\n"
    "end\n"
    "\n"
    "function give_back.fixed(l)\n"
    "  local last, count = read(l.key)\n"
    "  if last == l.stamp then write(l.key, last, math.max(count - l.cost, 0), 0, last) end\n"
    "end\n"
    "\n"
    "-- What was charged to the open window may be that of the one before by now.\n"
    "function give_back.sliding(l)\n"
    "  local last, current, previous = read(l.key)\n"
    "  if last == l.stamp then current = math.max(current - l.cost, 0)\n"
    "  elseif last == l.stamp + l.span then previous = math.max(previous - l.cost, 0)\n"
    "  else return end\n"
    "  write(l.key, last, current, previous, last + l.span)\n"
    "end\n"
    "\n"
    "for i = 1, #KEYS do\n"
    "  local l = limit_of(i, 7)\n"
    "  give_back[l.kind](l)\n"
    "end\n";

/* clang-format on */

struct limiter script_limiter(const struct limiter *limiter)
{
    struct limiter kept = *limiter;
    if (limiter_trickles(kept.algorithm) && kept.span_ns > exact_max) {
        kept.interval_ns += NS_PER_US - 1;
        kept.interval_ns -= kept.interval_ns % NS_PER_US;
        uint64_t span_ns = UINT64_MAX;
        if (__builtin_mul_overflow(kept.interval_ns, kept.limit, &span_ns) ||
            span_ns > UINT64_MAX / 4)
            span_ns = UINT64_MAX / 4;
        kept.span_ns = span_ns - span_ns % NS_PER_US;
    }
    return kept;
}

static uint64_t tick_ns(const struct limiter *limiter)
{
    return limiter->span_ns > exact_max ? NS_PER_US : 1;
}

void script_words(const struct limiter *limiter, char words[SCRIPT_WORDS][SCRIPT_WORD_ROOM])
{
    bool trickles = limiter_trickles(limiter->algorithm);
    uint64_t tick = trickles ? tick_ns(limiter) : NS_PER_MS;
    const char *kind = trickles                              ? "gcra"
                       : limiter->algorithm == LIMITER_FIXED ? "fixed"
                                                             : "sliding";
    const uint64_t numbers[] = { limiter->limit, limiter->span_ns / tick,
                                 limiter->interval_ns / tick, NS_PER_S / tick };
    snprintf(words[0], SCRIPT_WORD_ROOM, "%s", kind);
    for (size_t i = 1; i < SCRIPT_WORDS; i++)
        snprintf(words[i], SCRIPT_WORD_ROOM, "%" PRIu64, numbers[i - 1]);
}

/* A state as the limiter knows it, and the time at which it was found. */
struct moment {
    uint64_t state, now_ns;
};

/* Only distances count, so time begins where both fit: three windows before the end, since sliding
 * ones lie on a grid. */
static struct moment moment_of(const struct limiter *limiter, const int64_t numbers[SCRIPT_NUMBERS])
{
    uint64_t wait = (uint64_t)numbers[1];
    struct moment moment = { .now_ns = NS_PER_S };
    if (limiter_trickles(limiter->algorithm)) {
        moment.state = moment.now_ns + wait * tick_ns(limiter);
    } else {
        uint64_t end_ns = 3 * limiter->span_ns;
        moment.now_ns = end_ns - wait * NS_PER_US;
        moment.state = limiter_window_state(limiter->algorithm, end_ns / NS_PER_MS,
                                            (uint64_t)numbers[2], (uint64_t)numbers[3]);
    }
    return moment;
}

static bool is_sane(const struct limiter *limiter, const int64_t numbers[SCRIPT_NUMBERS])
{
    bool trickles = limiter_trickles(limiter->algorithm);
    uint64_t unit = trickles ? tick_ns(limiter) : NS_PER_US;
    for (size_t i = 0; i < SCRIPT_NUMBERS; i++)
        if (numbers[i] < 0)
            return false;
    return (uint64_t)numbers[1] <= limiter->span_ns / unit && numbers[2] <= LIMITER_COUNT_MAX &&
           numbers[3] <= LIMITER_COUNT_MAX;
}

bool script_read(const struct limiter *limiter, const int64_t numbers[SCRIPT_NUMBERS],
                 uint64_t cost, bool charged, struct script_state *state)
{
    if (!is_sane(limiter, numbers))
        return false;
    struct moment moment = moment_of(limiter, numbers);
    state->allowed = numbers[0] != 0;
    state->stamp = numbers[4];
    struct limiter_decision next = limiter_decide(limiter, moment.state, moment.now_ns, cost);
    state->decision = limiter_decide(limiter, moment.state, moment.now_ns, 0);
    if (!state->allowed)
        state->decision = next;
    else if (charged && cost) /* whether the same would pass once more */
        state->decision.retry_ns = next.allowed ? 0 : next.retry_ns;
    state->decision.allowed = state->allowed;
    return true;
}
