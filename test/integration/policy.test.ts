import { beforeEach, describe, expect, it } from 'vitest'
import type { Policy } from '../../shared/policy.ts'
import { instantFrom, type LocalDate } from '../../shared/time.ts'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const day = (text: string) => text as LocalDate
const current = (date?: string) =>
  valueOf(studio.call('policy.current', date === undefined ? {} : { date: day(date) }))
const save = (effectiveFrom: string, change: Partial<Policy>) =>
  studio.command('policy.save', {
    effectiveFrom: day(effectiveFrom),
    policy: { ...current(effectiveFrom).policy, ...change },
  })
const versions = () =>
  valueOf(studio.call('policy.versions', {})).map(({ effectiveFrom, state, policy }) => [
    effectiveFrom,
    state,
    policy.noShowGraceMinutes,
  ])

describe('a new policy', () => {
  it.each([
    { from: '2026-03-01', code: 'policy_in_the_past' },
    { from: '2026-03-02', code: 'ok' },
    { from: '2026-03-03', code: 'ok' },
  ])('from $from, on 2 March: $code', ({ from, code }) => {
    expect(outcomeOf(save(from, { noShowGraceMinutes: 20 }))).toBe(code)
  })

  it('that changes nothing is refused', () => {
    expect(outcomeOf(save('2026-03-05', {}))).toBe('policy_unchanged')
  })

  it.each([
    { rule: 'less than nothing', change: { noShowGraceMinutes: -1 } },
    { rule: 'more than all of the price', change: { lateCancelFeeBasisPoints: 10_001 } },
    { rule: 'half a minute', change: { autoLockMinutes: 1.5 } },
    { rule: 'never locking', change: { autoLockMinutes: 0 } },
  ])('with $rule is no policy', ({ change }) => {
    expect(outcomeOf(save('2026-03-05', change))).toBe('invalid_input')
  })

  it('is an event with the whole of it, and can be taken back', () => {
    const { undo } = valueOf(save('2026-03-02', { noShowGraceMinutes: 20 }))
    const { data, metadata } = studio.events('policy.changed').at(-1)!
    expect(data).toMatchObject({ effectiveFrom: '2026-03-02', policy: { noShowGraceMinutes: 20 } })
    expect(metadata.userId).toBe(studio.people.staff.manager.id)
    valueOf(studio.undo(undo))
    expect(current().policy.noShowGraceMinutes).toBe(15)
  })

  it('never changes what was booked before, and counts for what is booked from now on', () => {
    const before = bookSession(studio, '2026-03-04T09:00')
    const terms = () =>
      studio.rows(
        'SELECT late_window_minutes, no_show_grace_minutes FROM appointments WHERE id = ?',
        before,
      )
    const agreed = terms()
    studio.at('2026-03-03T08:00')
    valueOf(save('2026-03-03', { lateCancelWindowMinutes: 60, noShowGraceMinutes: 5 }))
    expect(terms()).toEqual(agreed)
    expect(agreed).toEqual([{ late_window_minutes: 24 * 60, no_show_grace_minutes: 15 }])
    expect(current('2026-03-02').policy.lateCancelWindowMinutes).toBe(24 * 60)
    const after = bookSession(studio, '2026-03-04T11:00')
    expect(
      studio.rows(
        'SELECT late_window_minutes, no_show_grace_minutes FROM appointments WHERE id = ?',
        after,
      ),
    ).toEqual([{ late_window_minutes: 60, no_show_grace_minutes: 5 }])
  })
})

