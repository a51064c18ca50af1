#!/usr/bin/env python3
"""The BagIt conformance suite of the Library of Congress: bag_conformance.py DOKAZ ROOT

It lies in ../shared/reference (not part of this project) and is unpacked to a temporary folder.
"""
import pathlib
import subprocess
import sys
import tarfile
import tempfile

DOKAZ, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
ARCHIVE = ROOT.parent / 'shared/reference/custody/conformance.tar.xz'
SUITE = 'bagit-conformance-suite'
# What the suite's README demands of each folder; windows-only is for Windows, and we refuse those bags too.
KINDS = {'valid': (27, lambda code, said: code == 0),
         'invalid': (15, lambda code, said: code == 1),
         'linux-only': (6, lambda code, said: code == 1),
         'warning': (6, lambda code, said: code == 0 and said),
         'windows-only': (6, lambda code, said: code == 1)}


def main():
    if not ARCHIVE.exists():
        print(f'the conformance suites are not here ({ARCHIVE}): left out')
        return 77
    failed = 0
    with tempfile.TemporaryDirectory(prefix='dokaz-bagit-') as folder:
        with tarfile.open(ARCHIVE) as archive:
            members = [m for m in archive if SUITE + '/' in m.name]
            archive.extractall(folder, members=members)
        suite = next(p for p in pathlib.Path(folder).rglob(SUITE) if p.is_dir())
        # proves P94
        for kind, (count, good) in KINDS.items():
            passed = 0
            bags = sorted(p for p in suite.glob(f'v*/{kind}/*') if p.is_dir())
            for bag in bags:
                ran = subprocess.run([DOKAZ, 'bag', 'verify', bag], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                if good(ran.returncode, ran.stderr):
                    passed += 1
                else:
                    print(f'{bag.relative_to(suite)}: exit {ran.returncode}\n{(ran.stdout + ran.stderr).decode()}')
            print(f'{kind} {passed}/{len(bags)}')
            failed += passed != count or len(bags) != count
    return 1 if failed else 0


sys.exit(main())
