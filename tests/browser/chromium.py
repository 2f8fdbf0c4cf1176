# SPDX-License-Identifier: MIT
"""A headless Chromium, spoken to over its DevTools pipe; sites for it to visit; and a list of what came of it."""
import http.server, json, os, select, shutil, signal, subprocess, sys, tempfile, threading, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ports import free_port

PATIENCE_SECONDS = float(os.environ.get('TENON_TEST_PATIENCE', '60'))


def wait_for(condition, what):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f'waited {PATIENCE_SECONDS:g} s for {what}')


def key_of(certificate):
    """The fingerprint of its key, in base64; empty if there is none."""
    if not certificate.exists():
        return ''
    return subprocess.run(f'openssl x509 -in {certificate} -noout -pubkey | openssl pkey -pubin -outform der |'
                          ' openssl dgst -sha256 -binary | base64', shell=True, check=True, capture_output=True, text=True).stdout.strip()


class Site:
    """An origin of its own that serves an empty page and keeps what is posted to it."""

    def __init__(self):
        site = self
        self.posted = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, status):
                self.send_response(status)
                self.send_header('Content-Type', 'text/html')
                self.send_header('Content-Length', '0')
                # Reports cross origins, and browsers ask first.
                self.send_header('Access-Control-Allow-Origin', '*')
                self.send_header('Access-Control-Allow-Headers', 'content-type')
                self.end_headers()

            def do_GET(self):
                self.answer(200)

            def do_OPTIONS(self):
                self.answer(200)

            def do_POST(self):
                site.posted.append(self.rfile.read(int(self.headers['Content-Length'])).decode())
                self.answer(204)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.origin = f'http://127.0.0.1:{self.server.server_address[1]}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Tenon:
    """The real program on a file of its own; it speaks TLS if it is to be safe."""

    def __init__(self, program, plugins, folder, plugins_text, safe):
        address = f'127.0.0.1:{free_port()}'
        self.origin = f'{"https" if safe else "http"}://{address}'
        listen = f'{{ address: "{address}"' + (', tls: [ { certificate: cert.pem, key: key.pem } ] }' if safe else ' }')
        if safe:
            subprocess.run('openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem'
                           ' -subj /CN=127.0.0.1 -days 2', shell=True, check=True, cwd=folder, stderr=subprocess.DEVNULL)
        (folder / 'tenon.yaml').write_text(
            f'server: {{ listen: [ {listen} ], workers: 1, control: {folder}/control.sock }}\n' + plugins_text)
        self.output = folder / 'output'
        environment = {k: v for k, v in os.environ.items() if k not in ('NOTIFY_SOCKET', 'LISTEN_FDS')}
        with open(self.output, 'wb') as output:
            self.process = subprocess.Popen([program, 'serve', 'tenon.yaml'], cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, env=environment | {'TENON_PLUGIN_PATH': plugins})
        wait_for(self.listening, 'the server to listen')

    def said(self):
        return self.output.read_text(errors='replace')

    def listening(self):
        assert self.process.poll() is None, f'the server ended:\n{self.said()}'
        return 'listening' in self.said()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_SECONDS)
        assert 'Sanitizer' not in self.said() and 'runtime error:' not in self.said(), self.said()


class Chromium:
    """Messages are JSON, each ended by a NUL; the browser reads its descriptor 3 and writes its descriptor 4."""

    def __init__(self, folder):
        program = shutil.which('chromium')
        assert program, 'chromium is not installed (packages.txt)'
        theirs_in, self.to = os.pipe()
        self.from_, theirs_out = os.pipe()
        home = folder / 'home'
        home.mkdir()
        with open(folder / 'chromium', 'wb') as output:
            self.process = subprocess.Popen(
                ['bash', '-c', f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', 'bash', program, '--headless=new', '--no-sandbox',
                 '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking',
                 '--disable-component-update', '--short-reporting-delay', '--remote-debugging-pipe',
                 # Trusted outright: what only errs on a certificate keeps no page.
                 f'--ignore-certificate-errors-spki-list={key_of(folder / "cert.pem")}',
                 f'--user-data-dir={home}/profile', 'about:blank'],
                pass_fds=(theirs_in, theirs_out), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                env={k: v for k, v in os.environ.items() if not k.startswith('XDG_')} | {'HOME': str(home)})
        os.close(theirs_in)
        os.close(theirs_out)
        self.number, self.rest, self.events = 0, b'', []
        target = self.ask('Target.createTarget', url='about:blank')['targetId']
        self.session = self.ask('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        self.ask('Page.enable')

    def receive(self):
        """The next message of the browser."""
        end = time.monotonic() + PATIENCE_SECONDS
        while b'\0' not in self.rest:
            ready, _, _ = select.select([self.from_], [], [], max(0, end - time.monotonic()))
            piece = os.read(self.from_, 1 << 20) if ready else b''
            assert piece, f'the browser says nothing in {PATIENCE_SECONDS:g} s, or has ended: {self.process.poll()}'
            self.rest += piece
        message, self.rest = self.rest.split(b'\0', 1)
        return json.loads(message)

    def ask(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if getattr(self, 'session', None):
            message['sessionId'] = self.session
        data = json.dumps(message).encode() + b'\0'
        while data:
            data = data[os.write(self.to, data):]
        while True:
            reply = self.receive()
            if reply.get('id') == self.number:
                assert 'error' not in reply, f'{method}: {reply}'
                return reply['result']
            self.events.append(reply)

    def visit(self, url):
        """Goes there and waits until all is loaded."""
        self.events = []
        result = self.ask('Page.navigate', url=url)
        assert 'errorText' not in result, f'{url}: {result}'
        while not any(event.get('method') == 'Page.loadEventFired' for event in self.events):
            self.events.append(self.receive())

    def run(self, script):
        """What an expression in the page becomes, once it is settled."""
        result = self.ask('Runtime.evaluate', expression=script, awaitPromise=True, returnByValue=True)
        assert 'exceptionDetails' not in result, f'{script}: {result["exceptionDetails"]}'
        return result['result'].get('value')

    def fetch(self, url, **options):
        """What a script of the page gets: status, body and the headers it may read; or 'refused'."""
        return self.run(f'''fetch({json.dumps(url)}, {json.dumps(options)}).then(
            async reply => ({{ status: reply.status, body: await reply.text(), headers: Object.fromEntries(reply.headers) }}),
            error => 'refused')''')

    def end(self):
        os.close(self.to)  # the browser ends when its pipe does
        try:
            self.process.wait(PATIENCE_SECONDS)
        finally:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()


def main(plugins_text, tests, safe=False):
    """Prints TAP; usage of the program: TENON PLUGINS. `plugins_text` gets the origins of two sites, `ours` and `others`."""
    program, plugins = os.path.abspath(sys.argv[1]), sys.argv[2]
    folder = Path(tempfile.mkdtemp(prefix='tenon-browser-'))
    ours, others = Site(), Site()
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    tenon = browser = None
    try:
        tenon = Tenon(program, plugins, folder, plugins_text.replace('OURS', ours.origin).replace('OTHERS', others.origin), safe)
        browser = Chromium(folder)
        for number, test in enumerate(tests, 1):
            title = test.__name__.replace('_', ' ')
            try:
                test(browser, tenon.origin, ours, others)
                print(f'ok {number} - {title}', flush=True)
            except AssertionError as wrong:
                failed += 1
                print(f'not ok {number} - {title}')
                print('\n'.join(f'# {line}' for line in str(wrong).split('\n')), flush=True)
    finally:
        for one in (browser, tenon):
            if one:
                one.end()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(bool(failed))
