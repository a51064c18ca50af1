#!/usr/bin/env python3
"""Files that mean harm, given to `dokaz add`: hostile.py DOKAZ DOKAZ_VERIFY [--all] [--only WORD] [--keep FOLDER]

What must hold, whether or not the formats are read: the program ends by itself, with 0 or 3, in under 30 seconds of computing a
file; what it and its workers hold in memory stays under the cap (the main program holds more for a long plain text: words,
segments, claims); each file is sealed byte for byte or named as trouble; the case verifies; no
control character reaches a terminal; nothing changes outside the case and the keys.

As a test, all light files go into one case, and every twentieth into one of its own. With --all each goes into one of its own, heavy
ones too, each is timed, and the slowest and largest are named. tools/hostile builds and does that.
"""
import hashlib
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import make     # noqa: E402

SECONDS = 30
MEMORY = 1536 << 20         # the worker's cap
SHARE = 50                  # what the main program may hold besides, times the size of the file: words, segments, claims
failures, figures = [], []
options = sys.argv[3:]
DOKAZ, VERIFY = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
# A sanitized program takes longer and holds more; it is there for its findings, not for its figures.
SANITIZED = b'__asan_init' in pathlib.Path(DOKAZ).read_bytes()
# The cap on memory cannot hold a sanitized worker (its shadow alone is larger): what the cap alone stops would take all that
# the machine has, so those bombs are for the program as people run it (tools/hostile).
ONLY_CAPPED = (b'flate-twice.pdf',)


def check(condition, about, more=''):
    if not condition:
        failures.append(f'{about} {more}'.strip())
        print('FAILED:', ascii(failures[-1])[:600], flush=True)


def harmless(text):
    """May these characters go to a terminal?"""
    return all(c == '\n' or not (ord(c) < 32 or 127 <= ord(c) < 160 or 0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069
                                 or ord(c) in (0x200e, 0x200f, 0x2028, 0x2029)) for c in text)


def sha256(path):
    with open(path, 'rb') as f:
        return hashlib.file_digest(f, 'sha256').hexdigest() if hasattr(hashlib, 'file_digest') else \
            hashlib.sha256(f.read()).hexdigest()


def listing(folder):
    """Everything below it, without following anything: to see whether it was touched."""
    rows = []
    for top, folders, files in os.walk(os.fsencode(folder)):
        for name in folders + files:
            st = os.lstat(os.path.join(top, name))
            rows.append((os.path.join(top, name), st.st_mode, st.st_size, st.st_mtime_ns, st.st_ino))
    return sorted(rows)


