import type { Random } from '../support/random.ts'

class Dressed {
  readonly name = 'Own'
  get id(): string {
    return 'inherited'
  }
}

/** Dates, times and months that are none, or that no calendar of ours reaches. */
const dates = [
  '2026-02-30',
  '2026-13-01',
  '2026-3-1',
  '0000-01-01',
  '0026-03-02',
  '9999-12-31',
  '-271821-04-19',
  '+275760-09-14',
  '2026-W10-1',
  '2026-03-29T02:30',
  '2026-03-02T24:00',
  '2026-03-02T09:00:60',
  '2026-03-02T09:00Z',
  '2026-03-02T09:00:00.000Z',
  '2026-03-02T09:00+99:99',
  '2026-03-02[u-ca=hebrew]',
  '2026-00',
  'Invalid Date',
  '25:61',
]

const texts = [
  '',
  ' ',
  '\0',
  'Ann\0Lee',
  '\u202Egnp.exe',
  '\uD83D',
  '\uDE00',
  '\uFFFE',
  '\u3164',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '"*',
  'NEAR(',
  '%_\\',
  '(((((((((((((((',
  '../../../etc/passwd',
  'file:///etc/passwd',
  '=1+cmd|"/C calc"!A0',
  '<img src=x onerror=alert(1)>',
  'NaN',
  '1e309',
  '0x10',
  '-0',
  '１２',
  'undefined',
  'ﷺ'.repeat(400),
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(40),
  'x'.repeat(70_000),
  'a@b',
  'ü@ü.de',
  '00000000-0000-0000-0000-000000000000',
  '018f2b6e-7c1a-7abc-8def-0123456789ab',
]

const numbers = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  -1,
  1,
  0.5,
  1e-7,
  1e308,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  2 ** 63,
]

/** What crosses from a window though JSON does not know it, and what is made to be expensive. */
const things: readonly (() => unknown)[] = [
  () => null,
  () => undefined,
  () => true,
  () => false,
  () => [],
  () => ({}),
  () => [null],
  () => [[]],
  () => new Date(0),
  () => new Date(NaN),
  () => new Map([['name', 'Ann']]),
  () => new Set(['Ann']),
  () => new Error('Ann'),
  () => /(a+)+$/,
  () => new Uint8Array(4_000_000),
  () => new Float64Array(10),
  () => new ArrayBuffer(8),
  () => Object(10n),
  () => 10n,
  () => Object('text'),
  () => new Dressed(),
  () => Object.create({ name: 'Ann', id: 'Ann' }) as unknown,
  () => JSON.parse('{"__proto__":{"name":"Ann"},"constructor":null}') as unknown,
  () => {
    const sparse: unknown[] = []
    sparse[4_000_000_000] = 'end'
    return sparse
  },
  () => Array.from({ length: 20_000 }, () => 0),
  () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    return circle
  },
  () => {
    let nest: unknown = 'deep'
    for (let depth = 0; depth < 20_000; depth += 1) nest = [nest]
    return nest
  },
]

/** One of what nobody means to send. */
export function hostileValue(random: Random): unknown {
  const kind = random.below(4)
  if (kind === 0) return random.pick(dates)
  if (kind === 1) return random.pick(texts)
  if (kind === 2) return random.pick(numbers)
  return random.pick(things)()
}

/**
 * The same input with one place of it made hostile: another value, another one of its own, missing,
 * said twice, or a field that nobody knows.
 */
export function spoil(input: unknown, random: Random): unknown {
  if (random.chance(0.05) || !isPlain(input)) return hostileValue(random)
  if (Array.isArray(input)) {
    if (input.length === 0 || random.chance(0.2)) {
      const more = input.length > 0 ? (input[0] as unknown) : hostileValue(random)
      return [...(input as unknown[]), ...Array.from({ length: random.pick([1, 300]) }, () => more)]
    }
    const at = random.below(input.length)
    return input.with(at, spoil(input[at], random)) as unknown
  }
  const keys = Object.keys(input)
  if (keys.length === 0 || random.chance(0.1)) {
    return {
      ...input,
      [random.pick(['extra', '__proto__', 'shown', 'expectedVersion', 'id'])]: hostileValue(random),
    }
  }
  const key = random.pick(keys)
  const value = (input as Record<string, unknown>)[key]
  const choice = random.next()
  if (choice < 0.1)
    return Object.fromEntries(Object.entries(input).filter(([each]) => each !== key))
  if (choice < 0.2) {
    return { ...input, [key]: (input as Record<string, unknown>)[random.pick(keys)] }
  }
  return { ...input, [key]: spoil(value, random) }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value)
    ? value.length < 1_000
    : Object.getPrototypeOf(value) === Object.prototype
}
