import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextAttempt } from '../../../main/events/delivery-failures.ts'
import { canonicalJson } from '../../../main/events/event-log.ts'
import { isKnownPattern, matches } from '../../../shared/event-pattern.ts'
import { eventTypes, type EventType } from '../../../shared/events/index.ts'
import { subjectIdOf } from '../../../shared/events/event.ts'
import type { Instant } from '../../../shared/time.ts'
import { newId } from '../../../shared/ids.ts'

describe('canonical JSON', () => {
  /** The same value with the keys of every object in another order. */
  function shuffled(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shuffled)
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner)] as const)
    return Object.fromEntries(entries.toReversed())
  }

  /** Without `__proto__`, which no literal and no parsed row can hold as a key of its own. */
  const values = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .filter((value) => !JSON.stringify(value).includes('__proto__'))

  it('is one text, whatever the order of the keys', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
      }),
    )
  })

  it('says the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('orders keys by UTF-16 unit and writes no spaces, as RFC 8785 has it', () => {
    expect(canonicalJson({ b: [1, { z: null, a: 'é' }], a: 1e21, '€': 0.5, A: true })).toBe(
      '{"A":true,"a":1e+21,"b":[1,{"a":"é","z":null}],"€":0.5}',
    )
  })

  it('is not there for what is no JSON value', () => {
    expect(() => canonicalJson(undefined)).toThrow(/Only JSON/)
  })
})

describe('the wait before another attempt', () => {
  const backoff = { backoffBaseMs: 1_000, backoffCapMs: 900_000 }
  const now = '2026-03-02T08:00:00.000Z' as Instant
  const wait = (attempts: number, random: number, settings = backoff) =>
    Date.parse(nextAttempt(now, settings, attempts, () => random)) - Date.parse(now)

  it('stays within a window that doubles until the cap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          const waited = wait(attempts, random)
          expect(Number.isInteger(waited)).toBe(true)
          expect(waited).toBeGreaterThanOrEqual(0)
          expect(waited).toBeLessThan(Math.min(900_000, 1_000 * 2 ** attempts))
        },
      ),
    )
  })

  it.each([
    { attempts: 1, window: 2_000 },
    { attempts: 2, window: 4_000 },
    { attempts: 9, window: 512_000 },
    { attempts: 10, window: 900_000 },
    { attempts: 1_000, window: 900_000 },
  ])('uses the whole window of $window ms after $attempts attempts', ({ attempts, window }) => {
    expect(wait(attempts, 0)).toBe(0)
    expect(wait(attempts, 0.5)).toBe(window / 2)
    expect(wait(attempts, 1 - Number.EPSILON)).toBe(window - 1)
  })

  it('doubles no further after ten attempts, whatever the cap', () => {
    const open = { backoffBaseMs: 1, backoffCapMs: 1e12 }
    expect(wait(60, 0.5, open)).toBe(512)
  })
})

describe('a pattern', () => {
  it.each([
    { pattern: '*', type: 'payment.completed', match: true },
    { pattern: 'payment.completed', type: 'payment.completed', match: true },
    { pattern: 'payment.*', type: 'payment.completed', match: true },
    { pattern: 'payment.*', type: 'payments.completed', match: false },
    { pattern: 'pay*', type: 'payment.completed', match: false },
    { pattern: 'payment.completed', type: 'payment.completed_twice', match: false },
    { pattern: '*.completed', type: 'payment.completed', match: false },
    { pattern: 'fee.waived payment.*', type: 'payment.completed', match: true },
    { pattern: 'fee.waived payment.*', type: 'fee.waived', match: true },
    { pattern: 'fee.waived payment.*', type: 'fee.charged', match: false },
  ])('$pattern matches $type: $match', ({ pattern, type, match }) => {
    expect(matches(pattern, type)).toBe(match)
  })

  it('is known when it matches a declared type', () => {
    expect(isKnownPattern('appointment.*')).toBe(true)
    expect(isKnownPattern('appointment.vanished')).toBe(false)
    expect(isKnownPattern('fee.waived payment.*')).toBe(true)
    expect(isKnownPattern('fee.waived appointment.vanished')).toBe(false)
  })
})

describe('the declared events', () => {
  const types = Object.keys(eventTypes) as EventType[]

  it.each(types)(
    '%s is a family and a fact in the past tense, about a subject it names',
    (type) => {
      expect(type).toMatch(/^[a-z]+\.[a-z_]+$/)
      const { subject, data } = eventTypes[type]
      const key = `${subject}Id`
      expect(Object.keys(data.shape)).toContain(key)
      const id = newId()
      expect(subjectIdOf(type, { [key]: id })).toBe(id)
      expect(() => subjectIdOf(type, {})).toThrow(/does not name its subject/)
    },
  )

  it.each(types)('%s has no field for a name, an address, a number or a remark', (type) => {
    const personal = /name|phone|mail|note|text|remark|pin\b|reference|last4/i
    expect(Object.keys(eventTypes[type].data.shape).filter((key) => personal.test(key))).toEqual([])
  })
})