describe('which policy holds', () => {
  it('is the one of the latest day that has come, and the last of those written for that day', () => {
    valueOf(save('2026-03-10', { noShowGraceMinutes: 30 }))
    valueOf(save('2026-03-02', { noShowGraceMinutes: 20 }))
    valueOf(save('2026-03-02', { noShowGraceMinutes: 25 }))
    const at = (date: string) => current(date).policy.noShowGraceMinutes
    expect([at('2026-03-02'), at('2026-03-09'), at('2026-03-10'), at('2027-01-01')]).toEqual([
      25, 25, 30, 30,
    ])
    expect(current().nextFrom).toBe('2026-03-10')
    expect(versions()).toEqual([
      ['2026-03-10', 'future', 30],
      ['2026-03-02', 'current', 25],
      ['2026-03-02', 'replaced', 20],
      ['2026-03-02', 'replaced', 15],
    ])
  })

  it('and a planned one is put off by writing another for its day', () => {
    valueOf(save('2026-03-10', { noShowGraceMinutes: 30 }))
    valueOf(save('2026-03-10', { noShowGraceMinutes: 15 }))
    expect(current('2026-03-10').policy.noShowGraceMinutes).toBe(15)
    expect(versions()[1]).toEqual(['2026-03-10', 'replaced', 30])
  })

  it.each(['undone', 'called off'])('and a planned one that was %s never was', (how) => {
    const planned = valueOf(save('2026-04-01', { noShowGraceMinutes: 30 }))
    if (how === 'undone') valueOf(studio.undo(planned.undo))
    else valueOf(save('2026-04-01', { noShowGraceMinutes: 15 }))
    expect(current().nextFrom).toBeNull()
    expect(versions().map(([, state]) => state)).toEqual(['called_off', 'replaced', 'current'])
    valueOf(save('2026-03-02', { noShowGraceMinutes: 20 }))
    studio.at('2026-04-02T08:00')
    expect(current().policy.noShowGraceMinutes).toBe(20)
    expect(versions().map(([, state]) => state)).toContain('current')
    expect(
      studio
        .events('policy.changed')
        .slice(-2)
        .map(({ data }) => data.withdrawn),
    ).toEqual([true, undefined])
  })

  it('and one that says what holds without it begins as before when a change of it is undone', () => {
    valueOf(save('2026-04-01', { noShowGraceMinutes: 30 }))
    valueOf(save('2026-03-20', { noShowGraceMinutes: 30 }))
    const changed = valueOf(save('2026-04-01', { noShowGraceMinutes: 45 }))
    valueOf(studio.undo(changed.undo))
    expect(current('2026-04-01').policy.noShowGraceMinutes).toBe(30)
    valueOf(save('2026-03-20', { noShowGraceMinutes: 20 }))
    expect(current('2026-04-01').policy.noShowGraceMinutes).toBe(30)
    studio.at('2026-04-02T08:00')
    expect(current().policy.noShowGraceMinutes).toBe(30)
  })

  it('and on the first day it is as it began when a change of it is undone', () => {
    const changed = valueOf(save('2026-03-02', { noShowGraceMinutes: 20 }))
    valueOf(studio.undo(changed.undo))
    expect(versions().map(([, state]) => state)).toEqual(['current', 'replaced', 'replaced'])
  })

  it('and one that was called off can be planned again', () => {
    const planned = valueOf(save('2026-04-01', { noShowGraceMinutes: 30 }))
    const { undo } = valueOf(studio.undo(planned.undo)) as typeof planned
    valueOf(studio.undo(undo))
    expect(current()).toMatchObject({ nextFrom: '2026-04-01', policy: { noShowGraceMinutes: 15 } })
    expect(current('2026-04-01').policy.noShowGraceMinutes).toBe(30)
  })

  it.each([
    {
      zone: 'Europe/Berlin',
      date: '2026-03-29',
      midnight: '2026-03-28T23:00:00.000Z',
      rule: 'a day of 23 hours begins',
    },
    {
      zone: 'Europe/Berlin',
      date: '2026-03-30',
      midnight: '2026-03-29T22:00:00.000Z',
      rule: 'a day of 23 hours ends',
    },
    {
      zone: 'Europe/Berlin',
      date: '2026-10-25',
      midnight: '2026-10-24T22:00:00.000Z',
      rule: 'a day of 25 hours begins',
    },
    {
      zone: 'Europe/Berlin',
      date: '2026-10-26',
      midnight: '2026-10-25T23:00:00.000Z',
      rule: 'a day of 25 hours ends',
    },
    {
      zone: 'America/New_York',
      date: '2026-03-09',
      midnight: '2026-03-09T04:00:00.000Z',
      rule: 'a day of 23 hours ends',
    },
    {
      zone: 'Australia/Lord_Howe',
      date: '2026-04-06',
      midnight: '2026-04-05T13:30:00.000Z',
      rule: 'a day of 24½ hours ends',
    },
    {
      zone: 'Europe/Berlin',
      date: '2027-01-01',
      midnight: '2026-12-31T23:00:00.000Z',
      rule: 'a year ends',
    },
  ])('changes at the studio’s midnight when $rule in $zone', ({ zone, date, midnight }) => {
    studio = openTestStudio({ timeZone: zone })
    studio.signIn('manager')
    valueOf(save(date, { noShowGraceMinutes: 30 }))
    const at = (ms: number) => {
      studio.clock.set(instantFrom(Date.parse(midnight) + ms))
      return current().policy.noShowGraceMinutes
    }
    expect([at(-1), at(0), at(1)]).toEqual([15, 30, 30])
  })
})

describe('the studio’s name', () => {
  it('can be changed and changed back; the log does not hold it', () => {
    const nameNow = () => {
      const status = valueOf(studio.call('studio.status', {}))
      return status.state === 'ready' ? status.studio.name : null
    }
    const { undo } = valueOf(studio.command('studio.rename', { name: 'Quay Side' }))
    expect(nameNow()).toBe('Quay Side')
    expect(JSON.stringify(studio.events('studio.renamed'))).not.toContain('Quay Side')
    valueOf(studio.undo(undo))
    expect(nameNow()).toBe('Harbour Street Studio')
  })
})
