import { beforeEach, describe, expect, it } from 'vitest'
import { contracts, type CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import type { Role } from '../../shared/roles.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { before, refusedAnyway, validInputs } from '../support/valid-inputs.ts'
import { commandNames, openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

describe('a trainer who asks for what is another’s', () => {
  let studio: WholeStudio
  beforeEach(() => {
    studio = openWholeStudio()
    studio.become('trainer')
  })

  const bens = () => ({ appointmentId: studio.stock.bensOver })
  const bensGroup = () => ({ appointmentId: studio.stock.bensGroup })

  it.each<[what: string, ask: () => Result<unknown>, outcome: string]>([
    ['their session', () => studio.call('appointments.get', bens()), 'appointment_not_found'],
    ['their group', () => studio.call('groups.get', bensGroup()), 'appointment_not_found'],
    [
      'that their client came',
      () => studio.command('appointments.checkIn', bens()),
      'appointment_not_found',
    ],
    [
      'that they did not',
      () => studio.command('appointments.takeBackCheckIn', bens()),
      'appointment_not_found',
    ],
    [
      'that it took place',
      () => studio.command('appointments.complete', bens()),
      'appointment_not_found',
    ],
    [
      'that it did not',
      () => studio.command('appointments.takeBackCompletion', bens()),
      'appointment_not_found',
    ],
    [
      'that their group is here',
      () => studio.command('groups.checkInAll', bensGroup()),
      'appointment_not_found',
    ],
    [
      'that it is not',
      () => studio.command('groups.takeBackCheckIns', { ...bensGroup(), seatIds: [] }),
      'appointment_not_found',
    ],
    [
      'their calendar',
      () => studio.command('calendar.show', { trainerId: studio.people.ben }),
      'trainer_not_found',
    ],
  ])('asking for %s is refused', (_, ask, outcome) => {
    const untouched = studio.dump()
    expect(outcomeOf(ask())).toBe(outcome)
    expect(studio.dump()).toBe(untouched)
  })

  it('is shown their own column, sessions and clients of a day, and no money', () => {
    const day = valueOf(studio.call('appointments.day', { date: '2026-03-02' }))
    expect(day.trainers.map(({ id }) => id)).toEqual([studio.people.ana])
    expect(new Set(day.appointments.map(({ trainerId }) => trainerId))).toEqual(
      new Set([studio.people.ana]),
    )
    expect(new Set(day.appointments.map(({ money }) => money))).toEqual(new Set([null]))
    expect(JSON.stringify(day)).not.toMatch(/Bea Benson|Ben Okafor/)
  })

  it('is shown their own earnings, whoever they name', () => {
    const asked = { from: '2026-03-01', until: '2026-03-31', trainerId: studio.people.ben }
    const earnings = valueOf(studio.call('earnings.list', asked))
    expect(earnings.trainers.map(({ trainerId }) => trainerId)).toEqual([studio.people.ana])
    expect(earnings.lines.every(({ trainerId }) => trainerId === studio.people.ana)).toBe(true)
  })

  it('is shown their own calendar file', () => {
    const feeds = valueOf(studio.call('calendar.feeds', {}))
    expect(feeds.map(({ trainerId }) => trainerId)).toEqual([studio.people.ana])
  })

  it('is shown of their own session who comes, and nothing that was paid', () => {
    const { paid, arrivedGroup } = studio.stock
    expect(valueOf(studio.call('appointments.get', { appointmentId: paid }))).toMatchObject({
      client: { name: 'Cleo Client' },
      money: null,
      payments: [],
      dueMinor: 0,
    })
    const group = valueOf(studio.call('groups.get', { appointmentId: arrivedGroup }))
    expect(group).toMatchObject({ priceMinor: null, waiting: [] })
    expect(group.seats.map(({ clientName }) => clientName)).toEqual(['Guest 1', 'Guest 2'])
  })
})

/** Says in every object of an input that somebody else acts, without touching what belongs there. */
function forge(input: unknown, forged: object): unknown {
  if (Array.isArray(input)) return input.map((item) => forge(item, forged))
  if (typeof input !== 'object' || input === null) return input
  const inner = Object.entries(input).map(([key, value]) => [key, forge(value, forged)] as const)
  return { ...forged, ...Object.fromEntries(inner) }
}

/** These know all the fields they may have, and refuse others. Everybody else does not look at them. */
const strict = new Set<CommandName>([
  'policy.save',
  'drawer.count',
  'earnings.setRate',
  'earnings.lockPeriod',
  'earnings.export',
])

/** The role with the fewest rights that may give a command. */
function giverOf(name: CommandName): Role {
  const { access } = contracts[name]
  const leastFirst = ['trainer', 'front_desk', 'manager'] as const
  return leastFirst.find((role) => access === 'anyone' || access.includes(role))!
}

describe('a forged actor in a payload', () => {
  it.each(commandNames)('changes nothing about %s', (name) => {
    const studio = openWholeStudio()
    studio.become('manager')
    before[name]?.(studio)
    const giver = giverOf(name)
    const self = studio.become(giver)
    const { manager, desk } = studio.people.staff
    const { id } = giver === 'manager' ? desk : manager
    const input = validInputs[name](studio)
    const { length } = studio.events()
    const { tenantId } = studio.events()[0]!.metadata
    const mentions = () => studio.dump().split(id).length
    const mentioned = mentions()

    const beside = studio.send({ name, input, commandId: newId(), actorId: id })
    expect(outcomeOf(beside)).toBe('invalid_input')
    const forged = { actorId: id, userId: id, staffId: id, role: 'manager', tenantId: newId() }
    const inside = studio.send({ name, input: forge(input, forged), commandId: newId() })
    const expected = strict.has(name) ? 'invalid_input' : refusedAnyway[name]?.[giver]
    expect(outcomeOf(inside)).toBe(expected ?? 'ok')
    for (const { metadata } of studio.events().slice(length)) {
      expect(metadata).toMatchObject({ userId: self.id, tenantId })
    }
    // Nor does anything in the file name the other one who was not named by the input itself.
    const isNamed = JSON.stringify(input).includes(id)
    expect(isNamed || mentions() <= mentioned).toBe(true)
  })
})
