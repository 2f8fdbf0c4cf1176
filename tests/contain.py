# SPDX-License-Identifier: MIT
"""Runs one test, and when that ends, ends all that it has started: servers, browsers, databases. usage: contain.py COMMAND ...

Also when the test is killed, or this program is, and also what has left the test's session: an orphan comes to the keeper, rather than to
the system's first process.
"""
import ctypes, os, resource, signal, sys

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

prctl = ctypes.CDLL(None).prctl


def end_like(status):
    """Ends as a child has ended."""
    if os.WIFSIGNALED(status):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
        os.kill(os.getpid(), os.WTERMSIG(status))
    os._exit(os.waitstatus_to_exitcode(status))


def die_with(parent, number):
    prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


def start(command):
    keeper, pid = os.getpid(), os.fork()
    if pid:
        return pid
    die_with(keeper, signal.SIGKILL)
    os.setsid()
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # which Python ignores
    try:
        os.execvp(command[0], command)
    except OSError as problem:
        print(f'{command[0]}: {problem.strerror}', file=sys.stderr, flush=True)
        os._exit(127)


def wait_for(test):
    """Its status. Orphans that end before it are buried."""
    while True:
        pid, status = os.wait()
        if pid == test:
            return status


def children():
    with open(f'/proc/self/task/{os.getpid()}/children') as file:
        return [int(pid) for pid in file.read().split()]


def kill_all():
    """The children of a child that has ended are ours: so in the end there are none."""
    while pids := children():
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        for pid in pids:
            os.waitpid(pid, 0)


def keep(command):
    status = signal.SIGTERM

    def stop(*_):
        raise InterruptedError

    signal.signal(signal.SIGTERM, stop)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        status = wait_for(start(command))
    except InterruptedError:
        pass
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    kill_all()
    end_like(status)


def main(command):
    ours = os.getpid()
    keeper = os.fork()
    if keeper == 0:
        os.setsid()  # who kills us and our group does not kill the keeper
        die_with(ours, signal.SIGTERM)
        keep(command)
    end_like(os.waitpid(keeper, 0)[1])


main(sys.argv[1:])
