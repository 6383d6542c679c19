import { stringify } from 'csv-stringify/sync'
import type { EarningLine, Earnings } from '../../../shared/earnings.ts'
import { writeDecimal } from '../../../shared/money.ts'
import { csvFormatOf } from '../csv-format.ts'
import { words } from '../../../shared/words/index.ts'

/**
 * The lines as a table for a spreadsheet or a payroll program: UTF-8 with its mark, one header,
 * separator and decimal sign as the country's spreadsheets expect them, amounts in the currency's
 * digits. A name that begins like a formula is made text. Who the clients were is left out: a file
 * that has gone out cannot be erased.
 */
export function toCsv({ currency, trainers, lines }: Earnings, country: string): string {
  const say = words.earnings.csv
  const nameOf = new Map(trainers.map(({ trainerId, name }) => [trainerId, name]))
  const { separator, decimalSign } = csvFormatOf(country)
  const money = (amount: number) => writeDecimal(amount, currency, decimalSign)
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
    rate:
      line.rate.kind === 'percent'
        ? String(line.rate.value / 100).replace('.', decimalSign)
        : money(line.rate.value),
    amount: line.amountMinor,
    currency,
  }))
  return stringify(rows, {
    header: true,
    columns: Object.entries(say.columns).map(([key, header]) => ({ key, header })),
    bom: true,
    delimiter: separator,
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
