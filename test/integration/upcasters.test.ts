import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ZodError } from 'zod'
import { upcast, type EventDeclaration } from '../../shared/events/declare-event.ts'
import { eventTypes, type EventType } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { HandledEvents, openDeliveries, publishClient } from '../support/handled-events.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { writeOldEvents } from '../support/write-old-events.ts'

/** An event as an earlier FitFlow logged it, and what it must read as for ever. */
interface GoldenEvent {
  readonly type: EventType
  readonly version: string
  readonly logged: Readonly<Record<string, unknown>>
  readonly reads: Readonly<Record<string, unknown>>
  readonly unreadable: readonly Readonly<Record<string, unknown>>[]
}

const ofSettings = ({ type }: GoldenEvent) => type === 'settings.changed'
const folder = join(import.meta.dirname, '../fixtures/events')
const golden = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as GoldenEvent,
)

describe('an event of an older version', () => {
  it('has a golden fixture for each version there ever was', () => {
    const declarations: [string, EventDeclaration][] = Object.entries(eventTypes)
    const versions = declarations.flatMap(([type, { older }]) =>
      older.map(({ version }) => `${type} ${version}`),
    )
    expect(golden.map(({ type, version }) => `${type} ${version}`).toSorted()).toEqual(
      versions.toSorted(),
    )
  })

  it.each(golden)('$type $version reads as today’s version', ({ type, version, logged, reads }) => {
    expect(upcast(eventTypes[type], version, logged)).toEqual(reads)
  })

  it.each(golden)('$type $version with bad data does not read', (event) => {
    for (const data of event.unreadable) {
      expect(() => upcast(eventTypes[event.type], event.version, data)).toThrow(ZodError)
    }
  })

  it('does not read when nobody ever declared its version', () => {
    const { reads } = golden.find(ofSettings)!
    expect(() => upcast(eventTypes['settings.changed'], '0.9', reads)).toThrow('0.9')
  })

  it('reaches its handler as today’s version, out of the log of an old studio', () => {
    const studio = openTestStudio()
    const { logged, reads } = golden.find(ofSettings)!
    const received: unknown[] = []
    studio.app.bus.on('settings.changed', ({ data }) => void received.push(data), {
      name: 'terms',
      tier: 'after_commit',
    })
    writeOldEvents(studio.app, '1.0', [logged])
    studio.deliver()
    expect(received).toEqual([reads])
  })

  it('fails only its handler when its data is bad, and only for that event', () => {
    const studio = openTestStudio()
    const handled = new HandledEvents(studio)
    for (const pattern of ['settings.changed', 'client.*'] as const) {
      studio.app.bus.on(pattern, handled.by(pattern), { name: pattern, tier: 'after_commit' })
    }
    const { logged, unreadable } = golden.find(ofSettings)!
    const bad = { ...unreadable[0], studioId: newId() }
    const client = publishClient(studio)
    const [badSeq, goodSeq] = writeOldEvents(studio.app, '1.0', [bad, logged])
    studio.deliver()
    expect(handled.of('settings.changed')).toEqual([goodSeq])
    expect(handled.of('client.*')).toEqual([client])
    expect(openDeliveries(studio)).toMatchObject([{ seq: badSeq, state: 'retry' }])
    const [failure] = studio.app.monitor.getFailedEvents()
    expect(failure).toMatchObject({ subscription: 'settings.changed', seq: badSeq })
    expect(failure?.error).toContain('timeZone')
  })
})

describe('publishing', () => {
  const clientId = newId()

  it.each([
    {
      what: 'a type nobody declared',
      type: 'client.vanished',
      data: { clientId },
      says: 'not declared',
    },
    { what: 'a field too few', type: 'client.registered', data: {}, says: 'clientId' },
    {
      what: 'a field too many',
      type: 'client.registered',
      data: { clientId, name: 'Cleo' },
      says: 'name',
    },
    {
      what: 'an id that is none',
      type: 'client.registered',
      data: { clientId: 'cleo' },
      says: 'clientId',
    },
  ])('throws for $what, and nothing is logged', ({ type, data, says }) => {
    const studio = openTestStudio()
    const before = studio.dump()
    expect(() => studio.app.bus.publish(type as never, data as never)).toThrow(says)
    expect(studio.dump()).toBe(before)
  })
})
