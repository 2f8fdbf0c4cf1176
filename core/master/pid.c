/* SPDX-License-Identifier: MIT */
/* A lock on the file says whether its writer lives: a process id alone may have been given to another. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include <master/pid.h>

static int report(const char *path, struct place place, struct errors *errors)
{
    errors_add(errors, SEVERITY_ERROR, place, "the pid file %s cannot be written: %s", path,
               strerror(errno));
    return -1;
}

int pid_file_take(const char *path, struct place place, struct errors *errors)
{
    char text[24];
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return report(path, place, errors);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ssize_t got = pread(fd, text, sizeof text - 1, 0);
        text[got > 0 ? got : 0] = '\0';
        errors_add(errors, SEVERITY_ERROR, place,
                   "another server runs already: %s is held by process %d", path, atoi(text));
        close(fd);
        return -1;
    }
    int size = snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)size, 0) == size)
        return fd;
    report(path, place, errors);
    close(fd);
    return -1;
}

void pid_file_leave(const char *path, int fd)
{
    unlink(path);
    close(fd);
}
