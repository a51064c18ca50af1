#!/usr/bin/env python3
"""Run one golden test: golden.py DOKAZ FOLDER [--accept]

FOLDER holds `run` (a shell script), `expected` (what it prints, both streams) and
perhaps `in/`. The script runs in an empty folder with its own keys, where `in` is a
copy; `dokaz` is in its PATH. --accept writes what came out as the new expectation:
look at it before you commit it.
"""
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main():
    dokaz, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory(prefix='dokaz-golden-') as work:
        work = pathlib.Path(work)
        (work / 'bin').mkdir()
        (work / 'bin' / 'dokaz').symlink_to(dokaz)
        if (folder / 'in').is_dir():
            shutil.copytree(folder / 'in', work / 'in')
        environment = dict(os.environ, XDG_DATA_HOME=str(work / 'home'), LC_ALL='C', TZ='UTC',
                           PATH=f'{work / "bin"}:{os.environ["PATH"]}')
        ran = subprocess.run(['sh', str(folder / 'run')], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240)
    got = ran.stdout.decode('utf-8', 'replace').replace(str(work), 'WORK')
    if ran.returncode:
        got += f'the script ended with {ran.returncode}\n'
    expected = folder / 'expected'
    if '--accept' in sys.argv:
        expected.write_text(got, encoding='utf-8')
        return 0
    want = expected.read_text(encoding='utf-8')
    sys.stdout.writelines(difflib.unified_diff(want.splitlines(True), got.splitlines(True), 'expected', 'got'))
    return got != want


sys.exit(main())
