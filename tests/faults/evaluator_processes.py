#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Evaluator processes are killed, stopped and deserted: only the one request suffers. Prints TAP.

    evaluator_processes.py --tenon PROGRAM --plugins FOLDER
"""
import argparse, http.client, json, os, shutil, signal, subprocess, sys, tempfile, threading, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ports import free_port

PATIENCE_SECONDS = float(os.environ.get('TENON_TEST_PATIENCE', '20'))
# Many steps and little memory: works until it is stopped.
ENDLESS = 'function f(n) = n == 0 ? 0 : f(n - 1) + f(n - 1); echo(f(60));'


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f'waited {PATIENCE_SECONDS:g} s for {what}')


def processes():
    """Every process as (pid, parent, name, state)."""
    for entry in Path('/proc').iterdir():
        if entry.name.isdigit():
            try:
                text = (entry / 'stat').read_text()
            except OSError:
                continue
            name, rest = text[text.index('(') + 1:text.rindex(')')], text[text.rindex(')') + 2:].split()
            yield int(entry.name), int(rest[1]), name, rest[0]


class Server:
    def __init__(self, options, settings):
        self.folder = Path(tempfile.mkdtemp(prefix='tenon-'))
        self.port = free_port()
        (self.folder / 'tenon.yaml').write_text(
            f'server: {{ listen: "127.0.0.1:{self.port}", workers: 1, control: {self.folder}/control.sock }}\n'
            f'plugins:\n  - evaluator: {{ cache: 0, {settings} }}\n')
        self.output = open(self.folder / 'output', 'ab')
        self.process = subprocess.Popen([options.tenon, 'serve', 'tenon.yaml'], cwd=self.folder,
                                        env=dict(os.environ, TENON_PLUGIN_PATH=options.plugins),
                                        stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output)

    def __enter__(self):
        wait_for(self.answers, 'the server to answer')
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.output.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self):
        return (self.folder / 'output').read_text(errors='replace')

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError('the server ended:\n' + self.said())
        try:
            return self.ask('cube();', 'parse')[0] == 200
        except OSError:
            return False

    def send(self, code, operation='evaluate'):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE_SECONDS)
        connection.request('POST', f'/api/{operation}', json.dumps({'code': code}),
                           {'Content-Type': 'application/json'})
        return connection

    def receive(self, connection):
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return reply.status, json.loads(body) if body[:1] == b'{' else body, reply.headers

    def ask(self, code, operation='evaluate'):
        return self.receive(self.send(code, operation))

    def evaluators(self):
        """Those that descend from the server, by pid, with their states."""
        everyone = list(processes())
        family = {self.process.pid}
        for _ in range(3):
            family |= {pid for pid, parent, _, _ in everyone if parent in family}
        return {pid: state for pid, _, name, state in everyone
                if pid in family and name == 'tenon-evaluator' and state != 'Z'}

    def send_endless(self):
        """Sends a program that does not end, and finds the process that works on it: the others sleep."""
        wait_for(lambda: self.ask('cube();')[0] == 200 and set(self.evaluators().values()) == {'S'}, 'all to sleep')
        connection = self.send(ENDLESS)

        def busy():
            time.sleep(0.1)  # a process that starts computes only for a moment
            return [pid for pid in self.running() if pid in self.running()]
        return connection, wait_for(busy, 'a busy process')[0]

    def running(self):
        return [pid for pid, state in self.evaluators().items() if state == 'R']


def error_code(reply):
    return reply[1]['errors'][0].get('code')


def killed_process_costs_one_request(options):
    with Server(options, 'processes: 2') as server:
        victim, busy = server.send_endless()
        os.kill(busy, signal.SIGKILL)
        reply = server.receive(victim)
        assert reply[0] == 200 and error_code(reply) == 'EVALUATOR_CRASHED', reply
        assert reply[1]['success'] is False and reply[1]['geometry'] is None, reply
        wait_for(lambda: len(server.evaluators()) == 2, 'a new process')
        for size in range(1, 10):
            assert server.ask(f'cube({size});')[1]['success']
        wait_for(lambda: 'signal 9' in server.said(), 'the log to tell of the signal')


def segfault_is_one_request(options):
    with Server(options, 'processes: 1') as server:
        for _ in range(5):
            victim, busy = server.send_endless()
            os.kill(busy, signal.SIGSEGV)
            assert error_code(server.receive(victim)) == 'EVALUATOR_CRASHED'
        assert server.ask('cube();')[1]['success']


def stopped_process_runs_out_of_time(options):
    with Server(options, 'processes: 1, timeout: 4s') as server:
        victim, busy = server.send_endless()
        os.kill(busy, signal.SIGSTOP)
        assert error_code(server.receive(victim)) == 'EVALUATION_TIMEOUT'
        assert server.ask('cube();')[1]['success']


def kills_at_random_leave_no_request_unanswered(options):
    with Server(options, 'processes: 2, queue: 100') as server:
        replies, done = [], threading.Event()

        def clients():
            for size in range(60):
                replies.append(server.ask(f'sphere({size + 1}, $fn = 64);'))

        def succeeded():
            return sum(reply[0] == 200 and reply[1]['success'] for reply in list(replies))

        def killer():
            while not done.wait(0.1):
                good = succeeded()
                for pid in server.evaluators():
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
                while succeeded() == good and not done.wait(0.02):
                    pass  # on a busy machine it takes the next ones a while

        threads = [threading.Thread(target=clients) for _ in range(4)]
        assassin = threading.Thread(target=killer)
        for thread in threads + [assassin]:
            thread.start()
        for thread in threads:
            thread.join()
        done.set()
        assassin.join()
        assert len(replies) == 240, len(replies)
        for reply in replies:
            crashed = reply[0] == 200 and not reply[1]['success']
            assert not crashed or error_code(reply) == 'EVALUATOR_CRASHED', reply[1]
            assert reply[0] == 200 or reply[0] == 503 and 'Retry-After' in reply[2], reply
        assert succeeded() > 60, succeeded()
        wait_for(lambda: server.ask('cube();')[1]['success'], 'a good answer')


def client_that_leaves_frees_the_process(options):
    with Server(options, 'processes: 1') as server:
        deserter, busy = server.send_endless()
        deserter.close()
        assert server.ask('cube();')[1]['success']
        assert busy not in server.evaluators()


def full_queue_is_said_at_once(options):
    with Server(options, 'processes: 1, queue: 2, timeout: 5s') as server:
        running, _ = server.send_endless()
        waiting = [server.send(f'cube({size});') for size in (1, 2)]
        refused = wait_for(lambda: (lambda r: r[0] == 503 and r)(server.ask('cube(3);')), 'a refusal')
        assert int(refused[2]['Retry-After']) > 0, refused
        assert error_code(server.receive(running)) == 'EVALUATION_TIMEOUT'
        for connection in waiting:
            assert server.receive(connection)[1]['success']


def long_wait_is_refused(options):
    with Server(options, 'processes: 1, wait: 300ms') as server:
        running, _ = server.send_endless()
        status, _, headers = server.ask('cube();')
        assert status == 503 and 'Retry-After' in headers, status
        running.close()


def processes_die_with_their_worker(options):
    with Server(options, 'processes: 2') as server:
        running, _ = server.send_endless()
        before = server.evaluators()
        workers = {parent for pid, parent, _, _ in processes() if pid in before}
        assert len(workers) == 1, workers
        os.kill(workers.pop(), signal.SIGKILL)
        wait_for(lambda: not set(before) & set(server.evaluators()), 'the old processes to die')
        running.close()
        wait_for(server.answers, 'a new worker')


def other_programs_run_beside_a_greedy_one(options):
    with Server(options, 'processes: 2') as server:
        greedy, _ = server.send_endless()
        for size in range(1, 20):
            assert server.ask(f'cube({size});')[1]['success']
        greedy.close()


def reload_lets_evaluations_finish(options):
    with Server(options, 'processes: 1, timeout: 4s') as server:
        running, _ = server.send_endless()
        before = set(server.evaluators())
        reload = subprocess.run([options.tenon, 'reload', 'tenon.yaml'], cwd=server.folder, capture_output=True, text=True)
        assert reload.returncode == 0, reload
        assert server.ask('cube();')[1]['success']
        assert error_code(server.receive(running)) == 'EVALUATION_TIMEOUT'
        wait_for(lambda: not before & set(server.evaluators()), 'the old processes to go')


def drain_lets_evaluations_finish(options):
    with Server(options, 'processes: 1, timeout: 1500ms') as server:
        running, _ = server.send_endless()
        server.process.terminate()
        assert error_code(server.receive(running)) == 'EVALUATION_TIMEOUT'
        assert server.process.wait(PATIENCE_SECONDS) == 0


TESTS = [killed_process_costs_one_request, segfault_is_one_request, stopped_process_runs_out_of_time,
         kills_at_random_leave_no_request_unanswered, client_that_leaves_frees_the_process,
         full_queue_is_said_at_once, long_wait_is_refused, processes_die_with_their_worker,
         other_programs_run_beside_a_greedy_one, reload_lets_evaluations_finish, drain_lets_evaluations_finish]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tenon', required=True, type=os.path.abspath)
    parser.add_argument('--plugins', required=True, type=os.path.abspath)
    options = parser.parse_args()
    print(f'1..{len(TESTS)}', flush=True)
    failed = 0
    for number, test in enumerate(TESTS, 1):
        name = test.__name__.replace('_', ' ')
        try:
            test(options)
            print(f'ok {number} - {name}', flush=True)
        except Exception as wrong:
            failed += 1
            print(f'not ok {number} - {name}\n# {type(wrong).__name__}: {wrong!s:.2000}'.replace('\n', '\n# '), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
