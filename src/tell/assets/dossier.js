// dossier.js -- a report checks itself: every figure, quotation and proof, against the signed statement and the
// signed log. Nothing is fetched; hashing and Ed25519 are written out here, because a page opened from a file
// gets neither from every browser. A changed file may bring a changed script: a stranger uses dokaz-verify.
"use strict";
(() => {
// ---- bytes ----
const utf8 = new TextEncoder();
const text8 = bytes => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const base64 = text => {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw Error("proof");
    const binary = atob(text), bytes = Uint8Array.from(binary, c => c.charCodeAt(0));
    if (btoa(binary) !== text) throw Error("proof");
    return bytes;
};
const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
    let at = 0;
    for (const p of parts) { all.set(p, at); at += p.length; }
    return all;
};
const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const big = n => new Uint8Array([n >>> 24, n >>> 16, n >>> 8, n]);

// ---- SHA-2 (FIPS 180-4): its constants are roots of the first primes ----
const primes = count => {
    const found = [];
    for (let n = 2; found.length < count; n++) if (found.every(p => n % p)) found.push(n);
    return found;
};
const root = (n, degree, bits) => {         // fraction of the square or cube root of n, `bits` of it
    const wanted = BigInt(n) << BigInt(degree * bits);
    let low = 0n, high = 1n << BigInt(bits + 8);
    while (high - low > 1n) {
        const middle = (low + high) >> 1n;
        if (middle ** BigInt(degree) <= wanted) low = middle; else high = middle;
    }
    return low & ((1n << BigInt(bits)) - 1n);
};
const K256 = Int32Array.from(primes(64), p => Number(root(p, 3, 32)) | 0);
const H256 = primes(8).map(p => Number(root(p, 2, 32)) | 0);
const sha256 = bytes => {
    const size = (bytes.length + 72) >> 6 << 6, m = new Uint8Array(size), v = new DataView(m.buffer);
    m.set(bytes);
    m[bytes.length] = 128;
    v.setUint32(size - 8, Math.floor(bytes.length / 536870912));
    v.setUint32(size - 4, bytes.length << 3);
    const h = Int32Array.from(H256), w = new Int32Array(64), turn = (x, n) => x >>> n | x << 32 - n;
    for (let at = 0; at < size; at += 64) {
        for (let i = 0; i < 16; i++) w[i] = v.getInt32(at + 4 * i);
        for (let i = 16; i < 64; i++) {
            const x = w[i - 15], y = w[i - 2];
            w[i] = w[i - 16] + (turn(x, 7) ^ turn(x, 18) ^ x >>> 3) + w[i - 7] + (turn(y, 17) ^ turn(y, 19) ^ y >>> 10);
        }
        let [a, b, c, d, e, f, g, k] = h;
        for (let i = 0; i < 64; i++) {
            const t = k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + K256[i] + w[i] | 0;
            const u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
            k = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
        }
        [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] += x; });
    }
    const out = new Uint8Array(32), o = new DataView(out.buffer);
    h.forEach((x, i) => o.setInt32(4 * i, x));
    return out;
};
const M64 = (1n << 64n) - 1n;
const K512 = primes(80).map(p => root(p, 3, 64)), H512 = primes(8).map(p => root(p, 2, 64));
const sha512 = bytes => {
    const size = (bytes.length + 144) >> 7 << 7, m = new Uint8Array(size), v = new DataView(m.buffer);
    m.set(bytes);
    m[bytes.length] = 128;
    v.setUint32(size - 8, Math.floor(bytes.length / 536870912));
    v.setUint32(size - 4, bytes.length << 3);
    const h = H512.slice(), turn = (x, n) => (x >> n | x << 64n - n) & M64;
    for (let at = 0; at < size; at += 128) {
        const w = [];
        for (let i = 0; i < 16; i++) w[i] = v.getBigUint64(at + 8 * i);
        for (let i = 16; i < 80; i++) {
            const x = w[i - 15], y = w[i - 2];
            w[i] = w[i - 16] + (turn(x, 1n) ^ turn(x, 8n) ^ x >> 7n) + w[i - 7] + (turn(y, 19n) ^ turn(y, 61n) ^ y >> 6n) & M64;
        }
        let [a, b, c, d, e, f, g, k] = h;
        for (let i = 0; i < 80; i++) {
            const t = k + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + (e & f ^ (e ^ M64) & g) + K512[i] + w[i] & M64;
            const u = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + (a & b ^ a & c ^ b & c) & M64;
            k = g; g = f; f = e; e = d + t & M64; d = c; c = b; b = a; a = t + u & M64;
        }
        [a, b, c, d, e, f, g, k].forEach((x, i) => { h[i] = h[i] + x & M64; });
    }
    const out = new Uint8Array(64), o = new DataView(out.buffer);
    h.forEach((x, i) => o.setBigUint64(8 * i, x));
    return out;
};

