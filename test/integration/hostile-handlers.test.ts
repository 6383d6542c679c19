import { beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../main/db/unit-of-work.ts'
import { HandledEvents, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'

let studio: TestStudio
let handled: HandledEvents

beforeEach(() => {
  studio = openTestStudio()
  handled = new HandledEvents(studio)
})

const throwing = (property: string) =>
  Object.defineProperty(new Error('is not read'), property, {
    get: () => {
      throw new Error('nor is this')
    },
  })

/** What nobody foresees that somebody throws. */
const thrown: [string, unknown][] = [
  ['an object without a prototype', Object.create(null)],
  ['nothing', undefined],
  ['null', null],
  ['a symbol', Symbol('a')],
  ['a function', () => 'a'],
  ['an error whose message throws', throwing('message')],
  ['an error whose name throws', throwing('name')],
  ['an error whose stack throws', throwing('stack')],
  ['an error whose code throws', throwing('code')],
  ['an error without a message', Object.assign(new Error('a'), { message: undefined })],
  ['an error with half a character and a NUL', new Error('\ud800\0')],
  ['an error of ten million letters', new Error('a'.repeat(10_000_000))],
  ['an object that is no text', { toString: () => ({}) }],
  [
    'a proxy that throws at every touch',
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('a')
        },
        getPrototypeOf: () => {
          throw new Error('b')
        },
      },
    ),
  ],
]

/** What takes the transaction from under those who share it. */
const statements = [
  'COMMIT',
  ' /* a */ END TRANSACTION;',
  'SELECT 1; COMMIT',
  'COMMIT; BEGIN',
  'ROLLBACK',
  'ROLLBACK; BEGIN',
  'RELEASE handler',
  'RELEASE slice',
  'ROLLBACK TO slice',
  'SAVEPOINT handler',
  `INSERT OR ROLLBACK INTO event_log_head SELECT * FROM event_log_head`,
]

const failures = (name: string) =>
  studio.app.monitor.getFailedEvents().filter(({ subscription }) => subscription === name)
const dead = (name: string) => failures(name).filter(({ deadLetter }) => deadLetter !== null)

describe.each(['after_commit', 'inline'] as const)('Handlers that are called %s', (tier) => {
  const options = { tier, maxAttempts: 1 } as const
  /** Subscribes one after the other, all of them between two that do what they should. */
  const subscribe = (hostile: readonly [name: string, act: (tx: Tx) => void][]) => {
    const { bus } = studio.app
    bus.on('client.*', handled.by('before'), { name: 'before', ...options })
    for (const [name, act] of hostile) {
      const write = handled.by(name)
      const handler: typeof write = (event, tx) => {
        write(event, tx)
        act(tx)
      }
      bus.on('client.*', handler, { name, ...options })
    }
    bus.on('client.*', handled.by('after'), { name: 'after', ...options })
  }

  it('and throw whatever cannot be foreseen cost nobody else anything', () => {
    const cannot = (value: unknown) => () => {
      throw value
    }
    subscribe(thrown.map(([name, value]) => [name, cannot(value)]))
    const seqs = [publishClient(studio), publishClient(studio)]
    studio.deliver()
    expect(handled.of('before')).toEqual(seqs)
    expect(handled.of('after')).toEqual(seqs)
    for (const [name] of thrown) {
      expect(handled.of(name)).toEqual([])
      expect(dead(name)).toHaveLength(2)
      for (const { error } of dead(name)) {
        expect(error).toMatch(/^[^\0]{1,2200}$/s)
        expect(error!.isWellFormed()).toBe(true)
      }
    }
  })

  it('and end the transaction that they are in cost nobody else anything', () => {
    // Of an inline one, what rolls everything back is the command's own failure.
    const all = statements.filter((text) => tier === 'after_commit' || /COMMIT|END/.test(text))
    subscribe(all.map((text) => [text, (tx) => tx.database.exec(text)]))
    const seqs = [publishClient(studio), publishClient(studio), publishClient(studio)]
    studio.deliver()
    expect(handled.of('before')).toEqual(seqs)
    expect(handled.of('after')).toEqual(seqs)
    expect(studio.app.database.inTransaction).toBe(false)
    for (const text of all) {
      const done = handled.of(text)
      expect(done).toEqual([...new Set(done)])
      expect([text, done.length + dead(text).length]).toEqual([text, 3])
    }
    // Only what takes back its own doing cannot be told from having done nothing.
    const ended = all.filter((text) => !/^(?:ROLLBACK TO|SAVEPOINT)/.test(text))
    expect(ended.flatMap((text) => handled.of(text))).toEqual([])
  })
})

describe('Handlers with effects outside', () => {
  it('cost nobody else anything, whatever they do', async () => {
    const { bus, database, delivery } = studio.app
    const hostile: [string, () => Promise<void>][] = [
      ...thrown.map(([name, value]): [string, () => Promise<void>] => [
        name,
        () => Promise.reject(value),
      ]),
      ['leaves a transaction open', () => Promise.resolve(database.exec('BEGIN IMMEDIATE'))],
      ['answers with what is no promise', () => throwing('then') as never],
    ]
    for (const [name, handler] of hostile)
      bus.onOutside('client.*', handler, { name, maxAttempts: 1 })
    const told: number[] = []
    const tell = (event: { readonly seq: number }) => Promise.resolve(void told.push(event.seq))
    bus.onOutside('client.*', tell, { name: 'other' })
    const seqs = [publishClient(studio), publishClient(studio)]
    // Whoever finds a transaction open tries again at the next poll.
    for (let poll = 0; poll < 3; poll += 1) await delivery.drain()
    expect(told).toEqual(seqs)
    for (const [name] of hostile) expect([name, dead(name).length]).toEqual([name, 2])
    expect(database.inTransaction).toBe(false)
  })
})
