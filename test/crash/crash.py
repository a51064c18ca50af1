#!/usr/bin/env python3
"""kill -9 at random moments of real commands: crash.py DOKAZ DOKAZ-VERIFY [TIMES] [SEED]

After each kill both verifiers must pass, whatever the case lists must be readable, and `add` again must complete: every
document once. The moments are drawn over the time that the whole command takes here; SEED makes them come again.
"""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

DOKAZ, VERIFY = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
TIMES = int(sys.argv[3]) if len(sys.argv) > 3 else 20
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 2022
FILES = 16
# What is killed, and whether the case holds the documents before. `add` comes most often: it writes most.
COMMANDS = (
    (False, 'add', '{in}'),
    (True, 'add', '{more}'),
    (False, 'add', '{in}'),
    (True, 'export', '--format', 'jsonl', '-o', '{out}'),
    (True, 'report', '-o', '{out}'),
    (True, '--unmask', 'a reason', 'incidents'),
    (True, 'verify'),
    (True, 'parity'),
    (True, 'repair'),
)


def make_files(folder, chance, start=0):
    folder.mkdir()
    towns = ['Izium', 'Kupiansk', 'Kharkiv', 'Kherson', 'Mariupol', 'Chernihiv']
    for number in range(start, start + FILES):
        lines = []
        for _ in range(8):
            lines.append(f'On {chance.randint(1, 28)} May 2022 shelling killed {chance.randint(2, 90)} civilians in '
                         f'{chance.choice(towns)}, the regional prosecutor said. "We ran to the cellar," said Olha '
                         f'Name{chance.choice("abcdefgh")}enko, a resident.')
        (folder / f'{number:02}.txt').write_text('\n'.join(lines) + '\n')


class Bench:
    def __init__(self, folder, chance):
        self.folder, self.failures, self.killed = folder, [], 0
        self.environment = dict(os.environ, XDG_DATA_HOME=str(folder / 'home'), LC_ALL='C')
        make_files(folder / 'in', chance)
        make_files(folder / 'more', chance, FILES)
        for name in ('empty', 'full'):
            self.must('init', str(folder / name))
        self.must('-C', str(folder / 'full'), 'add', str(folder / 'in'))
        self.must('-C', str(folder / 'full'), 'parity')
        self.seconds = [self.time(command) for command in COMMANDS]

    def run(self, program, *args):
        return subprocess.run([program, *args], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=300)

    def must(self, *args):
        ran = self.run(DOKAZ, *args)
        if ran.returncode:
            sys.exit(f'fails undisturbed: {args} {ran.stderr!r}')

    def place(self, full):
        """A case as it is before: the keys are the same, so it is a copy."""
        shutil.rmtree(self.folder / 'case', ignore_errors=True)
        shutil.copytree(self.folder / ('full' if full else 'empty'), self.folder / 'case')
        return str(self.folder / 'case')

    def arguments(self, command):
        names = {f'{{{name}}}': str(self.folder / name) for name in ('in', 'more', 'out')}
        return [DOKAZ, '-C', str(self.folder / 'case'), *(names.get(word, word) for word in command[1:])]

    def time(self, command):
        """How long it takes undisturbed (the faster of two): the span from which moments are drawn."""
        seconds = []
        for _ in range(2):
            self.place(command[0])
            start = time.monotonic()
            ran = self.run(*self.arguments(command))
            seconds.append(time.monotonic() - start)
            if ran.returncode:
                sys.exit(f'fails undisturbed: {command} {ran.stderr!r}')
        return min(seconds)

    def check(self, about, ran):
        if ran.returncode != 0:
            self.failures.append(f'{about}: {ran.returncode} {ran.stdout[-400:]!r} {ran.stderr[-400:]!r}')

    def documents(self, case):
        rows = self.run(DOKAZ, '-C', case, 'documents', '--json').stdout
        return [row for row in rows.splitlines() if b'"type":"document"' in row]

    def one_kill(self, number, chance):
        command = COMMANDS[number % len(COMMANDS)]
        case, moment = self.place(command[0]), chance.uniform(0, self.seconds[number % len(COMMANDS)])
        process = subprocess.Popen(self.arguments(command), env=self.environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.killed += process.returncode == -signal.SIGKILL
        about = f'kill {number}, {" ".join(command[1:])} after {moment:.3f} s'
        if number % 2:
            self.check(f'{about}: dokaz verify', self.run(DOKAZ, '-C', case, 'verify'))
            self.check(f'{about}: documents', self.run(DOKAZ, '-C', case, 'documents'))
        else:
            self.check(f'{about}: dokaz-verify', self.run(VERIFY, case))
        # proves P3
        want = FILES * 2 if command[-1] == '{more}' else FILES
        paths = ['in', 'more'][:want // FILES]
        self.check(f'{about}: add again', self.run(DOKAZ, '-C', case, 'add', *(str(self.folder / p) for p in paths)))
        documents = self.documents(case)
        if len(documents) != want or len(set(documents)) != want:
            self.failures.append(f'{about}: {len(documents)} documents, {want} files')
        self.check(f'{about}: verify at the end', self.run(VERIFY, case))


def main():
    chance = random.Random(SEED)
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix='dokaz-crash-', dir=memory) as work:
        bench = Bench(pathlib.Path(work), chance)
        for number in range(TIMES):
            bench.one_kill(number, chance)
    failures, killed = bench.failures, bench.killed
    print('\n'.join(failures) if failures else f'{TIMES} runs, {killed} killed, all whole and completed')
    if killed < TIMES // 3:
        print(f'only {killed} of {TIMES} were killed in time: the test says too little')
    return 1 if failures or killed < TIMES // 3 else 0


sys.exit(main())
