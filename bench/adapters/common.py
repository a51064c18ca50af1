"""What the adapters of the public sets share: running `dokaz read --json` once for many files."""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

DAY = re.compile(r'\d{4}(-\d\d){0,2}')


def rows_of(path):
    return [line.split('\t') for line in pathlib.Path(path).read_text().split('\n') if line]


def read(dokaz, files, language=None, dates=None):
    """Rows of `dokaz read --json` by file, in the order of FILES; DATES gives publication dates by file."""
    files = list(map(str, files))
    command = [dokaz, 'read', '--json'] + (['--lang', language] if language else [])
    with tempfile.TemporaryDirectory(prefix='dokaz-adapter-') as work:
        table = os.path.join(work, 'sources.tsv')
        given = [(os.path.basename(path), (dates or {}).get(path)) for path in files]
        pathlib.Path(table).write_text('file\tpublished\n' + ''.join(f'{name}\t{date}\n' for name, date in given if date))
        done = subprocess.run(command + ['--sources', table] + files, check=False, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f'{command[0]} read: ended with {done.returncode}')
    documents, found = {}, collections.OrderedDict((path, []) for path in files)
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if row['type'] == 'document':
            # The same bytes at two paths are one document: the rows that follow are this file's.
            documents[row['document']] = row['path']
        found[documents[row['document']]].append(row)
    return found


def dev_documents(dokaz, folder, dated=True):
    """(name, language, rows) of every document of a set with meta.tsv and docs/, read in one run a language."""
    groups, done = collections.defaultdict(list), {}
    meta = rows_of(folder / 'meta.tsv')
    for name, language, date, *_ in meta:
        groups[language].append((str(folder / 'docs' / (name + '.txt')), name, date))
    for language in sorted(groups):
        dates = {path: date[:10] for path, _, date in groups[language] if dated and DAY.fullmatch(date[:10])}
        found = read(dokaz, [path for path, _, _ in groups[language]], language, dates)
        for path, name, _ in groups[language]:
            done[name] = (language, found[path])
    for name, *_ in meta:
        yield (name, *done[name])


def one_line(text):
    return ' '.join(text.split())


# Where a range parts: some sets mark its two ends, each by itself.
PARTS = re.compile(r'^((?:between|from|the years)\s+)?(.+?)(\s*[-\u2013\u2014]\s*|\s+(?:and|or|to|until|through|till|по|до|і|й|та|або|и|или)\s+)(.+)$', re.I | re.S)


def ends(row):
    """(start, end, value, text) of the mention, or of both ends when it is a range."""
    parts = PARTS.match(row['text']) if (row['value'] or '').count('/') == 1 else None
    if parts is None:
        return [(row['start'], row['end'], row['value'], row['text'])]
    size = [len((part or '').encode()) for part in parts.groups()]
    first = row['start'] + size[0]
    values = row['value'].split('/')
    return [(first, first + size[1], values[0], parts[2]), (row['end'] - size[3], row['end'], values[1], parts[4])]
