import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { hashPin, shownCost } from '../../main/features/staff/hash-pin.ts'
import { keyFileSecrets } from '../../main/platform/key-file.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { createRouter } from '../../main/ipc/router.ts'
import { newId } from '../../shared/ids.ts'
import type { Session } from '../../shared/staff.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { migrations } from '../support/studio-template.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  // As in a studio of an older FitFlow: the command line gives a manager a new PIN.
  studio.app.database.exec('DELETE FROM recovery_code')
})

const tryPin = (pin: string) =>
  studio.command('staff.signIn', { staffId: studio.people.staff.manager.id, pin })
const pepperOf = (who: 'manager' | 'desk') =>
  studio.rows<{ pepper_id: string | null }>(
    'SELECT pepper_id FROM staff WHERE id = ?',
    studio.people.staff[who].id,
  )[0]!.pepper_id
const peppers = () => studio.rows<{ id: string; sealed: Buffer }>('SELECT * FROM pin_peppers')
/** As when the file is carried to another computer, or the key store was emptied. */
const loseTheKey = () => {
  writeFileSync(join(dirname(studio.file), 'key'), randomBytes(32))
  studio.reopen()
}

/** As an older FitFlow left the file: a pepper that only hashes, and no seals. */
const makeOlder = () => {
  const { seal, open } = keyFileSecrets(join(dirname(studio.file), 'key'))
  const older = seal(open(peppers()[0]!.sealed)!.replace('seals-all:', ''))
  studio.app.database.prepare('UPDATE pin_peppers SET sealed = ?').run(older)
  studio.app.database.exec('DELETE FROM pin_seals')
  studio.reopen()
}
const seals = () => studio.rows<{ staff_id: string }>('SELECT staff_id FROM pin_seals')
const byHand = (statement: string, ...values: unknown[]) =>
  studio.app.database.prepare(statement).run(...values)

describe('a PIN that another program put under a person', () => {
  const { salt, hash, cost } = hashPin('719254', null, 4)
  it.each([
    [
      'the hash of the desk’s',
      () =>
        byHand(
          `UPDATE staff SET (pin_salt, pin_hash) =
             (SELECT pin_salt, pin_hash FROM staff WHERE id = ?) WHERE role = 'manager'`,
          studio.people.staff.desk.id,
        ),
      '806417',
    ],
    [
      'a hash of its own, without a pepper',
      () =>
        byHand(
          `UPDATE staff SET pin_salt = ?, pin_hash = ?, pin_cost = ?, pepper_id = NULL
           WHERE role = 'manager'`,
          salt,
          hash,
          cost,
        ),
      '719254',
    ],
    ['the same, for less work', () => byHand('UPDATE staff SET pin_cost = 3'), '719254'],
    [
      'somebody else’s seal',
      () =>
        byHand(
          'UPDATE pin_seals SET mac = (SELECT mac FROM pin_seals WHERE staff_id = ?)',
          studio.people.staff.desk.id,
        ),
      '719254',
    ],
    ['no seal', () => byHand('DELETE FROM pin_seals'), '719254'],
    ['a seal that is none', () => byHand("UPDATE pin_seals SET mac = x'00'"), '719254'],
  ])('opens nothing: %s', (_, tamper, pin) => {
    tamper()
    const refusal = refusalOf(tryPin(pin))
    expect(refusal.code).toBe('pin_not_ours')
    expect(studio.events('staff.pin_failed')).toEqual([])
  })

  it('is set right by a new one', () => {
    byHand('DELETE FROM pin_seals')
    expect(outcomeOf(tryPin(valueOf(studio.app.resetManagerPin()).pin))).toBe('ok')
  })
})

describe('a file of an older FitFlow', () => {
  it('gets a seal for every PIN when it is opened, once, and its PINs are as they were', () => {
    makeOlder()
    expect(seals()).toHaveLength(3)
    expect(peppers()).toHaveLength(1)
    valueOf(tryPin('719254'))
    const before = studio.dump()
    studio.reopen()
    expect(studio.dump()).toBe(before)
    byHand('DELETE FROM pin_seals')
    studio.reopen()
    expect(outcomeOf(tryPin('719254'))).toBe('pin_not_ours')
  })

  it('hashes a PIN anew, for more work, when it is entered', () => {
    byHand(
      'UPDATE staff SET pin_salt = ?, pin_hash = ?, pin_cost = ?, pepper_id = NULL',
      salt3,
      hash3,
      3,
    )
    makeOlder()
    valueOf(tryPin('719254'))
    const costs = studio.rows<{ pin_cost: number }>(
      'SELECT pin_cost FROM staff ORDER BY pin_cost DESC',
    )
    expect(costs.map(({ pin_cost: each }) => each)).toEqual([4, 3, 3])
    studio.session.current = null
    valueOf(tryPin('719254'))
  })

  const { salt: salt3, hash: hash3 } = hashPin('719254', null, 3)
})

