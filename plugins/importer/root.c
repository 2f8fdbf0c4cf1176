/* SPDX-License-Identifier: MIT */
/* A folder and what lies beneath it, by openat2(2). */
#include "root.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int root_open(const char *path)
{
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* O_NONBLOCK: a FIFO without a writer opens at once, to be turned away by its kind. */
static int open_beneath(int root, const char *path, uint64_t flags)
{
    struct open_how how = {
        .flags = flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

bool root_can_confine(int root)
{
    int self = open_beneath(root, ".", O_RDONLY | O_DIRECTORY);
    if (self < 0)
        return false;
    close(self);
    return true;
}

static struct root_file failed(enum tn_source_end end, const char *problem)
{
    return (struct root_file){ .end = end, .problem = problem };
}

static struct root_file not_opened(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
        return failed(TN_SOURCE_MISSING, "there is no such file");
    case ELOOP:
        return failed(TN_SOURCE_FORBIDDEN, "symbolic links are not followed");
    case EXDEV:
        return failed(TN_SOURCE_FORBIDDEN, "the file lies outside the folder of models");
    default:
        return failed(TN_SOURCE_UNREADABLE, "the file cannot be read");
    }
}

/* The whole of a regular file. One byte more than the size is asked for, so that a file which grows
 * meanwhile is noticed. */
static struct root_file read_content(int file, size_t size, uint64_t size_max)
{
    char *content = NULL;
    size_t used = 0;
    size_t room = size + 1;
    for (;;) {
        char *larger = realloc(content, room);
        if (!larger)
            abort();
        content = larger;
        ssize_t count = read(file, content + used, room - used);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            if (count == 0)
                return (struct root_file){ TN_SOURCE_FOUND, NULL, content, used };
            free(content);
            return failed(TN_SOURCE_UNREADABLE, "the file cannot be read");
        }
        used += (size_t)count;
        if (used > size_max) {
            free(content);
            return failed(TN_SOURCE_TOO_LARGE, "the file is too large");
        }
        if (used == room)
            room = room * 2 < size_max + 1 ? room * 2 : size_max + 1;
    }
}

static struct root_file read_opened(int file, uint64_t size_max)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return failed(TN_SOURCE_UNREADABLE, "the file cannot be read");
    if (S_ISDIR(about.st_mode))
        return failed(TN_SOURCE_MISSING, "there is no such file");
    if (!S_ISREG(about.st_mode))
        return failed(TN_SOURCE_UNREADABLE, "it is not a regular file");
    if ((uint64_t)about.st_size > size_max)
        return failed(TN_SOURCE_TOO_LARGE, "the file is too large");
    return read_content(file, (size_t)about.st_size, size_max);
}

struct root_file root_read(int root, const char *path, uint64_t size_max)
{
    int file = open_beneath(root, path, O_RDONLY);
    if (file < 0)
        return not_opened(errno);
    struct root_file result = read_opened(file, size_max);
    close(file);
    return result;
}
