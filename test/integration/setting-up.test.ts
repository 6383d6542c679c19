import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createRouter } from '../../main/ipc/router.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { newId } from '../../shared/ids.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { migrations, studioInput } from '../support/studio-template.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

describe('setting up a studio', () => {
  const setUp = (change: object) => ({
    name: 'studio.setUp',
    commandId: newId(),
    input: { ...studioInput(), ...change },
  })

  it.each([
    {
      what: 'a price below nothing',
      change: { services: [{ name: 'X', durationMinutes: 60, priceMinor: -1 }] },
      field: 'services.0.priceMinor',
    },
    {
      what: 'a price with half a cent',
      change: { services: [{ name: 'X', durationMinutes: 60, priceMinor: 10.5 }] },
      field: 'services.0.priceMinor',
    },
    {
      what: 'a service of no length',
      change: { services: [{ name: 'X', durationMinutes: 0, priceMinor: 1 }] },
      field: 'services.0.durationMinutes',
    },
    {
      what: 'a price that is a slip of the keyboard',
      change: { services: [{ name: 'X', durationMinutes: 60, priceMinor: 99_999_999_900 }] },
      field: 'services.0.priceMinor',
    },
    {
      what: 'a class of no seats',
      change: { services: [{ name: 'X', durationMinutes: 60, priceMinor: 1, capacity: 0 }] },
      field: 'services.0.capacity',
    },
    { what: 'a name of nothing', change: { name: ' ' }, field: 'name' },
    { what: 'a name that cannot be seen', change: { name: '\u200B\u202E' }, field: 'name' },
    { what: 'a name on two lines', change: { name: 'Ana\nRuiz' }, field: 'name' },
    { what: 'no trainer', change: { trainers: [] }, field: 'trainers' },
    {
      what: 'a day that ends before it begins',
      change: { openingHours: [{ weekday: 1, startMinute: 600, endMinute: 500 }] },
      field: 'openingHours.0',
    },
    { what: 'a zone that is none', change: { timeZone: 'Berlin' }, field: 'timeZone' },
    { what: 'a currency that is none', change: { currency: 'XXY' }, field: 'currency' },
    {
      what: 'a PIN of three digits',
      change: { manager: { name: 'M', pin: '123' } },
      field: 'manager.pin',
    },
    {
      what: 'a PIN with letters',
      change: { manager: { name: 'M', pin: '12ab' } },
      field: 'manager.pin',
    },
  ])('refuses $what', ({ change, field }) => {
    const refusal = refusalOf(leavingAllAsItWas(studio, () => studio.send(setUp(change))))
    expect(refusal).toMatchObject({ code: 'invalid_input', details: { field } })
  })

  it('refuses two trainers of one name, and takes them once they can be told apart', () => {
    const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations })
    onTestFinished(() => app.close())
    const route = createRouter(app, () => {})
    const trainers = (...names: string[]) =>
      route(setUp({ trainers: names.map((name) => ({ name })) }), { current: null }) as ReturnType<
        typeof studio.command<'studio.setUp'>
      >
    expect(refusalOf(trainers('Zoë Müller', 'zoe  MULLER'))).toMatchObject({
      code: 'trainer_exists',
      details: { name: 'zoe MULLER' },
    })
    expect(outcomeOf(trainers('Zoë Müller', 'Zoë Müller B.'))).toBe('ok')
  })

  it('asks for six digits where there is no key ring, of everybody', () => {
    const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations })
    onTestFinished(() => app.close())
    const route = createRouter(app, () => {})
    const withPins = (manager: string, trainer: string) =>
      route(
        setUp({
          manager: { name: 'Mara Lindqvist', pin: manager },
          trainers: [{ name: 'Ana Ruiz', pin: trainer }],
        }),
        { current: null },
      ) as ReturnType<typeof studio.command<'studio.setUp'>>
    expect(outcomeOf(withPins('71925', '592683'))).toBe('pin_too_short')
    expect(outcomeOf(withPins('719254', '5926'))).toBe('pin_too_short')
    expect(outcomeOf(withPins('719254', '592683'))).toBe('ok')
  })

  it('refuses two services of one name', () => {
    const services = ['Yoga', 'ｙｏｇａ'].map((name) => ({
      name,
      durationMinutes: 60,
      priceMinor: 5_500,
    }))
    const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations })
    onTestFinished(() => app.close())
    const route = createRouter(app, () => {})
    const answer = route(setUp({ services }), { current: null }) as never
    expect(refusalOf(answer)).toMatchObject({
      code: 'service_exists',
      details: { name: 'ｙｏｇａ' },
    })
  })

  it('is asked about two names that look the same in different alphabets, and may be meant', () => {
    const app = openStudioApp({ file: join(makeTempFolder(), 'studio.db'), migrations })
    onTestFinished(() => app.close())
    const route = createRouter(app, () => {})
    const withTrainers = (names: readonly string[], allowLookAlike?: boolean) =>
      route(
        setUp({
          trainers: names.map((name) => ({ name })),
          manager: { name: 'Мara Lindqvist', pin: '592683' },
          allowLookAlike,
        }),
        { current: null },
      ) as ReturnType<typeof studio.command<'studio.setUp'>>
    expect(refusalOf(withTrainers(['Ana Ruiz', 'Аna Ruiz']))).toMatchObject({
      code: 'staff_name_alike',
      details: { name: 'Ana Ruiz' },
    })
    expect(outcomeOf(withTrainers(['Mara Lindqvist']))).toBe('staff_name_alike')
    expect(outcomeOf(withTrainers(['Ana Ruiz', 'Аna Ruiz'], true))).toBe('ok')
  })

  it('is refused once there is one, for a stranger as for the manager', () => {
    studio.session.current = null
    for (const request of [
      setUp({}),
      { name: 'studio.createDemo', commandId: newId(), input: {} },
    ]) {
      const refusal = refusalOf(leavingAllAsItWas(studio, () => studio.send(request)))
      expect(refusal).toMatchObject({ code: 'studio_exists' })
      expect(refusal.message).toContain('Harbour Street Studio')
    }
  })

  it('says what it is before anybody has signed in, and no PIN of a real studio', () => {
    studio.session.current = null
    expect(valueOf(studio.call('studio.status', {}))).toEqual({
      state: 'ready',
      studio: {
        name: 'Harbour Street Studio',
        nameVersion: 0,
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        country: 'DE',
        countryVersion: 0,
        countryAssumed: false,
        demo: false,
      },
      demoPins: [],
    })
  })
})
