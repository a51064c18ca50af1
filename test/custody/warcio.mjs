// warcio.mjs FILE -- read a WARC file with the npm package warcio, its digests checked: one line a record.
import { createReadStream, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.cwd() + '/'));
const { WARCParser } = await import(pathToFileURL(realpathSync(require.resolve('warcio'))));
let count = 0;
for await (const record of new WARCParser(createReadStream(process.argv[2]))) {
    const body = await record.readFully(false);
    const digest = record.warcHeaders.headers.get('WARC-Payload-Digest');
    if (digest) {
        const hash = Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('hex');
        if (digest !== 'sha256:' + hash)
            throw new Error('a digest differs');
    }
    console.log(record.warcType, record.warcTargetURI ?? '', body.length);
    count++;
}
if (count < 2)
    throw new Error('too few records');
