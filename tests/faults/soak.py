#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""100 reloads under 100,000 requests, by a client that counts every failure. Usage: soak.py TENON PLUGINS [RELOADS]"""
import re, subprocess
from harness import run_tests, wait_for

REQUESTS = 100_000
COUNT_FAILURES = """
function done(summary)
  local e = summary.errors
  print(string.format('asked %d failed %d', summary.requests, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def under_wrk(new_server, count):
    """not one of 100,000 requests fails while the server is reloaded 100 times"""
    server = new_server().start()
    (server.folder / 'count.lua').write_text(COUNT_FAILURES)
    reloads = requests = 0
    while reloads < (count or 100) or requests < REQUESTS:
        command = ['wrk', '-t1', '-c16', '-d10s', '--timeout', '60s', '-s', 'count.lua', f'http://127.0.0.1:{server.port}/word']
        load = subprocess.Popen(command, cwd=server.folder, stdout=subprocess.PIPE, text=True)
        while load.poll() is None:
            server.configure(word=f'word{reloads}')
            done = server.run('reload', 'conf.yaml')
            assert done.returncode == 0, done.stderr
            server.wait_for_word(f'word{reloads}')
            reloads += 1
        said = load.stdout.read()
        asked, failed = map(int, re.search(r'asked (\d+) failed (\d+)', said).groups())
        assert failed == 0, said
        requests += asked
    print(f'# {requests} requests, {reloads} reloads')
    wait_for(lambda: len(server.status()['workers']) == 2, 'the old workers to end')
    assert server.end() == 0


run_tests([under_wrk])
