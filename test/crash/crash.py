#!/usr/bin/env python3
"""kill -9 at random moments of `add`: crash.py DOKAZ DOKAZ-VERIFY [TIMES] [SEED]

After each kill both verifiers must pass, whatever the case lists must be readable, and
`add` again must complete: every document once. The moments are drawn over the time
that a whole `add` takes here; SEED makes them come again.
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
FILES = 40


def make_files(folder, chance):
    folder.mkdir()
    towns = ['Izium', 'Kupiansk', 'Kharkiv', 'Kherson', 'Mariupol', 'Chernihiv']
    for number in range(FILES):
        lines = []
        for _ in range(40):
            lines.append(f'On {chance.randint(1, 28)} May 2022 shelling killed {chance.randint(2, 90)} civilians in '
                         f'{chance.choice(towns)}, the regional prosecutor said. "We ran to the cellar," said Olha '
                         f'Name{chance.choice("abcdefgh")}enko, a resident.')
        (folder / f'{number:02}.txt').write_text('\n'.join(lines) + '\n')


def run(*args, **more):
    return subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, **more)


def check(failures, about, ran):
    if ran.returncode != 0:
        failures.append(f'{about}: {ran.returncode} {ran.stdout[-400:]!r} {ran.stderr[-400:]!r}')


def whole_add(work, environment):
    """How long an undisturbed `add` takes (the faster of two): the span from which moments are drawn."""
    seconds = []
    for name in ('timed1', 'timed2'):
        run(DOKAZ, 'init', str(work / name), env=environment)
        start = time.monotonic()
        ran = run(DOKAZ, '-C', str(work / name), 'add', str(work / 'in'), env=environment)
        if ran.returncode:
            sys.exit(f'add fails undisturbed: {ran.stderr!r}')
        seconds.append(time.monotonic() - start)
    return min(seconds)


def one_kill(work, environment, moment, number, failures):
    case = str(work / f'case{number}')
    run(DOKAZ, 'init', case, env=environment)
    process = subprocess.Popen([DOKAZ, '-C', case, 'add', str(work / 'in')], env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    killed = process.returncode == -signal.SIGKILL
    about = f'kill {number} after {moment:.3f} s'
    check(failures, f'{about}: dokaz verify', run(DOKAZ, '-C', case, 'verify', env=environment))
    check(failures, f'{about}: dokaz-verify', run(VERIFY, case))
    check(failures, f'{about}: documents', run(DOKAZ, '-C', case, 'documents', env=environment))
    # proves P3
    check(failures, f'{about}: add again', run(DOKAZ, '-C', case, 'add', str(work / 'in'), env=environment))
    rows = run(DOKAZ, '-C', case, 'documents', '--json', env=environment).stdout
    documents = [row for row in rows.splitlines() if b'"type":"document"' in row]
    if len(documents) != FILES or len(set(documents)) != FILES:
        failures.append(f'{about}: {len(documents)} documents, {FILES} files')
    check(failures, f'{about}: verify at the end', run(DOKAZ, '-C', case, 'verify', env=environment))
    shutil.rmtree(case)
    return killed


def main():
    chance, failures, killed = random.Random(SEED), [], 0
    with tempfile.TemporaryDirectory(prefix='dokaz-crash-') as work:
        work = pathlib.Path(work)
        environment = dict(os.environ, XDG_DATA_HOME=str(work / 'home'), LC_ALL='C')
        make_files(work / 'in', chance)
        seconds = whole_add(work, environment)
        for number in range(TIMES):
            killed += one_kill(work, environment, chance.uniform(0, seconds), number, failures)
    print('\n'.join(failures) if failures else f'{TIMES} runs, {killed} killed, all whole and completed')
    if killed < TIMES // 3:
        print(f'only {killed} of {TIMES} were killed in time: the test says too little')
    return 1 if failures or killed < TIMES // 3 else 0


sys.exit(main())
