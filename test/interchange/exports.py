#!/usr/bin/env python3
"""Every export is read by a stranger's rules: exports.py DOKAZ ROOT

A case of the example reports, and of two texts in which people who are not stand as witnesses, goes out in every format
that `dokaz export --help` lists, in English and Ukrainian, whole and coarsened.

1. No export holds a witness's name, what is withheld, a digest of a document or an id of the case.
2. Each format keeps the rules of those who read it, as this file states them.
3. Each is read by a program that other people wrote (npm packages; left out with a line where npm cannot install them).
4. The same case gives the same bytes.
5. A case of records (examples/records.csv) with a person's decision goes into a bag and out of it into nothing: the same log
   root, the same judgements, the same lists and exports. Its records come back from an export as they were.
"""
import csv
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

DOKAZ, ROOT = (pathlib.Path(p).resolve() for p in sys.argv[1:3])
NAMES = ['Zirkovenko', 'Зірковенко', 'Халімончук', 'Халимончук', 'Khalimonchuk']        # of people who are not
WITHHELD = ['raped', 'cold cellar', 'SEXUAL']
WITNESS = '''KHARKIV, 12 May 2022 (Test Wire) - Shelling killed 7 civilians in Izium on 10 May, the regional prosecutor said.

"We ran to the shelter," said Olha Zirkovenko, 43, a resident of Izium. On 11 May a shell hit the house of Olha Zirkovenko.
A woman was raped by soldiers in a cold cellar in Izium on 9 May 2022, a neighbour said.
=SUM(1+1) is how this line about 3 people wounded in Izium on 12 May begins, <b>police</b> & "doctors" said, 50% {of} them.
'''
WITNESS_UK = '''Ізюм, 10 травня 2022. Обстріл.

«Снаряд влучив у двір, загинули двоє людей», – розповіла мешканка Ізюма Ганна Халімончук, 61 рік. Ганна Халімончук бачила це 9 травня 2022 року.
'''
SIGNS = r'''Grief & figures: 50% of #homes_lost {draft} ~ $5 ^ \ "quoted" <i>report</i>

Shelling killed two people in Izium on 10 May 2022, the mayor said.
'''
TABLES = ('csv', 'csv-incidents', 'timelinejs', 'uwazi', 'atlos', 'acled')
ACLED = ('event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,'
         'actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,'
         'longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp').split(',')
TIMELINE = ('Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,'
            'Media Caption,Media Thumbnail,Type,Group,Background').split(',')
LABELS = {'exact': 100, 'vicinity': 1000, 'locality': 10000, 'raion': 40000, 'oblast': 150000, 'country': 10**9}
failures = []


def check(good, what):
    if not good:
        failures.append(what)


def run(*command, cwd=None):
    return subprocess.run(list(map(str, command)), cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=600)


def dokaz(*command):
    ran = run(DOKAZ, *command)
    if ran.returncode:
        sys.exit(f'dokaz {" ".join(map(str, command))}: {ran.returncode}\n{ran.stderr.decode()}')
    return ran.stdout


def formats_of_help():
    lines = dokaz('export', '--help').decode().split('Formats:\n')[1].split('\n\n')[0].split('\n')
    return [line.split()[0] for line in lines]


def make_case(work):
    (work / 'in').mkdir()
    (work / 'in' / 'witness.txt').write_text(WITNESS)
    (work / 'in' / 'свідок.txt').write_text(WITNESS_UK)
    (work / 'in' / 'signs.txt').write_text(SIGNS)
    (work / 'sources.tsv').write_text('file\tpublisher\tauthors\turl\tpublished\treceived_from\n'
                                      'signs.txt\tSmith, Jones & Co\tA. B. {von} O’Neil; Red Cross and Crescent\thttps://example.org/a_b~c?x=1&y=%20#z\t2022-05-11\t\n'
                                      'witness.txt\tTest Wire\tA. Reporter\thttps://example.org/olha-zirkovenko-tells\t2022-05-12\t\n'
                                      'свідок.txt\t=Перша вісь\tБ. Журналіст\thttps://example.org/ganna\t2022-05-10\t\n')
    dokaz('init', work / 'case')
    dokaz('-C', work / 'case', 'add', '--sources', ROOT / 'examples' / 'sources.tsv', ROOT / 'examples' / 'reports')
    dokaz('-C', work / 'case', 'add', '--sources', work / 'sources.tsv', work / 'in')
    return work / 'case'


