import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import {
  giveProduct,
  membershipDraft,
  offerProduct,
  packageDraft,
} from '../support/sell-package.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

type Act = () => { undo: Undo | null; meanwhile: () => void }

const today = '2026-03-02T09:00'
const did = (answer: unknown) => valueOf(answer as ReturnType<TestStudio['undo']>) as { undo: Undo }

/** A session at nine that is over, and what is done with it. */
function over() {
  const appointmentId = bookSession(studio, today)
  studio.at('2026-03-02T10:30')
  return { appointmentId }
}
const noShow = (key: { appointmentId: string }) =>
  did(studio.agree('appointments.noShow', { ...key, refund: false }))
const feeOf = ({ appointmentId }: { appointmentId: string }) =>
  studio.rows<{ id: string }>(
    `SELECT id FROM fees WHERE appointment_id = ? AND state <> 'withdrawn'`,
    appointmentId,
  )[0]!.id
/** A policy under which nobody is forgiven. */
function forgivingNobody(): void {
  const { date: effectiveFrom, policy } = valueOf(studio.call('policy.current', {}))
  const strict = { ...policy, forgivenNoShows: 0 }
  valueOf(studio.command('policy.save', { effectiveFrom, policy: strict }))
}
const member = (staffId: string) =>
  valueOf(studio.call('staff.members', {})).find(({ id }) => id === staffId)!
const rename = (staffId: string) => {
  const { role, trainerId } = member(staffId)
  return () => did(studio.command('staff.change', { staffId, role, trainerId, name: 'Other Name' }))
}
const membership = () => {
  const clientId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
  const membershipId = giveProduct(studio, clientId, offerProduct(studio, membershipDraft()))
  return { membershipId }
}
const pause = (key: { membershipId: string }, fromOn: string, untilOn: string) => {
  const answer = studio.agree('memberships.pause', { ...key, fromOn, untilOn })
  return did(answer)
}
const line = () => {
  const serviceId = addGroupService(studio, 1)
  const appointmentId = scheduleGroup(studio, '2026-03-06T12:00', { serviceId })
  fillSeats(studio, appointmentId, 1)
  const joined = valueOf(
    studio.command('groups.joinWaitlist', {
      appointmentId,
      client: {
        kind: 'new',
        client: { name: 'Wanda Wait', email: 'w@example.org', messagesConsent: true },
      },
    }),
  )
  return { ...joined, appointmentId }
}
const offered = ({ appointmentId, waitlistId }: { appointmentId: string; waitlistId: string }) => {
  valueOf(studio.agree('groups.changeCapacity', { appointmentId, capacity: 2 }))
  valueOf(studio.command('groups.offerSeat', { waitlistId }))
}

