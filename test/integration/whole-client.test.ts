import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyLog } from '../../main/events/verify-log.ts'
import { tablesOfClients } from '../../main/features/clients/tables-of-clients.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

let studio: WholeStudio
beforeEach(() => {
  studio = openWholeStudio()
  studio.become('manager')
})

const existing = (clientId: string) => ({ kind: 'existing', clientId }) as const
const byCard = (amountMinor: number) => ({
  amountMinor,
  tenders: [{ method: 'card' as const, amountMinor, reference: 'T-9' }],
})

/** Gives Cleo, who has all else, a seat, a place in a line, a balance and a refund. */
function completeCleo(): string {
  const { cleo, group, full, payment } = studio.stock
  valueOf(studio.command('groups.addSeat', { appointmentId: group, client: existing(cleo) }))
  valueOf(studio.command('groups.joinWaitlist', { appointmentId: full, client: existing(cleo) }))
  const items = [{ kind: 'top_up', amountMinor: 4_000 } as const]
  valueOf(studio.command('payments.sell', { clientId: cleo, items, ...byCard(4_000) }))
  valueOf(
    studio.command('payments.refund', { paymentId: payment, amountMinor: 700, reason: 'other' }),
  )
  const to = { method: 'bank_transfer', reference: 'Balance' } as const
  valueOf(studio.command('payments.payOut', { clientId: cleo, amountMinor: 300, to }))
  studio.deliver()
  return cleo
}

