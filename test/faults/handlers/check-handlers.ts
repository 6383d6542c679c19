import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { mayDie, planFault, planHandlers, type PlannedHandler } from './plan.ts'

interface LoggedEvent {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly subject: string
  readonly cause: string | null
}

interface OpenRow {
  readonly seq: number
  readonly state: 'retry' | 'running' | 'parked' | 'dead'
  readonly last_error: string | null
}

/** An outsider's view of one episode. */
interface Episode {
  readonly connection: Sqlite.Database
  readonly events: readonly LoggedEvent[]
  readonly seed: number
  /** Nothing is left to be tried. */
  readonly settled: boolean
  readonly calls: readonly { handler: string; seq: number; key: string }[]
}

/**
 * Holds what the handlers of an episode did against the model: each (handler, event) has its effect
 * exactly once, or is owed, parked behind one that is, a dead letter that its plan allows, or was
 * discarded; never two of these, never none; and the order of a subject holds.
 */
export function checkHandlers(folder: string, seed: number, settled: boolean): string[] {
  const connection = new Sqlite(join(folder, 'studio.db'), { readonly: true })
  try {
    const events = connection
      .prepare(
        `SELECT seq, id, event_type AS type, subject_type || ':' || subject_id AS subject,
           metadata ->> '$.causationId' AS cause
         FROM event_log WHERE seq > (SELECT min(base) FROM episode) ORDER BY seq`,
      )
      .all() as LoggedEvent[]
    const callsFile = join(folder, 'calls')
    const calls = (existsSync(callsFile) ? readFileSync(callsFile, 'utf8') : '')
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const [handler = '', seq, key = ''] = line.split(' ')
        return { handler, seq: Number(seq), key }
      })
    const episode = { connection, events, seed, settled, calls }
    const problems = planHandlers(seed).flatMap((handler) => checkHandler(episode, handler))
    return [...problems, ...checkCaused(episode)].slice(0, 10)
  } finally {
    connection.close()
  }
}

function checkHandler(episode: Episode, handler: PlannedHandler): string[] {
  const { connection } = episode
  const subscription = connection
    .prepare('SELECT id, cursor_seq FROM event_subscriptions WHERE service_name = ?')
    .get(handler.name) as { id: string; cursor_seq: number }
  const open = new Map(
    (
      connection
        .prepare('SELECT seq, state, last_error FROM event_delivery WHERE subscription_id = ?')
        .all(subscription.id) as OpenRow[]
    ).map((row) => [row.seq, row]),
  )
  const letters = connection
    .prepare('SELECT seq, resolution FROM dead_letters WHERE subscription_id = ?')
    .all(subscription.id) as { seq: number; resolution: string | null }[]
  const effects = effectsOf(episode, handler)
  const problems: string[] = []
  for (const event of episode.events) {
    if (!wants(handler, event)) continue
    const row = open.get(event.seq)
    const done = effects.filter((seq) => seq === event.seq).length
    const say = (what: string) =>
      problems.push(`${handler.name} (${handler.runs}), event ${event.seq}: ${what}`)
    const reached = handler.runs === 'inline' || event.seq <= subscription.cursor_seq
    const discarded = letters.some(
      ({ seq, resolution }) => seq === event.seq && resolution === 'discarded',
    )
    if (done > 1 && handler.runs !== 'outside') say(`took effect ${done} times`)
    if (done > 0 && row && handler.runs !== 'outside')
      say(`took effect and is ${row.state} all the same`)
    if (done === 0 && reached && !row && !discarded) say('is lost: no effect, and nothing is owed')
    if (!reached && !row && episode.settled) say('was never reached')
    if (!row) continue
    if (episode.settled && (row.state === 'retry' || row.state === 'running'))
      say(`stays ${row.state}`)
    if (row.state === 'parked' && !blocked(episode, handler, event, open))
      say('is parked behind nothing')
    if (row.state === 'dead') {
      const openLetters = letters.filter(
        ({ seq, resolution }) => seq === event.seq && resolution === null,
      )
      if (openLetters.length !== 1) say(`is dead with ${openLetters.length} open letters`)
      // Who publishes may be cut off, or die, because of what hears it.
      const excused =
        handler.publishes && /^(HandlerTimeout|ProcessCrash)/.test(row.last_error ?? '')
      const fault = planFault(episode.seed, handler, event.seq)
      if (!excused && !mayDie(fault, handler.maxAttempts)) {
        say(`died of ${fault.kind} × ${fault.times}: ${row.last_error}`)
      }
    }
  }
  return [
    ...problems,
    ...checkOrder(episode, handler, effects, open),
    ...checkKeys(episode, handler),
  ]
}

