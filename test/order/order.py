#!/usr/bin/env python3
"""The same documents in any order give the same incidents: order.py DOKAZ ROOT [SHUFFLES [SHARED]]

proves P157. The example reports (and the seed documents, where ../shared is there) are added in
shuffled order, in several goes, and what `incidents`, `conflicts` and `origins` print as JSON is
compared byte for byte with what one go in order gives. The number of a masked person is handed
out as people come in ("a stable Person 3"), so numbers are counted anew from the first that is
printed before the comparison; everything else must be equal as it stands.
"""
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

LISTED = ('incidents', 'conflicts', 'origins')


def run(environment, *command):
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        sys.exit(f'{command[1:]} ended with {done.returncode}: {done.stderr.decode()[-2000:]}')
    return done.stdout


def renumbered(printed):
    seen = {}
    return re.sub(rb'Person \d+', lambda m: b'Person #%d' % seen.setdefault(m.group(), len(seen) + 1), printed)


def listed(dokaz, table, goes):
    """What a case prints to which these documents were added, go by go."""
    with tempfile.TemporaryDirectory(prefix='dokaz-order-') as work:
        environment = dict(os.environ, XDG_DATA_HOME=work + '/home')
        case = work + '/case'
        run(environment, dokaz, 'init', case)
        for go in goes:
            run(environment, dokaz, '-C', case, 'add', *go, '--sources', str(table))
        out = {what: renumbered(run(environment, dokaz, '-C', case, what, '--json')) for what in LISTED}
        shutil.rmtree(case)
    return out


def cut(files, chance):
    """The files in two to four goes, none of them empty."""
    edges = sorted(chance.sample(range(1, len(files)), min(chance.randint(1, 3), len(files) - 1)))
    return [files[a:b] for a, b in zip([0] + edges, edges + [len(files)])]


def first_difference(what, want, got):
    for number, (a, b) in enumerate(zip(want.splitlines(), got.splitlines())):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            return f'{what}: line {number + 1}, byte {at}:\n  {a[max(0, at - 80):at + 80]}\n  {b[max(0, at - 80):at + 80]}'
    return f'{what}: {len(want.splitlines())} lines against {len(got.splitlines())}'


def check(dokaz, name, files, table, shuffles, chance):
    want, failed = listed(dokaz, table, [files]), 0
    if any(not want[what] for what in LISTED):
        sys.exit(f'{name}: a listing is empty, nothing is compared')
    for turn in range(shuffles):
        mixed = files[:]
        chance.shuffle(mixed)
        goes = cut(mixed, chance)
        got = listed(dokaz, table, goes)
        wrong = [what for what in LISTED if got[what] != want[what]]
        failed += bool(wrong)
        for what in wrong:
            print(f'{name}, shuffle {turn + 1} in {len(goes)} goes: {first_difference(what, want[what], got[what])}')
    print(f'{name}: {len(files)} documents, {shuffles} shuffles, {failed} differ')
    return failed


def main():
    dokaz, root = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    shuffles = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    shared = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else root.parent / 'shared'
    chance, examples, seeds = random.Random(5), root / 'examples', shared / 'seeds'
    failed = check(dokaz, 'examples', sorted(map(str, (examples / 'reports').iterdir())), examples / 'sources.tsv',
                   shuffles, chance)
    if seeds.is_dir():
        failed += check(dokaz, 'seeds', sorted(map(str, seeds.glob('*.txt'))), seeds / 'sources.tsv', shuffles, chance)
    return 1 if failed else 0


sys.exit(main())