/** How many rows of each table are a client's. */
function rowsOf(clientId: string): Record<string, number> {
  const counts = tablesOfClients(studio.app.database).map(({ table, column }) => {
    const [row] = studio.rows<{ n: number }>(
      `SELECT count(*) AS n FROM ${table} WHERE ${column} = ?`,
      clientId,
    )
    return [`${table}.${column}`, row!.n] as const
  })
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/** What a client paid, was given back, owes and is owed. */
function sumsOf(clientId: string) {
  const bought = valueOf(studio.call('packages.ofClient', { clientId }))
  const account = valueOf(studio.call('payments.account', { clientId }))
  const [money] = studio.rows(
    `SELECT
       (SELECT sum(total_minor) FROM sales WHERE client_id = @id) AS sold,
       (SELECT sum(p.amount_minor) FROM payments p JOIN sales s ON s.id = p.sale_id WHERE s.client_id = @id) AS paid,
       (SELECT sum(r.amount_minor) FROM refunds r JOIN payments p ON p.id = r.payment_id
        JOIN sales s ON s.id = p.sale_id WHERE s.client_id = @id) AS given_back`,
    { id: clientId },
  )
  return {
    money,
    balance: account.balanceMinor,
    credits: bought.packages.map(({ left, held, used }) => ({ left, held, used })),
    memberships: bought.memberships.map(({ startsOn, endsOn }) => ({ startsOn, endsOn })),
    fees: valueOf(studio.call('fees.list', { clientId })).map(({ id, state, amountMinor }) => ({
      id,
      state,
      amountMinor,
    })),
  }
}

describe('merging a client who has everything', () => {
  it('loses nothing: rows, sums, credits, memberships, fees, seats and places in lines', () => {
    const mergeId = completeCleo()
    const keepId = studio.stock.namesake
    const [rows, sums] = [rowsOf(mergeId), sumsOf(mergeId)]
    // All that a client can have, she has.
    expect(Object.keys(rows)).toEqual(
      tablesOfClients(studio.app.database).map(({ table, column }) => `${table}.${column}`),
    )
    expect(rowsOf(keepId)).toEqual({})
    const fields = { name: 'merge', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    expect(rowsOf(keepId)).toEqual(rows)
    expect(rowsOf(mergeId)).toEqual({})
    expect(sumsOf(keepId)).toEqual(sums)
    expect(verifyLog(studio.app.database)).toMatchObject({ valid: true })
  })

  it('is refused rather than cutting off what their notes say together', () => {
    const { cleo: keepId, namesake: mergeId } = studio.stock
    const note = (clientId: string, length: number) =>
      valueOf(
        studio.command('clients.update', { clientId, name: 'Cleo', notes: 'x'.repeat(length) }),
      )
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    const merge = () => outcomeOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    note(keepId, 1_000)
    note(mergeId, 1_000)
    expect(merge()).toBe('notes_too_long')
    note(mergeId, 999)
    expect(merge()).toBe('ok')
    expect(valueOf(studio.call('clients.get', { clientId: keepId })).notes).toHaveLength(2_000)
  })
})

describe('exporting a client who has everything', () => {
  it('has each of their rows, says when each session was, and names nobody else', async () => {
    const clientId = completeCleo()
    studio.choose = join(dirname(studio.file), 'export.json')
    valueOf(studio.command('clients.export', { clientId, format: 'json' }))
    await expect.poll(() => valueOf(studio.call('clients.exportState', {}))?.state).toBe('saved')
    const text = readFileSync(studio.choose, 'utf8')
    const { records } = JSON.parse(text) as { records: Record<string, Record<string, unknown>[]> }

    const theirs = Object.entries(rowsOf(clientId)).map(([name, n]) => [name.split('.')[0]!, n])
    expect(theirs.map(([table]) => [table, records[table as string]?.length])).toEqual(theirs)
    const theirParts = studio.rows<{ id: string }>(
      `SELECT p.id FROM payments p JOIN sales s ON s.id = p.sale_id WHERE s.client_id = @id
       UNION SELECT l.id FROM sale_lines l JOIN sales s ON s.id = l.sale_id WHERE s.client_id = @id
       UNION SELECT r.id FROM refunds r JOIN sale_lines l ON l.id = r.sale_line_id
         JOIN sales s ON s.id = l.sale_id WHERE s.client_id = @id
       UNION SELECT e.id FROM credit_entries e JOIN client_packages c ON c.id = e.client_package_id
         WHERE c.client_id = @id
       UNION SELECT p.id FROM membership_pauses p JOIN memberships m ON m.id = p.membership_id
         WHERE m.client_id = @id
       UNION SELECT id FROM outbox WHERE recipient_type = 'client' AND recipient_id = @id`,
      { id: clientId },
    )
    expect(theirParts.length).toBeGreaterThan(15)
    expect(theirParts.filter(({ id }) => !text.includes(id))).toEqual([])
    expect(records['seats']).toMatchObject([{ session: 'Pilates, 2026-03-06T09:00' }])

    const others = studio.rows<{ id: string; name: string }>(
      'SELECT id, name FROM clients WHERE id <> ?',
      clientId,
    )
    expect(others.length).toBeGreaterThan(5)
    expect(others.filter(({ id, name }) => text.includes(id) || text.includes(name))).toEqual([])
  })
})

describe('what must be settled before somebody is erased', () => {
  type Step = (clientId: string) => unknown
  const sell = (clientId: string, productId: string, amountMinor: number) =>
    valueOf(studio.command('packages.sell', { clientId, productId, ...byCard(amountMinor) })).soldId
  const book = (clientId: string, start: string) =>
    valueOf(
      studio.command('appointments.create', {
        trainerId: studio.people.ana,
        serviceId: studio.people.training,
        start,
        client: existing(clientId),
      }),
    ).appointmentId
  const cancel = (appointmentId: string) =>
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'client',
        reason: 'client_request',
        refund: false,
      }),
    )

  const table: Record<string, [open: (clientId: string) => string, settle: Step]> = {
    upcoming_sessions: [(clientId) => book(clientId, '2026-03-05T13:00'), cancel],
    waiting: [
      (clientId) =>
        valueOf(
          studio.command('groups.joinWaitlist', {
            appointmentId: studio.stock.full,
            client: existing(clientId),
          }),
        ).waitlistId,
      (waitlistId) => valueOf(studio.command('groups.leaveWaitlist', { waitlistId })),
    ],
    open_fees: [
      (clientId) => {
        const appointmentId = book(clientId, '2026-03-03T12:00')
        cancel(appointmentId)
        return valueOf(studio.call('fees.list', { appointmentId }))[0]!.id
      },
      (feeId) => valueOf(studio.command('fees.waive', { feeId, reason: 'goodwill' })),
    ],
    balance: [
      (clientId) => {
        const items = [{ kind: 'top_up', amountMinor: 1 } as const]
        return valueOf(studio.command('payments.sell', { clientId, items, ...byCard(1) }))
          .paymentIds[0]!
      },
      (paymentId) =>
        valueOf(studio.command('payments.refund', { paymentId, amountMinor: 1, reason: 'other' })),
    ],
    credits: [
      (clientId) => sell(clientId, studio.stock.ten, 50_000),
      (clientPackageId) =>
        valueOf(studio.command('packages.refund', { clientPackageId, amountMinor: 50_000 })),
    ],
    membership: [
      (clientId) => sell(clientId, studio.stock.month, 9_900),
      (membershipId) => {
        valueOf(studio.command('memberships.end', { membershipId, lastDay: '2026-03-02' }))
        studio.clock.advance({ days: 1 })
      },
    ],
  }

  it.each(Object.entries(table))('%s', (code, [open, settle]) => {
    const clientId = studio.stock.gone
    const erase = () => studio.command('clients.erase', { clientId, confirmation: 'Gus Gone' })
    const id = open(clientId)
    const { obstacles } = valueOf(studio.call('clients.erasurePreview', { clientId }))
    expect(obstacles).toEqual([{ code, count: expect.any(Number) as number }])
    expect(refusalOf(erase())).toMatchObject({
      code: 'client_not_settled',
      details: { obstacles: [code] },
      nextStep: expect.stringMatching(/./) as string,
    })
    settle(id)
    expect(valueOf(studio.call('clients.erasurePreview', { clientId })).obstacles).toEqual([])
    expect(outcomeOf(erase())).toBe('ok')
  })
})
