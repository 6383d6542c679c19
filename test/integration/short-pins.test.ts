import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Session } from '../../shared/staff.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

const short = '8064'
const long = '904173'

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  // Where there is a key ring, four digits are enough.
  valueOf(studio.command('staff.setPin', { staffId: deskId(), pin: short }))
  studio.session.current = null
})

const deskId = () => studio.people.staff.desk.id
const signIn = (pin: string, answer: { newPin?: string; later?: boolean } = {}) =>
  studio.command('staff.signIn', { staffId: deskId(), pin, ...answer })
const reopen = (hasKeyRing: boolean) => {
  studio.hasKeyRing = hasKeyRing
  studio.reopen()
}
const shortPins = () => {
  studio.signIn('manager')
  const members = valueOf(studio.call('staff.members', {}))
  studio.session.current = null
  return members.flatMap(({ name, hasShortPin }) => (hasShortPin ? [name] : []))
}

describe('with a key ring', () => {
  it('a PIN of four digits signs in, and nothing is asked', () => {
    expect(valueOf(studio.call('staff.pinRule', {}))).toEqual({ leastDigits: 4 })
    expect(outcomeOf(signIn(short))).toBe('ok')
  })
})

describe('without a key ring', () => {
  beforeEach(() => reopen(false))

  it('whoever enters a short PIN is asked for a longer one, and is not in before they answer', () => {
    expect(valueOf(studio.call('staff.pinRule', {}))).toEqual({ leastDigits: 6 })
    expect(refusalOf(signIn(short))).toMatchObject({
      code: 'longer_pin_asked',
      details: { leastDigits: 6 },
    })
    expect(studio.session.current).toBeNull()
    expect(
      studio.events('staff.signed_in').filter(({ data }) => data.staffId === deskId()),
    ).toEqual([])
  })

  it('says nothing of it to who does not know the PIN', () => {
    expect(outcomeOf(signIn('8065'))).toBe('wrong_pin')
    expect(outcomeOf(signIn('8065', { newPin: long }))).toBe('wrong_pin')
    expect(outcomeOf(signIn('8065', { later: true }))).toBe('wrong_pin')
    expect(outcomeOf(signIn(long))).toBe('wrong_pin')
  })

  it('takes the longer one with the old one, signs in, and the old one is void', () => {
    const other: { current: Session | null } = { current: null }
    const input = { staffId: deskId(), pin: short, later: true }
    valueOf(studio.send({ name: 'staff.signIn', input, commandId: newId() }, other))
    expect(valueOf(signIn(short, { newPin: long })).id).toBe(deskId())
    expect(studio.session.current?.id).toBe(deskId())
    // Somebody else may have known the short one.
    expect(other.current).toBeNull()
    expect(studio.events('staff.pin_changed').at(-1)!.data).toEqual({
      staffId: deskId(),
      by: 'themselves',
    })
    expect(outcomeOf(signIn(short))).toBe('wrong_pin')
    expect(outcomeOf(signIn(long))).toBe('ok')
    expect(studio.dump()).not.toContain(long)
  })

  it.each([
    ['four digits', '9041', 'pin_too_short'],
    ['five digits', '90417', 'pin_too_short'],
    ['an easy one', '123456', 'pin_too_obvious'],
    ['one that spells the name', '326233', 'pin_too_obvious'],
  ])('takes no %s in its place, and leaves all as it was', (_, newPin, outcome) => {
    expect(outcomeOf(signIn(short, { newPin }))).toBe(outcome)
    expect(studio.session.current).toBeNull()
    expect(outcomeOf(signIn(short, { later: true }))).toBe('ok')
  })

  it('lets them do it later, and asks again at the next sign-in', () => {
    expect(outcomeOf(signIn(short, { later: true }))).toBe('ok')
    studio.session.current = null
    expect(outcomeOf(signIn(short))).toBe('longer_pin_asked')
    // A key ring was unlocked: nothing is to be asked any more.
    reopen(true)
    expect(outcomeOf(signIn(short))).toBe('ok')
  })

  it('counts no wrong PINs for it, and forgets those before', () => {
    for (let i = 0; i < 4; i += 1) signIn('9999')
    expect(outcomeOf(signIn(short))).toBe('longer_pin_asked')
    expect(outcomeOf(signIn(short, { later: true }))).toBe('ok')
    expect(refusalOf(signIn('9999')).details).toEqual({ triesLeft: 4 })
  })

  it('shows a manager who has a short one still, also of an older FitFlow once it was entered', () => {
    expect(shortPins()).toEqual(['Dana Desk'])
    studio.app.database.exec('UPDATE staff SET pin_is_short = NULL')
    expect(shortPins()).toEqual([])
    valueOf(signIn(short, { later: true }))
    expect(shortPins()).toEqual(['Dana Desk'])
    valueOf(signIn(short, { newPin: long }))
    expect(shortPins()).toEqual([])
  })

  it.each([
    [
      'for somebody new',
      (pin: string) =>
        studio.command('staff.add', { name: 'Nia New', role: 'front_desk', trainerId: null, pin }),
    ],
    [
      'set by a manager',
      (pin: string) => studio.command('staff.setPin', { staffId: deskId(), pin }),
    ],
    [
      'with the recovery code',
      (pin: string) => {
        const { code } = valueOf(studio.command('staff.makeRecoveryCode', {}))
        return studio.command('staff.recover', {
          code,
          staffId: studio.people.staff.manager.id,
          pin,
        })
      },
    ],
  ])('a new PIN has six digits: %s', (_, set) => {
    studio.signIn('manager')
    for (const pin of ['4081', '40817']) {
      const refusal = refusalOf(set(pin))
      expect(refusal).toMatchObject({ code: 'pin_too_short', details: { leastDigits: 6 } })
    }
    expect(outcomeOf(set('408172'))).toBe('ok')
  })

  it('a short PIN still allows what is on the screen: a client may be waiting', () => {
    const { id: staffId } = studio.people.staff.manager
    const subject = 'a'.repeat(64)
    reopen(true)
    studio.signIn('manager')
    valueOf(studio.command('staff.setPin', { staffId, pin: '7194' }))
    reopen(false)
    valueOf(signIn(short, { later: true }))
    const input = { staffId, pin: '7194', action: 'refund', subject } as const
    expect(outcomeOf(studio.command('staff.approve', input))).toBe('ok')
  })

  it('a PIN that stands on the screen is not asked to be longer', () => {
    studio.app.database.exec(`UPDATE staff SET demo_pin = '${short}'`)
    expect(outcomeOf(signIn(short))).toBe('ok')
  })
})