def export_all(case, folder, formats, *options):
    folder.mkdir()
    for name in formats:
        bom = ['--bom'] if name in TABLES and '--bom' in options else []
        dokaz('-C', case, 'export', '--format', name, '-o', folder / name, *[o for o in options if o != '--bom'], *bom)


def check_secrets(folder, case):
    originals = [*(case.parent / 'in').iterdir(), *(ROOT / 'examples' / 'reports').iterdir()]
    digests = [hashlib.sha256(p.read_bytes()).hexdigest() for p in originals]
    ids = [json.loads(line)['id'] for line in dokaz('-C', case, 'incidents', '--json').splitlines()]
    for path in folder.iterdir():
        text = path.read_text(encoding='utf-8')
        # proves P206
        for secret in NAMES + WITHHELD + ['olha-zirkovenko-tells', 'example.org/ganna'] + digests + ids:
            check(secret.casefold() not in text.casefold(), f'{folder.name}/{path.name} tells {secret}')


# ---- tables ----

def rows_of(path):
    data = path.read_bytes()
    text = data.decode('utf-8-sig')
    rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
    check(all(len(r) == len(rows[0]) for r in rows), f'{path.name}: a row has another number of cells')
    check(text.count('\r\n') >= len(rows) and text.endswith('\r\n'), f'{path.name}: rows end in CR LF')
    for row in rows[1:]:
        for cell in row:
            # proves P211
            number = re.fullmatch(r'-?[0-9]+(\.[0-9]+)?', cell)
            check(number or not cell.startswith(('=', '+', '-', '@', '\t', '\r')), f'{path.name}: {cell!r} would run')
    return [dict(zip(rows[0], row)) for row in rows[1:]], rows[0]


def whole(cell, low, high):
    return cell == '' or (cell.isdigit() and low <= int(cell) <= high)


def check_timeline(rows, head):
    check(head == TIMELINE, f'timelinejs: the header is {head}')
    check(len(rows) > 5, 'timelinejs: hardly a slide')
    for r in rows:
        good = r['Year'].isdigit() and whole(r['Month'], 1, 12) and whole(r['Day'], 1, 31) and (not r['Day'] or r['Month'])
        check(good and r['Display Date'] and r['Headline'], f'timelinejs: {r}')
        start, end = ([int(r[p + k] or 1) for k in ('Year', 'Month', 'Day')] if r[p + 'Year'] else None for p in ('', 'End '))
        check(not end or end >= start, f'timelinejs: ends before it begins: {r}')
        check('<b>' not in r['Text'] and '<b>' not in r['Headline'], 'timelinejs: the markup of a text stands as markup')
    check(any(not r['Day'] for r in rows), 'timelinejs: no date without a day')


def check_uwazi(rows, head):
    check(head[0] == 'title' and 'location_geolocation' in head, f'uwazi: {head}')
    for r in rows:
        check(r['title'], 'uwazi: a row without title')
        check(re.fullmatch(r'|-?[0-9.]+\|-?[0-9.]+', r['location_geolocation']), f'uwazi: {r["location_geolocation"]}')
        check(re.fullmatch(r'|([0-9]{4}/[0-9]{2}/[0-9]{2})?:([0-9]{4}/[0-9]{2}/[0-9]{2})?', r['happened']), f'uwazi: {r["happened"]}')
        check(all(re.fullmatch(r'[^:|]+::[^:|]+', value) for value in r['acts'].split('|')), f'uwazi: {r["acts"]}')
        check(r['link'] == '' or re.fullmatch(r'[^|]+\|https?://[^|]+', r['link']), f'uwazi: {r["link"]}')


