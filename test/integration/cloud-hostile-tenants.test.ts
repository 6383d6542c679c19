import { beforeEach, expect, it } from 'vitest'
import { readUnsent } from '../../cloud/relay/relay-cursors.ts'
import type { DeadLetter } from '../../cloud/workers/dead-letters.ts'
import { placeOf } from '../../cloud/workers/find-event.ts'
import type { DatabaseWorker } from '../../cloud/workers/worker.ts'
import { newId } from '../../shared/ids.ts'
import { formatSequence, type SyncEvent } from '../../shared/sync-protocol.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { forgeEvent, type Forgery } from '../support/cloud/forge-events.ts'
import { storeAsBefore } from '../support/cloud/store-as-before.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { placesOf, WorkerDesk } from '../support/cloud/worker-desk.ts'

/** What no header, no routing key or no PostgreSQL holds. */
const unfit: [string, Forgery][] = [
  ['a NUL in its id', { id: 'a\0b' }],
  ['a new line in its id', { id: 'a\nwebhook-id: b' }],
  ['an id beyond ASCII', { id: '€' }],
  ['a NUL in its subject', { subject: 'appointment/a\0b' }],
  ['a NUL in its type', { type: 'appointment.\0' }],
  ['a type that is 600 bytes long', { type: '€'.repeat(200) }],
  ['a space in its type', { type: 'appointment. created' }],
  ['a NUL in its version', { metadata: { version: '1.0\0' } }],
  ['a NUL in its correlation', { metadata: { correlationId: 'a\0' } }],
]

