/* SPDX-License-Identifier: MIT */
/* Each right is gone: a child enters the sandbox, or one step of it, and tries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "protocol.h"
#include "sandbox.h"

enum { REFUSED = 10, ALLOWED, NOT_ENTERED, CHANNEL = 9 };

typedef int work(void); /* what a child does, and with which status it ends */

/* How a child that does this ends, as waitpid says it. */
static int end_of(work *attempt)
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(attempt());
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void expect_exit(work *attempt, int expected)
{
    int status = end_of(attempt);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), expected);
}

static void expect_killed_by_filter(work *attempt)
{
    int status = end_of(attempt);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSYS);
}

/* The whole sandbox, with a channel that swallows what is written. */
static bool enter(void)
{
    uint32_t lacks;
    if (dup2(open("/dev/null", O_RDWR), CHANNEL) != CHANNEL)
        return false;
    struct sandbox sandbox = { CHANNEL, 0 };
    return sandbox_enter(&sandbox, &lacks) && lacks == 0;
}

#define ENTER     \
    if (!enter()) \
    return NOT_ENTERED

static int compute(void)
{
    ENTER;
    volatile double sum = 0;
    for (size_t size = 1; size < 1 << 22; size *= 2) {
        char *memory = malloc(size);
        if (!memory)
            return REFUSED;
        memset(memory, 1, size);
        sum += memory[size - 1];
        free(memory);
    }
    return write(CHANNEL, "x", 1) == 1 && sum == 22 ? ALLOWED : REFUSED;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(int));
}

/* Asks for the size of the machine's memory, in some versions of the C library. */
static int sort(void)
{
    ENTER;
    int *numbers = calloc(100000, sizeof *numbers);
    qsort(numbers, 100000, sizeof *numbers, compare);
    return ALLOWED;
}

static int open_file(void)
{
    ENTER;
    return open("/etc/passwd", O_RDONLY) < 0 ? REFUSED : ALLOWED;
}

static int open_socket(void)
{
    ENTER;
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? REFUSED : ALLOWED;
}

static int open_unix_socket(void)
{
    ENTER;
    return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? REFUSED : ALLOWED;
}

static int make_process(void)
{
    ENTER;
    return fork() < 0 ? REFUSED : ALLOWED;
}

static int run_program(void)
{
    ENTER;
    char *arguments[] = { (char[]){ "true" }, NULL };
    execv("/bin/true", arguments);
    return REFUSED;
}

static int trace_parent(void)
{
    ENTER;
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0 ? REFUSED : ALLOWED;
}

static int signal_parent(void)
{
    ENTER;
    return kill(1, 0) < 0 ? REFUSED : ALLOWED;
}

static int abort_parent(void)
{
    ENTER;
    return syscall(SYS_tgkill, 1, 1, SIGABRT) < 0 ? REFUSED : ALLOWED;
}

static int make_memory_executable(void)
{
    ENTER;
    void *memory =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? REFUSED : ALLOWED;
}

static int read_other_descriptor(void)
{
    char byte;
    ENTER;
    return read(0, &byte, 1) < 0 ? REFUSED : ALLOWED;
}

static int duplicate_descriptor(void)
{
    ENTER;
    return dup(CHANNEL) < 0 ? REFUSED : ALLOWED;
}

static int end_by_abort(void)
{
    ENTER;
    abort();
}

static void test_computing_still_works(void **state)
{
    (void)state;
    expect_exit(compute, ALLOWED);
    expect_exit(sort, ALLOWED);
}

static void test_what_is_not_computing_kills(void **state)
{
    (void)state;
    expect_killed_by_filter(open_file);
    expect_killed_by_filter(open_socket);
    expect_killed_by_filter(open_unix_socket);
    expect_killed_by_filter(make_process);
    expect_killed_by_filter(run_program);
    expect_killed_by_filter(trace_parent);
    expect_killed_by_filter(signal_parent);
    expect_killed_by_filter(abort_parent);
    expect_killed_by_filter(make_memory_executable);
    expect_killed_by_filter(read_other_descriptor);
    expect_killed_by_filter(duplicate_descriptor);
}

static void test_abort_is_seen_as_such(void **state)
{
    (void)state;
    int status = end_of(end_by_abort);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
}

/* The steps by themselves: one holds where another would be missing. */