function wants({ pattern }: PlannedHandler, { type }: LoggedEvent): boolean {
  return pattern === '*' || pattern === type || type.startsWith(pattern.replace('*', ''))
}

function effectsOf({ connection, calls }: Episode, { runs, name }: PlannedHandler): number[] {
  if (runs === 'outside') {
    return calls.filter(({ handler }) => handler === name).map(({ seq }) => seq)
  }
  return connection
    .prepare('SELECT seq FROM effects WHERE handler = ? ORDER BY rowid')
    .pluck()
    .all(name) as number[]
}

function blocked(
  { events }: Episode,
  { ordering }: PlannedHandler,
  { subject, seq }: LoggedEvent,
  open: ReadonlyMap<number, OpenRow>,
): boolean {
  return (
    ordering === 'subject' &&
    events.some((other) => other.subject === subject && other.seq < seq && open.has(other.seq))
  )
}

/** Within a subject effects come in the log's order, and none overtakes one that is still owed. */
function checkOrder(
  { events }: Episode,
  handler: PlannedHandler,
  effects: readonly number[],
  open: ReadonlyMap<number, OpenRow>,
): string[] {
  if (handler.ordering === 'none') return []
  const subjects = new Map(events.map(({ seq, subject }) => [seq, subject]))
  const newest = new Map<string, number>()
  const problems: string[] = []
  for (const seq of effects) {
    const subject = subjects.get(seq) ?? ''
    const before = newest.get(subject) ?? 0
    if (seq < before) problems.push(`${handler.name}: event ${seq} took effect after ${before}`)
    newest.set(subject, Math.max(before, seq))
  }
  for (const { seq } of open.values()) {
    const after = newest.get(subjects.get(seq) ?? '') ?? 0
    if (after > seq) problems.push(`${handler.name}: event ${after} overtook ${seq}, which is owed`)
  }
  return problems
}

/** Whoever is called again for an event is given the same key. */
function checkKeys({ events, calls }: Episode, { name }: PlannedHandler): string[] {
  const ids = new Map(events.map(({ seq, id }) => [seq, id]))
  return calls
    .filter(({ handler, seq, key }) => handler === name && key !== `${ids.get(seq)}:${name}`)
    .map(({ seq, key }) => `${name}: event ${seq} was called with the key ${key}`)
}

/** What handlers publish belongs to their effect: there once with it, and not without it. */
function checkCaused({ connection, events, seed }: Episode): string[] {
  const publishers = planHandlers(seed).filter(({ publishes }) => publishes)
  const effects = connection.prepare('SELECT handler, seq FROM effects').all() as {
    handler: string
    seq: number
  }[]
  const caused = new Map<string, number>()
  for (const { cause } of events) if (cause) caused.set(cause, (caused.get(cause) ?? 0) + 1)
  return events.flatMap(({ seq, id }) => {
    const should = effects.filter(
      (effect) => effect.seq === seq && publishers.some(({ name }) => name === effect.handler),
    ).length
    const is = caused.get(id) ?? 0
    return is === should ? [] : [`event ${seq} caused ${is} events instead of ${should}`]
  })
}
