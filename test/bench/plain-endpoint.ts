/**
 * An endpoint by hand, a process of its own: `node plain-endpoint.ts FILE`. Fastify and SQLite, which
 * unpack a batch, read it as JSON and write each event in one transaction that is on the disk before
 * the answer. It asks for no token and checks nothing.
 */
import { gunzipSync } from 'node:zlib'
import Sqlite from 'better-sqlite3'
import fastify from 'fastify'
import { batchContentType } from '../../shared/sync-protocol.ts'

const [file = ''] = process.argv.slice(2)
const database = new Sqlite(file)
database.exec(`
  PRAGMA journal_mode = WAL;
  CREATE TABLE events (source TEXT, sequence INTEGER, body TEXT, PRIMARY KEY (source, sequence)) STRICT`)
// better-sqlite3 lowers a new WAL file to NORMAL at its first write.
database.pragma('synchronous = FULL')
const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?)')
const store = database.transaction((events: { source: string; sequence: string }[]) => {
  for (const event of events) {
    insert.run(event.source, Number(event.sequence), JSON.stringify(event))
  }
})

const app = fastify()
app.addContentTypeParser(batchContentType, { parseAs: 'buffer' }, (_request, body, done) => {
  done(null, JSON.parse(gunzipSync(body).toString('utf8')))
})
app.post('/events', (request) => {
  const events = request.body as { source: string; sequence: string }[]
  store(events)
  return { accepted_through: Number(events.at(-1)?.sequence) }
})
process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
