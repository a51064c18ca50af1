#!/usr/bin/env python3
"""Each call of the system fails, in real commands: faults.py DOKAZ DOKAZ-VERIFY FAIL.so [POINTS|all] [SEED]

Which calls a command makes is counted first; then each of them fails once (EIO), each is interrupted, each is cut
short, and the disk is full from each on. After every such run: an exit code that `--help` knows, one line that says
why, a case that verifies with all that was in it, and a next `add` that completes. POINTS of them are drawn by SEED;
`all` takes every one. Disks of 200 sizes are filled too (`all`), or 10.
"""
import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

DOKAZ, VERIFY, FAIL = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:4])
POINTS = sys.argv[4] if len(sys.argv) > 4 else '100'
SEED = int(sys.argv[5]) if len(sys.argv) > 5 else 2022
# (how it fails, from there on, the calls that can fail so)
HOWS = (
    ('EIO', False, 'write pwrite read pread open rename fsync fdatasync syncfs mkdir ftruncate mmap unlink link fchmod '
                   'flock fork pipe'),
    ('EIO', True, 'write pwrite read pread open rename fsync fdatasync syncfs mkdir ftruncate mmap unlink'),
    ('ENOSPC', True, 'write pwrite open rename fsync fdatasync syncfs mkdir ftruncate link'),
    ('EINTR', False, 'write pwrite read pread open fsync'),
    ('SHORT', False, 'write pwrite read'),
    ('SHORT', True, 'write read'),
    ('ENOMEM', False, 'mmap malloc'),
)
Point = collections.namedtuple('Point', 'command call at how sticky')


