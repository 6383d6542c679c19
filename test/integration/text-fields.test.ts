import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { contracts } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { isRefusedText, lineSchema, proseSchema } from '../../shared/plain-text.ts'
import { refusals } from '../../shared/words/refusals.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'
import { outcomeOf } from '../support/read-result.ts'
import { validInputs } from '../support/valid-inputs.ts'
import { channelNames, commandNames, openWholeStudio } from '../support/whole-studio.ts'
import { textPlaces, writeEverywhere, writtenAt } from '../support/write-everywhere.ts'

/** Each kind of text that nobody means to store, in a text that is otherwise fine. */
const awkward: Readonly<Record<string, string>> = {
  NUL: 'Ann\u0000Lee',
  'a control character': 'Ann\u0007Lee',
  'an escape sequence': '\u001B[31mAnn',
  delete: 'Ann\u007F',
  'a C1 control': 'Ann\u0085Lee',
  'the first half of a pair': 'Ann\uD83D',
  'the second half of a pair': '\uDE00Ann',
  'a noncharacter': 'Ann\uFFFE',
  'a direction override': '\u202Etxt.nnA',
  'a direction embedding': '\u202BAnn\u202C Lee',
  'a direction isolate': '\u2067Ann\u2069 Lee',
  'a direction mark': 'Ann\u200F Lee\u200E',
  'a zero-width space': 'Ann\u200BLee',
  'a joiner between letters': 'Ann\u200DLee\u200C',
  'a word joiner': 'Ann\u2060Lee',
  'a byte order mark': '\uFEFFAnn',
  'a soft hyphen': 'Ann\u00ADLee',
  'a Hangul filler': 'Ann\u3164Lee',
  'a variation selector': 'Ann\uFE0F',
  tags: 'Ann\u{E0041}',
  'a flag that hides a text': 'Ann 🏴\u{E0073}\u{E0065}\u{E0063}',
  'Egyptian, Khitan and musical blanks': 'Ann\u{13441}\u{16FE4}\u{1D159}\uFFFC',
  'nothing but a notehead of nothing': '\u{1D159}',
  'an annotation': '\uFFF9Ann\uFFFALee\uFFFB',
  'nothing but zero-width signs': '\u200B\u2060\u200D',
  'nothing but a filler': '\u3164',
  'nothing but a mark': '\u0301',
  'nothing but a Braille blank': '\u2800',
  'marks beside their letter': 'Zoe\u0308',
  'spaces of every kind': '\u00A0Ann\u2003\u3000Lee\u202F',
}

/** What the schemas let through once it is cleaned; of the others each schema says no, which is tried above. */
const sent = Object.keys(awkward).filter((kind) => lineSchema(80).safeParse(awkward[kind]).success)
/** What no field takes. */
const refused = new Set(Object.keys(awkward).filter((kind) => !sent.includes(kind)))
/** Each by itself takes a second, so all but the usual ones are sent in one text. */
const texts = {
  ...Object.fromEntries(
    ['a direction override', 'marks beside their letter'].map((kind) => [kind, awkward[kind]!]),
  ),
  'all that is taken out': sent.map((kind) => awkward[kind]).join(' '),
}
/** A program wrote them, with its own spaces. */
const notTyped = new Set(['dead_letters.error_stack'])

/** A password is what it is, sign by sign. */
const secrets = /password|passphrase/i

/** What is wrong with a text that was stored; null: everything in it can be seen. */
function flawOf(text: string): string | null {
  if (!text.isWellFormed()) return 'half a character'
  if (text !== text.normalize('NFC')) return 'not composed'
  if (/[\p{Cc}--\n]/v.test(text)) return 'a control character'
  if (
    /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\uFFFC\u{13430}-\u{1345F}\u{16FE4}\u{1D159}]/u.test(
      text,
    )
  ) {
    return 'something invisible'
  }
  if (/[\p{Zs}--\u0020]|[\p{Zl}\p{Zp}]|  /v.test(text)) return 'an odd space'
  if (text !== '' && !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) return 'nothing to see'
  return null
}

interface Leaf {
  readonly path: string
  readonly schema: z.ZodType
}