def check_atlos(rows, head):
    check(head[:5] == ['description', 'status', 'sensitive', 'latitude', 'longitude'], f'atlos: {head}')
    check('source_1' in head and all(h == h.lower() for h in head), f'atlos: {head}')
    for r in rows:
        check(len(r['description']) >= 8 and r['status'] == 'To Do', f'atlos: {r}')
        check(r['sensitive'] in ('Graphic Violence', 'Not Sensitive'), f'atlos: {r["sensitive"]}')
        check((r['latitude'] == '') == (r['longitude'] == ''), f'atlos: half a place: {r}')
        check(all(r[h] == '' or r[h].startswith('http') for h in head if h.startswith('source_')), f'atlos: {r}')


def check_acled(rows, head):
    check(head[:31] == ACLED and head[31:] == ['deaths_low', 'deaths_best', 'deaths_high'], f'acled: {head}')
    rules = [line.split('\t') for line in (ROOT / 'data/export/acled.tsv').read_text().splitlines() if line.startswith('act\t')]
    coded = {('', '', '')} | {tuple('' if c == '-' else c for c in r[2:5]) for r in rules}
    for r in rows:
        check((r['disorder_type'], r['event_type'], r['sub_event_type']) in coded, f'acled: not coded so by the rules: {r}')
        check(r['event_date'] == '' or re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}', r['event_date']), f'acled: {r["event_date"]}')
        check(r['geo_precision'] in ('', '1', '2', '3') and r['time_precision'] in ('', '1', '2', '3'), f'acled: {r}')
        check(r['fatalities'] == (r['deaths_low'] if r['deaths_low'] == r['deaths_high'] else ''), f'acled: a guessed number: {r}')
        check(r['deaths_best'] == r['fatalities'], f'acled: {r}')
    check(any(r['deaths_low'] and not r['fatalities'] for r in rows), 'acled: no interval in the examples')


# ---- JSON ----

def check_geojson(path, incidents, coarse):
    data = json.loads(path.read_text())
    check(data['type'] == 'FeatureCollection' and data['dokaz']['profile'] == ('public' if coarse else 'full'), 'geojson: the file')
    ids = [f['id'] for f in data['features']]
    check(len(set(ids)) == len(ids), 'geojson: two features with one id')
    check(set(ids) <= {r['dokaz_id'] for r in incidents} and len(ids) > 20, 'geojson: other incidents than the table has')
    for f in data['features']:
        p, g = f['properties'], f['geometry']
        check(f['type'] == 'Feature' and (g is None) == (p['precision_label'] == 'unknown'), f'geojson: {f}')
        if g is None:
            continue
        longitude, latitude = g['coordinates']
        check(g['type'] == 'Point' and -180 <= longitude <= 180 and -90 <= latitude <= 90, f'geojson: {g}')
        check(p['precision_m'] <= LABELS[p['precision_label']], f'geojson: {p["precision_m"]} m is called {p["precision_label"]}')
        # proves P207
        check(('coarsened_note' in p) == coarse, f'geojson: a coarsened feature does not say so: {p}')
        if coarse:
            check(all(abs(v * 20 - round(v * 20)) < 1e-6 for v in g['coordinates']), f'geojson: not on the raster: {g}')
        for figure in p['figures']:
            check(figure['high'] is None or figure['low'] is None or figure['low'] <= figure['high'], f'geojson: {figure}')
    hroza = [f for f in data['features'] if f['properties']['place_id'] == 'hroza' and f['geometry']]
    longitude, latitude = hroza[0]['geometry']['coordinates']
    check(abs(longitude - 37.17) < 0.1 and abs(latitude - 49.66) < 0.1, f'geojson: Hroza lies at {hroza[0]["geometry"]}')


def texts_only(value):
    if isinstance(value, list):
        return all(isinstance(v, str) for v in value)
    return isinstance(value, str)