class Bench:
    def __init__(self, folder):
        self.folder = folder
        self.documents = 5
        (folder / 'in').mkdir()
        for number in range(self.documents):
            (folder / 'in' / f'{number}.txt').write_text(
                f'On {number + 3} May 2022 shelling killed {number + 2} civilians in Izium, the regional prosecutor said.\n'
                f'"We ran to the cellar," said Olha Name{"abcde"[number]}enko, a resident.\n')
        for name in ('0.txt', '1.txt'):
            (folder / 'first').mkdir(exist_ok=True)
            shutil.copy(folder / 'in' / name, folder / 'first' / name)
        self.base = folder / 'base'
        self.base.mkdir()
        self.must(self.run(self.base, 'init', 'case'))
        self.must(self.run(self.base, '-C', 'case', 'add', str(folder / 'first')))
        self.must(self.run(self.base, '-C', 'case', 'parity'))
        self.damaged = folder / 'damaged'
        shutil.copytree(self.base, self.damaged)
        record = sorted((self.damaged / 'case' / 'records').rglob('*/*'))[0]
        record.write_bytes(record.read_bytes()[:-1] + b'?')
        self.fresh = folder / 'fresh'
        self.fresh.mkdir()
        # name: what lies there before, arguments
        self.commands = {
            'init': (self.fresh, ('init', 'case')),
            'add': (self.base, ('-C', 'case', 'add', str(folder / 'in'))),
            'verify': (self.base, ('-C', 'case', 'verify')),
            'export': (self.base, ('-C', 'case', 'export', '--format', 'jsonl', '-o', 'out')),
            'unmask': (self.base, ('-C', 'case', '--unmask', 'a reason', 'documents')),
            'parity': (self.base, ('-C', 'case', 'parity')),
            'repair': (self.damaged, ('-C', 'case', 'repair')),
        }

    def run(self, where, *args, **fail):
        environment = dict(os.environ, XDG_DATA_HOME=str(where / 'home'), LC_ALL='C')
        if fail:
            environment.update(fail, LD_PRELOAD=FAIL,
                               ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0')
        return subprocess.run([DOKAZ, *args], cwd=where, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=120)

    @staticmethod
    def must(ran):
        if ran.returncode != 0:
            sys.exit(f'fails undisturbed: {ran.args} {ran.stderr!r}')

    def place(self, before):
        where = self.folder / 'now'
        shutil.rmtree(where, ignore_errors=True)
        shutil.copytree(before, where)
        return where

    def count(self, command):
        before, args = self.commands[command]
        where = self.place(before)
        ran = self.run(where, *args, FAIL_COUNT=str(self.folder / 'count'))
        self.must(ran)
        rows = (line.split() for line in (self.folder / 'count').read_text().splitlines())
        return {call: int(number) for call, number in rows}, ran.stdout


class Check:
    def __init__(self, bench):
        self.bench, self.failures, self.told, self.borne = bench, [], 0, 0

    def listed(self, where):
        rows = self.bench.run(where, '-C', 'case', 'documents', '--json').stdout.splitlines()
        return sum(b'"type":"document"' in row for row in rows)

    def expect(self, condition, about, ran=None):
        if not condition:
            said = f': {ran.returncode} {ran.stdout[-300:]!r} {ran.stderr[-900:]!r}' if ran else ''
            self.failures.append(f'{about}{said}')

    def ended_well(self, about, ran):
        """A known code; with another than 0 one line of error (progress and notes may stand before it)."""
        lines = [line for line in ran.stderr.decode('utf-8', 'replace').splitlines() if line.strip()]
        self.expect(0 <= ran.returncode <= 3 and b'Sanitizer' not in ran.stderr, f'{about}: the code', ran)
        ours = [line for line in lines if line.startswith(('dokaz', 'dokaz: '))]
        self.expect(ran.returncode == 0 or 1 <= len(ours), f'{about}: no line says why', ran)
        self.expect(len(lines) <= 8, f'{about}: too many lines', ran)

    def left_well(self, about, command, where, ran, said):
        """What it left verifies; the next run completes."""
        bench, case = self.bench, where / 'case'
        if command == 'init' and not (case / 'keys/format').exists():
            self.expect(ran.returncode != 0, f'{about}: said to be made', ran)
            again = bench.run(where, 'init', 'case')
            self.expect(again.returncode == 0, f'{about}: init again', again)
        if command == 'repair':
            again = bench.run(where, '-C', 'case', 'repair')
            self.expect(again.returncode == 0, f'{about}: repair again', again)
        looked = subprocess.run([VERIFY, str(case)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.expect(looked.returncode == 0, f'{about}: verify afterwards', looked)
        if ran.returncode == 0 and command == 'add':
            listed = self.listed(where)
            self.expect(listed == bench.documents, f'{about}: ended well with {listed} documents', ran)
        if ran.returncode == 0 and command == 'verify':
            self.expect(ran.stdout == said, f'{about}: not all was looked at', ran)
        added = bench.run(where, '-C', 'case', 'add', str(bench.folder / 'in'))
        self.expect(added.returncode == 0, f'{about}: add afterwards', added)
        listed = self.listed(where)
        self.expect(listed == bench.documents, f'{about}: {listed} documents at the end')
        looked = subprocess.run([VERIFY, str(case)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.expect(looked.returncode == 0, f'{about}: verify at the end', looked)
        left = [p for p in case.rglob('*') if p.name.startswith('.new-') or p.name.endswith('.damaged')]
        self.expect(not left, f'{about}: left behind {left}')

    def one(self, about, command, said, **fail):
        before, args = self.bench.commands[command]
        where = self.bench.place(before)
        try:
            ran = self.bench.run(where, *args, **fail)
        except subprocess.TimeoutExpired:
            self.failures.append(f'{about}: hangs')
            return
        self.told += ran.returncode != 0
        self.borne += ran.returncode == 0
        # proves P111
        self.ended_well(about, ran)
        self.left_well(about, command, where, ran, said)

    def point(self, p, said):
        fail = {'FAIL_CALL': p.call, 'FAIL_AT': str(p.at), 'FAIL_HOW': p.how}
        if p.sticky:
            fail['FAIL_STICKY'] = '1'
        about = f'{p.command}: {p.call} {p.at} says {p.how}{" from then on" if p.sticky else ""}'
        self.one(about, p.command, said, **fail)


def all_points(counts):
    return [Point(command, call, at, how, sticky) for command, (calls, _) in counts.items()
            for how, sticky, names in HOWS for call in names.split() for at in range(1, calls[call] + 1)]


def draw(points, chance):
    """The wanted number; of each command, call and way one at least as long as they last. Of memory, which is asked for
    a hundred thousand times, 300 a command when all are wanted."""
    if POINTS == 'all':
        kept = [p for p in points if p.call != 'malloc']
        for command in sorted({p.command for p in points}):
            memory = [p for p in points if p.call == 'malloc' and p.command == command]
            kept += chance.sample(memory, min(300, len(memory)))
        return kept
    kinds = collections.defaultdict(list)
    for p in points:
        kinds[(p.command, p.call, p.how, p.sticky)].append(p)
    names = sorted(kinds)
    chance.shuffle(names)
    return [chance.choice(kinds[names[i % len(names)]]) for i in range(int(POINTS))]


def main():
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix='dokaz-faults-', dir='/dev/shm' if os.access('/dev/shm', os.W_OK) else None) \
            as folder:
        bench = Bench(pathlib.Path(folder))
        counts = {command: bench.count(command) for command in bench.commands}
        check = Check(bench)
        points = all_points(counts)
        drawn = draw(points, chance)
        for p in drawn:
            check.point(p, counts[p.command][1])
        sizes = 200 if POINTS == 'all' else 10
        for number in range(sizes):
            quota = number * 160000 // sizes + chance.randrange(800)
            check.one(f'add on a disk with {quota} bytes left', 'add', b'', FAIL_QUOTA=str(quota))
    print('\n'.join(check.failures[:40]))
    print(f'{len(drawn)} of {len(points)} failing calls and {sizes} full disks: {check.told} ended with an error, '
          f'{check.borne} went on; {len(check.failures)} failures')
    return 1 if check.failures else 0


sys.exit(main())