class Place:
    """A case with its keys, and an empty folder to stand in."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='dokaz-hostile-'))
        self.case, self.keys = self.folder / 'case', self.folder / 'keys'
        for name in ('stand', 'home', 'tmp'):
            (self.folder / name).mkdir()
        self.environment = {'PATH': os.environ['PATH'], 'LC_ALL': 'C', 'XDG_DATA_HOME': str(self.keys),
                            'HOME': str(self.folder / 'home'), 'TMPDIR': str(self.folder / 'tmp')}
        self.run('init', str(self.case))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for name in ('stand', 'home', 'tmp'):
            check(not list((self.folder / name).iterdir()), f'something was written to {name}')
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *args, limit=SECONDS, program=DOKAZ):
        """Exit code, output, errors, seconds of computing, bytes of memory (the largest process)."""
        about = ' '.join(map(str, args))[-200:]
        with open(self.folder / 'out', 'w+b') as out, open(self.folder / 'err', 'w+b') as err:
            start = time.monotonic()
            child = subprocess.Popen([program, *args], env=self.environment, cwd=self.folder / 'stand',
                                     stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            stop = threading.Timer(limit * 8, child.kill)       # others may work on the machine, too
            stop.start()
            _, status, used = os.wait4(child.pid, 0)
            stop.cancel()
            child.returncode = os.waitstatus_to_exitcode(status)
            waited, seconds = time.monotonic() - start, used.ru_utime + used.ru_stime
            texts = []
            for f in (out, err):
                f.seek(0)
                texts.append(f.read())
        check(child.returncode in (0, 3), f'{about}: ended with {child.returncode} after {waited:.0f} s', texts[1][-1500:])
        check(b'Sanitizer' not in texts[1] and b'runtime error' not in texts[1], f'{about}: a finding', texts[1][-1500:])
        return child.returncode, texts[0], texts[1], seconds, used.ru_maxrss * 1024

    def add(self, *paths, limit=SECONDS):
        return self.run('-C', str(self.case), 'add', *paths, limit=limit)

    def documents(self, limit=SECONDS):
        rows = self.run('-C', str(self.case), 'documents', '--json', limit=limit)[1].splitlines()
        return {row['sha256'] for row in map(json.loads, rows) if row['type'] == 'document'}

    def check_words(self, limit=SECONDS):
        """What people see; --json is for machines, which get the escapes of JSON."""
        for words in (['documents'], ['status'], ['incidents'], ['conflicts'], ['sources']):
            _, out, err, _, _ = self.run('-C', str(self.case), *words, limit=limit)
            self.check_text(out + err, words[0])

    @staticmethod
    def check_text(text, about):
        try:
            check(harmless(text.decode('utf-8')), f'{about}: a character that steers a terminal', ascii(text)[:300])
        except UnicodeDecodeError:
            check(False, f'{about}: prints no valid UTF-8', ascii(text)[:300])

    def check_whole(self, limit=SECONDS):
        check(self.run('-C', str(self.case), 'verify', limit=limit)[0] == 0, 'verify fails')
        check(self.run(str(self.case), limit=limit, program=VERIFY)[0] == 0, 'dokaz-verify fails')


def one(path):
    """One file in a case of its own."""
    size = os.path.getsize(path)
    about = ascii(path)
    with Place() as p:
        code, out, err, seconds, memory = p.add(path)
        figures.append((seconds, memory, size, about))
        p.check_text(out + err, about)
        check(sha256(path) in p.documents() or os.path.basename(path)[:20] in err, f'{about}: not sealed')
        check(code == 0, f'{about}: ended with {code}', err[-500:])
        if not SANITIZED:
            check(seconds < SECONDS, f'{about}: took {seconds:.1f} s')
            check(memory < MEMORY + SHARE * size, f'{about}: {memory >> 20} MB of memory')
        p.check_words()
        p.check_whole()


def together(folder, made):
    """Everything in one case, with what is no plain file."""
    before = listing(folder)
    with Place() as p:
        code, out, err, seconds, _ = p.add(str(folder), limit=200)
        print(f'{len(made)} files and what is no file in one case: {seconds:.0f} s of computing', flush=True)
        p.check_text(out + err, 'add')
        check(code == 3, f'add says {code}, though there are files that cannot be sealed', err[-500:])
        sealed = p.documents(limit=120)
        for path in made:
            check(sha256(path) in sealed, f'{ascii(path)}: not sealed')
        for name in ('pipe.txt', 'socket', 'itself', 'nowhere'):
            check(name.encode() in err, f'{name}: not named as trouble', err[-2000:])
        check(hashlib.sha256((make.WORDS + 'deep\n').encode()).hexdigest() in sealed, 'a file far down is not sealed')
        p.check_words(limit=120)
        p.check_whole(limit=120)
        again = p.add(str(folder), limit=200)
        check(b'0 originals' in again[1] and again[0] == 3, 'the second add seals anew', again[1][:300])
    check(listing(folder) == before, 'the files given were touched')


def restless(folder):
    """Files that grow, shrink and are replaced while they are read: what is sealed is one state that verifies."""
    folder.mkdir()
    over = threading.Event()
    paths = [folder / f'{i}.txt' for i in range(20)]

    def stir():
        turn = 0
        while not over.is_set():
            path = paths[turn % len(paths)]
            if turn % 3 == 0:
                path.write_text(make.WORDS * (1 + turn % 2000))
            elif turn % 3 == 1 and path.exists():
                os.truncate(path, turn % 100)
            else:
                path.with_suffix('.new').write_text(make.WORDS * 500)
                os.replace(path.with_suffix('.new'), path)
            turn += 1

    for path in paths:
        path.write_text(make.WORDS * 3000)
    thread = threading.Thread(target=stir)
    thread.start()
    with Place() as p:
        for _ in range(3):
            _, out, err, _, _ = p.add(str(folder))
            p.check_text(out + err, 'restless')
        over.set()
        thread.join()
        check(len(p.documents()) > 0, 'restless: nothing was sealed')
        p.check_whole()


def make_files(folder, heavy):
    """Made by a process of its own: what it held would count as memory of all that we start."""
    subprocess.run([sys.executable, make.__file__, str(folder), *(['--heavy'] if heavy else [])], check=True,
                   stdout=subprocess.DEVNULL)
    return sorted(os.path.join(top, name) for family in os.listdir(os.fsencode(folder)) if family != b'special'
                  for top, _, names in os.walk(os.path.join(os.fsencode(folder), family)) for name in names)


def report():
    if not figures:
        return
    print('slowest:')
    for seconds, memory, size, about in sorted(figures, reverse=True)[:8]:
        print(f'  {seconds:6.2f} s  {memory >> 20:5d} MB  of {size / 1e6:8.1f} MB  {about[-60:]}')
    print('largest:')
    for seconds, memory, size, about in sorted(figures, key=lambda f: -f[1])[:8]:
        print(f'  {memory >> 20:5d} MB  {seconds:6.2f} s  of {size / 1e6:8.1f} MB  {about[-60:]}')


def main():
    everything = '--all' in options
    word = options[options.index('--only') + 1].encode() if '--only' in options else b''
    work = pathlib.Path(tempfile.mkdtemp(prefix='dokaz-hostile-files-'))
    canaries = [pathlib.Path(p) for p in ('/tmp/dokaz-hostile', '/tmp/owned', '/dev/shm/dokaz-hostile')]
    try:
        # proves P137
        made = make_files(work / 'in', everything)
        for path in [p for p in made if SANITIZED and os.path.basename(p) in ONLY_CAPPED]:
            os.remove(path)
            made.remove(path)
        check(len(made) >= 300, f'only {len(made)} files')
        wanted = [p for i, p in enumerate(made) if word in p and (everything or word or i % 20 == 3)]
        for path in wanted:
            one(path)
        if not word:
            if everything:
                shutil.rmtree(work / 'in' / 'heavy')
                made = [p for p in made if os.path.exists(p)]
            together(work / 'in', made)
            restless(work / 'restless')
        for canary in canaries:
            check(not canary.exists(), f'{canary} is there')
    finally:
        (work / 'in' / 'special' / 'closed').chmod(0o700)
        shutil.rmtree(work, ignore_errors=True)
    report()
    print(f'{len(wanted)} files alone, {len(failures)} failures, largest process '
          f'{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10} MB')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
