import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createRouter } from '../../main/ipc/router.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { newId } from '../../shared/ids.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { migrations, studioInput } from '../support/studio-template.ts'

let studio: TestStudio
let code: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  code = valueOf(studio.command('staff.makeRecoveryCode', {})).code
  studio.session.current = null
})

const recover = (given: string, pin = '40817', staffId = studio.people.staff.manager.id) =>
  studio.command('staff.recover', { code: given, staffId, pin })
const hasCode = () => valueOf(studio.call('staff.recovery', {})).hasCode

describe('a recovery code', () => {
  it('is drawn, 24 signs in groups of four, and in no file', () => {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(studio.dump()).not.toContain(code)
    expect(studio.dump()).not.toContain(code.replaceAll('-', ''))
    studio.signIn('manager')
    expect(valueOf(studio.command('staff.makeRecoveryCode', {})).code).not.toBe(code)
  })

  it('lets a manager in when everybody has to wait, and ends the waiting', () => {
    for (const { id } of Object.values(studio.people.staff)) {
      for (let i = 0; i < 5; i += 1) studio.command('staff.signIn', { staffId: id, pin: '0000' })
    }
    const { desk, manager } = studio.people.staff
    const signIn = ({ id, pin }: { id: string; pin: string }) =>
      outcomeOf(studio.command('staff.signIn', { staffId: id, pin }))
    expect([manager, desk].map(signIn)).toEqual(['pin_locked', 'pin_locked'])
    expect(valueOf(recover(code))).toMatchObject({ id: manager.id, role: 'manager' })
    expect(studio.session.current?.id).toBe(manager.id)
    expect(signIn(desk)).toBe('ok')
    expect(signIn(manager)).toBe('wrong_pin')
    expect(signIn({ id: manager.id, pin: '40817' })).toBe('ok')
    expect(studio.events('staff.recovered').map(({ data }) => data)).toEqual([
      { staffId: manager.id },
    ])
  })

  it.each([
    ['in small letters', (text: string) => text.toLowerCase()],
    [
      'in full-width signs',
      (text: string) =>
        text.replaceAll(/[A-Z\d]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0)),
    ],
    [
      'with signs that nobody sees',
      (text: string) => `\u200B${text.replaceAll('-', '\u00AD\u2212')}`,
    ],
    ['without dashes', (text: string) => text.replaceAll('-', '')],
    ['with long dashes and spaces', (text: string) => ` ${text.replaceAll('-', ' – ')} `],
    ['with O for 0 and l for 1', (text: string) => text.replaceAll('0', 'O').replaceAll('1', 'l')],
  ])('is taken as somebody reads it off paper: %s', (_, typed) => {
    expect(outcomeOf(recover(typed(code)))).toBe('ok')
  })

  it('is good once', () => {
    valueOf(recover(code))
    expect(hasCode()).toBe(false)
    expect(outcomeOf(recover(code))).toBe('recovery_code_missing')
  })

  it('is void when there is a newer one', () => {
    studio.signIn('manager')
    const newer = valueOf(studio.command('staff.makeRecoveryCode', {})).code
    expect(outcomeOf(recover(code))).toBe('wrong_recovery_code')
    expect(outcomeOf(recover(newer))).toBe('ok')
  })

  it('can be tried again and again: nobody closes this way to others', () => {
    const wrong = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`
    for (let i = 0; i < 30; i += 1) expect(outcomeOf(recover(wrong))).toBe('wrong_recovery_code')
    expect(studio.session.current).toBeNull()
    expect(outcomeOf(recover(code))).toBe('ok')
  })

  it.each([
    [
      'somebody of the desk',
      () => recover(code, '40817', studio.people.staff.desk.id),
      'not_a_manager',
    ],
    ['nobody', () => recover(code, '40817', newId()), 'staff_not_found'],
    ['an obvious PIN', () => recover(code, '1234'), 'pin_too_obvious'],
    ['half a code', () => recover(code.slice(0, 12)), 'invalid_input'],
    ['a letter that is in no code', () => recover(`U${code.slice(1)}`), 'invalid_input'],
  ])('is not used up by %s', (_, attempt, outcome) => {
    expect(outcomeOf(attempt())).toBe(outcome)
    expect(hasCode()).toBe(true)
    expect(outcomeOf(recover(code))).toBe('ok')
  })

  it('locks whoever is at another window as that manager', () => {
    const other = { current: null }
    const { id: staffId, pin } = studio.people.staff.manager
    const input = { staffId, pin }
    valueOf(studio.send({ name: 'staff.signIn', input, commandId: newId() }, other))
    valueOf(recover(code))
    expect(other.current).toBeNull()
  })

  it('opens a studio whose PINs cannot be checked here', () => {
    studio.app.database.exec('DELETE FROM pin_seals')
    const { id: staffId, pin } = studio.people.staff.manager
    expect(outcomeOf(studio.command('staff.signIn', { staffId, pin }))).toBe('pin_not_ours')
    expect(outcomeOf(recover(code))).toBe('ok')
  })

  it('is asked for by the command line, too, once there is one', () => {
    expect(refusalOf(studio.app.resetManagerPin()).code).toBe('recovery_code_needed')
    valueOf(recover(code))
    expect(studio.app.resetManagerPin().ok).toBe(true)
  })
})

it('comes with a new studio, and is answered once', () => {
  const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations, pinCost: 4 })
  onTestFinished(() => app.close())
  const route = createRouter(app, () => {})
  const send = (name: string, input: object) =>
    route({ name, input, commandId: newId() }, { current: null })
  const made = valueOf(send('studio.setUp', studioInput())) as {
    managerId: string
    recoveryCode: string
  }
  expect(app.database.prepare('SELECT count(*) AS n FROM command_results').get()).toEqual({ n: 0 })
  const input = { code: made.recoveryCode, staffId: made.managerId, pin: '408172' }
  expect(outcomeOf(send('staff.recover', input))).toBe('ok')
})

it('is not what a demo studio has', () => {
  const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations, pinCost: 4 })
  onTestFinished(() => app.close())
  const route = createRouter(app, () => {})
  const send = (name: string) => route({ name, input: {}, commandId: newId() }, { current: null })
  valueOf(send('studio.createDemo'))
  expect(valueOf(send('staff.recovery'))).toEqual({ hasCode: false })
})
