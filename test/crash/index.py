#!/usr/bin/env python3
"""index.db is derived, so nothing that befalls it may crash a command or touch what is sealed: index.py DOKAZ [TIMES] [SEED]

It is flipped, zeroed, cut short, overwritten with noise; then commands read it and `add` writes to it. Each ends with a
code that `--help` knows, `verify` passes, and when the index is deleted `add` builds it again with every document.
"""
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

DOKAZ = str(pathlib.Path(sys.argv[1]).resolve())
TIMES = int(sys.argv[2]) if len(sys.argv) > 2 else 20
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 2022
FILES = 4
COMMANDS = (('documents',), ('incidents',), ('search', 'Izium'), ('status',), ('origins',), ('export', '--format', 'jsonl'),
            ('show', '1'), ('conflicts', '--json'))


def harm(path, chance):
    """Change the file; what was done, in words."""
    data = bytearray(path.read_bytes())
    how = chance.choice(('flip', 'flip', 'flips', 'zeros', 'cut', 'noise', 'empty'))
    if how == 'flip':
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how == 'flips':
        for _ in range(40):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how in ('zeros', 'noise'):
        at, size = chance.randrange(len(data)), chance.randrange(1, 8192)
        data[at:at + size] = bytes(size) if how == 'zeros' else chance.randbytes(size)
    elif how == 'cut':
        del data[chance.randrange(len(data)):]
    else:
        data.clear()
    path.write_bytes(data)
    return how


def main():
    chance, failures, refused, read = random.Random(SEED), [], 0, 0
    memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix='dokaz-index-', dir=memory) as folder:
        folder = pathlib.Path(folder)
        (folder / 'in').mkdir()
        for number in range(FILES):
            (folder / 'in' / f'{number}.txt').write_text(
                f'On {number + 3} May 2022 shelling killed {number + 2} civilians in Izium, the regional prosecutor said. '
                '"We ran to the cellar," said Olha Namenko, a resident.\n')
        environment = dict(os.environ, XDG_DATA_HOME=str(folder / 'home'), LC_ALL='C')

        def run(*args):
            return subprocess.run([DOKAZ, '-C', str(folder / 'case'), *args], env=environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=120, cwd=folder)

        def expect(condition, about, ran):
            if not condition:
                failures.append(f'{about}: {ran.args[3:]} {ran.returncode} {ran.stdout[-300:]!r} {ran.stderr[-1500:]!r}')

        subprocess.run([DOKAZ, 'init', str(folder / 'good')], env=environment, stdout=subprocess.DEVNULL, check=True)
        subprocess.run([DOKAZ, '-C', str(folder / 'good'), 'add', str(folder / 'in')], env=environment,
                       stdout=subprocess.DEVNULL, check=True)
        for number in range(TIMES):
            shutil.rmtree(folder / 'case', ignore_errors=True)
            shutil.copytree(folder / 'good', folder / 'case')
            how = harm(folder / 'case/index.db', chance)
            about = f'{number}, {how}'
            for command in (*chance.sample(COMMANDS, 2), ('add',)):
                ran = run(*command)
                # proves P114
                expect(0 <= ran.returncode <= 3 and b'Sanitizer' not in ran.stderr and b'runtime error' not in ran.stderr,
                       about, ran)
                refused, read = refused + (ran.returncode != 0), read + (ran.returncode == 0)
            ran = run('verify')
            expect(ran.returncode == 0, about, ran)
            for path in (folder / 'case').glob('index.db*'):
                path.unlink()
            ran = run('add')
            expect(ran.returncode == 0, f'{about}: built again', ran)
            ran = run('documents', '--json')
            expect(ran.stdout.count(b'"type":"document"') == FILES, f'{about}: built again', ran)
    print('\n'.join(failures[:20]))
    print(f'{TIMES} damaged indexes: {read} commands read them all the same, {refused} refused; {len(failures)} failures')
    return 1 if failures else 0


sys.exit(main())
