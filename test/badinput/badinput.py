#!/usr/bin/env python3
"""Bad input gives one clear line that says what, where and what to do: badinput.py DOKAZ

Each check makes its own case; nothing half-written may stay, and `verify` must pass after each.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

DOKAZ = str(pathlib.Path(sys.argv[1]).resolve())
failures = []


class Bench:
    """A folder of its own with a fresh case."""

    def __init__(self, name):
        self.name = name
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f'dokaz-bad-{name}-'))
        self.environment = dict(os.environ, XDG_DATA_HOME=str(self.folder / 'home'), LC_ALL='C')
        self.case = self.folder / 'case'
        self.run('init', str(self.case))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *args, stdin=b'', limit=120):
        return subprocess.run([DOKAZ, *args], env=self.environment, input=stdin, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=limit)

    def add(self, *paths, **more):
        return self.run('-C', str(self.case), 'add', *map(str, paths), **more)

    def check(self, condition, about, ran=None):
        if not condition:
            said = f': {ran.returncode} {ran.stdout[-300:]!r} {ran.stderr[-300:]!r}' if ran else ''
            failures.append(f'{self.name}: {about}{said}')

    def check_line(self, ran, code, *parts):
        """It ended with `code` and said one line with all of `parts`."""
        text = ran.stderr.decode('utf-8', 'replace')
        self.check(ran.returncode == code, f'should end with {code}', ran)
        self.check(all(part in text for part in parts), f'should say {parts}', ran)
        self.check(1 <= len(text.splitlines()) <= 2, 'should be one line', ran)

    def check_whole(self):
        ran = self.run('-C', str(self.case), 'verify')
        self.check(ran.returncode == 0, 'verify should pass', ran)
        left = [p for p in self.case.rglob('*') if p.name.startswith(('.new', '.tmp')) or p.name.endswith('.tmp')]
        self.check(not left, f'left behind: {left}')


def empty_file():
    with Bench('empty') as b:
        (b.folder / 'empty.txt').write_bytes(b'')
        ran = b.add(b.folder / 'empty.txt')
        b.check(ran.returncode == 0, 'an empty file is sealed', ran)
        b.check_whole()
        ran = b.run('read', '--json', str(b.folder / 'empty.txt'))
        b.check_line(ran, 3, 'empty.txt', 'empty')


def missing_path():
    with Bench('missing') as b:
        b.check_line(b.add(b.folder / 'nothing-here'), 3, 'nothing-here')
        b.check_line(b.run('read', 'nothing-here'), 3, 'nothing-here')
        (b.folder / 'good.txt').write_text('Two people were killed in Izium.\n')
        ran = b.add(b.folder / 'nothing-here', b.folder / 'good.txt')
        b.check(ran.returncode == 3, 'one bad path does not hide the other', ran)
        ran = b.run('-C', str(b.case), 'documents', '--json')
        b.check(ran.stdout.count(b'"type":"document"') == 1, 'the good file is in', ran)
        b.check_whole()


def no_permission():
    """Root may read everything: a looped link stands in for a closed door there."""
    with Bench('permission') as b:
        closed = b.folder / 'closed.txt'
        if os.getuid() == 0:
            closed.symlink_to(closed)
        else:
            closed.write_text('x')
            closed.chmod(0)
        b.check_line(b.add(closed), 3, 'closed.txt')
        b.check_whole()


def folder_loop():
    with Bench('loop') as b:
        folder = b.folder / 'in' / 'deep'
        folder.mkdir(parents=True)
        (folder / 'a.txt').write_text('One person was wounded in Kharkiv.\n')
        (folder / 'back').symlink_to(b.folder / 'in')
        ran = b.add(b.folder / 'in', limit=30)
        ran_documents = b.run('-C', str(b.case), 'documents', '--json')
        b.check(ran_documents.stdout.count(b'"type":"document"') == 1, 'the file is in once', ran_documents)
        b.check(b'Traceback' not in ran.stderr, 'ended', ran)
        b.check_whole()


def invalid_utf8():
    with Bench('utf8') as b:
        (b.folder / 'bad.txt').write_bytes(b'Two people were killed in Izium \xff\xfe on 3 May 2022, the mayor said.\n')
        ran = b.add(b.folder / 'bad.txt')
        # proves P17
        b.check(ran.returncode == 0, 'bad bytes are a note', ran)
        rows = b.run('-C', str(b.case), 'documents', '--json').stdout
        rows.decode('utf-8')
        b.check_whole()
        rows = b.run('read', '--json', str(b.folder / 'bad.txt')).stdout
        b.check(b'"type":"document"' in rows, 'read goes on')
        rows.decode('utf-8')


def nul_bytes():
    with Bench('nul') as b:
        (b.folder / 'nul.txt').write_bytes(b'Two people were killed\0 in Izium.\n' * 3)
        ran = b.add(b.folder / 'nul.txt')
        b.check(ran.returncode == 0, 'NUL is a byte like any other', ran)
        for row in b.run('-C', str(b.case), 'documents', '--json').stdout.splitlines():
            b.check(b'\0' not in row, 'no NUL in JSON')
        b.check_whole()


def deep_html():
    with Bench('html') as b:
        depth = 100_000
        (b.folder / 'deep.html').write_text('<html><body>' + '<div>' * depth + 'Two people were killed in Izium.' +
                                            '</div>' * depth + '</body></html>')
        ran = b.add(b.folder / 'deep.html', limit=60)
        b.check(ran.returncode == 0, 'deeply nested HTML is sealed', ran)
        b.check_whole()


def huge_file():
    with Bench('huge') as b:
        with open(b.folder / 'huge.txt', 'wb') as out:
            out.truncate(1 << 30)
        ran = b.add(b.folder / 'huge.txt', limit=200)
        b.check(ran.returncode == 0, '1 GB is sealed', ran)
        rows = b.run('-C', str(b.case), 'documents').stdout
        b.check(b'unread' in rows, 'named as unread', None)
        ran = b.run('read', '--json', 'huge.txt')
        b.check_line(ran, 3, 'huge.txt')


def no_case():
    with Bench('nocase') as b:
        (b.folder / 'plain').mkdir()
        b.check_line(b.run('-C', str(b.folder / 'plain'), 'status'), 3, 'plain')
        b.check_line(b.run('-C', str(b.folder / 'plain'), 'verify'), 3, 'plain')
        (b.folder / 'full').mkdir()
        (b.folder / 'full' / 'x').write_text('x')
        b.check_line(b.run('init', str(b.folder / 'full')), 1, 'full')
        b.check(sorted(p.name for p in (b.folder / 'full').iterdir()) == ['x'], 'nothing was written')


def newer_case():
    with Bench('newer') as b:
        form = b.case / 'keys' / 'format'
        form.chmod(0o600)
        form.write_text(form.read_text().replace('dokaz-case/v1', 'dokaz-case/v9'))
        # proves P15
        b.check_line(b.run('-C', str(b.case), 'status'), 3, 'newer')
        b.check_line(b.add(b.folder), 3, 'newer')


def newer_index():
    with Bench('index') as b:
        (b.folder / 'a.txt').write_text('One person was wounded in Kharkiv.\n')
        b.add(b.folder / 'a.txt')
        subprocess.run(['sqlite3', str(b.case / 'index.db'), 'PRAGMA user_version = 99'], check=True,
                       stdout=subprocess.DEVNULL)
        b.check_line(b.run('-C', str(b.case), 'status'), 3, 'newer')
        (b.case / 'index.db').write_bytes(b'this is no database' * 100)
        b.check_line(b.run('-C', str(b.case), 'status'), 3, 'delete it')
        (b.case / 'index.db').unlink()
        ran = b.add(b.folder / 'a.txt')
        b.check(ran.returncode == 0, 'the index is built again', ran)


def second_writer():
    """Two programs that add at once: one says so, nothing is lost."""
    with Bench('two') as b:
        folder = b.folder / 'in'
        folder.mkdir()
        for i in range(40):
            (folder / f'{i}.txt').write_text(f'{i + 2} people were wounded in Kharkiv on 3 May 2022.\n')
        command = [DOKAZ, '-C', str(b.case), 'add', str(folder)]
        both = [subprocess.Popen(command, env=b.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for _ in range(2)]
        codes = sorted(p.wait() for p in both)
        # proves P11
        b.check(codes in ([0, 0], [0, 1]), f'codes {codes}')
        b.add(folder)
        rows = b.run('-C', str(b.case), 'documents', '--json').stdout
        b.check(rows.count(b'"type":"document"') == 40, 'all are in, once')
        b.check_whole()


def bad_sources():
    with Bench('sources') as b:
        (b.folder / 'a.txt').write_text('One person was wounded in Kharkiv.\n')
        (b.folder / 's.tsv').write_text('file\tpublisher\tcolour\na.txt\tX\tred\n')
        ran = b.add(b.folder / 'a.txt', '--sources', b.folder / 's.tsv')
        b.check_line(ran, 3, 's.tsv', 'colour')
        b.check_whole()


def closed_pipe():
    with Bench('pipe') as b:
        (b.folder / 'a.txt').write_text('One person was wounded in Kharkiv on 3 May 2022.\n' * 20000)
        shell = f'"{DOKAZ}" read --json a.txt | head -1 >/dev/null; exit 0'
        ran = subprocess.run(['bash', '-c', shell], env=b.environment, cwd=b.folder, stderr=subprocess.PIPE)
        b.check(b'Sanitizer' not in ran.stderr, 'a reader that goes away', None)
        with open('/dev/full', 'wb') as full:
            ran = subprocess.run([DOKAZ, '--help'], env=b.environment, stdout=full, stderr=subprocess.PIPE)
        b.check(ran.returncode == 3, 'a full disk is an error')


# proves P52
CHECKS = [empty_file, missing_path, no_permission, folder_loop, invalid_utf8, nul_bytes, deep_html, huge_file, no_case,
          newer_case, newer_index, second_writer, bad_sources, closed_pipe]


def main():
    chosen = [c for c in CHECKS if c.__name__ in sys.argv[2:]] or CHECKS
    for check in chosen:
        try:
            check()
        except Exception as trouble:
            failures.append(f'{check.__name__}: {trouble!r}')
    print('\n'.join(failures) if failures else f'{len(chosen)} kinds of bad input, all answered')
    return 1 if failures else 0


sys.exit(main())