// ---- Ed25519 (RFC 8032, 5.1.7): points in extended coordinates ----
const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = n => { const r = n % P; return r < 0n ? r + P : r; };
const power = (n, e) => { let r = 1n; for (n = mod(n); e; e >>= 1n) { if (e & 1n) r = r * n % P; n = n * n % P; } return r; };
const D = mod(-121665n * power(121666n, P - 2n)), I = power(2n, (P - 1n) / 4n);
const little = bytes => bytes.reduceRight((n, b) => n << 8n | BigInt(b), 0n);
const point = bytes => {
    let y = little(bytes);
    const odd = y >> 255n;
    y &= 2n ** 255n - 1n;
    if (y >= P) return null;
    const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
    let x = u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n) % P;
    if (mod(v * x * x) !== u) x = x * I % P;
    if (mod(v * x * x) !== u || (x === 0n && odd)) return null;
    if ((x & 1n) !== odd) x = P - x;
    return [x, y, 1n, x * y % P];
};
const add = ([a, b, c, d], [e, f, g, h]) => {
    const m = mod((b - a) * (f - e)), n = mod((b + a) * (f + e)), t = mod(2n * d * h * D), z = mod(2n * c * g);
    const p = n - m, q = z - t, r = z + t, s = n + m;
    return [mod(p * q), mod(r * s), mod(q * r), mod(p * s)];
};
const times = (p, n) => { let r = [0n, 1n, 1n, 0n]; for (; n; n >>= 1n) { if (n & 1n) r = add(r, p); p = add(p, p); } return r; };
const B = point(Uint8Array.from([88, ...Array(31).fill(102)]));
const ed25519 = (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    const a = point(key), r = point(signature.slice(0, 32)), s = little(signature.slice(32));
    if (!a || !r || s >= L) return false;
    const k = little(sha512(join(signature.slice(0, 32), key, message))) % L;
    const [x, y, z] = times(B, s), [u, v, t] = add(r, times(a, k));
    return mod(x * t - u * z) === 0n && mod(y * t - v * z) === 0n;
};

// ---- the log: RFC 9162, 2.1.3.2 ----
const node = (a, b) => sha256(join([1], a, b));
const climb = (hash, index, size, path) => {
    let n = index, last = size - 1;
    if (!(index < size)) return null;
    for (const next of path) {
        if (last === 0) return null;
        if (n % 2 || n === last) {
            hash = node(next, hash);
            while (n % 2 === 0 && n) { n = Math.floor(n / 2); last = Math.floor(last / 2); }
        } else {
            hash = node(hash, next);
        }
        n = Math.floor(n / 2);
        last = Math.floor(last / 2);
    }
    return last === 0 ? hash : null;
};

