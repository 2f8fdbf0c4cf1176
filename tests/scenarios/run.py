#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs scenarios: ten lines of text each, against the real program.

    run.py --tenon PROGRAM [--plugins FOLDER] [--single] FILE_OR_FOLDER ...

Prints TAP. A scenario is a list of steps, one a line; a step may be followed by an indented block.

    # A comment. The first one says what the scenario shows.
    config                      The configuration (block). Without `server:`, one that listens on $PORT is put before it.
    use FILE FOLDER ...         A configuration of the checkout, such as config/moicad.yaml, with PORT in its environment and
                                these folders made.
    file NAME                   A file in the scenario's folder, which is the server's working folder (block).
    entries                     More entries behind those of the configuration that is `use`d (block).
    bring FILE                  A copy of a file of the checkout, such as tests/scenarios/redis/server.sh.
    env NAME=VALUE              Something in the server's environment.
    start                       Starts the server and waits until it listens; `send` does it by itself.
    start fails STATUS          Starts it and expects it to end with this exit status.
    send METHOD TARGET          A request on a new connection; the block holds header lines, then `body TEXT`, or
                                `body-file NAME`, or `body-size N`, or `json VALUE` (sets Content-Type too).
    again METHOD TARGET         The same on the connection of the last request.
    times N METHOD TARGET       The same N times, each on a new connection; what follows looks at the last.
    until STATUS METHOD TARGET  Sends until the reply has this status; and until lines of the block that begin with `where` hold, as
                                in `where json status == "down"`.
    raw TEXT                    Bytes as they are, with \\r \\n \\t \\0 \\xHH; the block's lines are added. Then reads to the end.
    status CODE                 The reply's status.
    header NAME: VALUE          A header of the reply; `header NAME ~ REGEX`; `no header NAME`.
    headers                     All of the reply's headers (block of `NAME: VALUE` and `NAME ~ REGEX`), but for Connection, Content-Length,
                                Content-Type and Date, which are not looked at.
    body TEXT | body ~ REGEX | body "" | no body ~ REGEX
    json WAY == VALUE           A member of the JSON reply, such as errors.0.line; also != ~ < >; `json WAY is TYPE`
                                (string number integer boolean null object array); `json WAY has N` (members or items).
    closed | open               Whether the server closed the connection behind the reply.
    keep NAME header H | keep NAME json WAY     Keeps a text; $NAME stands for it in later lines.
    keep NAME output            The same of what the last `tenon` or `shell` has said.
    signal NAME                 Closes the connection and sends the master a signal (HUP, TERM, USR1 …).
    tenon ARGUMENTS             Runs the program; then `exit STATUS`, `output ~ REGEX` (both streams), `output TEXT`.
    shell COMMAND               Runs a command in the scenario's folder; then `exit`, `output` as above.
    await COMMAND               The same again and again until its exit status is 0: what is counted, kept or checked in the background comes
                                a moment after the answer.
    exit STATUS                 Of the last `tenon` or `shell`; or waits for the server to end if it was signalled.
    log ~ REGEX                 Waits until the server's standard output or error holds it; `no log ~ REGEX` looks once.
    text NAME ~ REGEX           Waits until a file is there and holds it; `no text NAME ~ REGEX` looks once.
    PEER_PORT in the environment of `shell` is a port for a server that a scenario starts beside, another one each time.
    $PORT $FOLDER $TENON $NAME stand for the port, the scenario's folder, the program and what was kept, in every line and block.