def check_timemap(folder):
    events, sources, associations = (json.loads((folder / f'timemap{part}').read_text()) for part in ('', '-sources', '-associations'))
    check(len(events) > 20 and sources and associations, 'timemap: hardly an event')
    for e in events:
        check(all(texts_only(v) for v in e.values()), f'timemap: not all values are texts: {e}')
        check(set(e['sources']) <= set(sources), f'timemap: a source that is not there: {e}')
        check(set(e['associations']) <= {a['id'] for a in associations}, f'timemap: an association that is not there: {e}')
        check((e['latitude'] == '') == (e['longitude'] == '') and e['location_precision'], f'timemap: {e}')
    for key, s in sources.items():
        check(s['id'] == key and all(texts_only(v) for v in s.values()), f'timemap: {s}')


def check_ftm(path):
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    ids = {line['id'] for line in lines}
    schemas = {line['schema'] for line in lines}
    check(len(ids) == len(lines) and {'Article', 'Event', 'Note', 'Mention', 'Organization'} <= schemas, f'ftm: {schemas}')
    for line in lines:
        check(all(texts_only(v) and v for v in line['properties'].values()), f'ftm: {line}')
        check('contentHash' not in line['properties'], 'ftm: a digest of a document')
        for name in ('document', 'entity', 'proof', 'resolved'):
            check(set(line['properties'].get(name, [])) <= ids, f'ftm: {name} leads nowhere: {line}')
    check(not any(line['schema'] == 'Person' and line['properties']['name'][0].startswith('Person ') for line in lines),
          'ftm: a record of a protected person')


def check_jsonld(path):
    data = json.loads(path.read_text())
    check(all(isinstance(v, (str, dict)) for v in data['@context'].values()), 'jsonld: a context that is elsewhere')
    texts = [p.read_bytes().decode('utf-8', 'replace') for p in (ROOT / 'examples' / 'reports').iterdir()]
    ids, right, hidden = {n['@id'] for n in data['@graph']}, 0, 0
    for n in data['@graph']:
        for key in ('wasDerivedFrom', 'document', 'incident', 'origin', 'wasGeneratedBy'):
            values = n.get(key, [])
            check(set([values] if isinstance(values, str) else values) <= ids, f'jsonld: {key} leads nowhere: {n}')
        if n['@type'] != 'oa:Annotation':
            continue
        selectors = {s['@type']: s for s in n['hasTarget']['hasSelector']}
        exact, position = selectors['oa:TextQuoteSelector']['oa:exact'], selectors.get('oa:TextPositionSelector')
        if not position:
            hidden += 1
            continue
        right += any(t[position['oa:start']:position['oa:end']] == exact for t in texts)
    # proves P209
    check(right > 100, f'jsonld: only {right} positions are those of the words')
    check(hidden > 0, 'jsonld: positions of a document that is masked')


# ---- citations, feed ----

def check_citations(folder, documents):
    items = json.loads((folder / 'csl').read_text())
    check(len(items) == documents and len({i['id'] for i in items}) == documents, f'csl: {len(items)} of {documents} documents')
    for i in items:
        check(i['type'] in ('webpage', 'document') and i['title'] and i['archive_location'].startswith('entry:'), f'csl: {i}')
        check(all(isinstance(n, int) for n in i.get('issued', {}).get('date-parts', [[]])[0]), f'csl: {i}')
    bibtex = (folder / 'bibtex').read_text()
    entries = re.findall(r'^@misc\{(entry[0-9]+),$', bibtex, re.M)
    check(entries == [i['id'] for i in items], f'bibtex: {len(entries)} entries')
    check(bibtex.count('{') == bibtex.count('}'), 'bibtex: braces')
    ris = (folder / 'ris').read_bytes().decode().split('\r\n')
    check(all(re.fullmatch(r'|[A-Z][A-Z0-9]  - .*', line) for line in ris), 'ris: a line that is no field')
    tags = [line[:2] for line in ris if line]
    check(tags.count('TY') == tags.count('ER') == documents and tags[0] == 'TY' and tags[-1] == 'ER', 'ris: records')


