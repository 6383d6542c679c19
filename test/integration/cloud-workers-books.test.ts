import { beforeEach, describe, expect, it } from 'vitest'
import { Lease, LeaseLost } from '../../cloud/operations/lease.ts'
import { leaseOf, type DatabaseWorker } from '../../cloud/workers/worker.ts'
import type { DeadLetter } from '../../cloud/workers/dead-letters.ts'
import { newId } from '../../shared/ids.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { erasedSeq } from '../support/cloud/recorded-log.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { placesOf, WorkerDesk } from '../support/cloud/worker-desk.ts'

onBothStorages('A worker’s books', (lab: () => CloudLab) => {
  let laptop: TestLaptop
  /** The types that the worker cannot handle just now. */
  let broken: Set<string>
  let worker: DatabaseWorker

  beforeEach(async () => {
    laptop = await TestLaptop.open(lab())
    broken = new Set()
    // Its effect is a row like those of real workers; what it did stands there with its mark.
    worker = {
      kind: 'database',
      name: `counting-${newId()}`,
      pattern: '*',
      maxAttempts: 3,
      backoff: { baseMs: 1_000, capMs: 60_000 },
      handle: async (event, connection) => {
        const mark = [event.tenantId, `${worker.name} ${event.seq}`, 'group']
        await connection.run('INSERT INTO figure_marks VALUES (?, ?, ?)', mark)
        if (broken.has(event.type)) throw new TypeError(`No ${event.type} today`)
      },
    }
  })

  /** The numbers of the events that had their effect. */
  const effects = async () => {
    const rows = await lab().server.all<{ subject: string }>(
      'SELECT subject FROM figure_marks WHERE tenant_id = ?',
      [laptop.tenant],
    )
    return rows
      .filter(({ subject }) => subject.startsWith(worker.name))
      .map(({ subject }) => Number(subject.slice(worker.name.length)))
      .toSorted((a, b) => a - b)
  }
  const deadLetters = async () =>
    (await lab().admin<DeadLetter[]>('GET', `tenants/${laptop.tenant}/dead-letters`)).body
  const resolve = async (letter: DeadLetter, how: 'replay' | 'discard', body?: object) => {
    const path = `tenants/${laptop.tenant}/dead-letters/${letter.id}/${how}`
    return (await lab().admin('POST', path, body)).status
  }
  const allSeqs = () => laptop.events().map(({ sequence }) => Number(sequence))
  const seqsOf = (type: string) =>
    laptop
      .events()
      .filter((event) => event.type === type)
      .map(({ sequence }) => Number(sequence))

  it('gives every event its effect once, however often a broker brings it', async () => {
    await laptop.push(laptop.events())
    const desk = await WorkerDesk.open(lab(), worker)
    expect(new Set(await desk.bring(laptop.tenant))).toEqual(new Set(['handled']))
    expect(new Set(await desk.bring(laptop.tenant))).toEqual(new Set(['repeated']))
    expect(await effects()).toEqual(allSeqs())
  })

  it('counts an event once that stands in two epochs', async () => {
    await laptop.push(laptop.events())
    laptop.epoch = 'd'.repeat(32)
    await laptop.push(laptop.events())
    const desk = await WorkerDesk.open(lab(), worker)
    const outcomes = await desk.bring(laptop.tenant)
    expect(outcomes).toHaveLength(2 * laptop.events().length)
    expect(await effects()).toEqual(allSeqs())
  })

  it('takes an event once that comes twice at once', async () => {
    await laptop.push(laptop.events())
    const desk = await WorkerDesk.open(lab(), worker)
    const places = await placesOf(lab(), laptop.tenant)
    const twice = await Promise.all(
      places.flatMap((place) => [desk.take(place), desk.intake.takeAll([place, place])]),
    )
    const outcomes = twice.flat()
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(2 * places.length)
    await desk.settle()
    expect(await effects()).toEqual(allSeqs())
  })

  it('commits nothing for whoever lost its lease', async () => {
    await laptop.push(laptop.events())
    const desk = await WorkerDesk.open(lab(), worker)
    const other = new Lease(lab().server, leaseOf(worker.name))
    expect(await other.take()).toBe(false)
    await desk.lease.release()
    expect(await other.take()).toBe(true)
    await expect(desk.bring(laptop.tenant)).rejects.toThrow(LeaseLost)
    expect(await effects()).toEqual([])
  })

  it.each([
    ['of a process that is no more', 'place', () => lab().server],
    ['that nobody renewed', 'expires_at', () => lab().server],
  ])('gives on a lease %s', async (_, column, server) => {
    const name = newId()
    expect(await new Lease(server(), name).take()).toBe(true)
    const next = new Lease(server(), name)
    expect(await next.take()).toBe(false)
    const [row] = await server().all<{ place: string }>('SELECT place FROM leases WHERE name = ?', [
      name,
    ])
    // No process has a number as high.
    const value = column === 'place' ? row!.place.replace(/\d+$/, '99999999') : ''
    await server().run(`UPDATE leases SET ${column} = ? WHERE name = ?`, [value, name])
    expect(await next.take()).toBe(true)
  })

  it('parks a subject behind its failed event, and goes on with the others', async () => {
    await laptop.push(laptop.events())
    broken.add('settings.changed')
    const desk = await WorkerDesk.open(lab(), worker)
    const outcomes = await desk.bring(laptop.tenant)
    const failed = laptop.events().filter(({ type }) => type === 'settings.changed')
    const subjects = new Set(failed.map(({ subject }) => subject))
    const ofThem = laptop.events().filter(({ subject }) => subjects.has(subject))
    expect(ofThem.length).toBeGreaterThan(failed.length)
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(failed.length)
    expect(outcomes.filter((outcome) => outcome === 'parked')).toHaveLength(
      ofThem.length - failed.length,
    )
    expect(await effects()).toEqual(
      laptop
        .events()
        .filter(({ subject }) => !subjects.has(subject))
        .map(({ sequence }) => Number(sequence)),
    )
    // A broker that brings them again changes nothing of that.
    const again = await desk.bring(laptop.tenant)
    expect(new Set(again)).toEqual(new Set(['repeated']))

    broken.clear()
    lab().clock.advance({ minutes: 5 })
    await desk.settle()
    expect(await effects()).toEqual(allSeqs())
  })

  it('tries again after a rest, and gives up after its last attempt', async () => {
    await laptop.push(laptop.events())
    broken.add('settings.changed')
    const desk = await WorkerDesk.open(lab(), worker)
    await desk.bring(laptop.tenant)
    let attempts = 1
    while (attempts < 3) {
      expect(await deadLetters()).toEqual([])
      lab().clock.advance({ ms: 8_001 })
      attempts += (await desk.settle()).length
    }
    lab().clock.advance({ days: 1 })
    expect(await desk.settle()).toEqual([])
    const [letter, ...others] = await deadLetters()
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      worker: worker.name,
      event_type: 'settings.changed',
      attempts: 3,
      error: 'TypeError: No settings.changed today',
      waiting: laptop.events().filter(({ subject }) => subject === letter!.subject).length - 1,
    })
    expect(letter!.waiting).toBeGreaterThan(0)
  })

  describe('with a dead letter', () => {
    let desk: WorkerDesk
    let letter: DeadLetter
    beforeEach(async () => {
      await laptop.push(laptop.events())
      broken.add('settings.changed')
      desk = await WorkerDesk.open(lab(), { ...worker, maxAttempts: 1 })
      await desk.bring(laptop.tenant)
      ;[letter] = (await deadLetters()) as [DeadLetter]
    })

    it('replays it, and what waited behind it follows', async () => {
      expect(await desk.settle()).toEqual([])
      broken.clear()
      expect(await resolve(letter, 'replay')).toBe(204)
      expect(await deadLetters()).toEqual([])
      expect(await resolve(letter, 'replay')).toBe(404)
      await desk.settle()
      expect(await effects()).toEqual(allSeqs())
    })

    it('replays all of a worker at once', async () => {
      broken.clear()
      const path = `tenants/${laptop.tenant}/dead-letters/replay`
      const { body } = await lab().admin('POST', path, { worker: worker.name })
      expect(body).toEqual({ replayed: 1 })
      await desk.settle()
      expect(await effects()).toEqual(allSeqs())
      expect((await lab().admin('POST', path, { worker: worker.name })).body).toEqual({
        replayed: 0,
      })
    })

    it('is a dead letter again when it fails again', async () => {
      await resolve(letter, 'replay')
      expect(await desk.settle()).toEqual(['failed'])
      expect(await deadLetters()).toMatchObject([{ event_id: letter.event_id, attempts: 1 }])
    })

    it('discards it with a reason, and what waited behind it follows', async () => {
      expect(await resolve(letter, 'discard', {})).toBe(422)
      expect(await resolve(letter, 'discard', { reason: 'A test’s' })).toBe(204)
      await desk.settle()
      const settings = seqsOf('settings.changed')
      expect(await effects()).toEqual(allSeqs().filter((seq) => !settings.includes(seq)))
      // Brought once more, it stays discarded.
      broken.clear()
      expect(new Set(await desk.bring(laptop.tenant))).toEqual(new Set(['repeated']))
    })

    it('is another tenant’s to no one', async () => {
      const other = await TestLaptop.open(lab())
      const path = `tenants/${other.tenant}/dead-letters/${letter.id}/replay`
      expect((await lab().admin('POST', path)).status).toBe(404)
      expect(await deadLetters()).toHaveLength(1)
    })
  })

  it('makes nothing of an event whose data was erased, and goes on behind it', async () => {
    broken.add(laptop.events()[erasedSeq - 1]!.type)
    await laptop.push(laptop.events())
    const desk = await WorkerDesk.open(lab(), worker)
    await desk.bring(laptop.tenant)
    broken.clear()
    await laptop.push(laptop.eventsAfterErasure().slice(-1))
    lab().clock.advance({ minutes: 5 })
    await desk.settle()
    expect(await effects()).not.toContain(erasedSeq)
    const [open] = await lab().server.all<{ count: number }>(
      'SELECT count(*) AS count FROM event_delivery WHERE worker = ?',
      [worker.name],
    )
    expect(open?.count).toBe(0)
  })

  it('takes from a message where the event stands, and nothing else', async () => {
    const events = laptop.events().with(1, { ...laptop.events()[1]!, datahash: 'a'.repeat(64) })
    await laptop.push(events)
    const desk = await WorkerDesk.open(lab(), worker)
    const { logId } = (await placesOf(lab(), laptop.tenant))[0]!
    // Of another endpoint, or of nobody.
    expect(await desk.take({ logId: newId(), seq: 1 })).toBe('foreign')
    expect(await desk.take({ logId, seq: 9_999 })).toBe('unknown')
    // A tombstone.
    expect(await desk.take({ logId, seq: 2 })).toBe('unknown')
    expect(await effects()).toEqual([])
  })
})
