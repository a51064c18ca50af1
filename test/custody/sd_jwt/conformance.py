#!/usr/bin/env python3
"""The SD-JWT suite (claims with `!sd` marks, no finished tokens): conformance.py DOKAZ-VERIFY ROOT

Each case is issued here as RFC 9901 says, signed with Ed25519, and shown as its holder chooses. Then
1. the stock library that judges our own SD-JWTs must give the expected claims: the judge is judged;
2. `dokaz-verify --sd-jwt` must refuse every one of them: it reads one type, dokaz+sd-jwt, and no other.
Left out with a line where the suite, PyYAML, npm or the library are not there.
"""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

VERIFY, ROOT = (str(pathlib.Path(p).resolve()) for p in sys.argv[1:3])
SUITE = pathlib.Path(ROOT, '../shared/reference/custody/conformance.tar.xz')


def leave_out(why):
    print(f'sd-jwt suite: left out, {why}')
    sys.exit(0)


try:
    import yaml
except ImportError:
    leave_out('PyYAML is not here')


class Marked:
    """A value, or a key, that the suite marks with !sd."""

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(repr(self.value))

    def __eq__(self, other):
        return isinstance(other, Marked) and self.value == other.value


class Loader(yaml.SafeLoader):
    pass


Loader.yaml_implicit_resolvers = {first: [r for r in resolvers if r[0] != 'tag:yaml.org,2002:timestamp']
                                  for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def marked(loader, node):
    if isinstance(node, yaml.MappingNode):
        return Marked(loader.construct_mapping(node, deep=True))
    if isinstance(node, yaml.SequenceNode):
        return Marked(loader.construct_sequence(node, deep=True))
    tag = loader.resolve(yaml.ScalarNode, node.value, (node.style is None, node.style is not None))
    return Marked(loader.construct_object(yaml.ScalarNode(tag, node.value)))


Loader.add_constructor('!sd', marked)


def url(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


class Issued:
    """Claims with digests in place of what is marked, and the disclosures by their digests."""

    def __init__(self, claims):
        self.by_digest = {}
        self.claims = self.hide(claims)
        self.claims['_sd_alg'] = 'sha-256'

    def disclose(self, *content):
        text = url(json.dumps([url(os.urandom(16)), *content]).encode())
        digest = url(hashlib.sha256(text.encode()).digest())
        self.by_digest[digest] = (text, content)
        return digest

    def hide(self, value):
        if isinstance(value, list):
            return [{'...': self.disclose(self.hide(x.value))} if isinstance(x, Marked) else self.hide(x) for x in value]
        if not isinstance(value, dict):
            return value
        out, digests = {}, []
        for key, inner in value.items():
            if isinstance(key, Marked):
                digests.append(self.disclose(key.value, self.hide(inner)))
            else:
                out[key] = self.hide(inner)
        if digests:
            out['_sd'] = sorted(digests)
        return out

    def choose(self, claims, wish, chosen):
        """The holder's wish, laid along the claims: truthy shows, a list or object goes further in."""
        if isinstance(claims, list):
            for element, inner in zip(claims, wish if isinstance(wish, list) else []):
                if isinstance(element, dict) and list(element) == ['...']:
                    if not inner:
                        continue
                    text, content = self.by_digest[element['...']]
                    chosen.append(text)
                    element = content[0]
                self.choose(element, inner, chosen)
        elif isinstance(claims, dict):
            wish = wish if isinstance(wish, dict) else {}
            for key, value in claims.items():
                if key in wish and key != '_sd':
                    self.choose(value, wish[key], chosen)
            for digest in claims.get('_sd', []):
                text, (key, value) = self.by_digest[digest]
                if wish.get(key):
                    chosen.append(text)
                    self.choose(value, wish[key], chosen)
        return chosen


def sign(work, text):
    (work / 'text').write_text(text)
    return subprocess.run(['openssl', 'pkeyutl', '-sign', '-inkey', str(work / 'key.pem'), '-rawin', '-in',
                           str(work / 'text')], stdout=subprocess.PIPE, check=True).stdout


def token(work, spec):
    issued = Issued(spec['user_claims'])
    chosen = issued.choose(issued.claims, spec['holder_disclosed_claims'], [])
    text = '.'.join(url(json.dumps(x).encode()) for x in ({'alg': 'EdDSA', 'typ': 'example+sd-jwt'}, issued.claims))
    return '~'.join([f'{text}.{url(sign(work, text))}', *chosen, ''])


def prepare(work):
    if not SUITE.is_file():
        leave_out('../shared has no suite')
    if not shutil.which('node') or not shutil.which('npm'):
        leave_out('node and npm are not here')
    shutil.copytree(pathlib.Path(__file__).resolve().parent, work / 'npm')
    ran = subprocess.run(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'],
                         cwd=work / 'npm', stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, check=False)
    if ran.returncode:
        leave_out('npm cannot install @sd-jwt/core here')
    subprocess.run(['tar', '-xJf', str(SUITE), '-C', str(work), '--wildcards', '*sd-jwt*'], check=True)
    subprocess.run(['openssl', 'genpkey', '-algorithm', 'ed25519', '-out', str(work / 'key.pem')], check=True)
    subprocess.run(['openssl', 'pkey', '-in', str(work / 'key.pem'), '-pubout', '-outform', 'DER', '-out',
                    str(work / 'key.der')], check=True)


def vkey(work):
    name, typed = 'dokaz/' + '0' * 32, b'\x01' + (work / 'key.der').read_bytes()[-32:]
    number = hashlib.sha256(name.encode() + b'\n' + typed).hexdigest()[:8]
    return f'{name}+{number}+{base64.b64encode(typed).decode()}'


def main():
    with tempfile.TemporaryDirectory(prefix='dokaz-sd-jwt-') as work:
        work = pathlib.Path(work)
        prepare(work)
        specs = sorted(work.rglob('specification.yml'))
        files, expected, failures = [], [], []
        for number, path in enumerate(specs):
            spec = yaml.load(path.read_text(), Loader)
            files.append(work / f'{number}.sd-jwt')
            files[-1].write_text(token(work, spec))
            expected.append(spec.get('expect_verified_user_claims'))
        ran = subprocess.run(['node', str(work / 'npm/check.mjs'), str(work / 'key.der'), *map(str, files)],
                             stdout=subprocess.PIPE, timeout=300, check=False)
        answers = [json.loads(line) for line in ran.stdout.decode().splitlines()]
        right = refused = unstated = 0
        for path, file, want, answer in zip(specs, files, expected, answers):
            name = path.parent.name
            claims = {k: v for k, v in answer.get('payload', {}).items() if k != '_sd_alg'}
            unstated += want is None
            right += answer['ok'] and (want is None or claims == want)
            if not answer['ok'] or (want is not None and claims != want):
                failures.append(f'{name}: the library gives {str(answer)[:300]}, want {str(want)[:300]}')
            ours = subprocess.run([VERIFY, '--key', vkey(work), '--sd-jwt', str(file)], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False)
            refused += ours.returncode == 1
            if ours.returncode != 1:
                failures.append(f'{name}: dokaz-verify ends with {ours.returncode}')
        print('\n'.join(failures))
        print(f'sd-jwt suite: {len(specs)} cases; the stock library is right in {right} ({unstated} state no expected '
              f'claims); dokaz-verify refuses {refused} as not of its type')
        return 1 if failures or len(specs) < 30 or len(answers) != len(specs) else 0


sys.exit(main())
