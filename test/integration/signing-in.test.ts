import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { instantFrom } from '../../shared/time.ts'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
})

const tryPin = (pin: string, who: 'manager' | 'desk' | 'trainer' = 'manager') =>
  studio.command('staff.signIn', { staffId: studio.people.staff[who].id, pin })
const failTimes = (times: number) => {
  for (let i = 0; i < times; i += 1) tryPin('9999')
}
/** Somebody sets the computer's clock; no time goes by. */
const setClockBy = (days: number) =>
  studio.clock.set(instantFrom(Date.parse(studio.clock.now) + days * 86_400_000))
const seconds = (count: number) => studio.clock.advance({ ms: count * 1_000 })

describe('signing in', () => {
  it('offers everybody who works here, and nobody’s PIN', () => {
    const list = valueOf(studio.call('staff.list', {}))
    expect(list).toEqual([
      {
        id: studio.people.staff.manager.id,
        name: 'Mara Lindqvist',
        role: 'manager',
        trainerId: null,
      },
      {
        id: studio.people.staff.trainer.id,
        name: 'Ana Ruiz',
        role: 'trainer',
        trainerId: studio.people.ana,
      },
      { id: studio.people.staff.desk.id, name: 'Dana Desk', role: 'front_desk', trainerId: null },
    ])
  })

  it('with the right PIN says who is there, for this window and in the log', () => {
    const session = studio.signIn('desk')
    expect(session).toEqual({
      id: studio.people.staff.desk.id,
      name: 'Dana Desk',
      role: 'front_desk',
      trainerId: null,
    })
    expect(valueOf(studio.call('staff.session', {}))).toEqual(session)
    expect(studio.events('staff.signed_in').at(-1)!.data).toEqual({ staffId: session.id })
  })

  it('of somebody who is not on the list, or not any more, is refused', () => {
    expect(outcomeOf(studio.command('staff.signIn', { staffId: newId(), pin: '1234' }))).toBe(
      'staff_not_found',
    )
    studio.app.database.exec('UPDATE staff SET active = 0')
    expect(outcomeOf(tryPin('719254'))).toBe('staff_not_found')
  })

  it.each(['123', '123456789', '12 34', '١٢٣٤', ''])('with “%s” is no PIN at all', (pin) => {
    expect(outcomeOf(tryPin(pin))).toBe('invalid_input')
    expect(studio.events('staff.pin_failed')).toEqual([])
  })

  it('with another’s PIN is refused', () => {
    expect(outcomeOf(tryPin(studio.people.staff.desk.pin, 'manager'))).toBe('wrong_pin')
  })

  it('leaves who was there at the desk when the PIN of the next is wrong', () => {
    studio.signIn('desk')
    tryPin('9999')
    expect(valueOf(studio.call('staff.session', {}))!.name).toBe('Dana Desk')
  })

  it('is over after a restart', () => {
    studio.signIn('desk')
    studio.reopen()
    expect(valueOf(studio.call('staff.session', {}))).toBeNull()
  })
})

