#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A plugin that breaks a rule of the SDK stops the process with a message that names it, the hook and the rule. Prints TAP.

    misuses.py TENON FOLDER_OF_PLUGINS
"""
import os, shutil, signal, socket, subprocess, sys, tempfile, time
from pathlib import Path

tenon, plugins = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()

# The mistake, the hook that is named, and what is said of it.
CASES = [
    ('zone_in_create', 'create', 'tn_zone and tn_table are for start'),
    ('series_in_create', 'create', 'tn_series is for start and later'),
    ('timer_in_create', 'create', 'tn_timer_start is for start and later'),
    ('service_in_create', 'create', 'tn_service is for start and later'),
    ('unknown_service', 'start', "`unknown` is not in the plugin's table of needs"),
    ('log_in_listener', 'log', 'a listener of the log must not log'),
    ('table_in_request', 'request', 'tn_zone and tn_table are for start'),
    ('check_in_request', 'request', 'tn_check is for start'),
    ('fail_in_request', 'request', 'tn_fail is for create and start'),
    ('no_such_metric', 'request', 'there is no row 2 of metrics'),
    ('no_labels', 'request', 'metric `labelled` has labels, and no values came'),
    ('count_down', 'request', 'tn_series_add is for gauges, and for counters with what is not negative'),
    ('set_counter', 'request', 'tn_series_set is for gauges'),
    ('resume_within', 'request', 'tn_resume is called once for each TN_LATER'),
    ('resume_twice', 'timer', 'tn_resume is called once for each TN_LATER'),
    ('resume_later', 'timer', 'tn_resume is given a verdict other than TN_LATER'),
    ('no_verdict', 'request', 'the hook returned 99, which is no verdict'),
    ('status', 'request', "a reply's status is 200 to 599, not 99"),
    ('refuse_ok', 'request', 'tn_refuse is given 400 to 599, not 200'),
    ('state_size', 'request', 'tn_request_state is asked for 16 bytes, before for 8'),
    ('body_in_reply', 'reply', 'tn_body_collect is for request hooks and handlers'),
    ('stream_too_much', 'stream', "a stream's read wrote"),
    ('stream_without_size', 'request', 'tn_reply_stream is given a struct with its size'),
    ('process_without_size', 'request', 'tn_observe_process is given a struct with its size'),
    ('log_on_thread', 'job on a thread', 'only functions marked "any thread" may be called'),
]


def ask(path, process):
    """Sends a request as soon as somebody listens; none is sent to a process that has ended before."""
    while process.poll() is None:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(str(path))
                connection.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
                connection.settimeout(30)
                while connection.recv(65536):
                    pass
            return
        except OSError:
            time.sleep(0.01)


def misuse(folder, mistake):
    (folder / 'conf.yaml').write_text(f'server: {{ listen: "unix:{folder}/web" }}\n'
                                      f'plugins: [{{ misuses: {{ mistake: {mistake} }}, name: culprit }}]\n')
    (folder / 'web').unlink(missing_ok=True)
    with open(folder / 'said', 'w') as said:
        process = subprocess.Popen([tenon, 'serve', '--single', 'conf.yaml'], cwd=folder, stdout=said, stderr=said,
                                   env={**os.environ, 'TENON_PLUGIN_PATH': str(folder / 'plugins')})
    ask(folder / 'web', process)
    try:
        status = process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        status = process.wait()
    return status, (folder / 'said').read_text()


good = True
print(f'1..{len(CASES)}')
with tempfile.TemporaryDirectory(prefix='tenon-') as name:
    folder = Path(name)
    os.chmod(folder, 0o755)
    (folder / 'plugins').mkdir(mode=0o755)
    shutil.copy(plugins / 'misuses.so', folder / 'plugins')
    os.chmod(folder / 'plugins/misuses.so', 0o755)
    for number, (mistake, hook, words) in enumerate(CASES, 1):
        status, said = misuse(folder, mistake)
        expected = f'tenon: entry `culprit`, hook `{hook}`: a plugin breaks a rule of the SDK: '
        passed = status == -signal.SIGABRT and any(expected in line and words in line for line in said.splitlines())
        good &= passed
        print(f'{"" if passed else "not "}ok {number} - {mistake}')
        for line in [] if passed else [f'status {status}', *said.splitlines()]:
            print('# ' + line)
sys.exit(not good)
