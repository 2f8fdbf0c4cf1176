/* SPDX-License-Identifier: MIT */
/* Loading a file with its plugins in a process that may crash. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <base/buffer.h>
#include <cli/cli.h>
#include <cli/found.h>
#include <cli/trial.h>
#include <worker/attached.h>
#include <worker/build.h>
#include <worker/channel.h>
#include <worker/crash.h>

enum { TRIAL_SECONDS = 60 };

/* The folders of --plugins come before those that the environment names. */
static void set_plugin_path(const struct cli_arguments *arguments)
{
    const char *folders[CLI_GIVEN_MAX + 1], *rest = getenv("TENON_PLUGIN_PATH");
    size_t count = cli_values(arguments, "plugins", folders);
    struct buffer path = { 0 };
    for (size_t i = 0; i < count; i++)
        buffer_print(&path, "%s%s", i ? ":" : "", folders[i]);
    if (count && rest)
        buffer_print(&path, ":%s", rest);
    if (count)
        setenv("TENON_PLUGIN_PATH", path.at, 1);
    buffer_free(&path);
}

typedef int trial_then(struct worker *worker, const struct cli_arguments *arguments);

static int load(const struct cli_arguments *arguments, const char *file, trial_then *then)
{
    struct errors errors = { 0 };
    struct worker_facts facts = { .slots = 1 };
    struct worker *worker = worker_new(&facts);
    worker->config = config_read(file, &errors);
    bool good = worker->config && series_open(worker) && build_instances(worker, &errors) &&
                build_http(worker, &errors);
    if (good && then)
        errors_print(&errors, stderr); /* warnings; standard output is for what is asked */
    else
        cli_print_errors(arguments, &errors);
    int status = !good ? CLI_FAILED : then ? then(worker, arguments) : CLI_OK;
    worker_free(worker);
    errors_free(&errors);
    fflush(NULL);
    return status;
}

static _Noreturn void child(const struct cli_arguments *arguments, const char *file,
                            trial_then *then, int channel)
{
    crash_install(channel);
    alarm(TRIAL_SECONDS);
    set_plugin_path(arguments);
    exit(load(arguments, file, then));
}

static void report(const struct cli_arguments *arguments, const char *file, const char *what)
{
    struct errors errors = { 0 };
    struct source source = { .name = file };
    errors_add(&errors, SEVERITY_ERROR, (struct place){ .source = &source },
               "loading the plugins ended with %s", what);
    cli_print_errors(arguments, &errors);
    errors_free(&errors);
}

static int outcome(const struct cli_arguments *arguments, const char *file, int status, int channel)
{
    static struct channel_message message;
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    if (WTERMSIG(status) == SIGALRM)
        report(arguments, file, "nothing: it took longer than a minute");
    else if (channel_receive(channel, &message, false) == CHANNEL_GOT)
        report(arguments, file, message.text);
    else
        report(arguments, file, strsignal(WTERMSIG(status)));
    return CLI_FAILED;
}

int trial_run(const struct cli_arguments *arguments, const char *file, trial_then *then)
{
    int ends[2], status;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        report(arguments, file, strerror(errno));
        return CLI_FAILED;
    }
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        child(arguments, file, then, ends[1]);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    int result = CLI_FAILED;
    if (pid > 0)
        result = outcome(arguments, file, status, ends[0]);
    else
        report(arguments, file, strerror(errno));
    close(ends[0]);
    close(ends[1]);
    return result;
}
