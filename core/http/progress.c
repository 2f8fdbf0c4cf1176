/* SPDX-License-Identifier: MIT */
/* The system's count of bytes; apart, because <linux/tcp.h> bears with no other header of its kind. */
#include <linux/tcp.h>
#include <stddef.h>
#include <sys/socket.h>

#include <http/progress.h>

bool progress_read(int fd, uint64_t *taken, uint64_t *given)
{
    enum { TCP = 6 }; /* IPPROTO_TCP, without <netinet/in.h> */
    struct tcp_info info = { 0 };
    socklen_t size = sizeof info;
    if (getsockopt(fd, TCP, TCP_INFO, &info, &size) != 0)
        return false;
    *taken = info.tcpi_bytes_acked;
    *given = info.tcpi_bytes_received;
    return true;
}
