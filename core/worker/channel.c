/* SPDX-License-Identifier: MIT */
/* Packets with numbers, a text and descriptors (unix(7), SCM_RIGHTS). */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <worker/channel.h>

/* What stands before the text. Both sides are built from this file, or nearly: a new kind of message gets a new number. */
struct head {
    uint32_t kind;
    uint32_t unused;
    int64_t numbers[CHANNEL_NUMBERS];
};

union control {
    char room[CMSG_SPACE(CHANNEL_FDS_MAX * sizeof(int))];
    struct cmsghdr align;
};

bool channel_send(int fd, const struct channel_message *message)
{
    struct head head = { .kind = message->kind };
    memcpy(head.numbers, message->numbers, sizeof head.numbers);
    char *text = (char *)(uintptr_t)message->text; /* sendmsg reads it only */
    struct iovec pieces[] = { { &head, sizeof head }, { text, message->size } };
    struct msghdr packet = { .msg_iov = pieces, .msg_iovlen = 2 };
    union control control;
    if (message->fd_count) {
        size_t size = message->fd_count * sizeof(int);
        memset(&control, 0, sizeof control);
        packet.msg_control = control.room;
        packet.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *rights = CMSG_FIRSTHDR(&packet);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(rights), message->fds, size);
    }
    ssize_t sent;
    do
        sent = sendmsg(fd, &packet, MSG_NOSIGNAL | MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    return sent >= 0;
}

bool channel_send_kind(int fd, enum channel_kind kind)
{
    struct channel_message message;
    memset(&message, 0, offsetof(struct channel_message, text));
    message.kind = (uint32_t)kind;
    message.fd_count = 0;
    return channel_send(fd, &message);
}

enum channel_result channel_receive(int fd, struct channel_message *message, bool wait)
{
    struct head head;
    struct iovec pieces[] = { { &head, sizeof head }, { message->text, sizeof message->text - 1 } };
    union control control;
    struct msghdr packet = { .msg_iov = pieces,
                             .msg_iovlen = 2,
                             .msg_control = control.room,
                             .msg_controllen = sizeof control.room };
    ssize_t got;
    do
        got = recvmsg(fd, &packet, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    while (got < 0 && errno == EINTR);
    if (got < 0 && errno == EAGAIN)
        return CHANNEL_NOTHING;
    if (got < (ssize_t)sizeof head)
        return CHANNEL_CLOSED;
    message->kind = head.kind;
    memcpy(message->numbers, head.numbers, sizeof head.numbers);
    message->size = (size_t)got - sizeof head;
    message->text[message->size] = '\0';
    message->fd_count = 0;
    struct cmsghdr *rights = CMSG_FIRSTHDR(&packet);
    if (rights && rights->cmsg_type == SCM_RIGHTS) {
        message->fd_count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(message->fds, CMSG_DATA(rights), message->fd_count * sizeof(int));
    }
    return CHANNEL_GOT;
}