describe('the pepper of PINs', () => {
  it('is one for the file, sealed, and used by everybody who was added with a key store', () => {
    expect(peppers()).toHaveLength(1)
    expect(pepperOf('manager')).toBe(peppers()[0]!.id)
    expect(pepperOf('desk')).toBe(peppers()[0]!.id)
  })

  it('is needed: a hash made without it does not match', () => {
    studio.app.database.exec('UPDATE staff SET pepper_id = NULL')
    makeOlder()
    expect(outcomeOf(tryPin('719254'))).toBe('wrong_pin')
  })

  it('is missing without harm where there is no key store', () => {
    studio.close()
    const app = openStudioApp({ file: studio.file, migrations })
    const route = createRouter(app, () => {})
    const session = { current: null }
    const send = (name: string, input: object) =>
      route({ name, input, commandId: newId() }, session)
    const staffId = studio.people.staff.manager.id
    // The file was made where there was one: nobody gets in here, and it says why.
    expect(outcomeOf(send('staff.signIn', { staffId, pin: '719254' }))).toBe('pin_key_lost')
    const { pin } = valueOf(app.resetManagerPin())
    expect(outcomeOf(send('staff.signIn', { staffId, pin }))).toBe('ok')
    expect(app.database.prepare('SELECT pepper_id FROM staff WHERE id = ?').get(staffId)).toEqual({
      pepper_id: null,
    })
    app.close()
    // Back where the key store is, nobody can tell who wrote it.
    studio = new TestStudio(
      studio.file,
      { timeZone: 'Europe/Berlin', currency: 'EUR', now: studio.clock.now },
      studio.people,
    )
    expect(outcomeOf(tryPin(pin))).toBe('pin_not_ours')
    expect(outcomeOf(tryPin(valueOf(studio.app.resetManagerPin()).pin))).toBe('ok')
    expect(pepperOf('manager')).toBe(peppers()[0]!.id)
    studio.close()
  })
})

describe('a key store that was wiped, or a file on another computer', () => {
  it('is said clearly, with what to do next, and is no wrong PIN', () => {
    loseTheKey()
    const refusal = refusalOf(tryPin('719254'))
    expect(refusal.code).toBe('pin_key_lost')
    expect(refusal.nextStep).toMatch(/recovery code.*--reset-manager-pin/)
    for (let i = 0; i < 10; i += 1) expect(outcomeOf(tryPin('0000'))).toBe('pin_key_lost')
    expect(studio.events('staff.pin_failed')).toEqual([])
  })

  it('is recovered from at the computer itself: a new PIN for the manager, who gives the others theirs', () => {
    loseTheKey()
    const { name, pin } = valueOf(studio.app.resetManagerPin())
    expect(name).toBe('Mara Lindqvist')
    expect(pin).toMatch(/^\d{6}$/)
    const { id: staffId } = studio.people.staff.manager
    const [changed] = studio.events('staff.pin_changed')
    expect(changed!.data).toEqual({ staffId, by: 'computer' })
    expect(changed!.metadata.userId).toBeNull()
    expect(studio.dump()).not.toContain(pin)

    valueOf(tryPin(pin))
    expect(peppers()).toHaveLength(2)
    const { id } = studio.people.staff.desk
    valueOf(studio.command('staff.setPin', { staffId: id, pin: '530817' }))
    expect(outcomeOf(studio.command('staff.signIn', { staffId: id, pin: '530817' }))).toBe('ok')
  })

  it('is over when the key comes back', () => {
    const file = join(dirname(studio.file), 'key')
    const key = readFileSync(file)
    loseTheKey()
    expect(outcomeOf(tryPin('719254'))).toBe('pin_key_lost')
    writeFileSync(file, key)
    studio.reopen()
    expect(outcomeOf(tryPin('719254'))).toBe('ok')
  })
})

it('a PIN that stands on the screen is made no work, until its person chooses another', () => {
  const pinCost = shownCost + 1
  const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations, pinCost })
  onTestFinished(() => app.close())
  const session: { current: Session | null } = { current: null }
  const route = createRouter(app, () => {})
  const send = (name: string, input: object = {}) =>
    route({ name, input, commandId: newId() }, session)
  const costs = () =>
    app.database.prepare('SELECT DISTINCT pin_cost FROM staff ORDER BY 1').pluck().all()
  valueOf(send('studio.createDemo'))
  expect(costs()).toEqual([shownCost])
  const shown = app.database
    .prepare(`SELECT id AS staffId, demo_pin AS pin FROM staff WHERE role = 'manager'`)
    .get() as { staffId: string; pin: string }
  valueOf(send('staff.signIn', shown))
  expect(costs()).toEqual([shownCost])
  const chosen = { staffId: shown.staffId, pin: '408173' }
  valueOf(send('staff.setPin', chosen))
  expect(costs()).toEqual([shownCost, pinCost])
  expect(outcomeOf(send('staff.signIn', chosen))).toBe('ok')
})
