import { describe, expect, it } from 'vitest'
import { followMerges } from '../../main/features/clients/index.ts'
import { contracts, type ChannelName, type CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { asSeen } from '../support/as-seen.ts'
import { seatNew } from '../support/group-session.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { before, validInputs } from '../support/valid-inputs.ts'
import { channelNames, openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

const fields = { name: 'keep', phone: 'keep', email: 'merge' } as const

const merge = (studio: WholeStudio, keepId: string, mergeId: string) =>
  valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))

/** Every channel whose input names Cleo, in whatever place. */
const naming = (studio: WholeStudio) =>
  channelNames.filter((name) =>
    JSON.stringify(validInputs[name](studio)).includes(studio.stock.cleo),
  )

/**
 * Cleo, known by the id of somebody who was merged into somebody who was merged into her. Merging is
 * asked of another: the two are one already.
 */
function input(studio: WholeStudio, name: ChannelName, id: string): unknown {
  const { cleo, namesake, gone } = studio.stock
  const isMerge = name === 'clients.merge' || name === 'clients.mergePreview'
  const valid = JSON.stringify(validInputs[name](studio))
  const other = isMerge ? valid.replaceAll(namesake, gone) : valid
  const named = JSON.parse(other.replaceAll(cleo, id)) as { expectedVersion?: number }
  if (name !== 'clients.merge') return named
  // Its version is that of these two.
  delete named.expectedVersion
  return asSeen(studio.app, name, named)
}

function openMerged(name: ChannelName): { studio: WholeStudio; oldest: string } {
  const studio = openWholeStudio()
  studio.become('manager')
  const { cleo, namesake } = studio.stock
  const { clientId: oldest } = valueOf(studio.command('clients.register', { name: 'C. Client' }))
  merge(studio, namesake, oldest)
  merge(studio, cleo, namesake)
  before[name as CommandName]?.(studio)
  return { studio, oldest }
}

describe('the id of a client who was merged into another, and that one again', () => {
  it('is tried where a client is named', () => {
    const studio = openWholeStudio()
    expect(naming(studio).length).toBeGreaterThan(15)
  })

  it('is followed wherever in an input it stands, also in a list and in what a list holds', () => {
    const { studio, oldest } = openMerged('clients.get')
    const { cleo, gone } = studio.stock
    const naming = (id: string) => ({ id, ids: [gone, id], each: [{ client: { clientId: id } }] })
    expect(followMerges(studio.app.database, naming(oldest))).toEqual(naming(cleo))
    const others = naming(gone)
    expect(followMerges(studio.app.database, others)).toBe(others)
  })

  it('is answered as the other’s by every channel, and owns nothing afterwards', () => {
    for (const name of naming(openWholeStudio())) {
      const { studio, oldest } = openMerged(name)
      const { namesake, cleo } = studio.stock
      const answers = [oldest, namesake, cleo].map((id) =>
        studio.send({ name, input: input(studio, name, id), commandId: newId() }),
      )
      expect([name, outcomeOf(answers[0]!)]).toEqual([name, 'ok'])
      const asHer = contracts[name].kind === 'query' ? answers[2] : answers[0]
      expect([name, answers[0]]).toEqual([name, asHer])
      const owned = studio
        .rows<{ table: string; column: string }>(
          `SELECT m.name AS "table", f."from" AS "column"
           FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
           WHERE m.type = 'table' AND f."table" = 'clients' AND m.name <> 'clients'`,
        )
        .flatMap(({ table, column }) =>
          studio.rows<{ id: string }>(
            `SELECT ${column} AS id FROM ${table} WHERE ${column} IN (?, ?)`,
            oldest,
            namesake,
          ),
        )
      expect([name, owned]).toEqual([name, []])
      studio.close()
    }
  }, 120_000)

  it('finds the package and the money, and books on the package', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const { cleo, namesake, package: clientPackageId } = studio.stock
    merge(studio, cleo, namesake)
    const options = valueOf(
      studio.call('packages.funding', {
        clientId: namesake,
        serviceId: studio.people.training,
        date: '2026-03-09',
      }),
    )
    expect(options.map(({ kind }) => kind)).toContain('package')
    const { appointmentId } = valueOf(
      studio.command('appointments.create', {
        trainerId: studio.people.ben,
        serviceId: studio.people.training,
        start: '2026-03-09T15:00',
        client: { kind: 'existing', clientId: namesake },
        funding: { kind: 'package', clientPackageId },
      }),
    )
    const [row] = studio.rows<{ client_id: string; funding: string }>(
      'SELECT client_id, funding FROM appointments WHERE id = ?',
      appointmentId,
    )
    expect(row).toEqual({ client_id: cleo, funding: 'package' })
  })
})

describe('two places in one line, when their clients turn out to be one', () => {
  it.each(['keep', 'merge'] as const)('leave the better one: that of who %ss', (first) => {
    const studio = openWholeStudio()
    studio.become('manager')
    const { full, cleo, namesake } = studio.stock
    const joined = (clientId: string) =>
      valueOf(
        studio.command('groups.joinWaitlist', {
          appointmentId: full,
          client: { kind: 'existing', clientId },
        }),
      ).waitlistId
    const [keepId, mergeId] = first === 'keep' ? [cleo, namesake] : [namesake, cleo]
    const better = joined(cleo)
    const between = valueOf(
      studio.command('groups.joinWaitlist', {
        appointmentId: full,
        client: { kind: 'new', client: { name: 'Between' } },
      }),
    ).waitlistId
    joined(namesake)
    merge(studio, keepId, mergeId)
    const { waiting } = valueOf(studio.call('groups.get', { appointmentId: full }))
    expect(waiting.slice(1).map(({ id }) => id)).toEqual([better, between])
    expect(waiting[1]?.clientId).toBe(keepId)
  })

  it('leave none when one of the two has a seat', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const { group, cleo } = studio.stock
    const [seated] = studio.rows<{ clientId: string }>(
      'SELECT client_id AS clientId FROM seats WHERE appointment_id = ?',
      group,
    )
    valueOf(studio.command('groups.changeCapacity', { appointmentId: group, capacity: 2 }))
    expect(outcomeOf(seatNew(studio, group, 'Too many'))).toBe('session_full')
    valueOf(
      studio.command('groups.joinWaitlist', {
        appointmentId: group,
        client: { kind: 'existing', clientId: cleo },
      }),
    )
    merge(studio, cleo, seated!.clientId)
    expect(valueOf(studio.call('groups.get', { appointmentId: group })).waiting).toEqual([])
  })
})
