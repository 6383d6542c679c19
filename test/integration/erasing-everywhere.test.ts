import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyLog } from '../../main/events/verify-log.ts'
import { freeTexts } from '../../main/features/clients/forget-mentions.ts'
import { newId } from '../../shared/ids.ts'
import type { CommandName } from '../../shared/contracts.ts'
import { findTraces } from '../support/find-traces.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'
import { validInputs } from '../support/valid-inputs.ts'
import { commandNames, openWholeStudio, type WholeStudio } from '../support/whole-studio.ts'
import { writeEverywhere } from '../support/write-everywhere.ts'

/** Has nothing to settle, and is written about wherever something can be written. */
const person = {
  name: 'Zoë Quirínius',
  phone: '+49 170 7305918',
  email: 'zoe.q@featherstone.example',
}
const mention = 'Zoe Quirinius, 0170-7305918'
const traces = ['quirínius', 'quirinius', 'irini', '7305918', '730591', 'featherstone', 'zoe.q@']

/** What the studio and its people are called; and the list of clients, where each has an own entry. */
const notAboutClients = new Set<CommandName>([
  'studio.setUp',
  'studio.createDemo',
  'studio.rename',
  'staff.add',
  'staff.change',
  'catalog.addTrainer',
  'catalog.changeTrainer',
  'messages.saveSettings',
  'clients.register',
  'clients.update',
  'clients.erase',
])
const namesOfClients = /^client\.client\.name$/

/**
 * Gives every command with the mention in every text it takes. Some are refused after others; what
 * is reached by none is found out afterwards.
 */
function writeAbout(studio: WholeStudio): void {
  const isLeft = (path: string) => namesOfClients.test(path)
  // The count of the drawer is good until something moves in it, and then nobody else has opened it.
  for (const name of ['drawer.close', 'drawer.open', ...commandNames] as const) {
    if (notAboutClients.has(name)) continue
    const input = writeEverywhere(name, validInputs[name](studio), mention, isLeft)
    if (input === null) continue
    studio.become('manager')
    studio.send({ name, input, commandId: newId() })
    if (name !== 'drawer.close') openTodaysDrawer(studio.app)
  }
}

/** Texts that come about otherwise: about a seat, in an answer, and what programs say went wrong. */
function writeBesides(studio: WholeStudio): void {
  const { database, bus } = studio.app
  studio.become('manager')
  const cancelled = studio.agree('appointments.cancel', {
    appointmentId: studio.stock.group,
    seatId: studio.stock.seat,
    by: 'client',
    reason: 'other',
    note: mention,
    refund: false,
  })
  expect(outcomeOf(cancelled)).toBe('ok')
  // Its answer names the way back, with the reason in it.
  const away = { start: '2026-09-01T09:00', end: '2026-09-01T12:00', reason: mention }
  const { id } = valueOf(studio.command('catalog.addClosure', away))
  valueOf(studio.command('catalog.removeClosure', { closureId: id }))
  const broken = () => {
    throw new Error(`550 ${mention} is unknown`)
  }
  bus.on('client.registered', broken, { name: 'post', tier: 'after_commit', maxAttempts: 1 })
  valueOf(studio.command('clients.register', { name: 'Paul Posted' }))
  studio.deliver()
  database.prepare('UPDATE outbox SET last_error = ?').run(`550 <${person.email}> is unknown`)
}

/** Receipts that are theirs, and one for a membership that was named after them. */
function leaveReceipts(studio: WholeStudio, clientId: string): void {
  const cash = (amountMinor: number) => ({
    amountMinor,
    tenders: [{ method: 'cash' as const, amountMinor, tenderedMinor: amountMinor }],
  })
  const items = [{ kind: 'top_up' as const, amountMinor: 500 }]
  const sold = valueOf(studio.command('payments.sell', { clientId, items, ...cash(500) }))
  const refund = { paymentId: sold.paymentIds[0]!, amountMinor: 500, reason: 'other' } as const
  valueOf(studio.command('payments.refund', refund))
  const [product] = studio.rows<{ id: string; price: number }>(
    `SELECT id, price_minor AS price FROM products WHERE active = 1 AND name LIKE '%Quir%'`,
  )
  const sale = { clientId: studio.stock.cleo, productId: product!.id, ...cash(product!.price) }
  valueOf(studio.command('packages.sell', sale))
}