/** Every place of a schema that takes a string, with what is done to it on the way. */
function textsOf(schema: z.ZodType, path: string): Leaf[] {
  const { def } = schema._zod as unknown as { def: Record<string, unknown> & { type: string } }
  const inner = (key: string) => def[key] as z.ZodType
  switch (def.type) {
    case 'string':
      return [{ path, schema }]
    case 'object':
      return Object.entries(def['shape'] as Record<string, z.ZodType>).flatMap(([key, field]) =>
        textsOf(field, `${path}.${key}`),
      )
    case 'array':
      return textsOf(inner('element'), `${path}[]`)
    case 'tuple':
      return (def['items'] as z.ZodType[]).flatMap((item) => textsOf(item, `${path}[]`))
    case 'record':
      return [
        ...textsOf(inner('keyType'), `${path}{}`),
        ...textsOf(inner('valueType'), `${path}{}`),
      ]
    case 'union':
      return (def['options'] as z.ZodType[]).flatMap((option) => textsOf(option, path))
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return textsOf(inner('innerType'), path)
    case 'pipe': {
      const [before, after] = [inner('in'), inner('out')]
      const isString = (each: z.ZodType) => each._zod.def.type === 'string'
      // Both ends are one field where a string stays a string.
      if (isString(before) && isString(after)) return [{ path, schema }]
      return [...textsOf(before, path), ...textsOf(after, path)]
    }
    case 'enum':
    case 'literal':
    case 'int':
    case 'number':
    case 'boolean':
    case 'null':
    case 'transform':
      return []
    default:
      throw new Error(`${path} is of a kind this test does not know: ${def.type}`)
  }
}

describe('a field in which something can be typed', () => {
  const fields = channelNames.flatMap((name) => textsOf(contracts[name].input, name))

  it('is found in most channels', () => {
    expect(fields.length).toBeGreaterThan(200)
  })

  it.each(Object.entries(awkward))(
    'says of %s in the window what the command says',
    (kind, text) => {
      expect(isRefusedText(text, 'line')).toBe(refused.has(kind))
      expect(isRefusedText(text, 'prose')).toBe(!proseSchema(80).safeParse(text).success)
    },
  )

  it.each(Object.entries(awkward))('stores of %s only what can be seen', (_, text) => {
    const flaws = fields
      .filter(({ path }) => !secrets.test(path))
      .flatMap(({ path, schema }) => {
        const { success, data } = schema.safeParse(text)
        const flaw = success ? flawOf(data as string) : null
        return flaw === null ? [] : [`${path} keeps ${flaw}`]
      })
    expect(flaws).toEqual([])
  })
})

describe('every command, given each kind of awkward text in every place', () => {
  it('names the field that holds what no field takes', () => {
    const studio = openWholeStudio()
    studio.become('manager')
    const wrong: string[] = []
    let tried = 0
    for (const name of commandNames) {
      const input = validInputs[name](studio)
      for (const path of textPlaces(name, input)) {
        for (const kind of ['NUL', 'the first half of a pair', 'nothing but a filler']) {
          const awkwardly = writtenAt(input, path, awkward[kind]!)
          // Prose without anything to see is none, and a secret is what it is.
          if (contracts[name].input.safeParse(awkwardly).success) continue
          tried += 1
          const answer = studio.send({ name, input: awkwardly, commandId: newId() })
          const error = answer.ok ? null : (answer.error as { code: string; details?: unknown })
          const { field } = (error?.details ?? {}) as { field?: string }
          if (error?.code !== 'invalid_input' || field !== path.join('.')) {
            wrong.push(`${name} with ${kind} in ${path.join('.')}: ${error?.code ?? 'ok'} ${field}`)
          }
        }
      }
    }
    expect(tried).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })

  it('answers as foreseen, and nothing invisible is stored', () => {
    const studio = openWholeStudio()
    const unforeseen: string[] = []
    for (const [what, text] of Object.entries(texts)) {
      for (const name of commandNames) {
        // It would set PINs and take seconds.
        if (name === 'studio.createDemo') continue
        const input = writeEverywhere(name, validInputs[name](studio), text, () => false)
        if (input === null) continue
        studio.become('manager')
        const outcome = outcomeOf(studio.send({ name, input, commandId: newId() }))
        if (outcome !== 'ok' && (outcome === 'unexpected' || !(outcome in refusals))) {
          unforeseen.push(`${name} with ${what}: ${outcome}`)
        }
        openTodaysDrawer(studio.app)
      }
    }
    expect(unforeseen).toEqual([])
    const columns = studio.rows<{ table: string; column: string }>(
      `SELECT m.name AS "table", c.name AS "column"
       FROM sqlite_schema m JOIN pragma_table_info(m.name) c
       WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%' AND c.type = 'TEXT'`,
    )
    const typed = columns.filter(({ table, column }) => !notTyped.has(`${table}.${column}`))
    const flaws = typed.flatMap(({ table, column }) =>
      studio
        .rows<{ text: string | null }>(`SELECT DISTINCT "${column}" AS text FROM "${table}"`)
        .flatMap(({ text }) => {
          const flaw = text === null || text.startsWith('{') ? null : flawOf(text)
          return flaw === null ? [] : [`${table}.${column} keeps ${flaw}: ${JSON.stringify(text)}`]
        }),
    )
    expect(flaws).toEqual([])
  })
})
