/* SPDX-License-Identifier: MIT */
/* One line to the control socket; the answer's first line is 0 or 1, the rest is for people. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <base/buffer.h>
#include <cli/ask.h>
#include <cli/cli.h>
#include <config/config.h>

/* The socket's path, to be freed; NULL after a message. A file with errors would be refused by the server as well. */
static char *find_socket(const struct cli_arguments *arguments, const char *command)
{
    const char *given = cli_value(arguments, "control");
    if (given)
        return strdup(given);
    const char *file = arguments->operand_count ? arguments->operands[0] : CLI_DEFAULT_FILE;
    struct errors errors = { 0 };
    struct config *config = config_read(file, &errors);
    char *path = config && config->server.control.at ? strdup(config->server.control.at) : NULL;
    errors_print(&errors, stderr);
    if (config && !path)
        fprintf(stderr, "tenon %s: %s states no `server.control`: give --control=PATH\n", command,
                file);
    config_free(config);
    errors_free(&errors);
    return path;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    errno = reason;
    return -1;
}

static bool read_answer(int fd, struct buffer *answer)
{
    enum { PIECE = 4096 };
    ssize_t got;
    while ((got = read(fd, buffer_room(answer, PIECE), PIECE)) != 0) {
        if (got < 0 && errno != EINTR)
            return false;
        answer->size += got > 0 ? (size_t)got : 0;
    }
    return answer->size >= 2 && answer->at[1] == '\n';
}

static int ask(int fd, const char *command, const char *line, bool json)
{
    struct buffer answer = { 0 };
    int status = CLI_FAILED;
    size_t size = strlen(line);
    if (send(fd, line, size, MSG_NOSIGNAL) == (ssize_t)size && read_answer(fd, &answer)) {
        status = answer.at[0] == '0' ? CLI_OK : CLI_FAILED;
        fwrite(answer.at + 2, 1, answer.size - 2, json || status == CLI_OK ? stdout : stderr);
    } else {
        fprintf(stderr, "tenon %s: the server gave no answer\n", command);
    }
    buffer_free(&answer);
    return status;
}

static int ask_server(const struct cli_arguments *arguments, const char *command, const char *line)
{
    char *path = find_socket(arguments, command);
    if (!path)
        return CLI_FAILED;
    int status = CLI_FAILED, fd = connect_to(path);
    if (fd < 0)
        fprintf(stderr, "tenon %s: no server answers at %s: %s\n", command, path, strerror(errno));
    else
        status = ask(fd, command, line, cli_wants_json(arguments));
    if (fd >= 0)
        close(fd);
    free(path);
    return status;
}

int ask_command(const struct cli_arguments *arguments)
{
    struct buffer line = { 0 };
    const char *command = arguments->command->name;
    buffer_print(&line, "%s%s\n", command, cli_wants_json(arguments) ? " json" : "");
    int status = ask_server(arguments, command, line.at);
    buffer_free(&line);
    return status;
}
