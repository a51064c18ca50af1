"""What a set's gold has and the prediction does not, and the other way round, with the words around it."""
import collections
import json

from common import one_line, rows_of

AROUND = 60


def context(text, start, end):
    before, after = text[max(0, start - AROUND):start], text[end:end + AROUND]
    said = [part.decode('utf-8', 'ignore') for part in (before, text[start:end], after)]
    return one_line(f'{said[0]}[{said[1]}]{said[2]}')


def by_document(path):
    found = collections.defaultdict(list)
    for row in rows_of(path):
        if len(row) >= 4:
            found[row[0]].append((int(row[1]), int(row[2]), row[3], *row[4:]))
    return found


def spans(folder, gold, out, made, value=None):
    """MISSED and FALSE spans, SPAN for the same type over other bytes, VALUE for the same span with another value."""
    wanted, got = by_document(folder / gold), by_document(out)
    types = {row[2] for rows in got.values() for row in rows}
    for name in sorted(set(wanted) | set(got)):
        text = (folder / 'dev' / 'docs' / (name + '.txt')).read_bytes()
        mine = {row[:3]: row for row in got[name]}
        theirs = {row[:3]: row for row in wanted[name]}
        for key, row in theirs.items():
            if key in mine:
                if value is not None and row[value:value + 1] != mine[key][value:value + 1]:
                    print('VALUE', name, key[2], *row[value:value + 1], *mine[key][value:value + 1], context(text, *key[:2]), sep='\t')
                continue
            near = [m for m in mine if m[0] < key[1] and key[0] < m[1]]
            said = ' '.join(f'{m[2]}[{one_line(text[m[0]:m[1]].decode("utf-8", "ignore"))}]' for m in near)
            print(('SPAN' if said else 'MISSED') + ('' if key[2] in types else ' (type never given)'), name, key[2], context(text, *key[:2]), said, sep='\t')
        for key in mine:
            if key not in theirs and not any(t[0] < key[1] and key[0] < t[1] for t in theirs):
                print('FALSE', name, key[2], context(text, *key[:2]), sep='\t')


def dates(folder, gold, out, made):
    if (folder / 'dev.tsv').is_file():
        for case, answer in zip(rows_of(folder / 'dev.tsv'), out.read_text().split('\n')):
            said = (answer.split('\t') + ['', ''])[:2]
            case += [''] * (7 - len(case))
            if said[0].lower() != case[5].lower() or said[1].lower() != case[6].lower():
                print(*case[:3], case[3], f'[{case[4]}]', f'want {case[5]} = {case[6]}', f'got {said[0]} = {said[1]}', sep='\t')
        return
    spans(folder, gold, out, made, value=3)


def names(folder, gold, out, made):
    spans(folder, gold, out, made, value=3 if folder.name == 'ner_slavic' else None)


def attribution(folder, gold, out, made):
    """For each attribution of the gold that no prediction equals in source, cue and content: both, overlapping."""
    wanted, got = by_document(folder / gold), by_document(out)
    for name in sorted(set(wanted) | set(got)):
        text = (folder / 'dev' / 'docs' / (name + '.txt')).read_bytes()
        used = set()
        for row in wanted[name]:
            row = (*row, *[''] * 8)
            near = [m for m in got[name] if m[0] < row[1] and row[0] < m[1]]
            used.update(near)
            best = max(near, key=lambda m: min(m[1], row[1]) - max(m[0], row[0]), default=None)
            same = [part for part, column in (('source', 4), ('cue', 6), ('content', 7)) if best and (*best, *[''] * 8)[column] == row[column]]
            if len(same) < 3:
                print('WANT' if best else 'MISSED', name, f'source={row[3]}', f'cue={row[5]}', context(text, row[0], row[1]), sep='\t')
                if best:
                    print('  GOT', 'same: ' + ','.join(same), f'source={best[3]}', f'cue={best[5]}', context(text, best[0], best[1]), sep='\t')
        for row in got[name]:
            if row not in used:
                print('FALSE', name, f'source={row[3]}', f'cue={row[5]}', context(text, row[0], row[1]), sep='\t')


def sentences(folder, gold, out, made):
    for line, answer in zip((folder / gold).read_text().splitlines(), out.read_text().splitlines()):
        case, got = json.loads(line), [one.strip() for one in json.loads(answer)]
        if got != [one.strip() for one in case['sentences']]:
            print(case['lang'], case['name'], 'want ' + json.dumps(case['sentences'], ensure_ascii=False),
                  'got  ' + json.dumps(got, ensure_ascii=False), sep='\n  ')


def shingles(text):
    words = text.split()
    return collections.Counter(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3)) if words)


def pages(folder, gold, out, made):
    """Pages, the worst first: F1, words wanted, words got, and the first words missing and too many."""
    wanted, got, lines = json.loads(made.read_text()), json.loads(out.read_text()), []
    for name in wanted:
        a, b = shingles(wanted[name]['articleBody']), shingles(got[name]['articleBody'])
        both = sum((a & b).values())
        f1 = 2 * both / ((sum(a.values()) + sum(b.values())) or 1)
        missing, surplus = [' '.join(g) for g in (a - b)], [' '.join(g) for g in (b - a)]
        lines.append((f1, name, sum(a.values()), sum(b.values()), ' | '.join(missing[:6]), ' | '.join(surplus[:6])))
    for f1, name, a, b, missing, surplus in sorted(lines):
        if f1 < 1:
            print(f'{f1:.3f} {name}: {a} wanted, {b} got\n    missing: {missing}\n    surplus: {surplus}')


def incidents(folder, gold, out, made):
    """Incidents of the gold that were split, and clusters that hold several."""
    truth, title = {}, {}
    for line in (folder / 'dev' / 'docs.jsonl').read_text().splitlines():
        row = json.loads(line)
        truth[row['doc']], title[row['doc']] = row['incident'], one_line(row['title'])
    got = {row[0]: row[1] for row in rows_of(out)}
    for head, one, other in (('SPLIT', truth, got), ('MIXED', got, truth)):
        groups = collections.defaultdict(list)
        for name in truth:
            groups[one.get(name, name)].append(name)
        for group in sorted(groups):
            if len({other.get(name, name) for name in groups[group]}) > 1:
                print(head, group)
                for name in groups[group]:
                    print('   ', name, other.get(name, name), title[name])


ERRORS = {'timex': dates, 'names': names, 'attribution': attribution, 'sentences': sentences, 'pages': pages, 'incidents': incidents}
