/* SPDX-License-Identifier: MIT */
/* Giving up every right: prctl, Landlock, resource limits, seccomp, one behind the other, so that a
 * hole in one is covered by the next. */
#include "sandbox.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "protocol.h"

/* AddressSanitizer reserves terabytes of address space. */
#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SPACE_IS_RESERVED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SPACE_IS_RESERVED 1
#endif
#endif
#ifndef ADDRESS_SPACE_IS_RESERVED
#define ADDRESS_SPACE_IS_RESERVED 0
#endif

static bool drop_capabilities(void)
{
    struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };
    return syscall(SYS_capset, &head, none) == 0;
}

bool sandbox_drop_privileges(void)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           drop_capabilities();
}

bool sandbox_close_descriptors(int channel)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0)
        return false;
    for (int descriptor = 0; descriptor < 3; descriptor++)
        if (descriptor != nothing && dup2(nothing, descriptor) < 0)
            return false;
    unsigned before = channel > 3 ? (unsigned)channel - 1 : 0;
    if (before >= 3 && close_range(3, before, 0) != 0)
        return false;
    return close_range((unsigned)channel + 1, ~0U, 0) == 0;
}

/* What later kernels than these headers know: linux/landlock.h, ABI 4 (network) and 6 (scopes). */
struct ruleset {
    uint64_t files, network, scopes;
};

/* All rights that the kernel knows are handled, and no rule gives one back. */
static struct ruleset ruleset_of(long abi)
{
    struct ruleset ruleset = { .files = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1 };
    if (abi >= 2)
        ruleset.files |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        ruleset.files |= 1ULL << 14; /* truncate */
    if (abi >= 5)
        ruleset.files |= 1ULL << 15; /* ioctl of devices */
    if (abi >= 4)
        ruleset.network = 1ULL << 0 | 1ULL << 1; /* bind and connect of TCP */
    if (abi >= 6)
        ruleset.scopes = 1ULL << 0 | 1ULL << 1; /* abstract sockets and signals of others */
    return ruleset;
}

static size_t ruleset_size(long abi)
{
    if (abi < 4)
        return offsetof(struct ruleset, network);
    return abi < 6 ? offsetof(struct ruleset, scopes) : sizeof(struct ruleset);
}

bool sandbox_leave_files(void)
{
    if (chdir("/") != 0)
        return false;
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return false;
    struct ruleset ruleset = ruleset_of(abi);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, ruleset_size(abi), 0);
    if (rules < 0)
        return false;
    bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return done;
}

static bool limit(__rlimit_resource_t resource, rlim_t most)
{
    struct rlimit both = { most, most };
    return setrlimit(resource, &both) == 0;
}

bool sandbox_limit(uint64_t memory_bytes)
{
    if (memory_bytes > 0 && !ADDRESS_SPACE_IS_RESERVED && !limit(RLIMIT_AS, memory_bytes))
        return false;
    return limit(RLIMIT_NPROC, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_NOFILE, 0);
}

/* What malloc, the clock, signals and ending need. */
static const int allowed_calls[] = {
    SCMP_SYS(brk),          SCMP_SYS(munmap),         SCMP_SYS(mremap),
    SCMP_SYS(madvise),      SCMP_SYS(futex),          SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(setitimer),      SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),    SCMP_SYS(sysinfo),        SCMP_SYS(getpid),
    SCMP_SYS(gettid),       SCMP_SYS(sigaltstack),    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),
};

static bool allow(scmp_filter_ctx filter, int call)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

static bool allow_if(scmp_filter_ctx filter, int call, struct scmp_arg_cmp argument)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, argument) == 0;
}

/* Memory may be made readable and writable, never executable. */
static bool allow_memory(scmp_filter_ctx filter)
{
    return allow_if(filter, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) &&
           allow_if(filter, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/* The first argument, an int, has this value: the kernel does not look at the upper half either. */
static struct scmp_arg_cmp first_is(int value)
{
    return (struct scmp_arg_cmp){
        .arg = 0, .op = SCMP_CMP_MASKED_EQ, .datum_a = UINT32_MAX, .datum_b = (uint32_t)value
    };
}

static bool allow_channel(scmp_filter_ctx filter, int channel)
{
    return allow_if(filter, SCMP_SYS(read), first_is(channel)) &&
           allow_if(filter, SCMP_SYS(write), first_is(channel));
}

/* abort() sends its signal this way: to ourselves only. */
static bool allow_abort(scmp_filter_ctx filter)
{
    return allow_if(filter, SCMP_SYS(tgkill), first_is(getpid()));
}

bool sandbox_filter_calls(int channel)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return false;
    bool done = allow_memory(filter) && allow_channel(filter, channel) && allow_abort(filter);
    for (size_t i = 0; done && i < sizeof allowed_calls / sizeof allowed_calls[0]; i++)
        done = allow(filter, allowed_calls[i]);
    done = done && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return done;
}

bool sandbox_enter(const struct sandbox *sandbox, uint32_t *lacks)
{
    *lacks = 0;
    if (!sandbox_drop_privileges() || !sandbox_close_descriptors(sandbox->channel))
        return false;
    if (!sandbox_leave_files())
        *lacks |= PROTOCOL_NO_LANDLOCK;
    if (!sandbox_limit(sandbox->memory_bytes))
        return false;
    if (!sandbox_filter_calls(sandbox->channel))
        *lacks |= PROTOCOL_NO_SECCOMP;
    return true;
}