/** What is undone, and what another window does to the same before. */
const acts: Readonly<Record<string, Act>> = {
  'a check-in that is another one by now': () => {
    const key = { appointmentId: bookSession(studio, today) }
    const { undo } = did(studio.command('appointments.checkIn', key))
    const meanwhile = () => {
      did(studio.command('appointments.takeBackCheckIn', key))
      studio.at('2026-03-02T08:40')
      did(studio.command('appointments.checkIn', key))
    }
    return { undo, meanwhile }
  },
  'a check-in that was taken back, of who came later': () => {
    const key = { appointmentId: bookSession(studio, today) }
    did(studio.command('appointments.checkIn', key))
    const { undo } = did(studio.command('appointments.takeBackCheckIn', key))
    const meanwhile = () =>
      did(
        studio.agree('appointments.cancel', {
          ...key,
          by: 'studio',
          reason: 'other',
          refund: false,
        }),
      )
    return { undo, meanwhile }
  },
  'a completion that is another one by now': () => {
    const key = over()
    const { undo } = did(studio.command('appointments.complete', key))
    const meanwhile = () => {
      did(studio.command('appointments.takeBackCompletion', key))
      studio.at('2026-03-02T10:45')
      did(studio.command('appointments.complete', key))
    }
    return { undo, meanwhile }
  },
  'a no-show whose fee was let go': () => {
    forgivingNobody()
    const key = over()
    const { undo } = noShow(key)
    const waive = { feeId: feeOf(key), reason: 'goodwill' as const }
    return { undo, meanwhile: () => did(studio.command('fees.waive', waive)) }
  },
  'a no-show that is another one by now': () => {
    const key = over()
    const { undo } = noShow(key)
    const meanwhile = () => {
      did(studio.command('appointments.takeBackNoShow', key))
      studio.at('2026-03-02T10:45')
      noShow(key)
    }
    return { undo, meanwhile }
  },
  'a waiver that is another one by now': () => {
    forgivingNobody()
    const key = over()
    noShow(key)
    const feeId = feeOf(key)
    const waive = (reason: 'goodwill' | 'emergency') =>
      did(studio.agree('fees.waive', { feeId, reason }))
    const { undo } = waive('goodwill')
    const meanwhile = () => {
      did(studio.agree('fees.takeBackWaiver', { feeId }))
      waive('emergency')
    }
    return { undo, meanwhile }
  },
  'a place in the line that was offered a seat': () => {
    const joined = line()
    return { undo: joined.undo, meanwhile: () => offered(joined) }
  },
  'an end of a membership that is another one by now': () => {
    const key = membership()
    const end = (lastDay: string) => did(studio.command('memberships.end', { ...key, lastDay }))
    const { undo } = end('2026-03-20')
    const meanwhile = () => {
      did(studio.command('memberships.reopen', key))
      end('2026-03-25')
    }
    return { undo, meanwhile }
  },
  'an end of a membership that was taken back, and the member rests': () => {
    const key = membership()
    did(studio.command('memberships.end', { ...key, lastDay: '2026-03-20' }))
    const { undo } = did(studio.command('memberships.reopen', key))
    return { undo, meanwhile: () => pause(key, '2026-03-10', '2026-03-12') }
  },
  'a pause after another one': () => {
    const key = membership()
    const { undo } = pause(key, '2026-03-10', '2026-03-12')
    return { undo, meanwhile: () => pause(key, '2026-03-20', '2026-03-22') }
  },
  'a pause of a membership that was renewed': () => {
    const key = membership()
    const { undo } = pause(key, '2026-03-10', '2026-03-12')
    const tenders = [{ method: 'card' as const, amountMinor: 9_900, reference: 'T-9' }]
    const renewal = { ...key, amountMinor: 9_900, tenders }
    return { undo, meanwhile: () => valueOf(studio.agree('memberships.renew', renewal)) }
  },
  'a package that was taken off, sold again and changed': () => {
    const productId = offerProduct(studio, packageDraft())
    const { undo } = did(studio.command('packages.retireProduct', { productId }))
    // Nothing but a change makes it another, and only what is sold is changed.
    const meanwhile = () => {
      valueOf(studio.command('packages.restoreProduct', { productId }))
      const product = packageDraft({ name: 'Other' })
      valueOf(studio.command('packages.changeProduct', { productId, product }))
    }
    return { undo, meanwhile }
  },
  'the return of a package that was changed': () => {
    const productId = offerProduct(studio, packageDraft())
    valueOf(studio.command('packages.retireProduct', { productId }))
    const { undo } = did(studio.command('packages.restoreProduct', { productId }))
    const product = packageDraft({ name: 'Other' })
    const change = () => studio.command('packages.changeProduct', { productId, product })
    return { undo, meanwhile: () => valueOf(change()) }
  },
  'the retirement of a package that is another one by now': () => {
    const productId = offerProduct(studio, packageDraft())
    const retire = () => did(studio.command('packages.retireProduct', { productId }))
    const { undo } = retire()
    const meanwhile = () => {
      did(studio.command('packages.restoreProduct', { productId }))
      retire()
    }
    return { undo, meanwhile }
  },
  'the retirement of a trainer that is another one by now': () => {
    const ben = { kind: 'trainer' as const, id: studio.people.ben }
    const retire = () => did(studio.agree('catalog.retire', ben))
    const { undo } = retire()
    const meanwhile = () => {
      did(studio.command('catalog.bringBack', ben))
      retire()
    }
    return { undo, meanwhile }
  },
  'somebody’s leaving that is another one by now': () => {
    const { id: staffId } = studio.people.staff.desk
    const leave = () => did(studio.command('staff.deactivate', { staffId }))
    const { undo } = leave()
    const meanwhile = () => {
      did(studio.command('staff.reactivate', { staffId }))
      leave()
    }
    return { undo, meanwhile }
  },
  'the place of a service that was put elsewhere': () => {
    const to = (position: number) =>
      did(studio.command('catalog.move', { kind: 'service', id: studio.people.trial, position }))
    const { undo } = to(0)
    return { undo, meanwhile: () => to(1) }
  },
  'somebody who was added and renamed': () => {
    const { staffId, undo } = valueOf(
      studio.command('staff.add', {
        name: 'Nora New',
        role: 'front_desk',
        trainerId: null,
        pin: '592683',
      }),
    )
    return { undo, meanwhile: rename(staffId) }
  },
  'the place of somebody who was put elsewhere': () => {
    const { id: staffId } = studio.people.staff.desk
    const to = (position: number) => did(studio.command('staff.move', { staffId, position }))
    const { undo } = to(0)
    return { undo, meanwhile: () => to(2) }
  },
}

describe.each(Object.entries(acts))('the undo of %s', (_, act) => {
  it('is refused and wipes nothing', () => {
    const { undo, meanwhile } = act()
    meanwhile()
    leavingAllAsItWas(studio, () =>
      expect(['undo_overtaken', 'product_changed', 'appointment_cancelled']).toContain(
        outcomeOf(studio.undo(undo)),
      ),
    )
  })

  it('goes on, and again, as long as nobody did that', () => {
    const { undo } = act()
    const { undo: again } = did(studio.undo(undo))
    // A pause that was taken back wholly names no way back of its own.
    const third = again ? did(studio.undo(again)).undo : null
    expect(third === null ? 'ok' : outcomeOf(studio.undo(third))).toBe('ok')
  })
})

it('the check-ins of a whole class are not taken back over one that is another by now', () => {
  const serviceId = addGroupService(studio)
  const appointmentId = scheduleGroup(studio, '2026-03-02T12:00', { serviceId })
  const [seatId] = fillSeats(studio, appointmentId, 2)
  const { undo } = did(studio.command('groups.checkInAll', { appointmentId }))
  const key = { appointmentId, seatId: seatId! }
  did(studio.command('appointments.takeBackCheckIn', key))
  studio.at('2026-03-02T11:50')
  did(studio.command('appointments.checkIn', key))
  leavingAllAsItWas(studio, () => expect(outcomeOf(studio.undo(undo))).toBe('undo_overtaken'))
})

it('who was renamed meanwhile still comes back, with the new name', () => {
  const { id: staffId } = studio.people.staff.desk
  const trainerId = studio.people.ben
  const { undo } = did(studio.agree('catalog.retire', { kind: 'trainer', id: trainerId }))
  valueOf(studio.command('catalog.changeTrainer', { trainerId, name: 'Ben Other', hue: 2 }))
  expect(outcomeOf(studio.undo(undo))).toBe('ok')
  const left = did(studio.command('staff.deactivate', { staffId }))
  expect(outcomeOf(studio.undo(left.undo))).toBe('ok')
})
