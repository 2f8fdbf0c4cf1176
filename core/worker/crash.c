/* SPDX-License-Identifier: MIT */
/* The handler of SIGSEGV and its kind. Everything it does is async-signal-safe (signal-safety(7)), or has been done once before. */
#include <execinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <base/current.h>
#include <worker/channel.h>
#include <worker/crash.h>

enum { STACK_SIZE = 64 << 10, FRAMES_MAX = 48 };

static const struct {
    int number;
    const char *name;
} signals[] = {
    { SIGSEGV, "SIGSEGV" }, { SIGABRT, "SIGABRT" }, { SIGBUS, "SIGBUS" },
    { SIGFPE, "SIGFPE" },   { SIGILL, "SIGILL" },
};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* Set before the handler is, and never changed. */
static int crash_channel = -1;

static const char *name_of(int number)
{
    for (size_t i = 0; i < SIGNALS; i++)
        if (signals[i].number == number)
            return signals[i].name;
    return "a signal";
}

/* Appends to a text of fixed room; snprintf is not safe here. */
static size_t append(char *text, size_t at, size_t room, const char *more)
{
    while (*more && at + 1 < room)
        text[at++] = *more++;
    text[at] = '\0';
    return at;
}

static size_t describe(char *text, size_t room, int number)
{
    const char *entry = current.entry, *hook = current.hook;
    size_t at = append(text, 0, room, name_of(number));
    if (!entry)
        return append(text, at, room, " in the host itself");
    at = append(text, at, room, " in entry `");
    at = append(text, at, room, entry);
    at = append(text, at, room, "`, hook `");
    at = append(text, at, room, hook ? hook : "?");
    return append(text, at, room, "`");
}

static void put(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

static void on_crash(int number)
{
    /* Static, since the stack here is small; a second crash has its signal's default. */
    static struct channel_message message;
    static void *frames[FRAMES_MAX];
    message.size = describe(message.text, sizeof message.text, number);
    put("tenon: crash: ");
    put(message.text);
    put("\n");
    backtrace_symbols_fd(frames, backtrace(frames, FRAMES_MAX), STDERR_FILENO);
    if (crash_channel >= 0) {
        message.kind = CHANNEL_CRASH;
        channel_send(crash_channel, &message);
    }
    raise(number);
}

void crash_install(int channel)
{
    static char stack_memory[STACK_SIZE];
    void *frame;
    crash_channel = channel;
    backtrace(&frame, 1); /* loads what it needs now, while that may allocate */
    stack_t stack = { .ss_sp = stack_memory, .ss_size = STACK_SIZE };
    sigaltstack(&stack, NULL);
    struct sigaction action = { .sa_handler = on_crash,
                                .sa_flags = SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER };
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i].number, &action, NULL);
}
