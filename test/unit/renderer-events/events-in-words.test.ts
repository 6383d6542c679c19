import { describe, expect, it } from 'vitest'
import { causeTree, countFollowed } from '../../../renderer/features/events/cause-tree.ts'
import { countDead } from '../../../renderer/features/events/count-dead.ts'
import {
  inputOf,
  isFiltering,
  noFilter,
  shortId,
  typeChoices,
} from '../../../renderer/features/events/log-filter.ts'
import { matchPeople } from '../../../renderer/features/events/match-people.ts'
import { nameHandler } from '../../../renderer/features/events/name-handler.ts'
import { sayJob } from '../../../renderer/features/events/say-job.ts'
import { saySpan } from '../../../renderer/features/events/say-span.ts'
import { sayWait } from '../../../renderer/features/events/say-wait.ts'
import { statusOf } from '../../../renderer/features/events/status-of.ts'
import { tellEvent } from '../../../renderer/features/events/tell-event.ts'
import type { ActivityEntry } from '../../../shared/activity.ts'
import type { FailedEvent, LogJob } from '../../../shared/event-monitor.ts'
import { eventTypes } from '../../../shared/events/index.ts'
import { instantSchema, localDateTimeSchema } from '../../../shared/time.ts'

const noon = instantSchema.parse('2026-11-23T12:00:00.000Z')

function entry(id: string, part: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    seq: 1,
    id,
    type: 'payment.completed',
    at: noon,
    localTime: localDateTimeSchema.parse('2026-11-23T13:00'),
    actorName: null,
    clientName: 'Cleo Client',
    trainerName: null,
    serviceName: 'Pilates',
    staffName: null,
    appointmentId: null,
    isGroup: false,
    data: { method: 'cash' },
    correlationId: 'request-1',
    hash: '0'.repeat(64),
    ...part,
  }
}

describe('what a request caused', () => {
  const related = [
    { entry: entry('paid'), causationId: null },
    { entry: entry('earned'), causationId: 'paid' },
    { entry: entry('booked'), causationId: null },
    { entry: entry('told'), causationId: 'earned' },
  ]
  const tree = causeTree(related)

  it('stands under what caused it, and the rest beside', () => {
    expect(tree.map((node) => node.entry.id)).toEqual(['paid', 'booked'])
    expect(tree[0]?.effects.map((node) => node.entry.id)).toEqual(['earned'])
    expect(tree[0]?.effects[0]?.effects.map((node) => node.entry.id)).toEqual(['told'])
  })

  it('is counted over all steps', () => {
    expect(countFollowed(tree, 'paid')).toBe(2)
    expect(countFollowed(tree, 'earned')).toBe(1)
    expect(countFollowed(tree, 'told')).toBe(0)
    expect(countFollowed(tree, 'booked')).toBe(0)
  })

  it('is a root when its cause is in an archive by now', () => {
    const [node] = causeTree([{ entry: entry('earned'), causationId: 'archived' }])
    expect(node?.entry.id).toBe('earned')
  })
})

describe('the log’s filter', () => {
  it('offers every declared type once, under its family', () => {
    const choices = typeChoices()
    const singles = choices.filter(({ isFamily }) => !isFamily).map(({ value }) => value)
    expect(singles.toSorted()).toEqual(Object.keys(eventTypes).toSorted())
    expect(choices[0]).toEqual({ value: 'appointment.*', label: 'Bookings', isFamily: true })
    const families = choices.filter(({ isFamily }) => isFamily).map(({ value }) => value)
    expect(families.length).toBeGreaterThan(5)
    for (const family of families) {
      expect(singles.some((type) => type.startsWith(family.slice(0, -1)))).toBe(true)
    }
  })

  it('asks for nothing when nothing is set', () => {
    expect(isFiltering(noFilter)).toBe(false)
    expect(inputOf(noFilter)).toEqual({
      type: null,
      personId: null,
      subject: null,
      correlationId: null,
    })
  })

  it('sends a person as an id', () => {
    const filter = { ...noFilter, person: { id: 'p1', name: 'Ana Ruiz' } }
    expect(isFiltering(filter)).toBe(true)
    expect(inputOf(filter).personId).toBe('p1')
  })

  it('shows the end of an id: neighbours share the beginning', () => {
    expect(shortId('01a20801-3240-7184-ab18-de21d2c221de')).toBe('d2c221de')
  })
})