onBothStorages('A hostile tenant beside an honest one', (lab: () => CloudLab) => {
  let hostile: TestLaptop
  let honest: TestLaptop
  let worker: DatabaseWorker

  beforeEach(async () => {
    hostile = await TestLaptop.open(lab())
    honest = await TestLaptop.open(lab())
    worker = {
      kind: 'database',
      name: `counting-${newId()}`,
      pattern: '*',
      maxAttempts: 3,
      backoff: { baseMs: 1_000, capMs: 60_000 },
      handle: async () => {},
    }
  })

  const deadLetters = async ({ tenant }: TestLaptop) =>
    (await lab().admin<DeadLetter[]>('GET', `tenants/${tenant}/dead-letters`)).body
  const resolve = async ({ tenant }: TestLaptop, { id }: DeadLetter, how: string, body?: object) =>
    (await lab().admin('POST', `tenants/${tenant}/dead-letters/${id}/${how}`, body)).status
  /** The hostile log, every event behind the first with another name that cannot be. */
  const forged = (): SyncEvent[] => {
    const [first, ...others] = hostile.events()
    let prevhash = first!.hash
    return [
      first!,
      ...unfit.map(([, forgery], index) => {
        const correlationid = forgery.metadata?.['correlationId'] ?? first!.correlationid
        const metadata = { correlationId: correlationid, ...forgery.metadata }
        const seq = index + 2
        const event = forgeEvent(others[index]!, { ...forgery, metadata, seq, prevhash })
        prevhash = event.hash
        return { ...event, correlationid: correlationid as string }
      }),
    ]
  }

  it('has an event whose name nothing can carry made a tombstone', async () => {
    const { status, body } = await hostile.push(forged())
    expect(status).toBe(200)
    expect(body.rejected.map(({ code }) => code)).toEqual(unfit.map(() => 'malformed'))
    expect((await hostile.stored()).slice(1).map(({ event }) => event)).toEqual(
      unfit.map(() => null),
    )
  })

  it('has such events passed over that an endpoint before this one stored', async () => {
    const [first, ...others] = forged()
    await hostile.push([first!])
    for (const event of others) await storeAsBefore(lab().server, hostile.tenant, event)
    await honest.push(honest.events())
    const places = await placesOf(lab(), hostile.tenant)
    const { logId, seq } = places[1]!
    const now = lab().clock.now
    // Where one waited for another try.
    await lab().server.run(
      `INSERT INTO event_delivery (worker, tenant_id, event_id, log_id, seq, subject, position,
         state, attempts, next_attempt_at) VALUES (?, ?, 'a', ?, ?, 'b/c', 1, 'retry', 3, ?)`,
      [worker.name, hostile.tenant, logId, seq, now],
    )
    const desk = await WorkerDesk.open(lab(), worker)
    // What names a correlation is never looked at: only there it is no use to have it passed over.
    expect(await desk.bring(hostile.tenant)).toEqual(['handled', 'handled'])
    expect(new Set(await desk.bring(honest.tenant))).toEqual(new Set(['handled']))
    expect(await desk.settle()).toEqual([])
    expect(
      await lab().server.all('SELECT 1 FROM event_delivery WHERE worker = ?', [worker.name]),
    ).toEqual([])
    expect(await deadLetters(hostile)).toEqual([])
    const log = { id: logId, sent: 0, head: places.length }
    const { events, through } = await readUnsent(lab().server, log, 200)
    expect(events.map(({ id }) => id)).toEqual([first!.id, others.at(-1)!.id])
    expect(through).toBe(places.length)
  })

  it('has only so many of its bytes sent at a time', async () => {
    await hostile.push(hostile.events().slice(0, 1))
    const large = forgeEvent(hostile.events()[1]!, { data: { note: 'x'.repeat(300_000) } })
    for (let count = 0; count < 6; count += 1) {
      await storeAsBefore(lab().server, hostile.tenant, large)
    }
    const { logId } = (await placesOf(lab(), hostile.tenant))[0]!
    const read = async (sent: number, most = 200) =>
      (await readUnsent(lab().server, { id: logId, sent, head: 7 }, most)).through
    expect([await read(0), await read(4), await read(6), await read(0, 1)]).toEqual([4, 7, 7, 1])
  })

  it('pays with a dead letter for what nobody foresaw, once', async () => {
    await hostile.push(hostile.events().slice(0, 1))
    // As a damaged page leaves it.
    await storeAsBefore(lab().server, hostile.tenant, '{"id":')
    await honest.push(honest.events())
    const desk = await WorkerDesk.open(lab(), worker)
    expect(await desk.bring(hostile.tenant)).toEqual(['handled', 'failed'])
    expect(await desk.bring(hostile.tenant)).toEqual(['repeated', 'repeated'])
    expect(new Set(await desk.bring(honest.tenant))).toEqual(new Set(['handled']))

    const [letter, ...others] = await deadLetters(hostile)
    expect(others).toEqual([])
    expect(letter).toMatchObject({ worker: worker.name, event_type: 'unreadable', attempts: 1 })
    expect(letter?.error).toMatch(/^SyntaxError: /)
    expect(await deadLetters(honest)).toEqual([])

    expect(await resolve(hostile, letter!, 'replay')).toBe(204)
    expect(await desk.settle()).toEqual(['failed'])
    const [again] = await deadLetters(hostile)
    expect(await resolve(hostile, again!, 'discard', { reason: 'A damaged page' })).toBe(204)
    expect(await desk.bring(hostile.tenant)).toEqual(['repeated', 'repeated'])
    expect(await deadLetters(hostile)).toEqual([])
  })

  it.each<[string, (connection: Parameters<DatabaseWorker['handle']>[1]) => Promise<unknown>]>([
    [
      'a value that cannot be stored',
      (db) => db.run('INSERT INTO figure_marks VALUES (?, ?, ?)', ['x', 'a\0b', 'neither']),
    ],
    ['words with a NUL', () => Promise.reject(new Error('a\0b'))],
    ['no error at all', () => Promise.reject(Object.create(null) as Error)],
    [
      'an error that throws when it is read',
      () =>
        Promise.reject(
          Object.defineProperty(new Error(''), 'message', {
            get: () => {
              throw new Error('not this')
            },
          }),
        ),
    ],
  ])('is told in its own dead letter of %s', async (_, fail) => {
    await hostile.push(hostile.events().slice(0, 1))
    await honest.push(honest.events())
    const failing = {
      ...worker,
      maxAttempts: 1,
      handle: async (
        event: { tenantId: string },
        connection: Parameters<DatabaseWorker['handle']>[1],
      ) => {
        if (event.tenantId === hostile.tenant) await fail(connection)
      },
    }
    const desk = await WorkerDesk.open(lab(), failing)
    expect(await desk.bring(hostile.tenant)).toEqual(['failed'])
    expect(new Set(await desk.bring(honest.tenant))).toEqual(new Set(['handled']))
    expect(await deadLetters(hostile)).toHaveLength(1)
  })

  it('is passed over where a message names a log that is nobody’s', async () => {
    await honest.push(honest.events())
    const desk = await WorkerDesk.open(lab(), worker)
    expect(await desk.take({ logId: newId(), seq: 1 })).toBe('foreign')
    expect(new Set(await desk.bring(honest.tenant))).toEqual(new Set(['handled']))
  })
})

it('No place is found in a message whose source is none', () => {
  const sources = ['log:\0', 'log:', 'device:1:2', `log:${'€'.repeat(50)}`]
  for (const source of sources) {
    const message = { source: `urn:fitflow:${source}`, sequence: formatSequence(1) }
    expect(placeOf(message)).toBeNull()
  }
})
