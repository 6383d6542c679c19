import { beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import type { Session } from '../../shared/staff.ts'
import { newId } from '../../shared/ids.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let manager: string
let desk: string
let trainer: string

beforeEach(() => {
  studio = openTestStudio()
  manager = studio.people.staff.manager.id
  desk = studio.people.staff.desk.id
  trainer = studio.people.staff.trainer.id
  studio.signIn('manager')
})

const add = (name: string, role: Role = 'front_desk', trainerId: string | null = null) =>
  studio.command('staff.add', { name, role, trainerId, pin: '530817' })
const names = () => valueOf(studio.call('staff.list', {})).map(({ name }) => name)
const entry = (id: string) =>
  valueOf(studio.call('staff.members', {})).find((member) => member.id === id)!
/** Another window of the same FitFlow, at which somebody is signed in. */
const secondWindow = (who: 'desk' | 'trainer' | 'manager') => {
  const session: { current: Session | null } = { current: null }
  const { id: staffId, pin } = studio.people.staff[who]
  valueOf(
    studio.send({ name: 'staff.signIn', input: { staffId, pin }, commandId: newId() }, session),
  )
  return session
}

describe('adding somebody', () => {
  it('puts them at the end of the list, and they can sign in', () => {
    const { staffId, undo } = valueOf(add('Nora Ny'))
    expect(names()).toEqual(['Mara Lindqvist', 'Ana Ruiz', 'Dana Desk', 'Nora Ny'])
    expect(studio.events('staff.added').at(-1)!.data).toEqual({ staffId, role: 'front_desk' })
    valueOf(studio.undo(undo))
    expect(names()).not.toContain('Nora Ny')
  })

  it.each([
    { rule: 'a name that is on the list', name: 'Dana Desk', code: 'staff_name_taken' },
    { rule: 'a name that differs by case only', name: 'dana desk', code: 'staff_name_taken' },
    { rule: 'a name that differs by an accent', name: 'Dána Desk', code: 'ok' },
    { rule: 'a name in look-alike letters', name: 'Dаnа Desk', code: 'staff_name_alike' },
    { rule: 'an empty name', name: '  ', code: 'invalid_input' },
  ])('with $rule: $code', ({ name, code }) => {
    expect(outcomeOf(add(name))).toBe(code)
  })

  it('is asked about a name in look-alike letters, and may mean it; so may an undo', () => {
    const alike = { name: 'Dаnа Desk', role: 'front_desk', trainerId: null } as const
    const { staffId } = valueOf(
      studio.command('staff.add', { ...alike, pin: '49271', allowLookAlike: true }),
    )
    const { undo } = valueOf(studio.command('staff.change', { ...alike, staffId, name: 'Nora Ny' }))
    expect(outcomeOf(studio.command('staff.change', { ...alike, staffId }))).toBe(
      'staff_name_alike',
    )
    valueOf(studio.undo(undo))
    expect(names()).toContain('Dаnа Desk')
  })

  it.each([
    { rule: 'a trainer without a column', role: 'trainer', column: null, code: 'trainer_needed' },
    { rule: 'a trainer with a free column', role: 'trainer', column: 'ben', code: 'ok' },
    {
      rule: 'a trainer with another’s column',
      role: 'trainer',
      column: 'ana',
      code: 'trainer_taken',
    },
    { rule: 'a manager who trains', role: 'manager', column: 'ben', code: 'ok' },
    { rule: 'a manager who does not', role: 'manager', column: null, code: 'ok' },
    {
      rule: 'a column that is not there',
      role: 'trainer',
      column: 'none',
      code: 'trainer_not_found',
    },
  ] as const)('$rule: $code', ({ role, column, code }) => {
    const columns = { ana: studio.people.ana, ben: studio.people.ben, none: newId() }
    expect(outcomeOf(add('Nora Ny', role, column && columns[column]))).toBe(code)
  })

  it('with an obvious PIN is refused, with a sentence, and the PIN is not kept', () => {
    const refusal = refusalOf(
      studio.command('staff.add', {
        name: 'Nora',
        role: 'front_desk',
        trainerId: null,
        pin: '1234',
      }),
    )
    expect(refusal.message).toBe('This PIN is easy to guess: its digits follow each other.')
  })
})

describe('changing somebody', () => {
  it('names, roles and columns take effect at once, also where they are signed in', () => {
    const window = secondWindow('desk')
    const { undo } = valueOf(
      studio.command('staff.change', {
        staffId: desk,
        name: 'Dana Chief',
        role: 'manager',
        trainerId: studio.people.ben,
      }),
    )
    expect(window.current).toMatchObject({ name: 'Dana Chief', role: 'manager' })
    expect(entry(desk)).toMatchObject({ name: 'Dana Chief', role: 'manager' })
    expect(studio.events('staff.changed').at(-1)!.data).toEqual({
      staffId: desk,
      role: 'manager',
      trainerId: studio.people.ben,
    })
    valueOf(studio.undo(undo))
    expect(entry(desk)).toMatchObject({ name: 'Dana Desk', role: 'front_desk', trainerId: null })
  })

  it('loses a right in the middle of what they do', () => {
    valueOf(add('Nora Ny', 'manager'))
    valueOf(
      studio.command('staff.change', {
        staffId: manager,
        name: 'Mara Lindqvist',
        role: 'front_desk',
        trainerId: null,
      }),
    )
    expect(outcomeOf(studio.call('staff.members', {}))).toBe('not_allowed')
  })

  it('never leaves the studio without a manager', () => {
    const wish = { name: 'Mara Lindqvist', role: 'front_desk', trainerId: null } as const
    expect(outcomeOf(studio.command('staff.change', { staffId: manager, ...wish }))).toBe(
      'last_manager',
    )
  })
})

describe('a new PIN', () => {
  const setPin = (staffId: string, pin = '530817') =>
    studio.command('staff.setPin', { staffId, pin })

  it('is the only one that works, ends the pause, and is an event without the PIN', () => {
    for (let i = 0; i < 5; i += 1) studio.command('staff.signIn', { staffId: desk, pin: '9999' })
    valueOf(setPin(desk))
    expect(studio.events('staff.pin_changed').at(-1)!.data).toEqual({
      staffId: desk,
      by: 'manager',
    })
    expect(outcomeOf(studio.command('staff.signIn', { staffId: desk, pin: '806417' }))).toBe(
      'wrong_pin',
    )
    expect(outcomeOf(studio.command('staff.signIn', { staffId: desk, pin: '530817' }))).toBe('ok')
    expect(studio.dump()).not.toContain('530817')
  })

  it.each(['0000', '1234', '3262'])('%s is refused for Dana Desk', (pin) => {
    expect(outcomeOf(setPin(desk, pin))).toBe('pin_too_obvious')
  })

  it('signs the person out where they are, and leaves who set their own', () => {
    const hers = secondWindow('desk')
    valueOf(setPin(desk))
    expect(hers.current).toBeNull()
    const mineElsewhere = secondWindow('manager')
    valueOf(setPin(manager))
    expect(mineElsewhere.current).toBeNull()
    expect(studio.session.current!.id).toBe(manager)
  })

  it('is not shown at sign-in, not even in a demo studio', () => {
    studio.app.database.exec(`UPDATE staff SET demo_pin = '806417'`)
    valueOf(setPin(desk))
    const shown = studio.rows<{ id: string }>('SELECT id FROM staff WHERE demo_pin IS NOT NULL')
    expect(shown.map(({ id }) => id).toSorted()).toEqual([manager, trainer].toSorted())
  })
})

describe('taking somebody off the list', () => {
  it.each([
    { rule: 'somebody else', who: 'desk', code: 'ok' },
    { rule: 'yourself', who: 'manager', code: 'not_yourself' },
    { rule: 'nobody', who: 'none', code: 'staff_not_found' },
  ] as const)('$rule: $code', ({ who, code }) => {
    const staffId = { desk, manager, none: newId() }[who]
    expect(outcomeOf(studio.command('staff.deactivate', { staffId }))).toBe(code)
  })

  it('ends their session and their sign-in, and can be taken back with the PIN they had', () => {
    const window = secondWindow('desk')
    const { undo } = valueOf(studio.command('staff.deactivate', { staffId: desk }))
    expect(names()).not.toContain('Dana Desk')
    expect(window.current).toBeNull()
    expect(outcomeOf(studio.command('staff.signIn', { staffId: desk, pin: '806417' }))).toBe(
      'staff_not_found',
    )
    expect(entry(desk).active).toBe(false)
    valueOf(studio.undo(undo))
    expect(outcomeOf(studio.command('staff.signIn', { staffId: desk, pin: '806417' }))).toBe('ok')
    expect(
      studio
        .events()
        .slice(-3)
        .map(({ type }) => type),
    ).toEqual(['staff.deactivated', 'staff.reactivated', 'staff.signed_in'])
  })

  it('frees their name and their column, and does not bring them back onto a taken one', () => {
    valueOf(studio.command('staff.deactivate', { staffId: trainer }))
    valueOf(add('Nora Ny', 'trainer', studio.people.ana))
    expect(outcomeOf(studio.command('staff.reactivate', { staffId: trainer }))).toBe(
      'trainer_taken',
    )
    expect(outcomeOf(studio.command('staff.reactivate', { staffId: desk }))).toBe('staff_not_found')
  })
})

describe('the order of the list', () => {
  it.each([
    { position: 0, order: ['Dana Desk', 'Mara Lindqvist', 'Ana Ruiz'] },
    { position: 1, order: ['Mara Lindqvist', 'Dana Desk', 'Ana Ruiz'] },
    { position: 2, order: ['Mara Lindqvist', 'Ana Ruiz', 'Dana Desk'] },
    { position: 900, order: ['Mara Lindqvist', 'Ana Ruiz', 'Dana Desk'] },
  ])('with Dana at $position', ({ position, order }) => {
    const { undo } = valueOf(studio.command('staff.move', { staffId: desk, position }))
    expect(names()).toEqual(order)
    valueOf(studio.undo(undo))
    expect(names()).toEqual(['Mara Lindqvist', 'Ana Ruiz', 'Dana Desk'])
  })
})

describe('locking', () => {
  it.each(['asked', 'idle'] as const)('%s: nobody is signed in, and the log says why', (cause) => {
    valueOf(studio.command('staff.signOut', { cause }))
    expect(valueOf(studio.call('staff.session', {}))).toBeNull()
    const locked = studio.events('staff.locked').at(-1)!
    expect(locked.data).toEqual({ staffId: manager, cause })
    expect(locked.metadata.userId).toBe(manager)
  })

  it('left alone: after as long as the policy says, and a moment for the page to do it itself', () => {
    studio.app.lockIfLeft(121_999)
    expect(studio.session.current).not.toBeNull()
    studio.app.lockIfLeft(122_000)
    expect(studio.session.current).toBeNull()
    expect(studio.events('staff.locked').at(-1)!.data).toEqual({ staffId: manager, cause: 'idle' })
    studio.app.lockIfLeft(1e9)
    expect(studio.events('staff.locked')).toHaveLength(1)
  })

  it('also when the file cannot take a note of it', () => {
    studio.app.database.exec(
      `CREATE TRIGGER full BEFORE INSERT ON event_log BEGIN SELECT raise(ABORT, 'full'); END`,
    )
    studio.app.lock('computer')
    expect(studio.session.current).toBeNull()
  })

  it('by the computer: every window, once', () => {
    const window = secondWindow('desk')
    studio.app.lock('computer')
    expect([studio.session.current, window.current]).toEqual([null, null])
    studio.app.lock('computer')
    expect(studio.events('staff.locked').map(({ data }) => data.cause)).toEqual([
      'computer',
      'computer',
    ])
  })
})
