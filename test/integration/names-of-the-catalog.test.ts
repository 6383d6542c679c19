import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { minor } from '../../shared/money.ts'
import type { Result } from '../../shared/result.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

type Answer = Result<{ readonly undo: Undo | null }>

interface List {
  readonly taken: string
  readonly retiredCode: 'trainer' | 'service' | 'room' | 'product'
  readonly add: (name: string, allowRetired?: boolean) => Answer
  readonly rename: (id: string, name: string, allowRetired?: boolean) => Answer
  readonly retire: (id: string) => Answer
  readonly bringBack: (id: string) => Answer
  readonly idOf: (answer: Answer) => string
}

const idOf = (answer: Answer) => (valueOf(answer) as unknown as { id: string }).id
const offerOf = (kind: 'trainer' | 'service' | 'room') => ({
  retiredCode: kind,
  retire: (id: string) => studio.command('catalog.retire', { kind, id }),
  bringBack: (id: string) => studio.command('catalog.bringBack', { kind, id }),
  idOf,
})
const service = {
  durationMinutes: 50,
  priceMinor: minor(4_000),
  hue: 2,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  capacity: null,
  roomIds: [],
}
const productList = (draft: typeof packageDraft | typeof membershipDraft): List => ({
  taken: 'product_exists',
  retiredCode: 'product',
  add: (name, allowRetired) =>
    studio.command('packages.addProduct', { product: draft({ name }), allowRetired }),
  rename: (productId, name, allowRetired) =>
    studio.command('packages.changeProduct', { productId, product: draft({ name }), allowRetired }),
  retire: (productId) => studio.command('packages.retireProduct', { productId }),
  bringBack: (productId) => studio.command('packages.restoreProduct', { productId }),
  idOf: (answer) => (valueOf(answer) as unknown as { productId: string }).productId,
})

const lists: Readonly<Record<string, List>> = {
  'a trainer': {
    ...offerOf('trainer'),
    taken: 'trainer_exists',
    add: (name, allowRetired) => {
      const week = [[], [], [], [], [], [], []]
      return studio.command('catalog.addTrainer', { name, hue: 1, week, allowRetired })
    },
    rename: (trainerId, name, allowRetired) =>
      studio.command('catalog.changeTrainer', { trainerId, name, hue: 1, allowRetired }),
  },
  'a service': {
    ...offerOf('service'),
    taken: 'service_exists',
    add: (name, allowRetired) =>
      studio.command('catalog.addService', { ...service, name, allowRetired }),
    rename: (serviceId, name, allowRetired) =>
      studio.command('catalog.changeService', { serviceId, ...service, name, allowRetired }),
  },
  'a room': {
    ...offerOf('room'),
    taken: 'room_exists',
    add: (name, allowRetired) =>
      studio.command('catalog.addRoom', { name, kind: 'room', allowRetired }),
    // Rooms and equipment are one list.
    rename: (roomId, name, allowRetired) =>
      studio.command('catalog.changeRoom', { roomId, name, kind: 'equipment', allowRetired }),
  },
  'a package': productList(packageDraft),
  'a membership': productList(membershipDraft),
}

describe.each(Object.entries(lists))('the name of %s', (_, list) => {
  it.each(['Zoë Straße', 'zoe  strasse', 'ＺＯＥ ＳＴＲＡＳＳＥ', 'ZOÉ STRASSE'])(
    'is not given twice: “%s”',
    (again) => {
      valueOf(list.add('Zoë Straße'))
      const other = list.idOf(list.add('Another'))
      leavingAllAsItWas(studio, () => {
        expect(refusalOf(list.add(again))).toMatchObject({
          code: list.taken,
          details: { name: 'Zoë Straße' },
        })
        expect(outcomeOf(list.rename(other, again))).toBe(list.taken)
      })
    },
  )

  it('may be written in another way by its own, and only looks like others’ that differ', () => {
    const id = list.idOf(list.add('Blue'))
    valueOf(list.add('Blue 2'))
    expect(outcomeOf(list.rename(id, 'BLUE'))).toBe('ok')
  })

  it('of one that is off the list is asked about: it comes back, or another one is meant', () => {
    const id = list.idOf(list.add('Blue'))
    const other = list.idOf(list.add('Green'))
    const { undo } = valueOf(list.retire(id))
    leavingAllAsItWas(studio, () => {
      const refused = {
        code: 'retired_exists',
        details: { kind: list.retiredCode, id, name: 'Blue' },
      }
      expect(refusalOf(list.add('BLUE'))).toMatchObject(refused)
      expect(refusalOf(list.rename(other, 'blue'))).toMatchObject(refused)
    })
    valueOf(list.bringBack(id))
    valueOf(list.retire(id))
    expect(outcomeOf(list.add('Blue', true))).toBe('ok')
    leavingAllAsItWas(studio, () => {
      expect(outcomeOf(list.bringBack(id))).toBe(list.taken)
      expect(outcomeOf(studio.undo(undo))).toBe(list.taken)
    })
  })

  it('may be that of one off the list, when that is meant, also by a change that is undone', () => {
    valueOf(list.retire(list.idOf(list.add('Blue'))))
    const other = list.idOf(list.add('Blue', true))
    const { undo } = valueOf(list.rename(other, 'Green'))
    // A changed product is another one, and has no way back: its name is given again by hand.
    const back = undo ? studio.undo(undo) : list.add('Blue', true)
    expect(outcomeOf(back)).toBe('ok')
  })
})

it('a package and a membership of one name are not sold side by side', () => {
  valueOf(lists['a package']!.add('Plus'))
  expect(outcomeOf(lists['a membership']!.add('plus'))).toBe('product_exists')
})

it('two of one name from before are changed in all but their name', () => {
  const list = lists['a service']!
  const first = list.idOf(list.add('Yoga'))
  const second = list.idOf(list.add('Yoga 2'))
  studio.rows(`UPDATE services SET name = 'Yoga' WHERE id = ? RETURNING id`, second)
  expect(outcomeOf(list.rename(first, 'Yoga'))).toBe('ok')
  expect(outcomeOf(list.rename(second, 'Yoga 3'))).toBe('ok')
})

it('a package that was changed keeps its name, and is not off the list for it', () => {
  const list = lists['a package']!
  const id = list.idOf(list.add('Ten'))
  const changed = list.idOf(list.rename(id, 'Ten'))
  expect(outcomeOf(list.rename(changed, 'Twelve'))).toBe('ok')
  expect(outcomeOf(list.add('Ten'))).toBe('ok')
})
