#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every command of the pages: what stands behind `$ ` in a ```console block, and compares what it prints.

    commands.py ROOT BUILD PAGE.md ...

`…` in the expected output stands for anything. All blocks of a page run in one shell, in a copy of the checkout, with the program and
the SDK installed beside it. Port 3000 becomes a free one; a command that ends in `&` is a server, and is waited for.
"""
import contextlib, os, re, select, shutil, socket, subprocess, sys, tempfile, time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ports import free_port

root, build, *pages = [Path(a).resolve() if i < 2 else a for i, a in enumerate(sys.argv[1:])]
END = '=-=-= end of output'
PATIENCE_SECONDS = 150


def commands(page):
    """(line number, command, expected output) of each command of a page."""
    inside, found = False, []
    for number, line in enumerate(page.read_text().split('\n'), 1):
        if line.startswith('```'):
            inside = line == '```console'
        elif inside and line.startswith('$ '):
            found.append([number, line[2:], ''])
        elif inside and found and found[-1][1].endswith('\\'):
            found[-1][1] += '\n' + line
        elif inside and found:
            found[-1][2] += line + '\n'
    return found


def matches(expected, output):
    pattern = '.*'.join(re.escape(p) for p in expected.strip().split('…'))
    return re.fullmatch(pattern, output.strip(), re.S) is not None


class Shell:
    def __init__(self, folder, environment):
        self.process = subprocess.Popen(['bash', '--norc'], cwd=folder, env=environment, start_new_session=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, command):
        """What it prints, and its exit status. It gets nothing to read: what comes next is the shell's."""
        self.process.stdin.write(f'{{ {command}\n}} </dev/null\necho "{END} $?"\n'.encode())
        self.process.stdin.flush()
        output, end = b'', time.monotonic() + PATIENCE_SECONDS
        while not (found := re.search(f'{END} (\\d+)\n'.encode(), output)):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f'`{command}` has not ended within {PATIENCE_SECONDS} s, and has printed\n{output.decode()}')
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                return output.decode(), -1
            output += piece
        return output[:found.start()].decode().replace('\r\n', '\n'), int(found[1])

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 15)
        self.process.stdin.close()
        time.sleep(0.5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, 9)


def wait_listening(port):
    for _ in range(3000):
        with contextlib.suppress(OSError):
            socket.create_connection(('127.0.0.1', port), 1).close()
            return True
        time.sleep(0.02)
    return False


def run_page(page, folder):
    port = free_port()
    installed = folder / 'root'
    prefix = next(installed.glob('**/bin/tenon')).parent.parent
    library = next(installed.glob('**/libtenon.so')).parent
    checkout = folder / page.replace('/', '-')
    shutil.copytree(root, checkout, ignore=lambda d, names: [n for n in names if n in ('.git', '__pycache__') or n.startswith('build')])
    environment = {**os.environ, 'PORT': str(port), 'PATH': f'{prefix}/bin:{os.environ["PATH"]}', 'TENON_BUILD': str(build),
                   'LD_LIBRARY_PATH': str(library), 'TENON_PLUGIN_PATH': str(library / 'tenon/plugins'),
                   'PKG_CONFIG_PATH': str(library / 'pkgconfig'), 'PKG_CONFIG_SYSROOT_DIR': str(installed)}
    shell = Shell(checkout, environment)
    try:
        for number, command, expected in commands(root / page):
            here = re.sub(r'\b3000\b', str(port), command)
            if here.endswith('&'):
                here = here[:-1] + '>>server.log 2>&1 &'
            output, status = shell.run(here)
            if command.endswith('&') and not wait_listening(port):
                raise AssertionError(f'{page}:{number}: nothing listens after `{command}`\n' + shell.run('cat server.log')[0])
            output = output.replace(str(port), '3000')
            if not command.endswith('&') and (not matches(expected, output) or (status and 'exit' not in command)):
                raise AssertionError(f'{page}:{number}: `{command}` exits {status} and prints\n{output}\nexpected\n{expected}')
    finally:
        shell.end()


def main():
    failed = 0
    print(f'1..{len(pages)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='tenon-docs-') as folder:
        folder = Path(folder)
        subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--quiet', '--destdir', folder / 'root'], check=True,
                       stdout=subprocess.DEVNULL)
        for number, page in enumerate(pages, 1):
            try:
                run_page(page, folder)
                print(f'ok {number} - {page}', flush=True)
            except AssertionError as wrong:
                failed += 1
                print(f'not ok {number} - {page}')
                print('\n'.join('# ' + l for l in str(wrong).split('\n')), flush=True)
    return bool(failed)


if __name__ == '__main__':
    sys.exit(main())