// ---- notes signed by the log's key ----
const signed = (note, key) => {             // the text, or null
    const cut = note.lastIndexOf("\n\n");
    if (cut < 0) return null;
    const text = note.slice(0, cut + 1);
    return note.slice(cut + 2).split("\n").some(line => {
        const [dash, name, value] = line.split(" ");
        if (dash !== "\u2014" || name !== key.name) return false;
        const bytes = base64(value);
        return same(bytes.slice(0, 4), key.id) && ed25519(key.bytes, utf8.encode(text), bytes.slice(4));
    }) ? text : null;
};
const readKey = text => {
    const [name, id, ...rest] = text.trim().split("+"), bytes = base64(rest.join("+"));
    const hash = sha256(join(utf8.encode(name), [10], bytes));
    const hex = [...hash.slice(0, 4)].map(b => b.toString(16).padStart(2, "0")).join("");
    if (bytes.length !== 33 || bytes[0] !== 1 || hex !== id) throw Error("key");
    return { name, id: hash.slice(0, 4), bytes: bytes.slice(1) };
};
const number = text => { if (!/^(0|[1-9][0-9]{0,14})$/.test(text)) throw Error("proof"); return Number(text); };

// ---- what is displayed ----
const squeeze = text => text.replace(/[ \t\n\r\u00a0\u00ad\u200b\ufeff]+/g, "").replace(/[\u0000-\u001f\u007f]/g, "\ufffd");
const pre = id => { const e = document.getElementById(id); return e ? e.textContent : null; };

const checked = new Map();                  // checkpoints whose signature was looked at
const checkpoint = (note, key) => {
    if (!checked.has(note)) checked.set(note, signed(note, key));
    const lines = (checked.get(note) || "").split("\n");
    if (lines[0] !== key.name) throw Error("checkpoint");
    return { size: number(lines[1]), root: base64(lines[2]) };
};

// One disclosure, down to the signed checkpoint: its pieces as bytes by number.
const disclosed = (proof, key) => {
    const cut = proof.indexOf("\n\n");
    const head = proof.slice(0, cut).split("\n"), tail = proof.slice(cut + 2).split("\n");
    const take = (lines, word) => {
        if (!lines.length || !lines[0].startsWith(word + " ")) throw Error("proof");
        return lines.shift().slice(word.length + 1);
    };
    if (head.shift() !== "dokaz-disclosure/v1") throw Error("proof");
    const total = number(take(head, "total")), leaves = [];
    while (head[0] && head[0].startsWith("leaf ")) {
        const leaf = { index: number(take(head, "leaf")), salt: base64(take(head, "salt")), bytes: base64(take(head, "bytes")), path: [] };
        while (head[0] && head[0].startsWith("path ")) leaf.path.push(base64(take(head, "path")));
        leaves.push(leaf);
    }
    const entry = base64(take(head, "entry"));
    if (head.length || tail.shift() !== "c2sp.org/tlog-proof@v1") throw Error("proof");
    const seals = /^seg (\S+) n=([0-9]+)$/m.exec(text8(entry));
    if (!seals || Number(seals[2]) !== total || !leaves.length) throw Error("entry");
    for (const leaf of leaves) {
        const hash = sha256(join([0], leaf.salt, big(leaf.index), big(total), leaf.bytes));
        const top = climb(hash, leaf.index, total, leaf.path);
        if (!top || !same(top, base64(seals[1]))) throw Error("leaf");
    }
    const index = number(take(tail, "index")), path = [];
    while (tail.length && tail[0]) path.push(base64(tail.shift()));
    tail.shift();
    const { size, root } = checkpoint(tail.join("\n"), key);
    const top = climb(sha256(join([0], entry)), index, size, path);
    if (!top || !same(top, root)) throw Error("log");
    return leaves;
};

const checkNote = (row, key) => {           // row: [number, digest of the words, digest of the proof]
    const quote = document.getElementById("q-" + row[0]), proof = pre("note-" + row[0]);
    if (!quote || !same(sha256(utf8.encode(squeeze(quote.textContent))), base64(row[1]))) throw Error("quote");
    if (proof === null) {
        if (row[2] !== "-") throw Error("proof");
        return "no-proof";
    }
    const spans = [...quote.querySelectorAll("[data-piece]")], leaves = disclosed(proof, key);
    if (spans.length !== leaves.length) throw Error("quote");
    leaves.forEach((leaf, i) => {
        if (spans[i].dataset.piece !== String(leaf.index) || squeeze(spans[i].textContent) !== squeeze(text8(leaf.bytes)))
            throw Error("quote");
    });
    if (row[2] === "-" || !same(sha256(utf8.encode(proof)), base64(row[2]))) throw Error("proof");
    return "";
};

