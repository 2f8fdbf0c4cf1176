#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""contain.py: ends as the test ends, and leaves nothing. Prints TAP; usage: contain_test.py"""
import signal, subprocess, sys
from pathlib import Path

# What leaves the session, and what is deeper, says who it is and stays; in the end all have said it.
STAYS = 'echo $BASHPID; exec sleep 600'
STARTS = f'setsid bash -c "{STAYS}" & (setsid bash -c "bash -c \\"{STAYS}\\" & {STAYS}" &); '.replace('$', '\\$')


def contained(script):
    return subprocess.Popen([sys.executable, '-ISs', Path(__file__).with_name('contain.py'), 'bash', '-c', script],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)


def pids(process):
    return [int(process.stdout.readline()) for _ in range(3)]


def is_gone(pid):
    return not Path(f'/proc/{pid}').exists()


def what_is_left_ends_with_the_test():
    process = contained(STARTS + 'read; exit 7')
    started = pids(process)
    process.stdin.close()
    assert process.wait(60) == 7, process.returncode
    assert all(map(is_gone, started)), started


def what_is_left_ends_with_a_test_that_is_killed():
    for number in (signal.SIGTERM, signal.SIGKILL):
        process = contained(STARTS + 'exec sleep 600')
        pids(process)
        process.send_signal(number)
        process.wait(60)
        assert process.stdout.read() == ''  # ends when the last that could write there has ended


def a_signal_is_passed_on():
    process = contained('kill -SEGV $$')
    assert process.wait(60) == -signal.SIGSEGV, process.returncode


tests = [what_is_left_ends_with_the_test, what_is_left_ends_with_a_test_that_is_killed, a_signal_is_passed_on]
print(f'1..{len(tests)}')
failed = 0
for number, test in enumerate(tests, 1):
    try:
        test()
        print(f'ok {number} - {test.__name__.replace("_", " ")}', flush=True)
    except AssertionError as wrong:
        failed += 1
        print(f'not ok {number} - {test.__name__.replace("_", " ")}\n# {wrong}', flush=True)
sys.exit(failed > 0)
