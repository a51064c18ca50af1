// measure.mjs TEXTS PAGES -- MB/s of the libraries over the files that two lists name, a path a line.
//
// Each library does the part that it is made for, once to warm up and once that counts: chrono-node finds dates,
// compromise parses and finds places, people and organisations, wink-nlp tokenises, tags and finds entities,
// readability makes the main text of saved pages (with linkedom as its DOM). The program does all of it and more.
import { readFileSync } from 'node:fs';

const [texts, pages] = process.argv.slice(2, 4).map((list) =>
  readFileSync(list, 'utf8').split('\n').filter(Boolean).map((path) => readFileSync(path, 'utf8')));

function row(what, speed) {
  console.log(`${what.padEnd(44)} ${speed.toFixed(2).padStart(8)} MB/s`);
}

// Enough of the files for some seconds; slow libraries get fewer.
function measure(what, files, megabytes, work) {
  const part = [];
  let bytes = 0;
  for (const file of files) {
    if (bytes > megabytes * 1e6)
      break;
    part.push(file);
    bytes += Buffer.byteLength(file);
  }
  if (part.length === 0)
    return;
  for (const file of part.slice(0, 10))
    work(file);
  const start = process.cpuUsage();
  for (const file of part)
    work(file);
  const used = process.cpuUsage(start);
  row(what, bytes / 1e6 / ((used.user + used.system) / 1e6));
}

async function library(name) {
  try {
    return await import(name);
  } catch {
    console.log(`${name}: not installed, left out`);
    return null;
  }
}

const chrono = await library('chrono-node');
if (chrono)
  measure('chrono-node: dates', texts, 1, (text) => chrono.parse(text));

const compromise = await library('compromise');
if (compromise)
  measure('compromise: places, people, organisations', texts, 0.5, (text) => {
    const doc = compromise.default(text);
    return [doc.places().out('array'), doc.people().out('array'), doc.organizations().out('array')];
  });

// wink-nlp does nothing without a model, and models are not fetched here: put one in node_modules to measure it.
const wink = texts.length ? await library('wink-nlp') : null;
if (wink) {
  const model = await library('wink-eng-lite-web-model');
  if (model) {
    const nlp = wink.default(model.default);
    measure('wink-nlp: entities', texts, 1, (text) => nlp.readDoc(text).entities().out());
  }
}

const readability = await library('@mozilla/readability');
const linkedom = await library('linkedom');
if (readability && linkedom)
  measure('readability: main text, of HTML', pages, 4, (page) =>
    new readability.Readability(linkedom.parseHTML(page).document).parse());
