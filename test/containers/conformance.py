#!/usr/bin/env python3
"""Other people's web archives: conformance.py DOKAZ [SAMPLES.tar.xz]

All samples of warcio, the WARC specification and py-wacz (../shared/reference/custody) are sealed, and read or refused as
they should be. Passed over with one line where the archive of samples is not there.
"""
# proves P130
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]

# File: pages that come out, entries that are refused by name, wrong digests or missing files; None: refused whole.
WARCIO = {
    'bad.arc': None,                            # its first line lacks fields
    'example-bad-non-chunked.warc.gz': (1, 1, 0),   # says chunked, is not; and a revisit
    'example-bad.warc.gz.bad': (1, 1, 0),
    'example-digest.warc': (0, 0, 1),           # only requests; digests wrong on purpose
    'example-iana.org-chunked.warc': (1, 0, 0),
    'example-resource.warc.gz': (1, 0, 0),
    'example-space-in-target-uri.warc.gz': (0, 0, 0),   # one picture
    'example-space-in-url.arc': (1, 0, 0),
    'example-trunc.warc': (1, 1, 2),
    'example-wget-bad-target-uri.warc.gz': (1, 0, 0),
    'example-wrong-chunks.warc.gz': (1, 0, 1),
    'example.arc': (1, 0, 0),
    'example.arc.gz': (1, 0, 0),
    'example.warc': (1, 1, 0),
    'example.warc.gz': (1, 1, 0),
    'post-test.warc.gz': (0, 0, 0),             # JSON answers: no pages
}
SPECIFICATION = {
    'hello-world.warc': (1, 0, 0),
    'hello-world.warc.gz': (1, 0, 0),
    '20130729-heritrix-original.warc.gz': (1, 0, 0),
    '20130729-heritrix-revisit-with-http-headers.warc.gz': (0, 1, 0),
    '20141124-heritrix-server-not-modified.warc.gz': (0, 1, 0),
    '20141129-heritrix-original.warc.gz': (1, 0, 0),
    '20141129-heritrix-revisit-with-http-headers-and-new-warc-headers.warc.gz': (0, 1, 0),
}
WACZ = {
    'example-collection-with-lists.warc': (6, 0, 0),
    'example-collection.warc': (1, 0, 0),
    'example-iana.warc': (6, 34, 0),
    'example-resource.warc.gz': (1, 1, 0),
    'example-warcinfo-metadata.warc': (1, 0, 0),
    'valid_example_1.wacz': (1, 0, 0),
    'valid_example_2.wacz': (1, 0, 0),
    'valid_signed_example_1.wacz': (1, 0, 0),
    'invalid_example_1.wacz': (1, 0, 1),        # names a file that is not in it
    'invalid_signed_example_1.wacz': (1, 0, 0),  # its signature is wrong, and signatures are not judged
}


def show(dokaz, case, path, environment):
    name = hashlib.sha256(path.read_bytes()).hexdigest()
    ran = subprocess.run([dokaz, '-C', case, 'show', name], capture_output=True, text=True, env=environment, check=True)
    lines = ran.stdout.splitlines()
    if any(line.startswith('unread') for line in lines):
        return None
    contents = next(line for line in lines if line.startswith('contents'))
    taken = 0 if 'holds no document' in contents else int(contents.split('holds ')[1].split()[0])
    refused = sum(line.startswith('not taken') for line in lines)
    wrong = int(contents.rsplit(': ', 1)[1]) if 'digests that do not hold' in contents else 0
    return taken, refused, wrong


def main():
    dokaz, samples = pathlib.Path(sys.argv[1]).resolve(), ROOT / '../shared/reference/custody/conformance.tar.xz'
    if len(sys.argv) > 2:
        samples = pathlib.Path(sys.argv[2])
    if not samples.exists():
        print('no ../shared/reference/custody/conformance.tar.xz: the samples of others are not tried')
        return 0
    failures = tried = 0
    with tempfile.TemporaryDirectory(prefix='dokaz-containers-') as work:
        work = pathlib.Path(work)
        with tarfile.open(samples) as tar:
            wanted = [m for m in tar.getmembers() if 'warcio' in m.name or 'warc-spec' in m.name or 'wacz-fixtures' in m.name]
            tar.extractall(work, wanted)
        environment = dict(os.environ, XDG_DATA_HOME=str(work / 'home'))
        case = str(work / 'case')
        subprocess.run([dokaz, 'init', case], check=True, env=environment, stdout=subprocess.DEVNULL)
        for suite, expected in (('warcio', WARCIO), ('warc-spec', SPECIFICATION), ('wacz-fixtures', WACZ)):
            folder = next(p for p in work.rglob(suite) if p.is_dir())
            subprocess.run([dokaz, '-C', case, 'add', str(folder)], check=True, env=environment, stdout=subprocess.DEVNULL)
            found = {p.name: p for p in folder.rglob('*')}
            for name, want in expected.items():
                got = show(dokaz, case, found[name], environment)
                tried += 1
                if got != want:
                    print(f'{suite}/{name}: pages, refused, wrong are {got}, want {want}')
                    failures += 1
        verify = subprocess.run([dokaz, '-C', case, 'verify'], env=environment, stdout=subprocess.DEVNULL)
        documents = subprocess.run([dokaz, '-C', case, 'documents', '--json'], env=environment, capture_output=True, text=True)
        places = [o['part'] or '' for line in documents.stdout.splitlines() for o in json.loads(line).get('occurrences', [])]
        if verify.returncode != 0 or not any(p.count('/') == 2 for p in places):
            print('the case does not verify, or no page lies in an archive in an archive')
            failures += 1
    print(f'{tried} samples, {failures} not as they should be')
    return failures != 0


sys.exit(main())
