# SPDX-License-Identifier: MIT
"""Ports for servers that tests start.

The system gives the ports of one range to clients, one after the other: a test that asks it for a free port, and lets go of it so that
its server may have it, finds it taken now and then on a machine on which other tests connect. So these are below that range, and whose
they are is written down where all tests see it, for as long as the test lives: as a name of a socket.
"""
import contextlib, random, socket
from pathlib import Path

FIRST = 10240

taken = []


def end_of_ports():
    try:
        return int(Path('/proc/sys/net/ipv4/ip_local_port_range').read_text().split()[0])
    except OSError:
        return 32768


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(('127.0.0.1', port))
        except OSError:
            return False
    return True


def free_port():
    """Nobody's, and no other test's before this program has ended."""
    while True:
        port = random.randrange(FIRST, max(end_of_ports(), FIRST + 1000))
        name = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError):
            name.bind(f'\0tenon-test-port-{port}')
            if is_free(port):
                taken.append(name)
                return port
        name.close()
