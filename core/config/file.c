/* SPDX-License-Identifier: MIT */
/* Reading a file whole, up to a cap. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <base/buffer.h>
#include <config/file.h>

/* Reads to the end, but never more than a byte beyond the cap, whatever the size was said to be. */
static bool read_all(int fd, size_t size_max, struct buffer *buffer)
{
    while (buffer->size <= size_max) {
        size_t room = size_max + 1 - buffer->size;
        room = room < 16384 ? room : 16384;
        ssize_t size = read(fd, buffer_room(buffer, room), room);
        if (size == 0)
            return true;
        if (size > 0)
            buffer->size += (size_t)size;
        else if (errno != EINTR)
            return false;
    }
    errno = EFBIG;
    return false;
}

const char *file_read(const char *path, size_t size_max, struct arena *arena, struct tn_text *text)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return strerror(errno);
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(fd);
        return "it is not a regular file";
    }
    struct buffer buffer = { 0 };
    bool good = read_all(fd, size_max, &buffer);
    const char *problem = good ? NULL : strerror(errno);
    close(fd);
    if (good)
        *text = arena_copy(arena, buffer_text(&buffer));
    buffer_free(&buffer);
    return problem;
}