"""
import argparse, http.client, json, os, re, shutil, signal, socket, subprocess, sys, tempfile, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = float(os.environ.get('TENON_TEST_PATIENCE', '20'))
TYPES = {'string': str, 'number': (int, float), 'integer': int, 'boolean': bool, 'null': type(None),
         'object': dict, 'array': list}


class Wrong(Exception):
    """An expectation that does not hold."""


def unescape(text):
    return text.encode('latin-1', 'backslashreplace').decode('unicode_escape').encode('latin-1')


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise Wrong(f'waited {PATIENCE_SECONDS:g} s for {what}')


def read(path):
    """What a file holds; None while it is not there, as between two steps of a rotation."""
    try:
        return path.read_text(errors='replace')
    except FileNotFoundError:
        return None


def parse(path):
    """The steps of a file as (line number, words, block lines)."""
    steps = []
    for number, line in enumerate(path.read_text().split('\n'), 1):
        if line[:1] in ' \t' and line.strip() and steps:
            steps[-1][2].append(line)
        elif line.strip() and not line.startswith('#'):
            steps.append((number, line.rstrip(), []))
        elif not line.strip() and steps and steps[-1][2]:
            steps[-1][2].append('')
    return steps


def dedent(lines):
    lines = list(lines)
    while lines and not lines[-1]:
        lines.pop()
    margin = min((len(l) - len(l.lstrip()) for l in lines if l.strip()), default=0)
    return [l[margin:] for l in lines]


class Scenario:
    def __init__(self, options, path):
        self.options, self.path = options, path
        self.folder = Path(tempfile.mkdtemp(prefix='tenon-'))
        self.kept = {'PORT': str(free_port()), 'FOLDER': str(self.folder), 'TENON': str(options.tenon)}
        self.environment = {k: v for k, v in os.environ.items() if k not in ('NOTIFY_SOCKET', 'LISTEN_FDS')}
        self.environment['TENON_PLUGIN_PATH'] = str(options.plugins)
        self.environment.setdefault('LSAN_OPTIONS', f'suppressions={ROOT}/tests/leaks.txt:print_suppressions=0')
        self.server = self.reply = self.connection = self.result = None
        self.output = self.folder / '.output'

    # Running

    def fill(self, text):
        return re.sub(r'\$([A-Z_]+)\b', lambda m: self.kept.get(m[1], m[0]), text)

    def run(self):
        for number, line, block in parse(self.path):
            words = self.fill(line).split(None, 1)
            argument = words[1] if len(words) > 1 else ''
            step = getattr(self, 'step_' + words[0].replace('-', '_'), None)
            try:
                if not step:
                    raise Wrong(f'there is no step `{words[0]}`')
                step(argument, [self.fill(l) for l in dedent(block)])
            except (Wrong, OSError, http.client.HTTPException) as wrong:
                raise Wrong(f'{self.path}:{number}: {line}\n{type(wrong).__name__}: {wrong}\n{self.state()}')

    def state(self):
        text = ''
        if self.reply:
            status, headers, body, closed = self.reply
            text += f'reply: {status}\n' + ''.join(f'  {k}: {v}\n' for k, v in headers) + f'  {body[:2000]!r}\n'
        if self.result:
            text += f'exit {self.result[0]}\n{self.result[1][-3000:]}\n'
        return text + ('server said:\n' + self.said()[-3000:] if self.output.exists() else '')

    def said(self):
        return read(self.output) or ''

    def end(self):
        if self.connection:
            self.connection.close()
        leak = ''
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self.server.kill()
                leak = 'the server did not end on SIGTERM'
        said = self.said()
        shutil.rmtree(self.folder, ignore_errors=True)
        if re.search(r'ERROR: (Address|Leak|Undefined)\w*Sanitizer|runtime error:', said):
            leak = 'a sanitizer complains'
        if leak:
            raise Wrong(f'{self.path}: {leak}\n{said[-6000:]}')

    # Preparing

    def step_config(self, _, block):
        text = '\n'.join(block) + '\n'
        if not re.search(r'^server:', text, re.M):
            text = (f'server: {{ listen: "127.0.0.1:{self.kept["PORT"]}", workers: 1, '
                    f'control: {self.folder}/control.sock }}\n' + text)
        (self.folder / 'tenon.yaml').write_text(text)

    def step_use(self, names, _):
        name, *folders = names.split()
        shutil.copy(ROOT / name, self.folder / 'tenon.yaml')
        for folder in folders:
            (self.folder / folder).mkdir(exist_ok=True)
        self.environment['PORT'] = self.kept['PORT']

    def step_file(self, name, block):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('\n'.join(block) + '\n')

    def step_entries(self, _, block):
        with open(self.folder / 'tenon.yaml', 'a') as file:
            file.write(''.join(f'  {line}\n' for line in block))

    def step_bring(self, name, _):
        shutil.copy(ROOT / name, self.folder)

    def step_env(self, assignment, _):
        name, _, value = assignment.partition('=')
        self.environment[name] = value

    def launch(self):
        self.result = None
        command = [self.options.tenon, 'serve'] + (['--single'] if self.options.single else []) + ['tenon.yaml']
        with open(self.output, 'ab') as output:
            self.server = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                           stdout=output, stderr=output)

    def listening(self):
        if self.server.poll() is not None:
            raise Wrong(f'the server ended with status {self.server.returncode}')
        try:
            socket.create_connection(('127.0.0.1', int(self.kept['PORT'])), 1).close()
            return 'ready' in self.said() or 'listening' in self.said()
        except OSError:
            return False

    def step_start(self, argument, _):
        self.launch()
        if argument.startswith('fails'):
            status = int((argument.split() + ['1'])[1])
            self.step_exit(str(status), [])
            self.result = (self.server.returncode, self.said())
            self.server = None
        else:
            wait_for(self.listening, 'the server to listen')

    # Requests

    def step_send(self, argument, block):
        if not self.server:
            self.step_start('', [])
        if self.connection:
            self.connection.close()
        self.connection = http.client.HTTPConnection('127.0.0.1', int(self.kept['PORT']), timeout=PATIENCE_SECONDS)
        self.step_again(argument, block)

    def step_times(self, argument, block):
        count, _, rest = argument.partition(' ')
        for _ in range(int(count)):
            self.step_send(rest, block)

    def step_until(self, argument, block):
        status, _, rest = argument.partition(' ')
        wheres = [line for line in block if line.startswith('where ')]

        def answered():
            self.step_send(rest, [line for line in block if line not in wheres])
            return self.reply[0] == int(status) and all(self.holds(line) for line in wheres)

        wait_for(answered, ', '.join([f'status {status}', *wheres]))

    def holds(self, where):
        _, word, argument = where.split(None, 2)
        try:
            getattr(self, 'step_' + word)(argument, [])
            return True
        except Wrong:
            return False

    def step_again(self, argument, block):
        method, _, target = argument.partition(' ')
        headers, body = [], None
        for line in block:
            word, _, rest = line.partition(' ')
            if word == 'body':
                body = rest.encode()
            elif word == 'body-file':
                body = (self.folder / rest).read_bytes()
            elif word == 'body-size':
                body = b'x' * int(rest)
            elif word == 'json':
                body = rest.encode()
                headers.append(('Content-Type', 'application/json'))
            elif line.strip():
                name, _, value = line.partition(':')
                headers.append((name.strip(), value.strip()))
        connection = self.connection
        connection.putrequest(method, target, skip_host=any(n.lower() == 'host' for n, _ in headers),
                              skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None and not any(n.lower() == 'content-length' for n, _ in headers):
            connection.putheader('Content-Length', str(len(body)))
        connection.endheaders()
        try:
            if body:
                connection.send(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused early: the reply is there to be read
        reply = connection.getresponse()
        self.reply = (reply.status, reply.getheaders(), reply.read(), reply.will_close)

    def step_raw(self, text, block):
        if not self.server:
            self.step_start('', [])
        data = unescape(''.join([text] + block))
        with socket.create_connection(('127.0.0.1', int(self.kept['PORT'])), PATIENCE_SECONDS) as peer:
            peer.sendall(data)
            received, closed = b'', True
            try:
                while piece := peer.recv(65536):
                    received += piece
                    peer.settimeout(2)  # who has answered and is silent keeps the connection open
            except socket.timeout:
                closed = False
            except ConnectionResetError:
                pass
        head, _, body = received.partition(b'\r\n\r\n')
        lines = head.decode('latin-1').split('\r\n')
        status = int(lines[0].split()[1]) if len(lines[0].split()) > 1 else 0
        self.reply = (status, [tuple(l.split(': ', 1)) for l in lines[1:] if ': ' in l], body, closed)

    # Expecting

    def expect(self, holds, found):
        if not holds:
            raise Wrong(f'found {found!r}')

    def the_reply(self):
        if not self.reply:
            raise Wrong('there is no reply yet')
        return self.reply

    def step_status(self, argument, _):
        self.expect(self.the_reply()[0] == int(argument), self.reply[0])

    def headers(self, name):
        return [v for k, v in self.the_reply()[1] if k.lower() == name.lower()]

    def step_header(self, argument, _):
        match = re.match(r'([^\s:~]+)\s*([:~])\s*(.*)$', argument)
        values = self.headers(match[1])
        if match[2] == ':':
            self.expect(values == [match[3]], values)
        else:
            self.expect(values and re.search(match[3], ', '.join(values)), values)

    def step_headers(self, _, block):
        unseen = {'connection', 'content-length', 'content-type', 'date'}
        for line in block:
            self.step_header(line, [])
            unseen.add(re.match(r'[^\s:~]+', line)[0].lower())
        more = [f'{k}: {v}' for k, v in self.the_reply()[1] if k.lower() not in unseen]
        if more:
            raise Wrong(f'there is also {more}')

    def step_no(self, argument, _):
        word, _, rest = argument.partition(' ')
        if word == 'header':
            self.expect(not self.headers(rest), self.headers(rest))
        elif word == 'body':
            body = self.the_reply()[2].decode('utf-8', 'replace')
            self.expect(not re.search(rest.lstrip('~ '), body, re.M | re.S), body)
        elif word == 'log':
            self.expect(not re.search(rest.lstrip('~ '), self.said(), re.M), self.said()[-2000:])
        elif word == 'text':
            name, _, pattern = rest.partition(' ~ ')
            self.expect(not re.search(pattern, (self.folder / name).read_text(errors='replace'), re.M), name)
        else:
            raise Wrong(f'there is no `no {word}`')

    def step_body(self, argument, _):
        body = self.the_reply()[2].decode('utf-8', 'replace')
        if argument.startswith('~ '):
            self.expect(re.search(argument[2:], body, re.M | re.S), body)
        else:
            self.expect(body.rstrip('\n') == ('' if argument == '""' else argument), body)

    def json_at(self, way):
        value = json.loads(self.the_reply()[2])
        for key in [] if way == '.' else way.split('.'):
            try:
                value = value[int(key)] if isinstance(value, list) else value[key]
            except (KeyError, IndexError, TypeError, ValueError):
                raise Wrong(f'no `{key}` in {json.dumps(value)[:300]}')
        return value

    def step_json(self, argument, _):
        match = re.match(r'(\S+)\s+(==|!=|~|<|>|is|has)\s+(.*)$', argument)
        found, operator, text = self.json_at(match[1]), match[2], match[3]
        if operator == '~':
            holds = re.search(text, found if isinstance(found, str) else json.dumps(found))
        elif operator == 'is':
            holds = isinstance(found, TYPES[text]) and (text == 'boolean' or not isinstance(found, bool))
        elif operator == 'has':
            holds = len(found) == int(text)
        else:
            wanted = json.loads(text)
            holds = {'==': lambda: found == wanted, '!=': lambda: found != wanted,
                     '<': lambda: found < wanted, '>': lambda: found > wanted}[operator]()
        self.expect(holds, found)

    def step_closed(self, *_):
        self.expect(self.the_reply()[3], 'an open connection')

    def step_open(self, *_):
        self.expect(not self.the_reply()[3], 'a closed connection')

    def step_keep(self, argument, _):
        name, kind, *what = argument.split(None, 2)
        if kind == 'output':
            value = self.result[1].strip()
        else:
            value = self.headers(what[0])[0] if kind == 'header' else self.json_at(what[0])
        self.kept[name] = str(value)

    # The program and its surroundings

    def step_signal(self, name, _):
        self.result = None
        if self.connection:
            self.connection.close()  # a draining server would wait for it
        self.server.send_signal(getattr(signal, 'SIG' + name))

    def step_tenon(self, arguments, _):
        self.step_shell(f'{self.options.tenon} {arguments}', [])

    def perform(self, command, peer_port):
        environment = {**self.environment, 'PEER_PORT': str(peer_port)}
        done = subprocess.run(command, shell=True, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE_SECONDS * 3)
        self.result = (done.returncode, done.stdout.decode('utf-8', 'replace'))

    def step_shell(self, command, _):
        self.perform(command, free_port())

    def step_await(self, command, _):
        peer_port = free_port()

        def succeeded():
            self.perform(command, peer_port)
            return self.result[0] == 0

        wait_for(succeeded, command)

    def step_exit(self, argument, _):
        if self.result is None:
            wait_for(lambda: self.server.poll() is not None, 'the server to end')
            self.expect(self.server.returncode == int(argument), self.server.returncode)
        else:
            self.expect(self.result[0] == int(argument), self.result[0])

    def step_output(self, argument, _):
        text = self.result[1] if self.result else self.said()
        if argument.startswith('~ '):
            self.expect(re.search(argument[2:], text, re.M), text)
        else:
            self.expect(text.strip() == ('' if argument == '""' else argument), text)

    def step_log(self, argument, _):
        wait_for(lambda: re.search(argument.lstrip('~ '), self.said(), re.M), argument)

    def step_text(self, argument, _):
        name, _, pattern = argument.partition(' ~ ')
        wait_for(lambda: (text := read(self.folder / name)) is not None and re.search(pattern, text, re.M), argument)


def run_one(options, path):
    """What was wrong, in the scenario and at its end."""
    scenario, wrong = Scenario(options, path), []
    for part in scenario.run, scenario.end:
        try:
            part()
        except Exception as problem:
            wrong.append(str(problem) or repr(problem))
    return '\n'.join(wrong)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tenon', required=True, type=os.path.abspath)
    parser.add_argument('--plugins', type=os.path.abspath, default='')
    parser.add_argument('--single', action='store_true')
    parser.add_argument('paths', nargs='+', type=Path)
    options = parser.parse_args()
    files = [f for p in options.paths for f in (sorted(p.rglob('*.txt')) if p.is_dir() else [p])]
    print(f'1..{len(files)}', flush=True)
    failed = 0
    for number, path in enumerate(files, 1):
        wrong = run_one(options, path.resolve())
        failed += bool(wrong)
        print(f'{"not " if wrong else ""}ok {number} - {path.parent.name}/{path.stem}', flush=True)
        if wrong:
            print('\n'.join('# ' + line for line in wrong.split('\n')), flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