static int leave_files_and_open(void)
{
    if (!sandbox_drop_privileges() || !sandbox_leave_files())
        return NOT_ENTERED;
    static const char *const paths[] = { "/etc/passwd", "/", "/proc/self/maps", "/tmp" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (open(paths[i], O_RDONLY) >= 0 || errno != EACCES)
            return ALLOWED;
    bool made = open("/tmp/tenon-sandbox-test", O_CREAT | O_WRONLY, 0600) >= 0;
    return made || mkdir("/tmp/tenon-sandbox-test", 0700) == 0 ? ALLOWED : REFUSED;
}

static int leave_files_and_run(void)
{
    if (!sandbox_drop_privileges() || !sandbox_leave_files())
        return NOT_ENTERED;
    char *arguments[] = { (char[]){ "true" }, NULL };
    execv("/bin/true", arguments);
    return errno == EACCES ? REFUSED : ALLOWED;
}

static int limit_and_make(void)
{
    if (!sandbox_drop_privileges() || !sandbox_limit(0))
        return NOT_ENTERED;
    bool opened = open("/etc/passwd", O_RDONLY) >= 0;
    struct rlimit processes, core;
    getrlimit(RLIMIT_NPROC, &processes);
    getrlimit(RLIMIT_CORE, &core);
    bool limited = processes.rlim_max == 0 && core.rlim_max == 0;
    return opened || !limited ? ALLOWED : REFUSED;
}

static int limit_and_allocate(void)
{
    if (!sandbox_limit(64 << 20))
        return NOT_ENTERED;
    return mmap(NULL, 128 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? REFUSED
               : ALLOWED;
}

static int limit_and_write(void)
{
    char path[] = "/tmp/tenon-sandbox-XXXXXX";
    int file = mkstemp(path);
    unlink(path);
    signal(SIGXFSZ, SIG_IGN);
    if (!sandbox_limit(0))
        return NOT_ENTERED;
    return write(file, "x", 1) == 1 ? ALLOWED : REFUSED;
}

static int close_and_look(void)
{
    if (dup2(1, CHANNEL) != CHANNEL || dup2(1, 5) != 5 || dup2(1, 200) != 200)
        return NOT_ENTERED;
    if (!sandbox_close_descriptors(CHANNEL))
        return NOT_ENTERED;
    struct stat nothing, first;
    if (stat("/dev/null", &nothing) != 0 || fstat(2, &first) != 0)
        return NOT_ENTERED;
    bool open = fcntl(5, F_GETFD) >= 0 || fcntl(200, F_GETFD) >= 0;
    return open || fcntl(CHANNEL, F_GETFD) < 0 || first.st_rdev != nothing.st_rdev ? ALLOWED
                                                                                   : REFUSED;
}

static int drop_and_bind(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(1) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int socket_ = socket(AF_INET, SOCK_STREAM, 0);
    if (socket_ < 0 || !sandbox_drop_privileges())
        return NOT_ENTERED;
    return bind(socket_, (struct sockaddr *)&address, sizeof address) == 0 ? ALLOWED : REFUSED;
}

static void test_landlock_alone_leaves_no_file(void **state)
{
    (void)state;
    expect_exit(leave_files_and_open, REFUSED);
    expect_exit(leave_files_and_run, REFUSED);
}

static void test_limits_alone_hold(void **state)
{
    (void)state;
    expect_exit(limit_and_make, REFUSED);
    expect_exit(limit_and_write, REFUSED);
#if !defined(__SANITIZE_ADDRESS__)
    expect_exit(limit_and_allocate, REFUSED);
#else
    (void)limit_and_allocate;
#endif
}

static void test_other_descriptors_are_closed(void **state)
{
    (void)state;
    expect_exit(close_and_look, REFUSED);
}

static void test_capabilities_are_gone(void **state)
{
    (void)state;
    expect_exit(drop_and_bind, REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_computing_still_works),
        cmocka_unit_test(test_what_is_not_computing_kills),
        cmocka_unit_test(test_abort_is_seen_as_such),
        cmocka_unit_test(test_landlock_alone_leaves_no_file),
        cmocka_unit_test(test_limits_alone_hold),
        cmocka_unit_test(test_other_descriptors_are_closed),
        cmocka_unit_test(test_capabilities_are_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
