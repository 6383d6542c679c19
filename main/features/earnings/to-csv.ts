import { stringify } from 'csv-stringify/sync'
import type { EarningLine, Earnings } from '../../../shared/earnings.ts'
import { writeDecimal } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'

/**
 * The lines as a table for a spreadsheet or a payroll program: UTF-8 with its mark, commas, one
 * header, amounts with a decimal point in the currency's digits. A name that begins like a formula
 * is made text. Who the clients were is left out: a file that has gone out cannot be erased.
 */
export function toCsv({ currency, trainers, lines }: Earnings): string {
  const say = words.earnings.csv
  const nameOf = new Map(trainers.map(({ trainerId, name }) => [trainerId, name]))
  const money = (amount: number) => writeDecimal(amount, currency)
  const rows = lines.map((line) => ({
    payOn: line.payOn,
    sessionOn: line.sessionOn,
    start: line.localStart.slice(11),
    trainer: nameOf.get(line.trainerId) ?? '',
    service: line.service,
    became: words.earnings.became(line.status, line.late),
    line: words.earnings.kinds[line.kind],
    base: baseOf(line, money),
    per: say.per[line.rate.kind],
    rate: line.rate.kind === 'percent' ? String(line.rate.value / 100) : money(line.rate.value),
    amount: line.amountMinor,
    currency,
  }))
  return stringify(rows, {
    header: true,
    columns: Object.entries(say.columns).map(([key, header]) => ({ key, header })),
    bom: true,
    record_delimiter: 'windows',
    // A number may begin with a minus, which in a text would begin a formula.
    escape_formulas: true,
    cast: { number: money },
  })
}

function baseOf({ base, rate }: EarningLine, money: (amount: number) => string): string {
  if (base === null) return ''
  return rate.kind === 'hourly' ? String(base) : money(base)
}
