import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toCsv } from '../../../main/features/earnings/to-csv.ts'
import { amountOf } from '../../../renderer/features/activity/say-event.ts'
import { sayBalances, sayFigures } from '../../../renderer/features/day-close/say-figures.ts'
import { sayAmount, sayBase } from '../../../renderer/features/earnings/say-rate.ts'
import { formatMoney, formatSigned, minor, writeDecimal } from '../../../shared/money.ts'

/** Everything that looks like a minus and is not the one that is used. */
const others = /[-‐‑‒–—﹣－⁻]/
const below = [-1, -50, -2_000, -123_456_789]

const tender = { method: 'cash', takenMinor: 0, refundedMinor: 0, voidedMinor: 0 } as const
const figures = (amount: number, currency: string): Parameters<typeof sayFigures>[0] =>
  ({
    currency,
    taxMinor: amount,
    taxes: [{ basisPoints: 1_900, netMinor: amount, taxMinor: amount }],
    receipts: { count: 0, first: null, last: null },
    drawers: [{ countedMinor: 0, varianceMinor: amount, openingDifferenceMinor: amount }],
    fees: { count: 1, amountMinor: amount },
    deadLetters: 0,
    messages: { waiting: 0, failed: 0 },
    sync: 'off',
    sessions: {},
    tenders: [],
  }) as unknown as Parameters<typeof sayFigures>[0]
const line = (base: number) =>
  ({ base, rate: { kind: 'percent', value: 5_000 } }) as Parameters<typeof sayBase>[0]

/** Every function that writes an amount for people, by what it is on. */
const sayers: Readonly<Record<string, (amount: number, currency: string) => string>> = {
  'an amount': (amount, currency) => formatMoney(minor(amount), currency),
  'a difference': formatSigned,
  'what was earned': sayAmount,
  'of what it was earned': (amount, currency) => sayBase(line(amount), currency),
  'an event': (amount, currency) =>
    amountOf({ type: 'earning.adjusted', data: { amount, currency } } as never) ?? '',
  'a day’s report': (amount, currency) =>
    sayFigures(figures(amount, currency))
      .filter(({ value }) => /\d/.test(value) && !value.startsWith('0'))
      .map(({ value }) => value)
      .join(' '),
  'a day without rates': (amount, currency) =>
    sayFigures({ ...figures(amount, currency), taxes: [] })[0]!.value,
  balances: (amount, currency) =>
    sayBalances({
      currency,
      toppedUpMinor: -amount,
      tenders: [{ ...tender, paidOutMinor: amount }],
    } as unknown as Parameters<typeof sayBalances>[0])
      .map(({ value }) => value)
      .join(' '),
}

describe('an amount below nothing', () => {
  it.each(Object.keys(sayers))('has the one minus sign, in every currency: %s', (name) => {
    for (const currency of Intl.supportedValuesOf('currency')) {
      for (const amount of below) {
        const said = sayers[name]!(amount, currency)
        expect(said).toContain('−')
        expect(said).not.toMatch(others)
      }
    }
  })

  it('has the sign of a keyboard in files for programs, which read no other', () => {
    expect(writeDecimal(-2_750, 'EUR')).toBe('-27.50')
    const earned = {
      payOn: '2026-03-02',
      sessionOn: '2026-03-02',
      localStart: '2026-03-02T09:00',
      trainerId: 't',
      service: 'Training',
      kind: 'adjusted',
      status: 'completed',
      late: false,
      amountMinor: -2_750,
      base: 5_500,
      rate: { kind: 'percent', value: 5_000 },
    }
    const list = { currency: 'EUR', trainers: [], lines: [earned] }
    const csv = toCsv(list as unknown as Parameters<typeof toCsv>[0], 'DE')
    expect(csv).toContain(';55,00;percent;50;-27,50;EUR')
    expect(csv).not.toContain('−')
  })

  it('is written by nothing else: no other source writes a sign or formats numbers itself', () => {
    const found = ['renderer', 'shared', 'main/features'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .flatMap((name) => {
          const file = join(folder, name).replaceAll('\\', '/')
          const text = readFileSync(file, 'utf8')
          const writes = /`-\$\{|>-\{|[?:] ['"]-['"]|['"]-['"] \+|NumberFormat\(/.test(text)
          return writes ? [file] : []
        }),
    )
    // The formatter itself and its exception for programs; which decimal sign a country's files have.
    expect(found.toSorted()).toEqual(['main/features/csv-format.ts', 'shared/money.ts'])
  })
})