const readStatement = block => {
    const lines = block.split("\n");
    if (lines.shift() !== "-- statement" || lines.pop() !== "" || lines.pop() !== "-- end") throw Error("signature");
    const whole = lines.join("\n") + "\n", cut = whole.indexOf("\n\n");
    const text = cut < 0 ? whole : whole.slice(0, cut + 1), rows = text.split("\n").slice(0, -1);
    const of = word => rows.filter(row => row.startsWith(word + " ")).map(row => row.slice(word.length + 1));
    if (rows[0] !== "dokaz-report/v1") throw Error("signature");
    return { whole, signed: cut >= 0, log: of("log")[0], text: of("text")[0], notes: of("note").map(row => row.split(" ")),
             figures: of("figure").map(row => row.match(/^([0-9]+) ([0-9,]*) (.*)$/)) };
};

const says = code => document.body.getAttribute("data-" + code) || code;
const mark = (element, why, inside) => {
    const sign = document.createElement("span");
    sign.className = why ? "sign bad" : "sign good";
    sign.textContent = why ? "\u2717" : "\u2713";
    sign.title = why ? says("mark-bad") + " " + says(why) : says("mark-good");
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", sign.title);
    if (inside) element.append(sign); else element.after(sign);
    element.classList.add(why ? "bad" : "good");
};
const reason = run => { try { return run() || ""; } catch (e) { return says(e.message) === e.message ? "proof" : e.message; } };

const check = () => {
    const verdict = document.getElementById("verdict"), block = pre("statement"), troubles = [];
    if (!verdict) return;
    const main = document.querySelector("main").textContent;        // before anything is added to it
    let key, s = { notes: [], figures: [] };
    const whole = reason(() => {
        key = readKey(pre("key") || "");
        s = readStatement(block || "");
        if (s.log !== key.name) throw Error("key");
        if (!s.signed) throw Error("unsigned");
        if (!signed(s.whole, key)) throw Error("signature");
        if (!same(sha256(utf8.encode(squeeze(main))), base64(s.text || ""))) throw Error("text");
    });
    if (whole) troubles.push(says(whole));
    const notes = new Map(), shown = [...document.querySelectorAll(".figure")];
    let good = 0, proved = 0;
    for (const row of s.notes) {
        const why = key ? reason(() => checkNote(row, key)) : "key";
        notes.set(row[0], why);
        proved += why ? 0 : 1;
        const place = document.querySelector("#n-" + row[0] + " > .proof");
        if (place && why !== "no-proof") mark(place, why, true);
        if (why && why !== "no-proof") troubles.push(says("note") + " " + row[0] + ": " + says(why));
    }
    const forged = whole === "signature" || whole === "unsigned" || whole === "key";
    shown.forEach((element, i) => {
        const row = s.figures[i];
        const why = forged ? whole
            : !row || row[1] !== element.id.slice(2) || row[2] !== element.dataset.notes || row[3] !== element.textContent ? "figure"
            : row[2].split(",").map(n => notes.get(n)).find(x => x) || (row[2] ? "" : "no-proof");
        mark(element, why);
        good += why ? 0 : 1;
        if (why === "figure") troubles.push(says("figure") + " " + element.textContent);
    });
    if (shown.length < s.figures.length) troubles.push(says("figure"));
    const fill = text => text.replace("{1}", good).replace("{2}", shown.length).replace("{3}", proved).replace("{4}", s.notes.length);
    verdict.textContent = fill(says(troubles.length ? "bad" : "good"));
    verdict.classList.add(troubles.length ? "bad" : "good");
    if (troubles.length) {
        const list = document.createElement("ul");
        list.className = "troubles";
        for (const trouble of troubles.slice(0, 40)) list.appendChild(document.createElement("li")).textContent = trouble;
        verdict.after(list);
    }
    document.documentElement.dataset.checked = troubles.length ? "bad" : "good";
};

document.addEventListener("DOMContentLoaded", check);
})();
