/* SPDX-License-Identifier: MIT */
/* A new file takes the old one's place when it is done: rename() does that at once. */
#include "command/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PART_BYTES = 1 << 20 };

/* What is being written and has no right name yet, for the signal's handler; "": nothing. */
static char beside[PATH_MAX];

static const int ending_signals[] = { SIGINT, SIGTERM, SIGHUP };

enum { ENDING_SIGNALS = sizeof ending_signals / sizeof *ending_signals };

static void on_end(int number)
{
    if (beside[0])
        unlink(beside);
    raise(number); /* which ends the program, as it would have without us */
}

static void on_too_large(int number)
{
    (void)number; /* write() says so */
}

/* Who was started so that a signal means nothing to him, as by nohup, keeps to that. */
void whole_file_guard(void)
{
    struct sigaction before;
    const struct sigaction end = { .sa_handler = on_end, .sa_flags = SA_RESETHAND | SA_NODEFER };
    const struct sigaction too_large = { .sa_handler = on_too_large, .sa_flags = SA_RESTART };
    for (int i = 0; i < ENDING_SIGNALS; i++)
        if (sigaction(ending_signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(ending_signals[i], &end, NULL);
    sigaction(SIGXFSZ, &too_large, NULL);
}

/* Between a file's coming or going and the note of it nobody ends the program. */
static sigset_t hold_signals(void)
{
    sigset_t held, before;
    sigemptyset(&held);
    for (int i = 0; i < ENDING_SIGNALS; i++)
        sigaddset(&held, ending_signals[i]);
    sigprocmask(SIG_BLOCK, &held, &before);
    return before;
}

static void let_signals(sigset_t before)
{
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* --- beside ------------------------------------------------------------------------------------------- */

/* Where the file will be, behind all links; its mode. False if it is to be written where it is. */
static bool find_place(const char *path, char place[PATH_MAX], mode_t *mode)
{
    struct stat status;
    if (lstat(path, &status) != 0) {
        mode_t mask = umask(0);
        umask(mask);
        *mode = 0666 & ~mask;
        return errno == ENOENT && snprintf(place, PATH_MAX, "%s", path) < PATH_MAX;
    }
    if (!realpath(path, place) || stat(place, &status) != 0)
        return false;
    *mode = status.st_mode & 0777;
    return S_ISREG(status.st_mode) && status.st_uid == geteuid() && status.st_nlink == 1;
}

/* A hidden file in the same folder, or -1. */
static int open_beside(const char *place, mode_t mode)
{
    const char *slash = strrchr(place, '/');
    int folder = slash ? (int)(slash - place) + 1 : 0, descriptor = -1;
    sigset_t before = hold_signals();
    if (snprintf(beside, sizeof beside, "%.*s.%s.XXXXXX", folder, place, place + folder) <
        (int)sizeof beside)
        descriptor = mkstemp(beside);
    if (descriptor < 0)
        beside[0] = '\0';
    else
        fchmod(descriptor, mode);
    let_signals(before);
    return descriptor;
}

/* Gives the file its name, or takes it away. */
static bool close_beside(const char *place, bool whole)
{
    sigset_t before = hold_signals();
    bool done = whole && rename(beside, place) == 0;
    int problem = errno;
    if (!done)
        unlink(beside);
    beside[0] = '\0';
    let_signals(before);
    errno = problem;
    return done;
}

/* --- writing ------------------------------------------------------------------------------------------- */

static bool write_all(int descriptor, struct text bytes)
{
    while (bytes.length > 0) {
        size_t part = bytes.length < PART_BYTES ? bytes.length : PART_BYTES;
        ssize_t count = write(descriptor, bytes.bytes, part);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes.bytes += count;
        bytes.length -= (size_t)count;
    }
    return true;
}

/* Some file systems say only at its end that there was no room. */
static bool write_and_close(int descriptor, struct text bytes)
{
    bool written = write_all(descriptor, bytes);
    int problem = errno;
    bool closed = close(descriptor) == 0;
    if (!written)
        errno = problem;
    return written && closed;
}

static bool complain(const char *path)
{
    fprintf(stderr, "Can't write to \"%s\": %s\n", path, strerror(errno));
    return false;
}

static bool write_in_place(const char *path, struct text bytes)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        fprintf(stderr, "Can't open file \"%s\" for export\n", path);
        return false;
    }
    return write_and_close(descriptor, bytes) || complain(path);
}

bool whole_file_write(const char *path, struct text bytes)
{
    char place[PATH_MAX];
    mode_t mode;
    if (strcmp(path, "-") == 0)
        return (fflush(stdout) == 0 && write_all(STDOUT_FILENO, bytes)) || complain(path);
    int descriptor = find_place(path, place, &mode) ? open_beside(place, mode) : -1;
    if (descriptor < 0)
        return write_in_place(path, bytes);
    return close_beside(place, write_and_close(descriptor, bytes)) || complain(path);
}
