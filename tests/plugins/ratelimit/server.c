/* SPDX-License-Identifier: MIT */
/* Starting and stopping a redis-server. */
#include "server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/tenon-redis-XXXXXX";
static char socket_path[64];
static pid_t pid;

static void run(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDOUT_FILENO);
    execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket_path, "--dir",
           folder, "--save", "", (char *)NULL);
    perror("redis-server");
    _exit(127);
}

static redisContext *connect_to(void)
{
    for (int i = 0; i < 2000; i++) {
        redisContext *redis = redisConnectUnix(socket_path);
        if (redis && !redis->err)
            return redis;
        redisFree(redis);
        if (waitpid(pid, NULL, WNOHANG) == pid)
            break;
        usleep(10000);
    }
    fprintf(stderr, "redis-server does not start\n");
    exit(1);
}

redisContext *server_start(void)
{
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(1);
    }
    snprintf(socket_path, sizeof socket_path, "%s/socket", folder);
    pid = fork();
    if (pid == 0)
        run();
    return connect_to();
}

void server_stop(redisContext *redis)
{
    redisFree(redis);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    unlink(socket_path);
    rmdir(folder);
}
