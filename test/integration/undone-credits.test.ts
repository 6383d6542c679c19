import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import type { Result } from '../../shared/result.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'
import { giveProduct, offerProduct, packageDraft } from '../support/sell-package.ts'

/* A credit is good for seven more days when the studio cancels. It is Monday, 2 March, 08:00. */
let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  clientId = clientOf(studio, bookSession(studio, '2026-03-02T18:00'))
})

/** How many credits are good until when. */
const lots = () =>
  studio
    .rows<{ lot: string; left: number }>(
      `SELECT expires_on AS lot, sum(delta) AS "left" FROM credit_entries
       GROUP BY expires_on HAVING sum(delta) <> 0 ORDER BY expires_on`,
    )
    .map(({ lot, left }) => `${left} until ${lot}`)

/** Does something, takes it back, does it again, and so on: how the credits stand before, after, and each time. */
function backAndForth(act: () => Result<{ readonly undo: Undo | null }>) {
  const before = lots()
  let { undo } = valueOf(act())
  const after = lots()
  const seen = Array.from({ length: 5 }, () => {
    undo = (valueOf(studio.undo(undo)) as { undo: Undo | null }).undo
    return lots()
  })
  return { seen, must: [before, after, before, after, before] }
}

const until = (day: number) => `2026-03-${String(day).padStart(2, '0')}`

describe.each([
  { validityDays: 1, lastDay: 3, longer: 9 },
  { validityDays: 6, lastDay: 8, longer: 9 },
  { validityDays: 7, lastDay: 9, longer: 9 },
  { validityDays: 8, lastDay: 10, longer: 10 },
])('a credit that is good for $validityDays days', ({ validityDays, lastDay, longer }) => {
  let funding: { kind: 'package'; clientPackageId: string }
  const client = () => ({ kind: 'existing' as const, clientId })

  beforeEach(() => {
    const productId = offerProduct(studio, packageDraft({ credits: 10, validityDays }))
    const clientPackageId = giveProduct(studio, clientId, productId)
    funding = { kind: 'package', clientPackageId }
  })

  const book = () =>
    studio.command('appointments.create', {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start: '2026-03-02T15:00',
      client: client(),
      funding,
    })
  const sit = () => {
    const appointmentId = scheduleGroup(studio, '2026-03-02T12:00', {
      serviceId: addGroupService(studio),
    })
    const seat = { appointmentId, client: client(), funding }
    return { appointmentId, sit: () => studio.command('groups.addSeat', seat) }
  }
  const lengthened = [`9 until ${until(lastDay)}`, `1 until ${until(longer)}`]
  const cancelled = lastDay === longer ? [`10 until ${until(lastDay)}`] : lengthened

  it('is as good as before when its booking is undone', () => {
    const whole = [`10 until ${until(lastDay)}`]
    for (const { seen, must } of [backAndForth(book), backAndForth(sit().sit)]) {
      expect(must[0]).toEqual(whole)
      expect(seen).toEqual(must)
    }
  })

  it('is good for longer when the studio cancels, and no longer when that is undone', () => {
    const { appointmentId } = valueOf(book())
    const how = { by: 'studio', reason: 'trainer_unavailable', refund: false } as const
    const cancel = () => studio.command('appointments.cancel', { appointmentId, ...how })
    const { seen, must } = backAndForth(cancel)
    expect(seen).toEqual(must)
    expect(must[1]).toEqual(cancelled)
  })

  it('is the same for a class that is cancelled as a whole', () => {
    const { appointmentId, sit: take } = sit()
    valueOf(take())
    const how = { reason: 'trainer_unavailable', refund: false } as const
    const cancel = () => studio.command('groups.cancel', { appointmentId, ...how })
    const { seen, must } = backAndForth(cancel)
    expect(seen).toEqual(must)
    expect(must[1]).toEqual(cancelled)
  })
})