def check_atom(path):
    atom = '{http://www.w3.org/2005/Atom}'
    feed = ElementTree.parse(path).getroot()
    entries = feed.findall(f'{atom}entry')
    ids = [e.findtext(f'{atom}id') for e in entries]
    updated = [e.findtext(f'{atom}updated') for e in entries]
    check(feed.tag == f'{atom}feed' and feed.findtext(f'{atom}author/{atom}name') and len(entries) > 20, 'atom: the feed')
    check(len(set(ids)) == len(ids) and all(re.fullmatch(r'urn:uuid:[0-9a-f-]{36}', i) for i in ids), 'atom: ids')
    check(all(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', t) for t in updated), 'atom: times')
    check(feed.findtext(f'{atom}updated') == max(updated), 'atom: the feed is older than an entry')
    kinds = {e.find(f'{atom}category').get('term') for e in entries}
    # proves P210
    check({'incident', 'update', 'error'} <= kinds, f'atom: {kinds}')


def check_folder(folder, documents, coarse):
    tables = {name: rows_of(folder / name) for name in TABLES}
    check_timeline(*tables['timelinejs'])
    check_uwazi(*tables['uwazi'])
    check_atlos(*tables['atlos'])
    check_acled(*tables['acled'])
    check_geojson(folder / 'geojson', tables['csv-incidents'][0], coarse)
    check_timemap(folder)
    check_ftm(folder / 'ftm')
    check_jsonld(folder / 'jsonld')
    check_citations(folder, documents)
    check_atom(folder / 'atom')
    return {name: len(rows) for name, (rows, _) in tables.items()}


# ---- other people's programs ----

def install(work):
    if not shutil.which('node') or not shutil.which('npm'):
        return None
    (work / 'npm').mkdir()
    for name in ('package.json', 'read.mjs'):
        shutil.copy(ROOT / 'test' / 'interchange' / name, work / 'npm' / name)
    ran = run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', cwd=work / 'npm')
    return work / 'npm' if ran.returncode == 0 else None


def foreign_readers(work, folder, counts, documents):
    npm = install(work)
    if not npm:
        print('foreign readers: left out, npm cannot install them here')
        return
    answers = {a['format']: a for a in map(json.loads, run('node', npm / 'read.mjs', folder).stdout.decode().splitlines())}
    want = dict(counts, csl=documents, bibtex=documents, ris=documents, geojson=len(json.loads((folder / 'geojson').read_text())['features']),
                ftm=len((folder / 'ftm').read_text().splitlines()), atom=(folder / 'atom').read_text().count('<entry>'),
                jsonld=counts['csv'])
    # proves P212
    for name, count in want.items():
        answer = answers.get(name, {'ok': False, 'why': 'no answer'})
        check(answer['ok'] and answer['read'] == count, f'{name}: a foreign reader reads {answer}, there are {count}')
    titles = [[item[0] for item in answers[name].get('more', [])] for name in ('csl', 'bibtex', 'ris')]
    plain = [[re.sub(r'[{}\s]+', ' ', t).strip() for t in list_] for list_ in titles]
    check(plain[0] == plain[2], 'ris: a foreign reader reads other titles than in csl')
    check(plain[0] == plain[1], f'bibtex: a foreign reader reads other titles than in csl: '
          f'{[pair for pair in zip(plain[0], plain[1]) if pair[0] != pair[1]][:2]}')
    for name in ('bibtex', 'ris'):
        for ours, theirs in zip(answers['csl'].get('more', []), answers[name].get('more', [])):
            names = [[re.sub(r'[{}]', '', ' '.join(filter(None, (a.get('given'), a.get('family'), a.get('literal'))))) for a in authors]
                     for authors in (ours[1], theirs[1])]
            check(names[0] == names[1], f'{name}: a foreign reader reads other authors than in csl: {names}')
            check(ours[2:] == theirs[2:], f'{name}: a foreign reader reads another date or address than in csl: {ours[2:]} {theirs[2:]}')
    print(f'foreign readers: {len(want)} formats read')


# ---- there and back ----

LISTS = ('documents', 'incidents', 'conflicts', 'origins', 'catalogue', 'judgements', 'sources')


def round_trip(work):
    case, bag, back, second = (work / name for name in ('records', 'bag', 'back', 'second'))
    dokaz('init', case)
    told = dokaz('-C', case, 'import', ROOT / 'examples' / 'records.csv').decode()
    check('4 new, 0 changed, 0 unchanged' in told, f'examples/records.csv: {told}')
    incident = json.loads(dokaz('-C', case, 'incidents', '--json').splitlines()[0])['id']
    dokaz('-C', case, 'judge', 'reject', f'incident:{incident}', '--reason', 'tried')
    dokaz('-C', case, 'bag', '-o', bag)
    dokaz('import', bag, back)
    roots = [json.loads(dokaz('-C', c, 'status', '--json'))['root'] for c in (case, back)]
    check(roots[0] == roots[1], f'a bag and back: another root: {roots}')
    dokaz('-C', back, 'add')
    for name in LISTS:
        lists = [dokaz('-C', c, name, '--json') for c in (case, back)]
        check(lists[0] == lists[1], f'a bag and back: other {name}')
    check(dokaz('-C', back, 'judgements', '--json').count(b'"reject"') == 1, 'the decision is lost')
    for name in ('csv', 'jsonl', 'geojson'):
        check(dokaz('-C', case, 'export', '--format', name) == dokaz('-C', back, 'export', '--format', name), f'another {name}')
    dokaz('-C', case, 'export', '--format', 'csv', '-o', work / 'out.csv')
    dokaz('init', second)
    dokaz('-C', second, 'import', work / 'out.csv')
    texts = [sorted(r['text'] for r in csv.DictReader(io.StringIO(dokaz('-C', c, 'export', '--format', 'csv').decode())))
             for c in (case, second)]
    check(texts[0] == texts[1] and len(texts[0]) >= 4, f'csv and back: other claims: {texts}')
    check(dokaz('-C', second, 'import', work / 'out.csv').decode().startswith('0 new, 0 changed'), 'csv and back twice: doubled')


def main():
    with tempfile.TemporaryDirectory(prefix='dokaz-exports-') as work:
        work = pathlib.Path(work)
        os.environ['XDG_DATA_HOME'] = str(work / 'home')
        case = make_case(work)
        formats = [f for f in formats_of_help() if f not in ('case', 'wacz')]
        documents = len(dokaz('-C', case, 'documents', '--json').splitlines())
        export_all(case, work / 'english', formats)
        export_all(case, work / 'coarse', formats, '--public', '--language', 'uk', '--bom')
        export_all(case, work / 'again', formats)
        for name in formats:
            check((work / 'english' / name).read_bytes() == (work / 'again' / name).read_bytes(), f'{name}: other bytes the second time')
        counts = check_folder(work / 'english', documents, False)
        for name in TABLES:
            marked = (work / 'coarse' / name).read_bytes().startswith(b'\xef\xbb\xbf')
            check(marked, f'{name}: --bom gives no byte order mark')
        check_geojson(work / 'coarse' / 'geojson', rows_of(work / 'coarse' / 'csv-incidents')[0], True)
        for folder in ('english', 'coarse'):
            check_secrets(work / folder, case)
        claims = (work / 'english' / 'csv').read_text()
        check('Person 1' in claims and 'Person 2' in claims, 'the witnesses are not in the case')
        check("'=Перша вісь" in claims, "no formula to be neutralised")
        foreign_readers(work, work / 'english', counts, documents)
        round_trip(work)
        print(f'{len(formats)} formats, {documents} documents, {counts["csv"]} claims')
    print('\n'.join(failures[:40]))
    return 1 if failures else 0


sys.exit(main())