/** Every column of text of every table in which something contains the mention. */
function columnsWith(studio: WholeStudio): string[] {
  const columns = studio.rows<{ table: string; column: string }>(
    `SELECT m.name AS "table", c.name AS "column"
     FROM sqlite_schema m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%' AND c.type = 'TEXT'`,
  )
  return columns
    .filter(
      ({ table, column }) =>
        studio.rows(
          `SELECT 1 FROM "${table}" WHERE "${column}" LIKE '%quirinius%'
             OR "${column}" LIKE '%quirínius%' OR "${column}" LIKE '%featherstone%'`,
        ).length > 0,
    )
    .map(({ table, column }) => `${table}.${column}`)
    .toSorted()
}

describe('erasing somebody who was written about everywhere', () => {
  it('takes them out of every column that a text of a command reaches', async () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const clientId = studio.stock.gone
    valueOf(studio.command('clients.update', { clientId, ...person, notes: mention }))
    writeBesides(studio)
    writeAbout(studio)
    studio.become('manager')
    leaveReceipts(studio, clientId)
    studio.deliver()
    await studio.app.calendars.writeStale()

    // A new column that people's words reach has to be forgotten as well: in `freeTexts`, or here.
    const reached = freeTexts
      .map(([table, column]) => `${table}.${column}`)
      // No command writes it.
      .filter((name) => name !== 'seats.note')
    const index = ['email', 'letters', 'parts', 'words'].map((column) => `client_folds.${column}`)
    const own = [
      'clients.email',
      'clients.name',
      'command_results.result',
      'receipts.client_name',
      ...index,
    ]
    expect(columnsWith(studio)).toEqual([...reached, ...own].toSorted())
    const folder = dirname(studio.file)
    expect(findTraces(folder, traces).length).toBeGreaterThan(0)

    const sums = () =>
      studio.rows(
        `SELECT (SELECT sum(total_minor) FROM sales) AS sales, (SELECT sum(amount_minor) FROM payments),
           (SELECT sum(amount_minor) FROM drawer_movements), (SELECT count(*) FROM appointments)`,
      )
    const untouched = sums()
    valueOf(studio.command('clients.erase', { clientId, confirmation: person.name }))
    studio.deliver()
    await studio.app.calendars.writeStale()
    studio.app.database.copyTo(join(folder, 'copy.db'))

    expect(columnsWith(studio)).toEqual([])
    expect(findTraces(folder, traces)).toEqual([])
    expect(sums()).toEqual(untouched)
    expect(verifyLog(studio.app.database)).toMatchObject({ valid: true })
    // What else was said stays.
    expect(studio.rows('SELECT reason FROM closures')).toContainEqual({ reason: '…, …' })
    expect(studio.rows('SELECT reason FROM closures')).toContainEqual({ reason: 'Painting' })
  })

  it.each([
    ['payments', 'transfer_reference'],
    ['payments', 'card_reference'],
    ['drawer_movements', 'reason'],
    ['drawer_sessions', 'variance_reason'],
    ['sale_lines', 'name'],
    ['receipts', 'client_name'],
    ['drawer_sessions', 'opening_reason'],
  ])('is the only time at which %s.%s may change', (table, column) => {
    const studio = openWholeStudio()
    const change = () =>
      studio.foreign().exec(`UPDATE ${table} SET ${column} = 'x' WHERE ${column} IS NOT NULL`)
    expect(change).toThrow(/never changed/)
  })
})