describe('wrong PINs', () => {
  it('are counted down, each one an event, and the fifth brings a pause', () => {
    const answers = [1, 2, 3, 4, 5].map(() => refusalOf(tryPin('9999')))
    expect(answers.map(({ code, details }) => [code, details])).toEqual([
      ['wrong_pin', { triesLeft: 4 }],
      ['wrong_pin', { triesLeft: 3 }],
      ['wrong_pin', { triesLeft: 2 }],
      ['wrong_pin', { triesLeft: 1 }],
      ['pin_locked', { seconds: 30 }],
    ])
    expect(studio.events('staff.pin_failed').map(({ data }) => data.failedAttempts)).toEqual([
      1, 2, 3, 4, 5,
    ])
  })

  it('let nobody in during the pause, not even with the right PIN', () => {
    failTimes(5)
    expect(refusalOf(tryPin('719254')).details).toEqual({ seconds: 30 })
    seconds(29)
    expect(refusalOf(tryPin('719254')).details).toEqual({ seconds: 1 })
    seconds(1)
    expect(outcomeOf(tryPin('719254'))).toBe('ok')
  })

  it('during the pause do not count, and do not make it longer', () => {
    failTimes(5)
    failTimes(20)
    expect(studio.events('staff.pin_failed')).toHaveLength(5)
    seconds(30)
    expect(outcomeOf(tryPin('719254'))).toBe('ok')
  })

  it('double the pause with each further one', () => {
    failTimes(5)
    seconds(30)
    expect(refusalOf(tryPin('9999')).details).toEqual({ seconds: 60 })
    seconds(60)
    expect(refusalOf(tryPin('9999')).details).toEqual({ seconds: 120 })
  })

  it('are forgotten after the right one', () => {
    failTimes(4)
    valueOf(tryPin('719254'))
    expect(refusalOf(tryPin('9999')).details).toEqual({ triesLeft: 4 })
  })

  it('of one person do not keep another one out', () => {
    failTimes(5)
    expect(outcomeOf(tryPin('806417', 'desk'))).toBe('ok')
  })

  it('are not forgotten by a restart', () => {
    failTimes(4)
    studio.reopen()
    expect(refusalOf(tryPin('9999')).details).toEqual({ seconds: 30 })
  })

  it.each([
    { rule: 'the clock is set forward a year', days: 365 },
    { rule: 'the clock is set back a year', days: -365 },
    { rule: 'the clock is not touched', days: 0 },
  ])('pause for exactly as long when $rule in the middle', ({ days }) => {
    failTimes(5)
    seconds(10)
    setClockBy(days)
    expect(refusalOf(tryPin('719254')).details).toEqual({ seconds: 20 })
    seconds(19)
    expect(outcomeOf(tryPin('719254'))).toBe('pin_locked')
    seconds(1)
    expect(outcomeOf(tryPin('719254'))).toBe('ok')
  })

  it.each([
    { rule: 'the clock is left alone', days: 0 },
    { rule: 'the clock is set forward meanwhile', days: 365 },
    { rule: 'the clock is set back meanwhile', days: -365 },
  ])('pause the whole time again after a restart, also when $rule', ({ days }) => {
    failTimes(5)
    seconds(29)
    setClockBy(days)
    studio.reopen()
    expect(refusalOf(tryPin('719254')).details).toEqual({ seconds: 30 })
    seconds(30)
    expect(outcomeOf(tryPin('719254'))).toBe('ok')
  })

  it.each([
    { rule: 'a hundred tries a day, whatever is done to the clock', hours: 24, restarts: false },
    {
      rule: 'thirty-five in six hours, also when each is followed by a restart',
      hours: 6,
      restarts: true,
    },
  ])('slow a guesser down to fewer than $rule', ({ hours, restarts }) => {
    let tries = 0
    for (let waited = 0; waited < hours * 3_600;) {
      const refusal = refusalOf(tryPin('9999'))
      tries += 1
      setClockBy(tries % 2 === 0 ? 30 : -30)
      if (restarts) studio.reopen()
      const wait = Number(refusal.details?.['seconds'] ?? 0)
      seconds(wait)
      waited += wait
    }
    expect(tries).toBeLessThan(restarts ? 35 : 105)
    expect(studio.events('staff.pin_failed')).toHaveLength(tries)
  })

  it('count the same when they are entered to approve something', () => {
    studio.signIn('desk')
    const approve = (pin: string) =>
      studio.command('staff.approve', {
        staffId: studio.people.staff.manager.id,
        pin,
        action: 'refund',
        subject: 'a'.repeat(64),
      })
    failTimes(2)
    expect(refusalOf(approve('9999')).details).toEqual({ triesLeft: 2 })
    approve('9999')
    expect(refusalOf(approve('9999')).details).toEqual({ seconds: 30 })
    expect(outcomeOf(approve('719254'))).toBe('pin_locked')
    expect(outcomeOf(tryPin('719254'))).toBe('pin_locked')
    seconds(30)
    expect(outcomeOf(approve('719254'))).toBe('ok')
  })
})

describe('a PIN', () => {
  it('stands nowhere in the file, not in the log, and not as a command’s answer', () => {
    const pins = ['7305918', '8826402']
    const { id } = studio.people.staff.manager
    for (const pin of pins) studio.command('staff.signIn', { staffId: id, pin })
    studio.signIn('manager')
    bookSession(studio, '2026-03-02T09:00')
    studio.deliver()
    const text = studio.dump()
    const file = readFileSync(studio.file).toString('latin1')
    const wal = readFileSync(`${studio.file}-wal`).toString('latin1')
    for (const pin of pins) {
      expect(text).not.toContain(pin)
      expect(file + wal).not.toContain(pin)
    }
    const remembered = studio.rows<{ name: string }>('SELECT DISTINCT name FROM command_results')
    expect(remembered).toEqual([{ name: 'appointments.create' }])
  })

  it('is hashed with a salt of its own for each person, also where it is the same', () => {
    const rows = studio.rows<{ pin_salt: Buffer; pin_hash: Buffer }>('SELECT * FROM staff')
    expect(new Set(rows.map((row) => row.pin_salt.toString('hex'))).size).toBe(rows.length)
    expect(new Set(rows.map((row) => row.pin_hash.toString('hex'))).size).toBe(rows.length)
    expect(rows.every((row) => row.pin_salt.length === 16 && row.pin_hash.length === 32)).toBe(true)
  })
})

describe('a trainer who signed in', () => {
  it('sees their own column and no money', () => {
    studio.signIn('desk')
    const mine = bookSession(studio, '2026-03-02T09:00')
    const bens = bookSession(studio, '2026-03-02T09:00', { trainerId: studio.people.ben })
    valueOf(
      studio.command('payments.take', {
        appointmentId: mine,
        amountMinor: 5_500,
        tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 5_500 }],
      }),
    )
    const cancel = { by: 'client', reason: 'client_ill', refund: false } as const
    const late = bookSession(studio, '2026-03-02T10:00')
    valueOf(studio.agree('appointments.cancel', { appointmentId: late, ...cancel }))

    studio.signIn('trainer')
    const day = valueOf(studio.call('appointments.day', { date: '2026-03-02' }))
    expect(day.trainers.map(({ name }) => name)).toEqual(['Ana Ruiz'])
    expect(day.appointments.map(({ id }) => id)).toEqual([mine])
    expect(day.appointments[0]!.money).toBeNull()

    const detail = valueOf(studio.call('appointments.get', { appointmentId: mine }))
    expect(detail).toMatchObject({ money: null, payments: [] })
    expect(JSON.stringify(detail)).not.toMatch(/5500|A-2026/)
    const cancelled = valueOf(studio.call('appointments.get', { appointmentId: late }))
    expect(JSON.stringify(cancelled)).not.toMatch(/2750/)
    expect(outcomeOf(studio.call('appointments.get', { appointmentId: bens }))).toBe(
      'appointment_not_found',
    )
  })
})
