// check.mjs KEY.der FILE... -- what a stock library says of SD-JWTs: one line of JSON a file,
// {"ok":true,"seg":[...],"payload":{...}} or {"ok":false,"why":"..."}. The signature is checked by node's own crypto.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SDJwtInstance } from '@sd-jwt/core';

const [der, ...files] = process.argv.slice(2);
const key = createPublicKey({ key: readFileSync(der), format: 'der', type: 'spki' });
const hasher = (data, alg) => createHash(alg.replace('-', '')).update(data).digest();
const verifier = (data, signature) => verify(null, Buffer.from(data), key, Buffer.from(signature, 'base64url'));
const library = new SDJwtInstance({ hasher, verifier, hashAlg: 'sha-256' });

for (const file of files) {
  try {
    const { payload } = await library.verify(readFileSync(file, 'utf8'));
    console.log(JSON.stringify({ ok: true, seg: payload.seg, payload }));
  } catch (error) {
    console.log(JSON.stringify({ ok: false, why: String(error.message ?? error) }));
  }
}
