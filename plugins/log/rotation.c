/* SPDX-License-Identifier: MIT */
/*
 * Who has a log file open holds a shared lock on it for as long. So a file may be renamed at any time, and its writers find out
 * by themselves that it is full; but it is deleted only when nobody holds it. One process at a time renames: the one that has the
 * folder's lock. Nobody ever waits for a lock.
 */
#include "rotation.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_TRIES = 20, HELD_MOST = 64 };

static void path_of(const struct log_file *file, unsigned number, char path[PATH_MAX])
{
    if (number)
        snprintf(path, PATH_MAX, "%s/%s.%u", file->folder, file->name, number);
    else
        snprintf(path, PATH_MAX, "%s/%s", file->folder, file->name);
}

static int open_at_end(const char *path)
{
    int flags = O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    int fd = open(path, flags | O_WRONLY, 0640);
    /* Nobody reads the FIFO yet. Open for both, it takes what fits, and whoever comes to read finds it. */
    return fd < 0 && errno == ENXIO ? open(path, flags | O_RDWR, 0640) : fd;
}

static bool is_same(const char *path, int fd)
{
    struct stat named, open;
    return stat(path, &named) == 0 && fstat(fd, &open) == 0 && named.st_ino == open.st_ino &&
           named.st_dev == open.st_dev;
}

int log_file_open(const struct log_file *file)
{
    char path[PATH_MAX];
    path_of(file, 0, path);
    for (int i = 0; i < OPEN_TRIES; i++) {
        int fd = open_at_end(path);
        if (fd < 0 || file->size == 0)
            return fd;
        /* It may have been renamed since, and even be about to go: then once more. */
        if (flock(fd, LOCK_SH | LOCK_NB) == 0 && is_same(path, fd))
            return fd;
        close(fd);
    }
    errno = EAGAIN;
    return -1;
}

/* Deletes a file that nobody has open any more. */
static void delete_if_free(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlink(path);
    close(fd);
}

/* Gives each file the next number, up to the first number that is free; then deletes what is too many. */
static bool shift(const struct log_file *file)
{
    char path[PATH_MAX], next[PATH_MAX];
    unsigned free_number = 1;
    for (; free_number < file->keep + HELD_MOST; free_number++) {
        path_of(file, free_number, path);
        if (access(path, F_OK) != 0)
            break;
    }
    for (unsigned number = free_number; number > 0; number--) {
        path_of(file, number - 1, path);
        path_of(file, number, next);
        if (rename(path, next) != 0)
            return false;
    }
    for (unsigned number = file->keep + 1; number <= file->keep + HELD_MOST; number++) {
        path_of(file, number, path);
        delete_if_free(path);
    }
    return true;
}

/* Renames, if nobody else has done so or is at it. */
static bool rotate(const struct log_file *file, int fd)
{
    char path[PATH_MAX];
    int folder = open(file->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    path_of(file, 0, path);
    bool locked = flock(folder, LOCK_EX | LOCK_NB) == 0;
    bool done = locked && (!is_same(path, fd) || shift(file));
    int error = errno;
    close(folder);
    errno = locked || error != EWOULDBLOCK ? error : 0;
    return done;
}

int log_file_renew(const struct log_file *file, int fd)
{
    struct stat about;
    errno = 0;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        errno = 0;
        return -1;
    }
    bool full = file->size > 0 && (uint64_t)about.st_size >= file->size;
    if (about.st_nlink > 0 && (!full || !rotate(file, fd)))
        return -1;
    return log_file_open(file);
}
