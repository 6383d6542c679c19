import { beforeEach, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { formatSequence, zeroHash } from '../../shared/sync-protocol.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { forgeEvent, forgeHistory } from '../support/cloud/forge-events.ts'
import { erasedSeq } from '../support/cloud/recorded-log.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'

onBothStorages('Pushing a log', (lab: () => CloudLab) => {
  let laptop: TestLaptop
  beforeEach(async () => {
    laptop = await TestLaptop.open(lab())
  })

  const seqsOf = async () => (await laptop.stored()).map(({ seq }) => seq)

  it('tells a new laptop that nothing is known, and what it may send', async () => {
    const { status, body } = await laptop.state()
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted_seq: 0, accepted_hash: zeroHash, other_epochs: [] })
    expect(body).toMatchObject({
      max_events: 1_000,
      max_bytes: 4_194_304,
      max_event_bytes: 262_144,
    })
    expect(body.server_time).toBe(lab().clock.now)
  })

  it('keeps every event as it was sent, and says up to where', async () => {
    const events = laptop.events()
    const { status, body } = await laptop.push(events)

    const last = events.at(-1)!
    expect(status).toBe(200)
    expect(body).toMatchObject({
      accepted_through: events.length,
      head_hash: last.hash,
      rejected: [],
    })
    expect((await laptop.stored()).map(({ event }) => event)).toEqual(events)
    const state = await laptop.state()
    expect(state.body).toMatchObject({ accepted_seq: events.length, accepted_hash: last.hash })
  })

  it('goes on behind what it has', async () => {
    const events = laptop.events()
    await laptop.push(events.slice(0, 5))
    const { body } = await laptop.push(events.slice(5))
    expect(body.accepted_through).toBe(events.length)
    expect(await seqsOf()).toEqual(events.map(({ sequence }) => Number(sequence)))
  })

  it('takes a batch that is not packed', async () => {
    const { status } = await laptop.push(laptop.events(), { plain: true })
    expect(status).toBe(200)
  })

  it('answers the same batch the same way, whatever came since, and stores it once', async () => {
    const events = laptop.events()
    const first = await laptop.push(events.slice(0, 4))
    await laptop.push(events.slice(4))
    lab().clock.advance({ minutes: 1 })
    const again = await laptop.push(events.slice(0, 4))
    expect({ ...again.body, server_time: '' }).toEqual({ ...first.body, server_time: '' })
    expect(await seqsOf()).toHaveLength(events.length)
    const state = await laptop.state()
    expect(state.body.accepted_seq).toBe(events.length)
  })

  it('stores only what is new of a batch that overlaps', async () => {
    const events = laptop.events()
    await laptop.push(events.slice(0, 6))
    const { body } = await laptop.push(events.slice(3))
    expect(body.accepted_through).toBe(events.length)
    expect(await seqsOf()).toHaveLength(events.length)
  })

  it('says from where to send when events are missing', async () => {
    const events = laptop.events()
    await laptop.push(events.slice(0, 3))
    const { status, body } = await laptop.push(events.slice(5))
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'gap', expected: 4 })
    expect(await seqsOf()).toEqual([1, 2, 3])
  })

  it('begins at the first event, not in the middle of a log it never saw', async () => {
    const { status, body } = await laptop.push(laptop.events().slice(3))
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'gap', expected: 1 })
    expect(await laptop.stored()).toEqual([])
  })

  it('takes a batch up to where it stops being one chain', async () => {
    const events = laptop.events()
    const torn = [...events.slice(0, 4), ...events.slice(6)]
    const { status, body } = await laptop.push(torn)
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted_through: 4, head_hash: events[3]!.hash })
    expect(await seqsOf()).toEqual([1, 2, 3, 4])
  })

  it('takes concurrent pushes of one device one after the other', async () => {
    const events = laptop.events()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => laptop.push(events.slice(0, events.length - index))),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(answers.map(({ body }) => body.accepted_through)).toEqual(
      answers.map((_, index) => events.length - index),
    )
    expect(await seqsOf()).toHaveLength(events.length)
  })

  it('stores types, versions and attributes that it does not know as they are', async () => {
    const [first, second] = laptop.events()
    const forged = forgeEvent(second!, {
      type: 'sauna.heated',
      data: { saunaId: newId(), celsius: 90, deep: { list: [1, 'two', null] } },
      metadata: { version: '7.3', newKey: { of: 'tomorrow' } },
    })
    const unknown = { ...forged, tomorrow: 'an attribute' }
    const { status, body } = await laptop.push([first!, unknown])
    expect(status).toBe(200)
    expect(body.rejected).toEqual([])
    expect((await laptop.stored())[1]!.event).toEqual(unknown)
  })

  it.each([
    ['hash_mismatch', { subjectseq: 999 }],
    ['hash_mismatch', { time: '2026-03-02T06:59:59.000Z' }],
    ['hash_mismatch', { id: newId() }],
    ['data_mismatch', { data: { changed: true } }],
    ['data_mismatch', { datasalt: '0'.repeat(32) }],
    ['attribute_mismatch', { correlationid: newId() }],
    ['attribute_mismatch', { causationid: newId() }],
    ['attribute_mismatch', { dataschema: 'urn:fitflow:event:payment.completed:9' }],
    ['malformed', { time: 'yesterday' }],
    ['malformed', { specversion: '0.3' }],
    ['malformed', { subject: 'nothing' }],
    ['malformed', { datasalt: undefined }],
    ['malformed', { metadata: '{ "tenantId": "x" }' }],
    ['malformed', { metadata: '[]' }],
    ['malformed', { data: 'text' }],
    ['chain_broken', { prevhash: 'f'.repeat(64) }],
    ['too_large', { extra: 'x'.repeat(300_000) }],
  ])('makes a tombstone of an event with %s (%#), and goes on behind it', async (code, spoil) => {
    const events: object[] = laptop.events()
    const spoiled = events.with(3, { ...events[3], ...spoil })
    const { status, body } = await laptop.push(spoiled)
    expect(status).toBe(200)
    expect(body.accepted_through).toBe(events.length)
    expect(body.rejected).toMatchObject([{ sequence: formatSequence(4), code }])

    const stored = await laptop.stored()
    expect(stored[3]).toMatchObject({ event: null, rejected: { code } })
    expect(stored.filter(({ event }) => event === null)).toHaveLength(1)
    // Sent again, even mended, it gets the answer it got.
    const again = await laptop.push(events)
    expect(again.body.rejected).toEqual(body.rejected)
  })

  it('takes an erased event by the hash of what it was', async () => {
    const events = laptop.eventsAfterErasure()
    expect(events[erasedSeq - 1]).not.toHaveProperty('data')
    const { body } = await laptop.push(events)
    expect(body).toMatchObject({ accepted_through: events.length, rejected: [] })
    expect((await laptop.stored()).map(({ event }) => event)).toEqual(events)
  })

  it('erases what a later event says is erased', async () => {
    await laptop.push(laptop.events())
    const all = laptop.eventsAfterErasure()
    await laptop.push(all.slice(-1))
    expect((await laptop.stored()).map(({ event }) => event)).toEqual(all)
    // Whoever kept the old batch cannot bring the data back.
    await laptop.push(laptop.events())
    expect((await laptop.stored())[erasedSeq - 1]!.event).not.toHaveProperty('data')
  })

  it('refuses a copied laptop’s history, stores nothing of it, and tells the admin', async () => {
    const events = laptop.events()
    await laptop.push(events)
    const copy = forgeHistory(events[3]!, events.slice(4))
    const { status, body } = await laptop.push(copy)
    expect(status).toBe(409)
    expect(body).toMatchObject({ code: 'fork', seq: 5 })
    // It tries again, from where it believes to be.
    const further = forgeEvent(events.at(-1)!, {
      seq: events.length + 1,
      prevhash: copy.at(-1)!.hash,
    })
    const later = await laptop.push([further])
    expect(later.body).toMatchObject({ code: 'fork', seq: events.length })

    expect((await laptop.stored()).map(({ event }) => event)).toEqual(events)
    const forks = await lab().admin<unknown[]>('GET', `tenants/${laptop.tenant}/forks`)
    expect(forks.body).toMatchObject([
      {
        device: laptop.deviceId,
        epoch: laptop.epoch,
        seq: 5,
        known_hash: events[4]!.hash,
        claimed_hash: copy[0]!.hash,
        times: 2,
      },
    ])
  })

  it('goes on in a new epoch from an event of the one before, as after a restored backup', async () => {
    const before = laptop.events()
    await laptop.push(before)
    const old = laptop.epoch
    laptop.epoch = 'e'.repeat(32)
    const state = await laptop.state()
    expect(state.body).toMatchObject({
      accepted_seq: 0,
      other_epochs: [{ epoch: old, accepted_seq: before.length }],
    })
    // The backup held five events; what happened since is another history.
    const base = laptop.events()[4]!
    const since = forgeHistory(base, laptop.events().slice(5))
    const { status, body } = await laptop.push(since)
    expect(status).toBe(200)
    expect(body.accepted_through).toBe(before.length)

    expect((await laptop.stored()).map(({ event }) => event)).toEqual(since)
    expect(await laptop.stored(old)).toHaveLength(before.length)
    const logs = await lab().admin<unknown[]>('GET', `tenants/${laptop.tenant}/logs`)
    expect(logs.body).toMatchObject([
      { epoch: old, previous_epoch: null, base_seq: 0, head_seq: before.length },
      { epoch: laptop.epoch, previous_epoch: old, base_seq: 5, head_seq: before.length },
    ])
  })

  it('takes a new epoch from its first event on, too', async () => {
    await laptop.push(laptop.events())
    laptop.epoch = 'd'.repeat(32)
    const { status } = await laptop.push(laptop.events())
    expect(status).toBe(200)
    expect(await laptop.stored()).toHaveLength(laptop.events().length)
  })

  it('erases in the epoch before what the new one says is erased', async () => {
    const before = laptop.events()
    await laptop.push(before)
    const old = laptop.epoch
    laptop.epoch = 'c'.repeat(32)
    await laptop.push(laptop.eventsAfterErasure().slice(-1))
    expect((await laptop.stored(old))[erasedSeq - 1]!.event).not.toHaveProperty('data')
    expect((await laptop.stored(old))[erasedSeq]!.event).toHaveProperty('data')
  })

  it('witnesses every head, so that a log whose tail was cut is found', async () => {
    const events = laptop.events()
    await laptop.push(events.slice(0, 6))
    const seenAt = lab().clock.now
    lab().clock.advance({ minutes: 5 })
    await laptop.push(events.slice(6))

    const logs = await lab().admin<unknown[]>('GET', `tenants/${laptop.tenant}/logs`)
    const last = events.at(-1)!
    expect(logs.body).toMatchObject([
      {
        head_seq: events.length,
        head_hash: last.hash,
        witnessed_at: lab().clock.now,
        witness: `${events.length}:${last.hash}`,
      },
    ])
    const path = `tenants/${laptop.tenant}/devices/${laptop.deviceId}/logs/${laptop.epoch}/witness/6`
    const witness = await lab().admin('GET', path)
    expect(witness.body).toMatchObject({ hash: events[5]!.hash, witnessed_at: seenAt })
  })

  it('notes how far a laptop’s clock is off, and flags more than five minutes', async () => {
    const ahead = new Date(lab().clock.read() + 301_000).toISOString()
    await laptop.push(laptop.events(), { headers: { 'FitFlow-Time': ahead } })
    const devices = await lab().admin<unknown[]>('GET', `tenants/${laptop.tenant}/devices`)
    expect(devices.body).toMatchObject([
      { device: laptop.deviceId, clock_offset_ms: 301_000, clock_is_off: true },
    ])
  })
})