describe('the person field', () => {
  const everyone = {
    staff: [
      { id: 's1', name: 'Jonas Böhm', role: 'trainer', trainerId: 't1' },
      { id: 's2', name: 'Leila Haddad', role: 'front_desk', trainerId: null },
    ],
    trainers: [{ id: 't1', name: 'Jonas Böhm', hue: 1 }],
    clients: [{ id: 'c1', name: 'Bohdan K', phone: '+49 1', email: null }],
  } as const

  it('finds without accents, and tells who signs in from who is booked', () => {
    expect(matchPeople('bohm', everyone).map(({ id, role }) => [id, role])).toEqual([
      ['s1', 'Trainer, signed in'],
      ['t1', 'Trainer, in the book'],
      ['c1', 'Client, +49 1'],
    ])
  })

  it('wants every word', () => {
    expect(matchPeople('jonas haddad', { ...everyone, clients: [] })).toEqual([])
  })
})

describe('failures in words', () => {
  const retry = { state: 'retry', nextAttemptAt: noon, blockedBySeq: null } as const
  const at = (seconds: number) => Date.parse(noon) - seconds * 1_000

  it('count down to the next attempt', () => {
    expect(sayWait(retry, 'running', at(75))).toBe('Next attempt in 1 min 15 s')
    expect(sayWait(retry, 'running', at(0))).toBe('Next attempt now')
    expect(sayWait(retry, 'running', at(-60))).toBe('Next attempt now')
    expect(sayWait({ ...retry, state: 'running' }, 'running', at(0))).toBe('Being tried now')
  })

  it('say when nothing can happen', () => {
    expect(sayWait(retry, 'paused', at(75))).toBe('Waits until its handler is resumed')
    expect(sayWait(retry, 'orphaned', at(75))).toBe('Waits until its handler is back')
    const parked = { state: 'parked', nextAttemptAt: null, blockedBySeq: 12 } as const
    expect(sayWait(parked, 'paused', at(0))).toBe('Behind #12')
  })

  it('count only what waits for a person', () => {
    const failures = ['dead', 'retry', 'dead', 'parked'].map((state) => ({ state }) as FailedEvent)
    expect(countDead(failures)).toBe(2)
    expect(countDead(undefined)).toBe(0)
  })

  it('know a handler’s state by its name', () => {
    expect(statusOf(undefined, 'mail')).toBe('running')
  })

  it('name a handler that has no words yet', () => {
    expect(nameHandler('trainer-calendar')).toBe('Trainers’ calendars')
    expect(nameHandler('loyalty-points')).toBe('Loyalty points')
  })
})

describe('spans', () => {
  it.each([
    [-5, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [3_725, '1 h 2 min'],
    [90_000, '1 d 1 h'],
    [172_800, '2 d'],
  ])('%d seconds are %s', (seconds, said) => {
    expect(saySpan(seconds)).toBe(said)
  })
})

describe('an event of another version', () => {
  it('is named by its type instead of breaking the list', () => {
    const strange = entry('e1', { type: 'robot.greeted' as ActivityEntry['type'] })
    expect(tellEvent(strange, 'UTC')).toBe('“robot.greeted”, from another version of FitFlow')
    expect(tellEvent(entry('e2'), 'UTC')).toBe('Cleo Client paid for Pilates by cash')
  })
})

describe('how a walk along the log ended', () => {
  const job: LogJob = {
    kind: 'verify',
    projection: null,
    phase: 'reading',
    state: 'done',
    done: 5,
    total: 5,
    startedAt: noon,
    outcome: { kind: 'verified', valid: true, events: 1_700, headHash: 'ab' },
    problem: null,
  }

  it('tells good from bad, and names the first bad event', () => {
    expect(sayJob(job)).toMatchObject({ tone: 'good', title: 'The log is untouched' })
    expect(sayJob(job).lines[0]).toContain('All 1,700 events')
    const outcome = {
      kind: 'verified',
      valid: false,
      seq: 7,
      eventId: null,
      problem: 'hash differs',
    } as const
    expect(sayJob({ ...job, outcome })).toMatchObject({ tone: 'bad' })
    expect(sayJob({ ...job, outcome }).lines.join(' ')).toContain('Event #7')
  })

  it('says what a rebuild put right', () => {
    const rebuild = { ...job, kind: 'rebuild', projection: 'analytics' } as const
    const outcome = { kind: 'rebuilt', events: 10, changedRows: 0 } as const
    expect(sayJob({ ...rebuild, outcome }).lines).toEqual([
      '10 events were read. Every row was right already.',
    ])
    expect(sayJob({ ...rebuild, outcome: { ...outcome, changedRows: 1 } }).lines).toEqual([
      '10 events were read, and 1 row was put right.',
    ])
  })

  it('a cancelled or broken one is never good', () => {
    expect(sayJob({ ...job, state: 'cancelled', outcome: null }).tone).toBe('plain')
    const broken = { ...job, state: 'failed', outcome: null, problem: 'disk full' } as const
    expect(sayJob(broken)).toMatchObject({ tone: 'bad', lines: ['disk full'] })
  })
})
