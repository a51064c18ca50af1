// Reads the exports in a folder with other people's programs; one line of JSON a format: {format, ok, read, more} or why not.
// node read.mjs FOLDER
import fs from 'node:fs'
import path from 'node:path'
import { check } from '@placemarkio/check-geojson'
import { parse } from 'csv-parse/sync'
import { XMLValidator } from 'fast-xml-parser'
import jsonld from 'jsonld'
import Parser from 'rss-parser'
import { Model, defaultModel } from '@alephdata/followthemoney'
import { Cite, plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-csl'
import '@citation-js/plugin-ris'

const folder = process.argv[2]
const text = format => fs.readFileSync(path.join(folder, format), 'utf8')

const table = format => {
  const rows = parse(text(format), { columns: true, bom: true, relax_column_count: false, relax_quotes: false })
  return { read: rows.length, more: Object.keys(rows[0]) }
}

const cited = format => {
  const cite = new Cite(text(format))
  const list = cite.format('bibliography', { format: 'text', template: 'apa', lang: 'en-US' })
  return { read: cite.data.length, more: cite.data.map(d => [d.title, d.author ?? [], d.issued?.['date-parts']?.[0] ?? [], d.URL ?? '']), list: list.length }
}

const readers = {
  csv: () => table('csv'),
  'csv-incidents': () => table('csv-incidents'),
  timelinejs: () => table('timelinejs'),
  uwazi: () => table('uwazi'),
  atlos: () => table('atlos'),
  acled: () => table('acled'),
  csl: () => cited('csl'),
  bibtex: () => cited('bibtex'),
  ris: () => cited('ris'),
  geojson: () => {
    const map = check(text('geojson'))
    return { read: map.features.length, more: map.type }
  },
  ftm: () => {
    const model = new Model(defaultModel)
    const counts = {}
    const ids = new Map()
    const lines = text('ftm').trim().split('\n').map(line => JSON.parse(line))
    for (const line of lines) ids.set(line.id, line.schema)
    for (const line of lines) {
      const entity = model.getEntity(line)
      for (const [name, values] of Object.entries(line.properties)) {
        const property = entity.schema.getProperty(name)        // throws when the schema has none
        if (!Array.isArray(values) || values.some(v => typeof v !== 'string')) throw new Error(`${line.schema}.${name}: no list of texts`)
        for (const value of property.type.isEntity ? values : [])
          if (!ids.has(value) || !model.getSchema(ids.get(value)).isA(property.getRange())) throw new Error(`${line.schema}.${name}: ${value}`)
      }
      for (const name of entity.schema.required ?? [])
        if (!(line.properties[name] ?? []).length) throw new Error(`${line.schema} without ${name}`)
      counts[line.schema] = (counts[line.schema] ?? 0) + 1
    }
    if (ids.size !== lines.length) throw new Error('two entities with one id')
    return { read: lines.length, more: counts }
  },
  jsonld: async () => {
    const documentLoader = url => { throw new Error(`wants ${url}`) }       // nothing may be fetched
    const quads = await jsonld.toRDF(JSON.parse(text('jsonld')), { documentLoader })
    const of = type => quads.filter(q => q.predicate.value.endsWith('#type') && q.object.value === type).length
    const said = quads.filter(q => q.predicate.value === 'http://www.w3.org/ns/oa#exact').length
    return { read: of('http://www.w3.org/ns/oa#Annotation'), more: { quads: quads.length, quotes: said,
      positions: of('http://www.w3.org/ns/oa#TextPositionSelector'), entities: of('http://www.w3.org/ns/prov#Entity') } }
  },
  atom: async () => {
    const valid = XMLValidator.validate(text('atom'))
    if (valid !== true) throw new Error(JSON.stringify(valid))
    const feed = await new Parser().parseString(text('atom'))
    const ids = new Set(feed.items.map(i => i.id))
    if (ids.size !== feed.items.length) throw new Error('two entries with one id')
    if (feed.items.some(i => !i.title || !i.isoDate)) throw new Error('an entry without title or time')
    return { read: feed.items.length, more: feed.title }
  }
}

for (const [format, read] of Object.entries(readers)) {
  try {
    console.log(JSON.stringify({ format, ok: true, ...await read() }))
  } catch (error) {
    console.log(JSON.stringify({ format, ok: false, why: String(error.message ?? error).slice(0, 500) }))
  }
}
