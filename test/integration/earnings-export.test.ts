import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../shared/time.ts'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

const march = { from: '2026-03-01' as LocalDate, until: '2026-03-31' as LocalDate }

/** A session on Monday at nine, completed by eleven; the manager is there. */
function earnOnce(choice: Parameters<typeof openTestStudio>[0] = {}): TestStudio {
  const studio = openTestStudio(choice)
  studio.signIn('manager')
  const appointmentId = bookSession(studio, '2026-03-02T09:00')
  studio.at('2026-03-02T11:00')
  valueOf(studio.command('appointments.complete', { appointmentId }))
  return studio
}

async function exported(studio: TestStudio): Promise<string> {
  studio.choose = join(dirname(studio.file), 'earnings.csv')
  valueOf(studio.command('earnings.export', { period: march }))
  await expect.poll(() => valueOf(studio.call('earnings.exportState', {}))?.state).toBe('saved')
  return readFileSync(studio.choose, 'utf8')
}

const head =
  'Pay day;Session day;Start;Trainer;Service;What became of it;Line;Of;Rate per;Rate;Earned;Currency'

describe('the list of earnings as a file', () => {
  it('has its mark, one header, and a line a row, without the client', async () => {
    expect(await exported(earnOnce())).toBe(
      `\uFEFF${head}\r\n` +
        '2026-03-02;2026-03-02;09:00;Ana Ruiz;Personal training;Completed;Earned;55,00;percent;50;27,50;EUR\r\n',
    )
  })

  it('is written with commas and points where spreadsheets expect them', async () => {
    const studio = earnOnce()
    valueOf(studio.command('studio.setCountry', { country: 'GB' }))
    expect(await exported(studio)).toContain(
      '2026-03-02,2026-03-02,09:00,Ana Ruiz,Personal training,Completed,Earned,55.00,percent,50,27.50,EUR\r\n',
    )
  })

  it.each([
    { name: '=HYPERLINK("http://bad","x")', cell: `"'=HYPERLINK(""http://bad"",""x"")"` },
    { name: '+49 Training', cell: `'+49 Training` },
    { name: '-1+1', cell: `'-1+1` },
    { name: '@SUM(A1)', cell: `'@SUM(A1)` },
    { name: 'Stretch; then rest', cell: '"Stretch; then rest"' },
  ])('writes $name as text', async ({ name, cell }) => {
    const studio = earnOnce()
    studio.app.database.prepare('UPDATE services SET name = ?').run(name)
    expect(await exported(studio)).toContain(`;09:00;Ana Ruiz;${cell};Completed;`)
  })

  it.each([
    { currency: 'EUR', of: '55,00', earned: '27,50' },
    { currency: 'JPY', of: '5500', earned: '2750' },
    { currency: 'KWD', of: '5,500', earned: '2,750' },
  ])('writes $earned $currency with its digits, and less than nothing as a number', async (row) => {
    const studio = earnOnce({ currency: row.currency })
    const [last] = studio.rows<{ appointmentId: string }>(
      'SELECT appointment_id AS appointmentId FROM earnings',
    )
    valueOf(studio.command('appointments.takeBackCompletion', last!))
    const [, first, second] = (await exported(studio)).split('\r\n')
    expect(first).toContain(`;Earned;${row.of};percent;50;${row.earned};${row.currency}`)
    expect(second).toContain(`;Adjustment;;percent;50;-${row.earned};${row.currency}`)
  })

  it('is logged with days and number, not with names', async () => {
    const studio = earnOnce()
    await exported(studio)
    expect(studio.events('earning.exported').map(({ data }) => data)).toMatchObject([
      { ...march, trainerId: null, lines: 1 },
    ])
  })

  it('is written nowhere when no place was chosen', async () => {
    const studio = earnOnce()
    valueOf(studio.command('earnings.export', { period: march }))
    await expect
      .poll(() => valueOf(studio.call('earnings.exportState', {}))?.state)
      .toBe('dismissed')
    expect(studio.events('earning.exported')).toEqual([])
  })

  it.each(['desk', 'trainer'] as const)('is not for the %s', (who) => {
    const studio = earnOnce()
    studio.choose = join(dirname(studio.file), 'earnings.csv')
    studio.signIn(who)
    expect(outcomeOf(studio.command('earnings.export', { period: march }))).toBe('not_allowed')
    expect(existsSync(studio.choose)).toBe(false)
  })
})
